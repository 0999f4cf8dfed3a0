"""Cards for sharing: where a country stands, several side by side, and one story; with the caption that has the links.

A card is a picture that goes on without the bot: each figure says its role, whose it is, its outlet and its date.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from bot.chat.drawing.card import Card, CardFigure, CardPart
from bot.chat.drawing.chart import Colour
from bot.chat.languages.lists import listed
from bot.chat.languages.names import track_label
from bot.chat.languages.times import day, days
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.answers.figures import days_of, source_of
from bot.chat.render.answers.positions import gap_words
from bot.chat.render.baseline import sums_in_words
from bot.chat.render.html import Button, Line, Rendered, aside, bold, clip, compose, joined, link, said, text, tidy
from bot.chat.render.retold.told import (
    actor_and_account,
    other_outlets,
    quoted,
    remark_in_words,
    state_words,
)
from bot.chat.render.words import ToldFigure, figure_line, figure_parts, role_of, sized, sized_row, track_of
from bot.desk.answers.course import Course
from bot.desk.answers.positions import Item, ItemStand, Position
from bot.desk.answers.timeline import Story
from bot.desk.ledger.rows import Source
from bot.desk.ledger.standing import is_due
from bot.desk.ledger.states import DONE, State
from bot.model import Article, Role, Topic, Track

CARD = "card"
"""What a button's data begins with, before ``:`` and the words as they may be typed."""
MOST_FIGURES, MOST_COMPARED = 4, 2
"""Of one country, and of each of several."""
MOST_COUNTRIES = 6
CAPTION = 1000
"""UTF-16 units; Telegram takes 1024 below a picture."""

_ORDER = (Item.CONTRIBUTION, Item.SPENDING, Item.TROOPS, Item.LEAVING, Item.COMING, Item.INCREASE, Item.LENGTH)
_COMPARED = (Item.CONTRIBUTION, Item.SPENDING, Item.TROOPS)
_NEUTRAL = Colour("#4a4f59", "#c4c8d0")
_HEADLINE, _OUTLETS = 220, 4


class Told(Struct, frozen=True):
    """A figure of a card, and the report that it opens to."""

    figure: CardFigure
    source: Source | Article


def card_button(words: str, t: Translator = ENGLISH) -> Button:
    """A button that sends the card."""
    return Button(t.say("Card to share"), data=f"{CARD}:{words}")


def card_of_country(
    stands: Sequence[ItemStand],
    course: Course | None,
    topic: Topic,
    track: Track,
    today: date,
    t: Translator = ENGLISH,
) -> tuple[Card, Rendered]:
    """Where the talks with one country stand."""
    told = [_position(one, topic, t) for one in _foremost(stands, _ORDER, MOST_FIGURES)]
    gap = next((stand.gap for stand in stands if stand.item is Item.CONTRIBUTION), None)
    state = course.state if course is not None else None
    about = _state(state, t) if state is not None else ""
    note = t.say("Gap: {gap}", gap=gap_words(gap, t)) if gap is not None else ""
    parts = (CardPart(tuple(one.figure for one in told), note=note),) if told else ()
    title = t.say("{where}: where it stands", where=_named(track, topic, t))
    return _finished(title, about, parts, told, topic, today, track, t=t)


def card_of_countries(
    stands: Sequence[ItemStand], topic: Topic, asked: str, today: date, t: Translator = ENGLISH
) -> tuple[Card, Rendered]:
    """Countries side by side, those that there is a figure of; ``asked``: those that were named, "" for all."""
    parts: list[CardPart] = []
    told: list[Told] = []
    for track in topic.vocabulary.tracks:
        mine = [stand for stand in stands if stand.track == track.key]
        those = [_position(one, topic, t) for one in _foremost(mine, _COMPARED, MOST_COMPARED)]
        gap = next((stand.gap for stand in mine if stand.item is Item.CONTRIBUTION), None)
        if those and len(parts) < MOST_COUNTRIES:
            note = ""
            if gap is not None and gap.amount > 0:
                number = f"{gap.ratio:.1f}" if t.is_english else t.number(round(gap.ratio, 1))
                note = t.say("Gap: {number} times", number=number)
            parts.append(CardPart(tuple(one.figure for one in those), _named(track, topic, t), note))
            told += those
    title = t.say("Side by side: {where}", where=asked) if asked else topic.sentence(topic.name, t.language)
    return _finished(title, "", tuple(parts), told, topic, today, t=t)


def card_of_story(
    found: Story,
    articles: Sequence[tuple[Article, Sequence[ToldFigure]]],
    topic: Topic,
    today: date,
    t: Translator = ENGLISH,
) -> tuple[Card, Rendered]:
    """A story by the headline that speaks for it; ``articles``: its reports with their figures, that one first."""
    track = track_of(topic, found.track)
    first, last = found.reports[0].source.date, found.reports[-1].source.date
    between = day(first, t) if first == last else _between(first, last, t)
    state = state_words(found.state, t) if found.state else ""
    counted = t.plural("{number} outlet", "{number} outlets", found.outlets)
    about = " · ".join(filter(None, [_named(track, topic, t) if track else "", state, counted, between]))
    told: dict[tuple[str, Role], Told] = {}
    for article, rows in articles:
        for row in rows:
            figure = _figure(row, article, track, topic, t)
            told.setdefault((sized(row), row.figure.role), Told(figure, article))
    those = list(told.values())[:MOST_FIGURES]
    parts = (CardPart(tuple(one.figure for one in those)),) if those else ()
    title = clip(tidy(found.title), _HEADLINE)
    outlets = [report.source for report in found.reports]
    nothing = "No figure is in its reports."
    return _finished(title, about, parts, those, topic, today, track, outlets, nothing=nothing, t=t)


