"""The chart of a track, and what goes with it: a title that says what it shows, the caption, the buttons."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from msgspec.structs import replace

from bot.chat.drawing.chart import Chart, Colour, Dot, MarkedDay, Series
from bot.chat.render.answers.positions import CHART
from bot.chat.render.html import Button, Rendered, bold, code, compose, text
from bot.chat.render.notice import say
from bot.chat.typed.arguments import short_name
from bot.chat.typed.chart_words import ChartWords, typed_again
from bot.desk.answers.positions import SIDES, Item, Point, Position, Trend, since, until
from bot.desk.ledger.entries import Key
from bot.desk.ledger.rows import Doubt, LedgerRow
from bot.model import Kind, Role, Topic, Track
from bot.phrases.amounts import SYMBOLS, Base, amount, money, with_base
from bot.phrases.wording import day, month

_SCALE = "Linear scale from 0."
_ABOUT = {
    Item.CONTRIBUTION: (
        "A year's contribution as reported, in {}; other currencies at the ECB's rate of the day when first reported."
    ),
    Item.SPENDING: "Spending on defence as reported, in % of GDP.",
    Item.TROOPS: "Troops as reported by two outlets or more: a line from the first report of a number to the last.",
}
_UNITS = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"), (1.0, ""))
_TROOPS = {
    Item.TROOPS: Series("stationed", (), Colour("#1b66a8", "#6fb4f2"), "square"),
    Item.LEAVING: Series("to leave", (), Colour("#c02b34", "#ff8087"), "down"),
}
_SIDES = {
    role: Series(role.value, (), Colour(side.colour, side.colour_in_dark), side.shape)
    for role in SIDES
    if (side := role.traits.side)
}
_FIRST = 1000
"""Added to the outlets of what the title tells: its labels find their places first."""
_SAME = 0.015
"""What is agreed and what is paid of it are labelled once."""
_FIVE_YEARS = "5y"


def chart_of(trend: Trend, topic: Topic, words: ChartWords, today: datetime) -> tuple[Chart, Rendered] | None:
    """The chart of a track and its caption; None where too few figures are known, or none of the period."""
    first, ends = words.begins(today), words.ends
    ended = trend if ends is None else until(trend, ends)
    shown = ended if first is None else since(ended, first)
    if shown is None or not trend.is_drawable:
        return None
    begins, last = first or _beginning(trend), max([today.date(), *(point.day for point in shown.all_points)])
    last = last if ends is None else min(last, ends)
    title, (scale, unit) = _title(trend, words), _unit(trend)
    chart = Chart(
        title=title,
        about=f"{_ABOUT[trend.item].format(unit)} {_SCALE}",
        series=tuple(_series(key, points, trend, scale) for key, points in shown.points.items()),
        first=begins,
        last=last,
        note=_note(shown),
        suffix="%" if trend.item is Item.SPENDING else "",
        mark=_mark(trend) if trend.baseline and begins <= trend.day <= last else None,
        dark=words.dark,
    )
    command = code(f"/figures {short_name(words.track, topic.vocabulary.tracks)} all")
    return chart, compose([bold(title), chart.about, text("Each figure with its sources: ") + command])


def nothing_to_draw(trend: Trend, topic: Topic, words: ChartWords) -> Rendered:
    """The message that there is no chart, and what there is instead."""
    name = short_name(words.track, topic.vocabulary.tracks)
    if not trend.is_drawable or words.span is None:
        few = f"Fewer than two figures of {words.track.name} can be drawn, too few for a chart."
        return say(f"{few} /figures has the rest.")
    newest = max(point.until or point.day for point in trend.all_points)
    return say(
        f"Nothing new is on record of {words.track.name} {words.span.within}; the last figure is of {day(newest)}. "
        f"/chart {name} has all of it."
    )


def buttons_of(words: ChartWords, others: Iterable[Track]) -> tuple[tuple[Button, ...], ...]:
    """Other countries; then the same chart of another period, and on the other ground."""
    countries = tuple(Button(track.name, data=_data(replace(words, track=track))) for track in others)
    ground = Button("Light" if words.dark else "Dark", data=_data(replace(words, dark=not words.dark)))
    whole = replace(words, span=None)
    period = (
        Button("All years", data=_data(whole))
        if words.span
        else Button("Last 5 years", data=f"{_data(whole)} {_FIVE_YEARS}")
    )
    return (*((countries,) if countries else ()), (period, ground))


def _data(words: ChartWords) -> str:
    return f"{CHART}:{typed_again(words)}"


def _beginning(trend: Trend) -> date:
    """The year of the first report; sums of years before it are background, which a period shows where it is asked."""
    told = [point.row.first_seen.date() for point in trend.all_points]
    return date(min([*told, *([trend.day] if trend.baseline else [])]).year, 1, 1)


def _mark(trend: Trend) -> MarkedDay:
    """The baseline's day, with what was demanded then and what was agreed."""
    sums = " against ".join(amount(figure, hedged=False) for figure, _ in trend.baseline)
    return MarkedDay(trend.day, f"baseline, {day(trend.day)}: {sums}")


