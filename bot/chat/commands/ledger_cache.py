"""The rows of the ledger for answers: those of before, as long as no report has told anything else of their figures."""

from bot.chat.context import ChatContext
from bot.desk.ledger.entries import Entries, Key, LedgerTally
from bot.desk.ledger.rows import Alike, LedgerRow, alike, in_order, rows_of_alike

Rows = tuple[LedgerRow, ...]


class LedgerRows:
    """Makes rows of what the archive keeps, without titles. Any thread may ask."""

    def __init__(self, context: ChatContext) -> None:
        self._context = context
        self._keys = tuple(track.key for track in context.topic.vocabulary.tracks)
        self._made: dict[str | None, _Made] = {}

    def of(self, key: str | None) -> Rows:
        """Of one track where asked; of a large ledger what was told last, and what most outlets tell."""
        entries, made = self._context.archive.ledger(self._keys, key), self._made.get(key)
        if made is None or made.entries is not entries:
            made = self._made[key] = _Made(self._context, self._keys, entries, made.parts if made else {})
        return made.rows


Part = tuple[list[tuple[Key, LedgerTally]], list[LedgerRow]]


class _Made:
    """The rows of some entries; of what is as it was before, those of before."""

    def __init__(self, context: ChatContext, tracks: tuple[str, ...], entries: Entries, before: dict[Alike, Part]):
        self.entries = entries
        self.parts: dict[Alike, Part] = {}
        for which, those in alike(entries).items():
            known = before.get(which)
            if known is None or known[0] != those:
                known = those, rows_of_alike(those, context.topic.baseline, context.convert, {})
            self.parts[which] = known
        self.rows = in_order((row for _, rows in self.parts.values() for row in rows), tracks)
