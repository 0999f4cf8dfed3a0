"""A sheet as arrays: the pieces of its words, in windows that the encoder takes in at once.

A window begins with the title's pieces and goes on with as much text as fits. A report that is longer is read where its
figures are, in several windows that overlap; a figure is read in the first in which something stands behind it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from msgspec import Struct

from bot.model import Kind, Party
from bot.reading.encoder.sheet import Sheet
from bot.reading.encoder.tokens import Coded

BOS, EOS, PAD = 0, 2, 1
"""The marks at the ends of a window, and what fills up a batch: as the base encoder has them."""

KINDS = tuple(Kind)
SIDES = ("asks", "hosts", "observes")

LONGEST = 320
"""Pieces in a window, its marks counted."""

_TITLE = 64
"""Pieces of the title that stand in every window."""
_BEHIND = 24
"""Pieces that are to follow a figure in its window."""
_OVERLAP = 96
_BEGINNING = 160
"""Pieces of a long report's beginning that are read whatever stands there."""
_AROUND = (48, 32)
"""Pieces of a long report that are read before and behind each figure."""


class Window(Struct, frozen=True):
    """Pieces with what is known of them; places in ``spans`` and ``names`` are pieces of the window, (first, end)."""

    ids: list[int]
    kinds: list[int]
    """Of each piece: 0, or one more than the place in ``KINDS`` of the figure that it belongs to."""
    sides: list[int]
    """Of each piece: 0, or one more than the place in ``SIDES`` of the party that it names."""
    spans: tuple[tuple[int, int, int], ...]
    """(number of the sheet's span, first, end)."""
    names: tuple[tuple[Party, int, int], ...]
    rows: list[int]
    """Of each piece between the marks: its number among those of the sheet."""


def windows(sheet: Sheet, coded: Coded) -> Iterator[Window]:
    """The windows of a sheet, of which the first shows how it begins and each other has figures of its own."""
    title = min(bisect_right([end for _, end in coded.offsets], len(sheet.title)), _TITLE)
    places = _pieces_of([(span.start, span.end) for span in sheet.spans], coded.offsets)
    names = _pieces_of([(name.start, name.end) for name in sheet.names], coded.offsets)
    rows = _rows(len(coded.ids), places)
    first, left = 0, [at for at, place in enumerate(places) if place is not None]
    while True:
        head = list(range(title)) if first else []
        seen = rows[first : first + LONGEST - 2 - len(head)]
        last = first + len(seen) >= len(rows)
        end = seen[-1] + 1 if last and seen else seen[-_BEHIND] if len(seen) >= _BEHIND else 0
        here = [at for at in left if _within(places[at], seen, end)]
        if here or first == 0:
            yield _window(sheet, coded, head + seen, {at: places[at] for at in here}, names)
        left = [at for at in left if at not in here]
        if last or not left:
            return
        first += len(seen) - _OVERLAP


def _rows(count: int, places: Sequence[tuple[int, int] | None]) -> list[int]:
    """The pieces to look at: all of a short report; of a long one its beginning and what stands round its figures."""
    if count <= LONGEST - 2:
        return list(range(count))
    rows = set(range(_BEGINNING))
    for place in places:
        if place is not None:
            rows.update(range(max(0, place[0] - _AROUND[0]), min(count, place[1] + _AROUND[1])))
    return sorted(rows)


def _within(place: tuple[int, int] | None, seen: Sequence[int], end: int) -> bool:
    return place is not None and bool(seen) and seen[0] <= place[0] and place[1] <= end


def _pieces_of(places: Sequence[tuple[int, int]], offsets: Sequence[tuple[int, int]]) -> list[tuple[int, int] | None]:
    """(first, end) of the pieces that each place of the text covers; None where it covers none."""
    starts, found = [start for start, _ in offsets], []
    for start, end in places:
        first, last = max(0, bisect_right(starts, start) - 1), bisect_left(starts, end)
        while first < last and offsets[first][1] <= start:
            first += 1
        found.append((first, last) if first < last else None)
    return found


def _window(
    sheet: Sheet,
    coded: Coded,
    rows: list[int],
    spans: dict[int, tuple[int, int] | None],
    names: Sequence[tuple[int, int] | None],
) -> Window:
    at = {row: place + 1 for place, row in enumerate(rows)}  # behind the mark
    kinds, sides = [0] * (len(rows) + 2), [0] * (len(rows) + 2)
    placed, named = [], []
    for number, place in spans.items():
        if place is not None and place[0] in at and place[1] - 1 in at:
            first, end = at[place[0]], at[place[1] - 1] + 1
            placed.append((number, first, end))
            kinds[first:end] = [KINDS.index(sheet.spans[number].kind) + 1] * (end - first)
    for name, place in zip(sheet.names, names, strict=True):
        if place is not None and place[0] in at and place[1] - 1 in at:
            first, end = at[place[0]], at[place[1] - 1] + 1
            named.append((name.party, first, end))
            sides[first:end] = [SIDES.index(name.party.side) + 1] * (end - first)
    ids = [BOS, *(coded.ids[row] for row in rows), EOS]
    return Window(ids, kinds, sides, tuple(placed), tuple(named), rows)
