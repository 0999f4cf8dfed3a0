"""Which entries of a large ledger answers are made from: of each role those told last, and those told by most outlets.

The archive picks them by its indices, in the same order. Here they are picked from what some reports tell, as an
archive of these reports alone would.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from heapq import nlargest
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec

from bot.model import Role

from .entries import Entries, Key, on_tracks
from .mentions import Mentioned, Telling, added_up, key_of

NEWEST, MOST_TOLD = 30, 15
"""Of each role, of what reports of a track have, and of what is to be paid by it: told last, and told by most."""


def digest_of(key: Key) -> str:
    """32 hexadecimal digits, the same ones for equal keys alone; of equals the higher digest comes first."""
    return hashlib.sha256(msgspec.json.encode(key)).hexdigest()[:32]


def picked_of(reports: Iterable[Telling], tracks: Sequence[str], track: str | None = None) -> Entries:
    """What an archive of these reports would answer from: of one of the topic's tracks where asked, or of all.

    What is picked is added up alone: most figures are in a single report, and no answer shows them.
    """
    own = frozenset(tracks if track is None else (track,))
    found: defaultdict[str | None, defaultdict[tuple[object, ...], list[Mentioned]]]
    found = defaultdict(lambda: defaultdict(list))
    for report in sorted(reports, key=_PUBLISHED):
        those, is_own = found[report.track], report.track in own
        for mention in report.mentions:
            if is_own or mention.key[-1] in own:
                those[mention.key].append((report, mention))
    figures = [_figure(name, mentions) for name, some in found.items() for mentions in some.values()]
    picked = ((one.key, added_up(one.mentions)) for one in _picked(figures, own))
    entries = on_tracks(picked, tracks)
    return {key: told for key, told in entries.items() if track is None or key.track == track}


class _Figure(NamedTuple):
    """A figure, and where it is mentioned."""

    track: str | None
    mentions: list[Mentioned]
    last_seen: datetime
    outlets: tuple[int, float]
    """How many tell it, and its value."""

    @property
    def key(self) -> Key:
        return key_of(self.track, self.mentions[0][1])


def _figure(track: str | None, mentions: list[Mentioned]) -> _Figure:
    last, mention = mentions[-1]
    number = 1 if len(mentions) == 1 else len({of.outlet for of, _ in mentions})
    return _Figure(track, mentions, last.published, (number, mention.key[2]))


def _picked(figures: Iterable[_Figure], owners: frozenset[str]) -> Iterable[_Figure]:
    owned: defaultdict[tuple[str, str | None, Role], list[_Figure]] = defaultdict(list)
    for one in figures:
        _, role, *_, payer = one.mentions[0][1].key
        if one.track in owners:
            owned["track", one.track, role].append(one)
        if payer in owners:
            owned["payer", payer, role].append(one)
    found: dict[int, _Figure] = {}
    for some in owned.values():
        for top in (_top(some, NEWEST, _LAST_SEEN), _top(some, MOST_TOLD, _OUTLETS)):
            found |= {id(one): one for one in top}
    return found.values()


def _top(figures: list[_Figure], most: int, weight: Callable[[_Figure], Any]) -> list[_Figure]:
    if len(figures) <= most:
        return figures
    # Sorted within C: of some hundreds to keep the most alone takes longer.
    weights = list(map(weight, figures))
    least = sorted(weights, reverse=True)[most - 1]
    heavy = [one for one, its in zip(figures, weights, strict=True) if its >= least]
    if len(heavy) <= most:
        return heavy
    return nlargest(most, heavy, key=lambda one: (weight(one), digest_of(one.key)))


_PUBLISHED, _LAST_SEEN, _OUTLETS = attrgetter("published"), attrgetter("last_seen"), attrgetter("outlets")