def _unit(trend: Trend) -> tuple[float, str]:
    """By what values are divided, and what they are then: ``₩ trillion``."""
    if trend.currency is None:
        return 1.0, ""
    largest = max(point.value for point in trend.all_points)
    scale, word = next((one for one in _UNITS if largest >= one[0]), _UNITS[-1])
    return scale, f"{SYMBOLS.get(trend.currency, trend.currency)} {word}".strip()


# --- The title


def _title(trend: Trend, words: ChartWords) -> str:
    """Who stands where, in the words and sums of the reports: ``NATO: 5% of GDP agreed for 2035``.

    Of a period that ended it is the period: who stands where now is not in it.
    """
    if words.span and words.ends:
        return f"{words.track.name}: figures as reported, {words.span.label}"
    parts = [_stand(position, trend) for position in _told_in_title(trend.stands)]
    return f"{words.track.name}: {', '.join(parts) or 'figures as reported'}"


def _told_in_title(stands: Sequence[Position]) -> list[Position]:
    """All but what was paid, unless it is for a later year than what was agreed."""
    agreed = max((one.row.year or 0 for one in stands if one.role is Role.AGREED), default=-1)
    return [one for one in stands if one.role is not Role.PAID or (one.row.year or 0) > agreed]


def _stand(position: Position, trend: Trend) -> str:
    row = position.row
    words = amount(row) if row.kind in {Kind.MONEY, Kind.TROOPS} else with_base(row, row.base)
    if row.base is Base.LEAVING:
        many = words.removesuffix(" troops") if any(one.row.base is None for one in trend.stands) else words
        words = f"{many} to leave"
    drawn = next((point.value for point in trend.all_points if point.row.key == row.key), None)
    if row.currency != trend.currency and row.kind is Kind.MONEY and drawn is not None:
        words += f" ({money(float(f'{drawn:.3g}'), trend.currency)})"
    role = f" {row.role.traits.word}" if row.role in SIDES else ""
    # What was agreed has its year, and holds until the next.
    remark = position.remark if row.role.traits.is_claim else ""
    marks = ", ".join(filter(None, ["disputed" if row.doubt is Doubt.DISPUTED else "", remark]))
    return f"{words}{role}{_when(row)}{f' ({marks})' if marks else ''}"


def _when(row: LedgerRow) -> str:
    told = row.first_seen.date()
    if row.kind is Kind.TROOPS:
        return f" ({month(told)})" if row.base is Base.LEAVING else ""
    if row.role.traits.is_payment and row.year:
        return f" {_preposition(row)} {row.year}"
    return f" in {month(told)}"


def _preposition(row: LedgerRow) -> str:
    """A sum is for its year, and so is a goal that lies ahead; one that does not was set in it."""
    return "for" if row.kind is Kind.MONEY or (row.year or 0) > row.first_seen.year else "in"


# --- What is drawn


def _series(key: Role | Item, points: Sequence[Point], trend: Trend, scale: float) -> Series:
    agreed = [one for one in trend.points.get(Role.AGREED, ()) if one.holds]
    standing = {position.row.key for position in _told_in_title(trend.stands)}
    dots = tuple(
        Dot(
            point.day,
            point.value / scale,
            _label(point.row) if _has_label(point, agreed, standing) else "",
            weight=point.row.outlets + (_FIRST if point.row.key in standing else 0),
            faint=point.faint,
            holds=point.holds,
            until=point.until,
        )
        for point in points
    )
    if isinstance(key, Item):
        return replace(_TROOPS[key], dots=dots)
    return replace(_SIDES[key], dots=dots)


def _has_label(point: Point, agreed: Sequence[Point], standing: Collection[Key]) -> bool:
    """What the title tells has one, and what several tell; what is agreed and paid alike is labelled once."""
    if point.row.key in standing:
        return True
    return not point.faint and not (point.row.role is Role.PAID and _is_among(point, agreed))


def _is_among(point: Point, others: Iterable[Point]) -> bool:
    return any(one.day == point.day and abs(one.value - point.value) <= _SAME * one.value for one in others)


def _label(row: LedgerRow) -> str:
    """``US$5bn``, ``+13%``, ``36,000``: the report's own figure without its hedge."""
    words = amount(row, hedged=False)
    if row.kind is Kind.TROOPS:
        words = words.partition(" ")[0]
    if row.kind is Kind.PERCENT and row.role.traits.is_claim and row.base is Base.RISE:
        words = f"+{words}"
    return f"{words}, disputed" if row.doubt is Doubt.DISPUTED else words


def _note(trend: Trend) -> str:
    points, notes = trend.all_points, []
    if trend.item is Item.CONTRIBUTION:
        notes.append("Agreed and paid sums stand at the start of their year; what was agreed holds until the next.")
        if any(point.row.kind is not Kind.MONEY for point in points):
            notes.append("Rises are reckoned on the last sum agreed.")
    if any(point.faint for point in points):
        notes.append("Hollow: one outlet alone, or somebody's claim of a deal.")
    notes.append(f"Source: press reports, the newest of {day(max(point.row.last_seen for point in points))}.")
    return " ".join(notes)