def _named(track: Track, topic: Topic, t: Translator) -> str:
    return track.name if t.is_english else track_label(track, t, topic.vocabulary.parties)


def _between(first: date, last: date, t: Translator) -> str:
    return f"{day(first, t)} – {day(last, t)}" if t.is_english else days(first, last, t)


def _foremost(stands: Sequence[ItemStand], items: Sequence[Item], most: int) -> list[Position]:
    """The positions of today, in the order of the items; where there is none, those that were held last."""
    by_item = {stand.item: stand for stand in stands}
    found = [one for item in items if item in by_item for one in by_item[item].positions if not is_due(one.row)]
    of_today = [one for one in found if one.is_of_today or not one.role.traits.is_claim]
    each = {sized_row(one.row): one for one in reversed(of_today or found)}  # what is agreed and paid is one figure
    return list(each.values())[::-1][:most]


def _state(state: State, t: Translator) -> str:
    """``Agreement for 2026–2030 in force (Asia Today, 29 Nov 2024)``; of a deal without a term also its headline."""
    source, told = state.source, _sentence(state_words(state, t))
    if not state.term and state.event in DONE:
        told += f": {quoted(clip(tidy(source.title), _HEADLINE), t).plain}"
    return told + aside(f"{_outlet(source)}{t.joint}{day(state.since, t)}", t).plain


def _position(one: Position, topic: Topic, t: Translator) -> Told:
    source = source_of(one.row)
    actor, account = actor_and_account(one.row, topic, t)
    said = _sentence(t.say("by {actor}", actor=actor) if actor else account)
    whose = _outlet(source)
    if one.row.outlets > 1:
        whose = t.say("{outlet} +{others}", outlet=whose, others=str(one.row.outlets - 1))
    told = f"{whose}{t.joint}{days_of(one.row, t)}"
    about = " · ".join(filter(None, [said, told, remark_in_words(one.remark, t)]))
    return Told(CardFigure(sized_row(one.row, t), role_of(one.row, t=t), about, _colour(one.role)), source)


def _figure(row: ToldFigure, article: Article, track: Track | None, topic: Topic, t: Translator) -> CardFigure:
    """Its line as an alert has it, parted behind the amount."""
    parts = {name: one.plain for name, one in figure_parts(row, track, topic, t).items()}
    if t.is_english:
        line = figure_line(row, track, topic).plain
        role, _, said = line.removeprefix(parts["amount"]).strip().partition(", ")
    else:
        role = " ".join(
            filter(None, [parts["role"], *(f"({one})" for one in (parts["conversions"], parts["doubts"]) if one)])
        )
        said = t.joint.join(filter(None, [parts["actor"], parts["account"]]))
    about = " · ".join(filter(None, [_sentence(said), _whose(article, t)]))
    return CardFigure(parts["amount"], clip(role, 120), about, _colour(row.figure.role))


def _whose(source: Source | Article, t: Translator) -> str:
    on = source.date if isinstance(source, Source) else source.published.date()
    return f"{_outlet(source)}{t.joint}{day(on, t)}"


def _outlet(source: Source | Article) -> str:
    """In a picture nothing becomes a link, whatever it is named."""
    return clip(tidy(source.outlet), 40)


def _colour(role: Role) -> Colour:
    side = role.traits.side
    return Colour(side.colour, side.colour_in_dark) if side else _NEUTRAL


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _finished(
    title: str,
    about: str,
    parts: tuple[CardPart, ...],
    told: Sequence[Told],
    topic: Topic,
    today: date,
    track: Track | None = None,
    sources: Iterable[Source] = (),
    nothing: str = "No report with a figure is in yet.",
    t: Translator = ENGLISH,
) -> tuple[Card, Rendered]:
    names = list(dict.fromkeys(_outlet(one) for one in (*(one.source for one in told), *sources)))
    more = len(names) - _OUTLETS
    whose = other_outlets(names[:_OUTLETS], more, t) if more > 0 else listed(names, t)
    made = t.spaced([
        *([t.say("Sources: {outlets}.", outlets=whose)] if names else []),
        t.say("As reported by {day}.", day=day(today, t)), " burdenwatch" if t.language == "ja" else "burdenwatch",
    ])  # fmt: skip
    return Card(title, about, parts, t.say(nothing), _baseline(topic, track, t), made), _caption(title, told, t)


def _baseline(topic: Topic, track: Track | None, t: Translator) -> str:
    """``Baseline: 19 Nov 2019, the day when Washington ...; up to US$5bn a year demanded against ...``."""
    yardstick, when = topic.baseline, tidy(topic.sentence(topic.baseline.when, t.language))
    sums = sums_in_words(yardstick, track.key if track else None, t) or sums_in_words(yardstick, t=t)
    on = day(yardstick.date, t)
    event = t.say("{day}, the day when {event}", day=on, event=when) if when else on
    return t.say("Baseline: {event}[; {sums}].", event=event, sums=sums)


def _caption(title: str, told: Sequence[Told], t: Translator) -> Rendered:
    """The title, and a line for each figure that opens to its report."""
    lines: list[Line] = [bold(title)]
    for one in told:
        amount = link(one.figure.amount, one.source.url)
        told_of_it = said(t, "{amount}[ {role}][ {total}]", amount=amount, role=text(clip(one.figure.role, 60)))
        lines.append("• " + joined(" · ", [told_of_it, text(_whose(one.source, t))]))
    return compose(lines, limit=CAPTION, t=t)
