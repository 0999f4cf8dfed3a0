"""The chart as SVG within a page: it reads as a still, and the page's module makes it one to hover and zoom.

Colours are the style sheet's, by classes, so that one drawing serves light and dark. Each dot opens its sentence, and
has its words as a title, which browsers show by themselves. What moves when the time is zoomed has its day with it, in
days from the first: a group's ``data-t``, a line's ``data-line`` of ``day,height``.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from xml.etree.ElementTree import Element, SubElement, tostring

from msgspec import Struct

from bot.chat.drawing import labels, scale
from bot.chat.drawing.labels import Box, Point, Wanted, placed
from bot.chat.drawing.letters import width_of
from bot.chat.drawing.svg import SHAPES
from bot.phrases.wording import MONTHS

_SMALL = 12.0
_MARK = 5.0
_FOOT, _HEAD, _EDGE = 26.0, 16.0, 12.0


class Size(Struct, frozen=True):
    name: str
    """Of the style sheet's class that shows it where it fits."""
    width: float
    height: float


SIZES = (Size("narrow", 366, 320), Size("wide", 1000, 420))
"""One drawing for phones and one for desks; the style sheet shows one of them."""


class DrawnDot(Struct, frozen=True):
    """A figure at its day."""

    day: date
    value: float
    """In the unit of the scale."""
    words: str
    """All that is to be said of it, a line each."""
    label: str
    page: str
    """Where its sentence is."""
    weight: int
    hollow: bool
    holds: bool
    """A line goes from it to the next that does, and from the last one to the right end."""
    until: date | None


class DrawnSeries(Struct, frozen=True):
    key: str
    """Of the style sheet's class."""
    name: str
    shape: str
    """A key of ``SHAPES``."""
    dots: tuple[DrawnDot, ...]


class Drawn(Struct, frozen=True):
    """What is drawn."""

    about: str
    """What the drawing is, for who cannot see it."""
    series: tuple[DrawnSeries, ...]
    first: date
    last: date
    suffix: str
    mark: date | None
    """The baseline's day."""
    months: tuple[str, ...] = MONTHS
    """Their short names."""


class _Axes(Struct, frozen=True):
    frame: Box
    first: date
    last: date
    top: float

    def t(self, day: date) -> int:
        return (min(max(day, self.first), self.last) - self.first).days

    def x(self, day: date) -> float:
        inside = self.frame.right - self.frame.left - 4 * _MARK
        return self.frame.left + 2 * _MARK + inside * self.t(day) / max((self.last - self.first).days, 1)

    def y(self, value: float) -> float:
        return self.frame.bottom - (self.frame.bottom - self.frame.top) * value / self.top


def svg(drawn: Drawn, size: Size) -> str:
    """The markup; whatever words are in it are escaped."""
    values = [dot.value for one in drawn.series for dot in one.dots]
    top = scale.top_of(values)
    ticks = [(value, f"{value:,g}{drawn.suffix}") for value in scale.value_ticks(top)]
    left = _EDGE + max(width_of(words, _SMALL) for _, words in ticks) + 4
    frame = Box(left, _HEAD, size.width - _EDGE, size.height - _FOOT)
    axes = _Axes(frame, drawn.first, drawn.last, top)
    root = Element("svg", {
        "class": f"chart {size.name}", "viewBox": f"0 0 {size.width:g} {size.height:g}", "role": "group",
        "aria-label": drawn.about, "data-first": drawn.first.isoformat(),
        "data-days": str(max((drawn.last - drawn.first).days, 1)),
        "data-left": f"{frame.left + 2 * _MARK:.1f}", "data-right": f"{frame.right - 2 * _MARK:.1f}",
        "data-bottom": f"{frame.bottom:.1f}",
    })  # fmt: skip
    _scales(root, axes, ticks, drawn.months)
    if drawn.mark is not None and drawn.first <= drawn.mark <= drawn.last:
        _vertical(root, axes, drawn.mark)
    pieces: list[tuple[Point, Point]] = []
    for one in drawn.series:
        for points in _lines(one, axes):
            pieces += pairwise((axes.x(day), axes.y(value)) for day, value in points)
            _line(root, points, axes, one.key)
    _dots(root, drawn.series, axes, pieces)
    return tostring(root, encoding="unicode")


def _scales(root: Element, axes: _Axes, ticks: Sequence[tuple[float, str]], months: Sequence[str]) -> None:
    frame = axes.frame
    for value, words in ticks:
        y = f"{axes.y(value):.1f}"
        SubElement(
            root, "line", {"class": "grid", "x1": f"{frame.left:.1f}", "x2": f"{frame.right:.1f}", "y1": y, "y2": y}
        )
        text = SubElement(root, "text", {"x": f"{frame.left - 6:.1f}", "y": f"{axes.y(value) + 4:.1f}", "class": "end"})
        text.text = words
    times = SubElement(root, "g", {"class": "times"})
    for day, words in _days(axes, months):
        text = SubElement(
            times, "text", {"x": f"{axes.x(day):.1f}", "y": f"{frame.bottom + 18:.1f}", "class": "middle"}
        )
        text.text = words


