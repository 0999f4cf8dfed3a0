"""Finds labels places beside their marks, where they stand on nothing: no mark, no line, no other label.

The most told come first. A label that has no room beside its mark stands farther off, with a thin line to it; one that
has none there either is left out.
"""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from bot.chat.drawing.letters import ASCENT, DESCENT, width_of

SIZE = 11.5
_APART = 2.0
"""Between a label and anything else."""
_RINGS = (0.0, 13.0, 27.0, 41.0)
"""How far off, beyond the place beside the mark; from the second on a line leads there."""

Point = tuple[float, float]


class Box(Struct, frozen=True):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box", apart: float = 0.0) -> bool:
        """Whether the two have a place in common, or are nearer than ``apart``."""
        return (
            self.left < other.right + apart
            and other.left < self.right + apart
            and self.top < other.bottom + apart
            and other.top < self.bottom + apart
        )

    def holds(self, other: "Box") -> bool:
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )

    def is_crossed(self, start: Point, end: Point) -> bool:
        """Whether a straight line goes through it (after Liang and Barsky)."""
        enters, leaves = 0.0, 1.0
        run, rise = end[0] - start[0], end[1] - start[1]
        for step, room in (
            (-run, start[0] - self.left),
            (run, self.right - start[0]),
            (-rise, start[1] - self.top),
            (rise, self.bottom - start[1]),
        ):
            if step == 0 and room < 0:
                return False
            if step < 0:
                enters = max(enters, room / step)
            elif step > 0:
                leaves = min(leaves, room / step)
        return enters < leaves


def box_of(words: str, at: Point, size: float, *, anchor: str = "start", bold: bool = False) -> Box:
    """Of a text whose line begins, has its middle or ends at a point (``start``, ``middle``, ``end``)."""
    width = width_of(words, size, bold=bold)
    left = at[0] - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return Box(left, at[1] - ASCENT * size, left + width, at[1] + DESCENT * size)


class Wanted(Struct, frozen=True):
    """A label that wants a place."""

    words: str
    mark: Box
    """What it stands beside."""
    weight: int
    colour: str


class Label(Struct, frozen=True):
    wanted: Wanted
    at: Point
    """Where its line begins."""
    leader: tuple[Point, Point] | None
    """A line from the mark to it."""

    @property
    def box(self) -> Box:
        return box_of(self.wanted.words, self.at, SIZE, bold=True)


def placed(
    wanted: Iterable[Wanted], marks: Sequence[Box], lines: Sequence[tuple[Point, Point]], frame: Box
) -> list[Label]:
    """The labels that found a place within the frame."""
    found: list[Label] = []
    for one in sorted(wanted, key=lambda one: (-one.weight, one.mark.left, one.words)):
        others = [box for box in marks if box != one.mark]
        free = (label for label in _places(one) if _is_free(label, others, lines, found, frame))
        label = next(free, None)
        if label is not None:
            found.append(label)
    return found


def _is_free(
    label: Label, marks: Sequence[Box], lines: Sequence[tuple[Point, Point]], labels: Sequence[Label], frame: Box
) -> bool:
    box = label.box
    around = Box(box.left - _APART, box.top - _APART, box.right + _APART, box.bottom + _APART)
    if not frame.holds(box) or any(around.meets(mark) for mark in [*marks, label.wanted.mark]):
        return False
    if any(around.meets(other.box) for other in labels) or any(around.is_crossed(*line) for line in lines):
        return False
    if any(other.leader and around.is_crossed(*other.leader) for other in labels):
        return False
    if label.leader is None:
        return True
    return not any(mark.is_crossed(*label.leader) for mark in [*marks, *(other.box for other in labels)])


def _places(wanted: Wanted) -> Iterator[Label]:
    """Above the mark, below, right and left of it, at its corners, along its edges; then the same farther off."""
    mark, size = wanted.mark, SIZE
    width, middle = width_of(wanted.words, size, bold=True), (mark.left + mark.right) / 2
    gap = _APART + 1
    for ring in _RINGS:
        above, below = mark.top - gap - ring - DESCENT * size, mark.bottom + gap + ring + ASCENT * size
        beside = (mark.top + mark.bottom) / 2 + (ASCENT - DESCENT) * size / 2
        right, left = mark.right + gap + ring, mark.left - gap - ring - width
        for at in (
            (middle - width / 2, above),
            (middle - width / 2, below),
            (right, beside),
            (left, beside),
            (right, above),
            (left, above),
            (right, below),
            (left, below),
            (mark.left, above),
            (mark.right - width, above),
            (mark.left, below),
            (mark.right - width, below),
        ):
            label = Label(wanted, at, None)
            yield label if not ring else Label(wanted, at, _leader(wanted.mark, label.box))


def _leader(mark: Box, box: Box) -> tuple[Point, Point]:
    """From the edge of the mark to the nearest place at the label."""
    from_x, from_y = (mark.left + mark.right) / 2, (mark.top + mark.bottom) / 2
    to = min(max(from_x, box.left), box.right), min(max(from_y, box.top), box.bottom)
    reach = max(abs(to[0] - from_x), abs(to[1] - from_y)) or 1.0
    half = (mark.right - mark.left) / 2 / reach
    start = from_x + (to[0] - from_x) * half, from_y + (to[1] - from_y) * half
    return start, to
