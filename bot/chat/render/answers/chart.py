"""The chart of a track, and what goes with it: a title that says what it shows, the caption, the buttons."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from msgspec.structs import replace

from bot.chat.drawing.chart import Chart, Colour, Dot, MarkedDay, Series
from bot.chat.languages.amounts import amount, named_sum, sign_of, with_base
from bot.chat.languages.names import track_label
from bot.chat.languages.times import day, month
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.answers.positions import CHART
from bot.chat.render.html import Button, Rendered, bold, code, compose, said
from bot.chat.render.notice import say
from bot.chat.render.retold.periods import span_label, within
from bot.chat.render.retold.told import remark_in_words
from bot.chat.typed.arguments import short_name
from bot.chat.typed.chart_words import ChartWords, typed_again
from bot.desk.answers.positions import SIDES, Item, Point, Position, Trend, since, until
from bot.desk.ledger.entries import Key
from bot.desk.ledger.rows import Doubt, LedgerRow
from bot.model import Kind, Role, Topic, Track
from bot.phrases.amounts import Base

_SCALE = "Linear scale from 0."
ABOUT = {
    Item.CONTRIBUTION: (
        "A year's contribution as reported, in {unit}; other currencies at the ECB's rate of the day when first "
        "reported."
    ),
    Item.SPENDING: "Spending on defence as reported, in % of GDP.",
    Item.TROOPS: "Troops as reported by two outlets or more: a line from the first report of a number to the last.",
}
UNITS = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"), (1.0, ""))
MYRIADS = ((1e12, "10¹²"), (1e8, "10⁸"), (1e4, "10⁴"), (1.0, ""))
"""In languages that count by ten thousands."""
TROOPS = {
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


def chart_of(
    trend: Trend, topic: Topic, words: ChartWords, today: datetime, t: Translator = ENGLISH
) -> tuple[Chart, Rendered] | None:
    """The chart of a track and its caption; None where too few figures are known, or none of the period."""
    first, ends = words.begins(today), words.ends
    ended = trend if ends is None else until(trend, ends)
    shown = ended if first is None else since(ended, first)
    if shown is None or not trend.is_drawable:
        return None
    begins, last = first or _beginning(trend), max([today.date(), *(point.day for point in shown.all_points)])
    last = last if ends is None else min(last, ends)
    title, (scale, unit) = _title(trend, words, topic, t), _unit(trend, t)
    chart = Chart(
        title=title,
        about=t.spaced([t.say(ABOUT[trend.item], unit=unit), t.say(_SCALE)]),
        series=tuple(_series(key, points, trend, scale, t) for key, points in shown.points.items()),
        first=begins,
        last=last,
        note=_note(shown, t),
        suffix="%" if trend.item is Item.SPENDING else "",
        mark=_mark(trend, t) if trend.baseline and begins <= trend.day <= last else None,
        dark=words.dark,
        language=t.language,
    )
    command = code(f"/figures {short_name(words.track, topic.vocabulary.tracks)} all")
    return chart, compose(
        [bold(title), chart.about, said(t, "Each figure with its sources: {command}", command=command)]
    )


def nothing_to_draw(trend: Trend, topic: Topic, words: ChartWords, t: Translator = ENGLISH) -> Rendered:
    """The message that there is no chart, and what there is instead."""
    name, track = short_name(words.track, topic.vocabulary.tracks), _named(words.track, topic, t)
    if not trend.is_drawable or words.span is None:
        few = t.say("Fewer than two figures of {where} can be drawn, too few for a chart.", where=track)
        return say(t.spaced([few, t.say("{command} has the rest.", command="/figures")]))
    newest = max(point.until or point.day for point in trend.all_points)
    nothing = t.say(
        "Nothing new is on record of {where} {within}; the last figure is of {day}.",
        where=track,
        within=within(words.span, t),
        day=day(newest, t),
    )
    return say(t.spaced([nothing, t.say("{command} has all of it.", command=f"/chart {name}")]))


def _named(track: Track, topic: Topic, t: Translator) -> str:
    return track.name if t.is_english else track_label(track, t, topic.vocabulary.parties)


def buttons_of(
    words: ChartWords, others: Iterable[Track], topic: Topic, t: Translator = ENGLISH
) -> tuple[tuple[Button, ...], ...]:
    """Other countries; then the same chart of another period, and on the other ground."""
    countries = tuple(Button(_named(track, topic, t), data=_data(replace(words, track=track))) for track in others)
    ground = Button(t.say("Light" if words.dark else "Dark"), data=_data(replace(words, dark=not words.dark)))
    whole = replace(words, span=None)
    period = (
        Button(t.say("All years"), data=_data(whole))
        if words.span
        else Button(t.say("Last 5 years"), data=f"{_data(whole)} {_FIVE_YEARS}")
    )
    return (*((countries,) if countries else ()), (period, ground))


def _data(words: ChartWords) -> str:
    return f"{CHART}:{typed_again(words)}"


def _beginning(trend: Trend) -> date:
    """The year of the first report; sums of years before it are background, which a period shows where it is asked."""
    told = [point.row.first_seen.date() for point in trend.all_points]
    return date(min([*told, *([trend.day] if trend.baseline else [])]).year, 1, 1)


def _mark(trend: Trend, t: Translator) -> MarkedDay:
    """The baseline's day, with what was demanded then and what was agreed."""
    sums = [amount(figure, t, hedged=False) for figure, _ in trend.baseline]
    told = t.say("{one} against {other}", one=sums[0], other=sums[1]) if len(sums) == 2 else " ".join(sums)
    return MarkedDay(trend.day, t.say("baseline, {day}: {sums}", day=day(trend.day, t), sums=told))


