"""What is new in a report, held against its story, the archive and the baseline, and how loudly that is told.

``findings`` what there can be to find; ``figures`` sums, roles and positions; ``turns`` events, dates, denials and
independent reports; ``newness`` wording, where nothing else tells; ``judging`` all of it together, with the level that
follows. Pure, and cheap: the facts it needs of the archive are a few rows, see ``bot.model.Background``.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.desk.intake.novelty.judging import Judge, Verdict, ringing
else:

    def __getattr__(name: str) -> object:
        """Loaded when asked for (PEP 562): the store has use for ``findings`` alone, and judging takes much to load."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.judging"), name)


__all__ = ["Judge", "Verdict", "figures", "findings", "ringing"]
