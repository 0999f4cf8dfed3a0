"""Which entries of a large ledger answers are made from: of each role those told last, and those told by most outlets.

The archive picks them by its indices, in the same order. Here they are picked from what some reports tell, as an
archive of these reports alone would.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from heapq import nlargest
from typing import TypeVar

import msgspec

from bot.desk.ledger.entries import Key, on_track
from bot.desk.ledger.mentions import TracklessKey
from bot.desk.ledger.tallies import MentionRest, Part, ReportMentions, outlets_of, read_head
from bot.model import Role

W = TypeVar("W", datetime, tuple[int, float])
Parts = list[Part]
_Owned = tuple[str, str | None, Role]

NEWEST, MOST_TOLD = 30, 15
"""Of each role, of what reports of a track have, and of what is to be paid by it: told last, and told by most."""


def digest_of(key: Key) -> str:
    """32 hexadecimal digits, the same ones for equal keys alone; of equals the higher digest comes first."""
    return hashlib.sha256(msgspec.json.encode(key)).hexdigest()[:32]


def figures_of(
    reports: Iterable[ReportMentions], tracks: Sequence[str], track: str | None = None
) -> dict[Key, list[Parts]]:
    """Where the figures that are picked are mentioned, by the figure on the track that it belongs to; apart by the
    reports' own tracks.

    What is picked is to be added up alone: most figures are in a single report, and no answer shows them.
    """
    found: dict[Key, list[Parts]] = {}
    for name, key, parts, _, _ in _picked(_figures(reports, frozenset(tracks if track is None else (track,)))):
        belongs = on_track(Key(name, *key), tracks)
        if track is None or belongs.track == track:
            found.setdefault(belongs, []).append(parts)
    return found


_Figure = tuple[str | None, TracklessKey, Parts, datetime, int]
"""The track of the reports, the figure, where it is mentioned, when last, and by how many outlets. Answers make five
thousand, and each took four times as long with names."""


def _figures(reports: Iterable[ReportMentions], owners: frozenset[str]) -> dict[_Owned, list[_Figure]]:
    """By owner and role: those of the reports on its track, and those that it is to pay."""
    owned: defaultdict[_Owned, list[_Figure]] = defaultdict(list)
    for track, those in _by_track(reports).items():
        is_own = track in owners
        for key, parts in _by_key(those).items():
            role, payer = key[1], key[5]
            if is_own or payer in owners:
                one = (track, key, parts, *_last_and_outlets(parts))
                if is_own:
                    owned["track", track, role].append(one)
                if payer in owners:
                    owned["payer", payer, role].append(one)
    return owned


def _last_and_outlets(parts: Parts) -> tuple[datetime, int]:
    if len(parts) == 1 and len(said := parts[0][1]) == 1:  # as nearly always
        return said[0][0].published, 1
    return max(said[-1][0].published for _, said in parts), len(outlets_of(parts))


def _by_track(reports: Iterable[ReportMentions]) -> dict[str | None, defaultdict[str, list[MentionRest]]]:
    """By the reports' tracks the mentions by their heads, the oldest first."""
    found: defaultdict[str | None, defaultdict[str, list[MentionRest]]] = defaultdict(lambda: defaultdict(list))
    for report, told in sorted(reports, key=_published):
        if told:
            those = found[report.reading.track]
            for line in told.split("\n"):
                head, _, rest = line.partition("\t")
                those[head].append((report, rest))
    return found


def _by_key(those: Mapping[str, list[MentionRest]]) -> dict[TracklessKey, Parts]:
    found: dict[TracklessKey, Parts] = {}
    for text, said in those.items():
        head = read_head(text)
        found.setdefault(head.key, []).append((head, said))
    return found


def _published(report: ReportMentions) -> datetime:
    return report[0].published


def _picked(owned: Mapping[_Owned, list[_Figure]]) -> Iterable[_Figure]:
    found: dict[tuple[str | None, TracklessKey], _Figure] = {}
    for some in owned.values():
        last_seen = [last for _, _, _, last, _ in some]
        told = [(outlets, key[2]) for _, key, _, _, outlets in some]
        for top in (_top(some, NEWEST, last_seen), _top(some, MOST_TOLD, told)):
            found |= {one[:2]: one for one in top}
    return found.values()


def _top(figures: list[_Figure], most: int, weights: list[W]) -> list[_Figure]:
    if len(figures) <= most:
        return figures
    # Sorted within C: of some hundreds to keep the most alone takes longer.
    least = sorted(weights, reverse=True)[most - 1]
    heavy = [(its, one) for one, its in zip(figures, weights, strict=True) if its >= least]
    if len(heavy) > most:
        heavy = nlargest(most, heavy, key=lambda one: (one[0], digest_of(Key(one[1][0], *one[1][1]))))
    return [one for _, one in heavy]
