"""Finds each line, mark and text of a chart its place, on a sheet as wide as a phone."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from msgspec import Struct

from bot.chat.drawing import labels, scale
from bot.chat.drawing.chart import Chart, Colour, Dot, Series
from bot.chat.drawing.labels import Box, Point, Wanted, box_of, placed
from bot.chat.drawing.letters import width_of, wrapped
from bot.chat.languages.translator import Translator, translator

WIDTH, SMALL = 390, 11.0
"""Of the sheet; of the smallest text."""
INK, FAINT, GRID = "ink", "faint", "grid"
"""Colours that every chart has; a series has its own, by its name."""

_EDGE, _TITLE, _ABOUT, _KEY = 14.0, 16.0, 12.0, 12.0
_PLOT = 290.0
"""Height of what is drawn in."""
_MARK = 4.5
"""Half the width of a mark."""
_CLEAR = 8.0
"""How far a text's line is above the plot, so that it stands clear of a number at the plot's upper edge."""


class Words(Struct, frozen=True):
    words: str
    at: Point
    size: float
    colour: str = INK
    anchor: str = "start"
    bold: bool = False

    @property
    def box(self) -> Box:
        return box_of(self.words, self.at, self.size, anchor=self.anchor, bold=self.bold)


class Line(Struct, frozen=True):
    points: tuple[Point, ...]
    colour: str
    width: float = 1.0
    dotted: bool = False


class Mark(Struct, frozen=True):
    at: Point
    shape: str
    colour: str
    hollow: bool = False

    @property
    def box(self) -> Box:
        (x, y), half = self.at, _MARK
        return Box(x - half, y - half, x + half, y + half)


class Sheet(Struct, frozen=True):
    """A chart whose parts have their places."""

    width: float
    height: float
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    words: tuple[Words, ...]
    labels: tuple[Words, ...]
    """Of dots, beside them."""
    colours: dict[str, Colour]
    """Of the series, by their names."""


class _Axes(Struct, frozen=True):
    frame: Box
    first: date
    last: date
    top: float

    def x(self, day: date) -> float:
        span = max((self.last - self.first).days, 1)
        inside = self.frame.right - self.frame.left - 4 * _MARK
        return self.frame.left + 2 * _MARK + inside * (day - self.first).days / span

    def y(self, value: float) -> float:
        return self.frame.bottom - (self.frame.bottom - self.frame.top) * value / self.top


def laid_out(chart: Chart) -> Sheet:
    """The sheet of a chart."""
    shown = [
        series
        for series in chart.series
        if _holding(series, chart) or any(_is_within(dot, chart) for dot in series.dots)
    ]
    head, below = _head(chart)
    key, key_marks, below = _key(shown, below + 8)
    below += 17 if chart.mark else 8
    values = [dot.value for series in shown for dot in series.dots if dot.day <= chart.last]
    top = scale.top_of(values)
    t = translator(chart.language)
    ticks = [(value, _number(value, t) + chart.suffix) for value in scale.value_ticks(top)]
    left = _EDGE + max(width_of(words, SMALL) for _, words in ticks) + 6
    axes = _Axes(Box(left, below + 6, WIDTH - _EDGE, below + 6 + _PLOT), chart.first, chart.last, top)
    grid, numbers = _scales(axes, ticks, t)
    lines = [line for series in shown for line in _lines(series, chart, axes)]
    marks = [mark for series in shown for mark in _marks(series, chart, axes)]
    day_line, day_words = _marked_day(chart, axes)
    those = _labels(shown, chart, axes, marks, [*lines, *day_line])
    leaders = [Line(one.leader, one.wanted.colour, 0.8) for one in those if one.leader]
    note, height = _paragraph(chart.note, axes.frame.bottom + 36, SMALL, 15, FAINT)
    return Sheet(
        WIDTH,
        height - 2,
        (*grid, *day_line, *lines, *leaders),
        (*key_marks, *marks),
        (*head, *key, *day_words, *numbers, *note),
        tuple(Words(one.wanted.words, one.at, labels.SIZE, one.wanted.colour, bold=True) for one in those),
        {series.name: series.colour for series in shown},
    )


# --- Around the plot


def _head(chart: Chart) -> tuple[list[Words], float]:
    """Title and what is shown, and where they end."""
    title, below = _paragraph(chart.title, _EDGE + _TITLE, _TITLE, 20, INK, bold=True)
    about, below = _paragraph(chart.about, below, _ABOUT, 16, FAINT)
    return [*title, *about], below - 16


def _paragraph(
    words: str, y: float, size: float, line: float, colour: str, *, bold: bool = False
) -> tuple[list[Words], float]:
    """Lines over the whole width, the first one at a height; and where the next one would be."""
    rows = wrapped(words, size, WIDTH - 2 * _EDGE, bold=bold)
    made = [Words(row, (_EDGE, y + line * place), size, colour, bold=bold) for place, row in enumerate(rows)]
    return made, y + line * len(rows)


def _key(shown: Sequence[Series], y: float) -> tuple[list[Words], list[Mark], float]:
    """The names of the series with their marks, in as many rows as they need, and where they end."""
    words, marks, x, y = [], [], _EDGE, y + _KEY
    for series in shown:
        width = 2 * _MARK + 5 + width_of(series.name, _KEY) + 14
        if x > _EDGE and x + width - 14 > WIDTH - _EDGE:
            x, y = _EDGE, y + 18
        marks.append(Mark((x + _MARK, y - 4), series.shape, series.name))
        words.append(Words(series.name, (x + 2 * _MARK + 5, y), _KEY))
        x += width
    return words, marks, y


def _number(value: float, t: Translator) -> str:
    return f"{value:,g}" if t.is_english else t.number(value)


def _scales(axes: _Axes, ticks: Sequence[tuple[float, str]], t: Translator) -> tuple[list[Line], list[Words]]:
    frame = axes.frame
    lines, words = [], []
    for value, number in ticks:
        y = axes.y(value)
        lines.append(Line(((frame.left, y), (frame.right, y)), GRID if value else FAINT))
        words.append(Words(number, (frame.left - 6, y + 4), SMALL, FAINT, "end"))
    for day, name in _day_ticks(axes, t):
        x = axes.x(day)
        lines.append(Line(((x, frame.bottom), (x, frame.bottom + 4)), FAINT))
        words.append(Words(name, (x, frame.bottom + 16), SMALL, FAINT, "middle"))
    return lines, words


def _day_ticks(axes: _Axes, t: Translator) -> list[tuple[date, str]]:
    """The most that do not touch each other, nor the edge."""
    for ticks in scale.day_ticks(axes.first, axes.last, t):
        places = [(axes.x(day), width_of(name, SMALL) / 2) for day, name in ticks]
        inside = [one for one, (x, half) in zip(ticks, places, strict=True) if half + 4 <= x <= WIDTH - 4 - half]
        if all(b[0] - b[1] - a[0] - a[1] >= 6 for a, b in pairwise(places)):
            return inside
    return []


def _marked_day(chart: Chart, axes: _Axes) -> tuple[list[Line], list[Words]]:
    """The line of the day, and its label above the plot, where it meets nothing."""
    if chart.mark is None:
        return [], []
    x, y = axes.x(chart.mark.day), axes.frame.top - _CLEAR
    half = width_of(chart.mark.label, SMALL) / 2
    middle = min(max(x, _EDGE + half), WIDTH - _EDGE - half)
    line = Line(((x, axes.frame.top - 2), (x, axes.frame.bottom)), FAINT, dotted=True)
    return [line], [Words(chart.mark.label, (middle, y), SMALL, FAINT, "middle")]


# --- What is drawn in it


def _is_within(dot: Dot, chart: Chart) -> bool:
    return chart.first <= dot.day <= chart.last or (dot.until is not None and dot.day < chart.first <= dot.until)


def _place(dot: Dot, chart: Chart, axes: _Axes) -> Point:
    return axes.x(max(dot.day, chart.first)), axes.y(dot.value)


def _lines(series: Series, chart: Chart, axes: _Axes) -> Iterator[Line]:
    for dot in series.dots:
        if dot.until is not None and _is_within(dot, chart) and dot.until > dot.day:
            end = axes.x(min(dot.until, chart.last)), axes.y(dot.value)
            yield Line((_place(dot, chart, axes), end), series.name, 2)
    if points := _steps(series, chart, axes):
        yield Line(points, series.name, 2)


def _steps(series: Series, chart: Chart, axes: _Axes) -> tuple[Point, ...]:
    """What holds from day to day, of a day what most outlets tell; to the right end, and never back."""
    points: list[Point] = []
    for dot in _holding(series, chart):
        at, level = _place(dot, chart, axes)
        points += [(at, points[-1][1])] if points else []
        points.append((at, level))
    return (*points, (axes.x(chart.last), points[-1][1])) if points else ()


def _holding(series: Series, chart: Chart) -> list[Dot]:
    """Of each day the dot that holds; of those before the first day the last."""
    those = [dot for dot in series.dots if dot.holds and dot.day <= chart.last]
    days = {dot.day: dot for dot in sorted(those, key=lambda dot: (dot.day, dot.weight, dot.value))}
    before = max((day for day in days if day <= chart.first), default=chart.first)
    return [dot for day, dot in days.items() if day >= before]


def _marks(series: Series, chart: Chart, axes: _Axes) -> Iterator[Mark]:
    for dot in series.dots:
        if _is_within(dot, chart):
            yield Mark(_place(dot, chart, axes), series.shape, series.name, dot.faint)


def _labels(
    shown: Sequence[Series], chart: Chart, axes: _Axes, marks: Sequence[Mark], lines: Sequence[Line]
) -> list[labels.Label]:
    wanted = [
        Wanted(dot.label, _beside(dot, chart, axes), dot.weight, series.name)
        for series in shown
        for dot in series.dots
        if dot.label and (_is_within(dot, chart) or dot in _holding(series, chart))
    ]
    frame = Box(axes.frame.left + 2, axes.frame.top, WIDTH - 4, axes.frame.bottom - 1)
    pieces = [piece for line in lines for piece in pairwise(line.points)]
    return placed(wanted, [mark.box for mark in marks], pieces, frame)


def _beside(dot: Dot, chart: Chart, axes: _Axes) -> Box:
    """What a label stands beside: the mark, or where the line of a dot before the first day begins."""
    x, y = _place(dot, chart, axes)
    return Mark((x, y), "", "").box if _is_within(dot, chart) else Box(x, y - 1, x, y + 1)
