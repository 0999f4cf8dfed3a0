"""Which entries of a large ledger answers are made from: of each role those told last, and those told by most outlets.

The archive picks them by its indices, in the same order. Here they are picked from what some reports tell, as an
archive of these reports alone would.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from heapq import nlargest
from typing import Any

import msgspec

from bot.model import Article, Role

from .entries import Entries, Key, Told, on_tracks, told_by

NEWEST, MOST_TOLD = 30, 15
"""Of each role, of what reports of a track have, and of what is to be paid by it: told last, and told by most."""

_Entry = tuple[Key, Told]


def digest_of(key: Key) -> str:
    """32 hexadecimal digits, the same ones for equal keys alone; of equals the higher digest comes first."""
    return hashlib.sha256(msgspec.json.encode(key)).hexdigest()[:32]


def picked_of(articles: Iterable[Article], tracks: Sequence[str], track: str | None = None) -> Entries:
    """What an archive of these articles would answer from: of one of the topic's tracks where asked, or of all.

    Given one after the other, the oldest first, thousands of them take no memory and the least time.
    """
    own = frozenset(tracks if track is None else (track,))
    found: Entries = {}
    for article in articles:
        if article.reading.track in own or any(figure.payer in own for figure in article.reading.figures):
            for key, told in told_by(article).items():
                if key.track in own or key.payer in own:
                    if key in found:
                        found[key].add(told)
                    else:
                        found[key] = told
    entries = on_tracks(_picked(found.items(), own), tracks)
    return {key: told for key, told in entries.items() if track is None or key.track == track}


def _picked(entries: Iterable[_Entry], owners: frozenset[str]) -> Iterable[_Entry]:
    owned: defaultdict[tuple[str, str | None, Role], list[_Entry]] = defaultdict(list)
    for key, told in entries:
        for column, owner in (("track", key.track), ("payer", key.payer)):
            if owner in owners:
                owned[column, owner, key.role].append((key, told))
    found: dict[Key, Told] = {}
    for some in owned.values():
        found.update(_top(some, NEWEST, lambda one: one[1].last_seen))
        found.update(_top(some, MOST_TOLD, lambda one: (len(one[1].outlets), one[0].value)))
    return found.items()


def _top(entries: list[_Entry], most: int, weight: Callable[[_Entry], Any]) -> list[_Entry]:
    if len(entries) <= most:
        return entries
    least = nlargest(most, map(weight, entries))[-1]
    heavy = [one for one in entries if weight(one) >= least]
    if len(heavy) <= most:
        return heavy
    return nlargest(most, heavy, key=lambda one: (weight(one), digest_of(one[0])))
