"""What is new in a report, held against its story, the archive and the baseline, and how loudly that is told.

``findings`` what there can be to find; ``figures`` sums, roles and positions; ``turns`` events, dates, denials and
independent reports; ``newness`` wording, where nothing else tells; ``judging`` all of it together, with the level that
follows. Pure, and cheap: the facts it needs of the archive are a few rows, see ``bot.model.Background``.
"""

from .judging import Judge, Verdict, ringing

__all__ = ["Judge", "Verdict", "ringing"]
