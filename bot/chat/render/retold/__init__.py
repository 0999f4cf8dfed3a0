"""What the desk and the typed words say in English, said again in a language: states, remarks, steps, periods.

What belongs here: the patterns by which the desk's sentences are found again. What does not: whole messages.
"""

__all__ = ["decided", "elsewhere", "periods", "reckoned", "told"]
