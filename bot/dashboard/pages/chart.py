"""A country's figures over time: the drawing, and the same as a table, each figure with its sentence."""

from datetime import date

from bot.chat.drawing.svg import SHAPES
from bot.chat.languages.amounts import amount
from bot.chat.render.answers.figures import source_of
from bot.chat.render.words import role_of, role_words, sized_row
from bot.chat.typed.chart_words import chart_words
from bot.dashboard.languages.desk_words import actors_words, item_words, label_of
from bot.dashboard.languages.speaker import Speaker
from bot.dashboard.pages.desk import Desk
from bot.dashboard.pages.stories import PERIODS
from bot.dashboard.pages.visit import NoPageError, Page, Visit
from bot.dashboard.views.drawing import SIZES, Drawn, DrawnDot, DrawnSeries, svg
from bot.dashboard.views.links import Link, address, page_of_source, report_link
from bot.desk.answers.positions import Item, Point, Trend, since
from bot.model import Kind, Role, Topic, Track
from bot.phrases.amounts import SYMBOLS

UNITS = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
FATES = {Item.TROOPS: ("stationed", "square"), Item.LEAVING: ("to leave", "down")}
"""Of troops: what is said of a series, and its shape."""


def chart(desk: Desk, visit: Visit) -> Page:
    """The chart of a country, of the first that has one where none is named. Raises NoPageError."""
    s = visit.s
    period = visit.asked("period")
    if period not in PERIODS:
        raise NoPageError(s.say("There is no period “{period}” here.", period=period[:40]))
    drawable = [track for track in desk.tracks if desk.ledger.can_be_drawn(track.key)]
    track = desk.track_asked(visit) or next(iter(drawable or desk.tracks), None)
    if track is None:
        raise NoPageError(s.say("There is no country to draw."))
    trend = desk.ledger.trend(track.key)
    asked = chart_words(" ".join(filter(None, [track.key, period])), desk.tracks, desk.context.today().date())
    first = asked.begins(desk.context.today())
    shown = trend if first is None else since(trend, first)
    values: dict[str, object] = {
        "countries": [
            (Link(label_of(one, desk.topic, s), address("/chart", {"country": one.key.lower(), "period": period})),
             one == track)
            for one in desk.tracks
            if one in drawable or one == track
        ],
        "periods": [
            (Link(s.say(words), address("/chart", {"country": track.key.lower(), "period": one})), one == period)
            for one, words in PERIODS.items()
        ],
        "item": item_words(trend.item, s),
        "every": address("/ledger", {"country": track.key.lower()}),
        "pictures": (),
        "rows": (),
    }  # fmt: skip
    title = s.say("{country}: {item}", country=label_of(track, desk.topic, s), item=item_words(trend.item, s))
    if shown is not None and trend.is_drawable:
        begins = first or _beginning(trend)
        last = max([desk.context.today().date(), *(point.day for point in shown.all_points)])
        values |= _drawn(shown, desk.topic, track, s, begins, last)
    return Page("chart.html", title, values, section="chart")


def _drawn(trend: Trend, topic: Topic, track: Track, s: Speaker, first: date, last: date) -> dict[str, object]:
    largest = max(point.value for point in trend.all_points)
    scale, word = next((one for one in UNITS if trend.currency and largest >= one[0]), (1.0, ""))
    series = tuple(_series(key, points, topic, s, scale, first) for key, points in trend.points.items() if points)
    series = tuple(one for one in series if one.dots)
    about = s.say("Figures over time, from {first} to {last}", first=s.day(first), last=s.day(last))
    drawn = Drawn(
        f"{label_of(track, topic, s)}: {about}", series, first, last,
        suffix="%" if trend.item is Item.SPENDING else "", mark=trend.day if trend.baseline else None,
        months=s.months,
    )  # fmt: skip
    unit = " ".join(filter(None, [SYMBOLS.get(trend.currency or "", trend.currency or ""), s.say(word)]))
    points = sorted((point for those in trend.points.values() for point in those), key=lambda one: one.day)
    return {
        "pictures": [svg(drawn, size) for size in SIZES],
        "keys": [(one.key, one.name, SHAPES[one.shape]) for one in series],
        "unit": unit,
        "about": about,
        "baseline": s.day(trend.day) if trend.baseline else "",
        "rows": [
            (s.day(point.day), sized_row(point.row, s.chat), role_of(point.row, t=s.chat), point.row.role.value,
             page_of_source(source_of(point.row)), report_link(source_of(point.row), s), point.row.outlets - 1)
            for point in reversed(points)
        ],
        "has_hollow": any(point.faint for point in points),
        "is_of_sums": trend.item is Item.CONTRIBUTION,
    }  # fmt: skip


def _series(
    key: Role | Item, points: tuple[Point, ...], topic: Topic, s: Speaker, scale: float, first: date
) -> DrawnSeries:
    dots = tuple(_dot(point, topic, s, scale, first) for point in _within(points, first))
    if isinstance(key, Item):
        words, shape = FATES[key]
        return DrawnSeries(key.value, s.say(words), shape, dots)
    side = key.traits.side
    return DrawnSeries(key.value, role_words(key, None, s.chat), side.shape if side else "circle", dots)


def _within(points: tuple[Point, ...], first: date) -> list[Point]:
    """Those of the period, what was told into it, and what held when it began."""
    held = max((point for point in points if point.holds and point.day < first), key=lambda one: one.day, default=None)
    return [one for one in points if max(one.day, one.until or one.day) >= first or one is held]


def _dot(point: Point, topic: Topic, s: Speaker, scale: float, first: date) -> DrawnDot:
    row, source = point.row, source_of(point.row)
    more = f" +{row.outlets - 1}" if row.outlets > 1 else ""
    head = " ".join(filter(None, [sized_row(row, s.chat), role_of(row, t=s.chat)]))
    lines = (head, actors_words(row, topic.vocabulary.parties, s), f"{source.outlet}{more}, {s.day(source.date)}")
    label = s.number(row.value) if row.kind is Kind.TROOPS else amount(row, s.chat, hedged=False)
    return DrawnDot(
        max(point.day, first),
        point.value / scale,
        "\n".join(filter(None, lines)),
        "" if point.faint else label,
        page_of_source(source),
        row.outlets,
        point.faint,
        point.holds,
        point.until,
    )


def _beginning(trend: Trend) -> date:
    """The year of the first report, or of the baseline; sums of years before it are background."""
    told = [point.row.first_seen.date() for point in trend.all_points]
    return date(min([*told, *([trend.day] if trend.baseline else [])]).year, 1, 1)
