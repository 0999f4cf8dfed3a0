"""Draws a chart as PNG, in a process of its own, which is this file run by itself: JSON in, picture out.

matplotlib takes 75 MB and half a second to load, which only the process that draws shall pay, and give back at its end.
Words on the chart are English: no font of its own is needed. The ground is opaque, so that it can be read in a dark
chat and in a light one.
"""

import io
import sys
from datetime import date
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_GROUND, _INK, _GRID = "#fbfaf7", "#22252b", "#d8d6cf"


class Dot(Struct, frozen=True):
    day: date
    value: float
    label: str = ""
    faint: bool = False
    """One outlet alone reports it."""
    below: bool = False
    """The label stands below it, as another dot is right above."""


class Series(Struct, frozen=True):
    name: str
    dots: tuple[Dot, ...]
    colour: str = _INK
    shape: str = "o"
    """As matplotlib names markers; people who see red and green alike tell series apart by it."""
    stepped: bool = False
    """It holds until the next one."""


class Level(Struct, frozen=True):
    """A line over the whole width."""

    name: str
    value: float


class Chart(Struct, frozen=True):
    title: str
    unit: str
    """What a value is: ``US$bn a year``. Values are in it already."""
    series: tuple[Series, ...]
    levels: tuple[Level, ...]
    mark: date
    """A day to mark, the baseline's."""
    note: str
    """Below the chart."""


_SIZE, _DPI = (7.2, 5.4), 150
_SPREAD = 6.0
"""From which ratio of the largest to the least value on the scale is logarithmic, so that the least can be seen."""


def draw(chart: Chart) -> bytes:
    """The picture, some 1,080 by 810 pixels."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=_SIZE, dpi=_DPI, facecolor=_GROUND, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    _scale(axes, chart)
    for series in chart.series:
        if series.dots:
            _plot(axes, series)
    for level in chart.levels:
        axes.axhline(level.value, color=_INK, linewidth=1, linestyle=(0, (2, 3)), alpha=0.7)
        axes.annotate(
            level.name, (1, level.value), xycoords=("axes fraction", "data"), xytext=(-4, 3),
            textcoords="offset points", ha="right", fontsize=9, color=_INK,
        )  # fmt: skip
    axes.axvline(_at(chart.mark), color=_INK, linewidth=1, linestyle=(0, (2, 3)), alpha=0.7)
    axes.set_title(chart.title, fontsize=14, color=_INK, loc="left", fontweight="bold")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=4, frameon=False, fontsize=10, labelcolor=_INK)
    figure.supxlabel(chart.note, fontsize=8.5, color=_INK, x=0.02, ha="left")
    written = io.BytesIO()
    figure.savefig(written, format="png", facecolor=_GROUND)
    return written.getvalue()


def _scale(axes: "Axes", chart: Chart) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    values = [dot.value for series in chart.series for dot in series.dots] + [level.value for level in chart.levels]
    if max(values) > _SPREAD * min(values):
        axes.set_yscale("log")
        axes.set_ylim(min(values) / 1.5, max(values) * 1.6)
        axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.yaxis.set_minor_formatter(NullFormatter())
    else:
        axes.set_ylim(0, max(values) * 1.2)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    locator = AutoDateLocator(maxticks=8)  # type: ignore[no-untyped-call]  # the library's own
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    axes.set_ylabel(chart.unit, color=_INK, fontsize=10)
    axes.set_facecolor(_GROUND)
    axes.grid(color=_GRID, linewidth=0.8)
    axes.tick_params(colors=_INK, labelsize=10)
    for side in axes.spines.values():
        side.set_color(_GRID)


def _plot(axes: "Axes", series: Series) -> None:
    from matplotlib.patheffects import withStroke

    halo = [withStroke(linewidth=3, foreground=_GROUND)]  # a label is read across whatever it stands on
    for faint in (False, True):
        dots = [dot for dot in series.dots if dot.faint is faint]
        days, values = [_at(dot.day) for dot in dots], [dot.value for dot in dots]
        if series.stepped and not faint:
            axes.step(days, values, where="post", color=series.colour, linewidth=1.6, alpha=0.8)
        fill, name = (_GROUND, "_") if faint else (series.colour, series.name)
        alpha = 0.6 if faint else 1
        axes.plot(days, values, series.shape, color=series.colour, mfc=fill, ms=7, alpha=alpha, label=name)
    for dot in series.dots:
        if dot.label:
            axes.annotate(
                dot.label, (_at(dot.day), dot.value), xytext=(0, -17 if dot.below else 8), textcoords="offset points",
                ha="center", fontsize=9.5, color=series.colour, fontweight="bold", path_effects=halo, zorder=5,
            )  # fmt: skip


def _at(day: date) -> float:
    """The place of a day on the axis."""
    from matplotlib.dates import date2num

    return float(date2num(day))  # type: ignore[no-untyped-call]


def main() -> None:
    chart = msgspec.json.decode(sys.stdin.buffer.read(), type=Chart)
    sys.stdout.buffer.write(draw(chart))


if __name__ == "__main__":
    main()
