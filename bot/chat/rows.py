"""The rows of the ledger for answers: those of before, as long as no report has told anything else."""

from bot.chat.context import ChatContext
from bot.desk.entries import Entries
from bot.desk.ledger import LedgerRow, rows_of

Rows = tuple[LedgerRow, ...]


class LedgerRows:
    """Makes rows of what the archive keeps, without titles. Any thread may ask."""

    def __init__(self, context: ChatContext) -> None:
        self._context = context
        self._keys = tuple(track.key for track in context.topic.vocabulary.tracks)
        self._made: dict[tuple[str | None, bool], tuple[Entries, Rows]] = {}

    def of(self, key: str | None, *, compared: bool) -> Rows:
        """Of one track where asked; of a large ledger what was told last, and what most outlets tell."""
        entries, baseline = self._context.archive.ledger(self._keys, key), self._context.topic.baseline
        made = self._made.get((key, compared))
        if made is None or made[0] is not entries:
            convert = self._context.convert
            rows = rows_of(entries, baseline, convert, titles={}, tracks=self._keys, compared=compared)
            made = self._made[key, compared] = entries, rows
        return made[1]
