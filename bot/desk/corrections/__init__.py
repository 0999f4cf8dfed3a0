"""What operators correct in a reading, and what readers report as wrong. Pure.

- ``values``: what a reading says of an aspect, as rulings have it
- ``applying``: a reading as corrected; the same when the report is read again, or edited
- ``wording``: a correction in words; ``labelled``: a corrected report as a label for training

What does not belong here: keeping them (``bot.store.intake``), and who may (``bot.chat``).
"""

__all__ = ["applying", "labelled", "values", "wording"]