def _unit(trend: Trend, t: Translator) -> tuple[float, str]:
    """By what values are divided, and what they are then: ``₩ trillion``."""
    if trend.currency is None:
        return 1.0, ""
    largest, units = max(point.value for point in trend.all_points), MYRIADS if t.by_myriads else UNITS
    scale, word = next((one for one in units if largest >= one[0]), units[-1])
    return scale, sign_of(trend.currency, t.word("unit", word) if word else "", t)


# --- The title


def _title(trend: Trend, words: ChartWords, topic: Topic, t: Translator) -> str:
    """Who stands where, in the words and sums of the reports: ``NATO: 5% of GDP agreed for 2035``.

    Of a period that ended it is the period: who stands where now is not in it.
    """
    track = _named(words.track, topic, t)
    if words.span and words.ends:
        return t.say("{where}: figures as reported, {period}", where=track, period=span_label(words.span, t))
    parts = [_stand(position, trend, t) for position in _told_in_title(trend.stands)]
    return f"{track}: {t.joint.join(parts) or t.say('figures as reported')}"


def _told_in_title(stands: Sequence[Position]) -> list[Position]:
    """All but what was paid, unless it is for a later year than what was agreed."""
    agreed = max((one.row.year or 0 for one in stands if one.role is Role.AGREED), default=-1)
    return [one for one in stands if one.role is not Role.PAID or (one.row.year or 0) > agreed]


def _stand(position: Position, trend: Trend, t: Translator) -> str:
    row = position.row
    words = amount(row, t) if row.kind in {Kind.MONEY, Kind.TROOPS} else with_base(row, row.base, t)
    if row.base is Base.LEAVING:
        is_second = t.is_english and any(one.row.base is None for one in trend.stands)
        words = t.say("{amount} to leave", amount=words.removesuffix(" troops") if is_second else words)
    drawn = next((point.value for point in trend.all_points if point.row.key == row.key), None)
    if row.currency != trend.currency and row.kind is Kind.MONEY and drawn is not None:
        words += f" ({named_sum(float(f'{drawn:.3g}'), trend.currency, t)})"
    role = t.word("figure", row.role.value) if row.role in SIDES else ""
    # What was agreed has its year, and holds until the next.
    remark = remark_in_words(position.remark, t) if row.role.traits.is_claim else ""
    marks = ", ".join(filter(None, [t.say("disputed") if row.doubt is Doubt.DISPUTED else "", remark]))
    return t.say("{amount}[ {role}][ {when}][ ({marks})]", amount=words, role=role, when=_when(row, t), marks=marks)


def _when(row: LedgerRow, t: Translator) -> str:
    told = row.first_seen.date()
    if row.kind is Kind.TROOPS:
        return f"({month(told, t)})" if row.base is Base.LEAVING else ""
    if row.role.traits.is_payment and row.year:
        return t.word("title", "for {year}" if _is_for(row) else "in {year}").replace("{year}", str(row.year))
    return t.word("title", "in {month}").replace("{month}", month(told, t))


def _is_for(row: LedgerRow) -> bool:
    """A sum is for its year, and so is a goal that lies ahead; one that does not was set in it."""
    return row.kind is Kind.MONEY or (row.year or 0) > row.first_seen.year


# --- What is drawn


def _series(key: Role | Item, points: Sequence[Point], trend: Trend, scale: float, t: Translator) -> Series:
    agreed = [one for one in trend.points.get(Role.AGREED, ()) if one.holds]
    standing = {position.row.key for position in _told_in_title(trend.stands)}
    dots = tuple(
        Dot(
            point.day,
            point.value / scale,
            _label(point.row, t) if _has_label(point, agreed, standing) else "",
            weight=point.row.outlets + (_FIRST if point.row.key in standing else 0),
            faint=point.faint,
            holds=point.holds,
            until=point.until,
        )
        for point in points
    )
    if isinstance(key, Item):
        return replace(TROOPS[key], name=t.word("series", TROOPS[key].name), dots=dots)
    return replace(_SIDES[key], name=t.word("figure", _SIDES[key].name), dots=dots)


def _has_label(point: Point, agreed: Sequence[Point], standing: Collection[Key]) -> bool:
    """What the title tells has one, and what several tell; what is agreed and paid alike is labelled once."""
    if point.row.key in standing:
        return True
    return not point.faint and not (point.row.role is Role.PAID and _is_among(point, agreed))


def _is_among(point: Point, others: Iterable[Point]) -> bool:
    return any(one.day == point.day and abs(one.value - point.value) <= _SAME * one.value for one in others)


def _label(row: LedgerRow, t: Translator) -> str:
    """``US$5bn``, ``+13%``, ``36,000``: the report's own figure without its hedge."""
    words = amount(row, t, hedged=False)
    if row.kind is Kind.TROOPS and not t.by_myriads:
        words = words.partition(" ")[0]
    if row.kind is Kind.PERCENT and row.role.traits.is_claim and row.base is Base.RISE:
        words = f"+{words}"
    return t.say("{amount}, disputed", amount=words) if row.doubt is Doubt.DISPUTED else words


NOTES = (
    "Agreed and paid sums stand at the start of their year; what was agreed holds until the next.",
    "Rises are reckoned on the last sum agreed.",
    "Hollow: one outlet alone, or somebody's claim of a deal.",
)


def _note(trend: Trend, t: Translator) -> str:
    points, notes = trend.all_points, list[str]()
    steps, rises, hollow = NOTES
    if trend.item is Item.CONTRIBUTION:
        notes.append(t.say(steps))
        if any(point.row.kind is not Kind.MONEY for point in points):
            notes.append(t.say(rises))
    if any(point.faint for point in points):
        notes.append(t.say(hollow))
    newest = max(point.row.last_seen for point in points)
    return t.spaced([*notes, t.say("Source: press reports, the newest of {day}.", day=day(newest, t))])