def _days(axes: _Axes, months: Sequence[str]) -> list[tuple[date, str]]:
    """The most that do not touch each other, nor the edge; a year's first day has the year, and so has the first."""
    for some in scale.day_ticks(axes.first, axes.last):
        ticks = [
            (day, str(day.year) if day.month == 1 else f"{months[day.month - 1]}{'' if place else f' {day.year}'}")
            for place, (day, _) in enumerate(some)
        ]
        places = [(axes.x(day), width_of(words, _SMALL) / 2) for day, words in ticks]
        if all(b[0] - b[1] - a[0] - a[1] >= 10 for a, b in pairwise(places)):
            right = axes.frame.right + _EDGE
            return [one for one, (x, half) in zip(ticks, places, strict=True) if half <= x <= right - half]
    return []


def _vertical(root: Element, axes: _Axes, day: date) -> None:
    group = SubElement(root, "g", {"class": "baseline", "data-t": str(axes.t(day)), "data-y": "0"})
    group.attrib["transform"] = f"translate({axes.x(day):.1f} 0)"
    SubElement(group, "line", {"x1": "0", "x2": "0", "y1": f"{axes.frame.top:.1f}", "y2": f"{axes.frame.bottom:.1f}"})


Level = tuple[date, float]


def _lines(series: DrawnSeries, axes: _Axes) -> Iterator[list[Level]]:
    """Of what was told for years a level line; of what holds from day to day the steps, to the right end."""
    for dot in series.dots:
        if dot.until is not None and dot.until > dot.day:
            yield [(dot.day, dot.value), (dot.until, dot.value)]
    days = {dot.day: dot for dot in sorted(series.dots, key=lambda dot: (dot.day, dot.weight)) if dot.holds}
    steps: list[Level] = []
    for dot in days.values():
        steps += [(dot.day, steps[-1][1])] if steps else []
        steps.append((dot.day, dot.value))
    if steps:
        yield [*steps, (axes.last, steps[-1][1])]


def _line(root: Element, points: Sequence[Level], axes: _Axes, key: str) -> None:
    places = [(axes.t(day), axes.x(day), axes.y(value)) for day, value in points]
    SubElement(root, "polyline", {
        "class": f"line role-{key}", "points": " ".join(f"{x:.1f},{y:.1f}" for _, x, y in places),
        "data-line": " ".join(f"{t},{y:.1f}" for t, _, y in places),
    })  # fmt: skip


def _dots(root: Element, series: Sequence[DrawnSeries], axes: _Axes, pieces: Sequence[tuple[Point, Point]]) -> None:
    """Each with its label, where that has room; in the order of their days, by which keys walk through them."""
    dots = sorted(((dot, one) for one in series for dot in one.dots), key=lambda pair: pair[0].day)
    boxes = [_box(dot, axes) for dot, _ in dots]
    wanted = [
        Wanted(dot.label, box, dot.weight, str(place))
        for place, ((dot, _), box) in enumerate(zip(dots, boxes, strict=True))
        if dot.label
    ]
    frame = Box(axes.frame.left + 2, axes.frame.top, axes.frame.right, axes.frame.bottom - 1)
    found = {one.wanted.colour: one for one in placed(wanted, boxes, pieces, frame)}
    for place, (dot, one) in enumerate(dots):
        x, y = axes.x(dot.day), axes.y(dot.value)
        link = SubElement(root, "a", {
            "href": dot.page, "class": f"dot role-{one.key}{' hollow' if dot.hollow else ''}", "tabindex": "-1",
            "aria-label": dot.words.replace("\n", "; "), "data-t": str(axes.t(dot.day)), "data-y": f"{y:.1f}",
            "transform": f"translate({x:.1f} {y:.1f})",
        })  # fmt: skip
        SubElement(link, "title").text = dot.words
        SubElement(link, "path", {"d": SHAPES[one.shape]})
        label = found.get(str(place))
        if label is not None:
            if label.leader:
                (x1, y1), (x2, y2) = label.leader[0], label.leader[-1]
                SubElement(link, "line", {"x1": f"{x1 - x:.1f}", "y1": f"{y1 - y:.1f}", "x2": f"{x2 - x:.1f}",
                                          "y2": f"{y2 - y:.1f}"})  # fmt: skip
            text = SubElement(link, "text", {"x": f"{label.at[0] - x:.1f}", "y": f"{label.at[1] - y:.1f}"})
            text.attrib["font-size"] = f"{labels.SIZE:g}"
            text.text = label.wanted.words


def _box(dot: DrawnDot, axes: _Axes) -> Box:
    x, y = axes.x(dot.day), axes.y(dot.value)
    return Box(x - _MARK, y - _MARK, x + _MARK, y + _MARK)
