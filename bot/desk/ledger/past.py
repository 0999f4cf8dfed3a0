"""The ledger of a past day, of which none is kept, made of what the reports until then mention.

To tell which figures stood, hundreds are held against each other, of which an answer shows a dozen. So the rows are
bare at first, and whole where they are shown.
"""

from collections.abc import Iterable, Sequence

from bot.desk.ledger.entries import Key, LedgerTally, alliance_key, summed_tally
from bot.desk.ledger.grouping import Group, Grouping
from bot.desk.ledger.rows import LedgerRow, bare_row_of, by_likeness, in_ledger_order, row_of
from bot.desk.ledger.selection import Parts, figures_of
from bot.desk.ledger.tallies import ReportMentions, bare_tally, full_tally
from bot.model import Baseline, Convert, Kind

STANDS = frozenset({Kind.MONEY, Kind.PERCENT})
"""The kinds that can stand on a track (see ``standing.may_stand``); no other is held against these."""


class PastLedger:
    """The rows of a track, or of all, as a ledger of the reports would have them; to be read by one thread."""

    def __init__(
        self,
        reports: Iterable[ReportMentions],
        baseline: Baseline,
        convert: Convert,
        *,
        tracks: Sequence[str],
        track: str | None = None,
        alliance: str | None = None,
    ) -> None:
        """``alliance``: the track under which what all its members agreed is put."""
        self._baseline = baseline
        self._convert = convert
        several = figures_of(reports, tracks, None if track == alliance else track)
        self._mentions: dict[Key, list[Parts]] = {}
        tallies: dict[Key, list[LedgerTally]] = {}
        for key, those in several.items():
            if key.kind not in STANDS:
                continue
            told = summed_tally(list(map(bare_tally, those)))
            belongs = alliance_key(key, told, alliance)
            if track in {None, belongs.track}:
                self._mentions.setdefault(belongs, []).extend(those)
                tallies.setdefault(belongs, []).append(told)
        entries = {key: summed_tally(told) for key, told in tallies.items()}
        made = [(bare_row_of(group), group) for group in self._groups(entries)]
        self._made = {row.key: group for row, group in made}
        self.rows = in_ledger_order((row for row, _ in made), tracks)
        """Bare ones. Those that cannot stand by their role are there where two outlets tell them."""

    def full_row(self, row: LedgerRow) -> LedgerRow:
        """Makes a bare row whole; only titles are missing."""
        group = self._made[row.key]
        own, elsewhere = ([(key, self._told(key)) for key, _ in part] for part in (group.own, group.elsewhere))
        told = Group(group.key, own, elsewhere, group.as_much)
        return row_of(told, self._baseline if row.role.traits.is_position else None, self._convert, {})

    def _groups(self, entries: dict[Key, LedgerTally]) -> Iterable[Group]:
        for (_, _, role, _), those in by_likeness(entries).items():
            for group in Grouping(self._convert).of(those):
                if role.traits.is_position or len(group.outlets()) > 1:
                    yield group

    def _told(self, key: Key) -> LedgerTally:
        return summed_tally(list(map(full_tally, self._mentions[key])))
