"""The chart of a track, and its caption."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from msgspec.structs import replace

from bot.chat.drawing import Chart, Dot, Level, Series
from bot.chat.render.html import Rendered, bold, code, compose, text
from bot.chat.render.notice import say
from bot.chat.render.words import track_of
from bot.chat.typed.arguments import short_name
from bot.desk.answers.positions import Point, Trend
from bot.model import Role, Topic
from bot.phrases.amounts import money
from bot.phrases.wording import day

_BILLION = 1e9
_NEAR = timedelta(days=250)
_BESIDE = timedelta(days=100)
"""Half of what a label takes up."""


def chart_of(trend: Trend, topic: Topic, key: str) -> tuple[Chart, Rendered] | None:
    """The chart of a track and its caption; None where fewer than two sums are known."""
    if sum(len(points) for points in trend.points.values()) < 2:
        return None
    every = [point for points in trend.points.values() for point in points]
    labelled = _labelled(point for point in every if point.outlets > 1)
    chart = Chart(
        title=f"{_name(topic, key)}: a year's contribution",
        unit=f"{trend.currency} billion a year, each at the ECB's rate of its day",
        series=tuple(_series(role, points, labelled, every) for role, points in trend.points.items()),
        levels=tuple(
            Level(f"baseline: {money(float(f'{value:.3g}'), trend.currency)} {figure.role}", value / _BILLION)
            for figure, value in trend.baseline
        ),
        mark=trend.day,
        note=f"Dotted: the baseline of {day(trend.day)}. Hollow: told by one outlet alone. Rises are reckoned on the "
        "last sum agreed.\nAgreed and paid sums stand at the start of the year that they are for.",
    )
    name = short_name(track, topic.vocabulary.tracks) if (track := track_of(topic, key)) else key
    caption = compose([bold(chart.title), text("Each sum with its sources: ") + code(f"/figures {name} all")])
    return chart, caption


def too_little_to_draw(topic: Topic, key: str) -> Rendered:
    """The message that there is too little for a chart."""
    return say(
        f"Fewer than two yearly sums are known of {_name(topic, key)}, too few for a chart. /figures has the rest."
    )


def _series(role: Role, points: tuple[Point, ...], labelled: frozenset[Point], every: Sequence[Point]) -> Series:
    dots = tuple(
        Dot(
            point.day,
            point.value / _BILLION,
            f"{point.value / _BILLION:.3g}" if point in labelled else "",
            faint=point.outlets == 1,
            below=point in labelled and _has_room_below(point, every),
        )
        for point in points
    )
    series = Series(role.value, dots, stepped=role is Role.AGREED)
    side = role.traits.side
    return replace(series, colour=side.colour, shape=side.shape) if side else series


def _labelled(points: Iterable[Point]) -> frozenset[Point]:
    """The points that have their value beside them: what most outlets tell, and nothing that would stand on it."""
    chosen: list[Point] = []
    for point in sorted(points, key=lambda one: (-one.outlets, one.day, one.value)):
        if not any(_crowds(point, other) for other in chosen):
            chosen.append(point)
    return frozenset(chosen)


def _has_room_below(point: Point, every: Sequence[Point]) -> bool:
    """Another one stands where its label would, right above it, and none below."""
    near = [one.value for one in every if _crowds(one, point) and abs(one.day - point.day) < _BESIDE]
    return any(value > point.value for value in near) and not any(value < point.value for value in near)


def _crowds(one: Point, other: Point) -> bool:
    return abs(one.day - other.day) < _NEAR and max(one.value, other.value) < 1.3 * min(one.value, other.value)


def _name(topic: Topic, key: str) -> str:
    track = track_of(topic, key)
    return track.name if track else key
