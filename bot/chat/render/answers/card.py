"""Cards for sharing: where a country stands, several side by side, and one story; with the caption that has the links.

A card is a picture that goes on without the bot: each figure says its role, whose it is, its outlet and its date.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from bot.chat.drawing.card import Card, CardFigure, CardPart
from bot.chat.drawing.chart import Colour
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.answers.figures import days_of, source_of
from bot.chat.render.answers.positions import gap_words
from bot.chat.render.baseline import sums_in_words
from bot.chat.render.html import Button, Line, Rendered, bold, clip, compose, joined, link, text, tidy
from bot.chat.render.retold.told import actor_and_account
from bot.chat.render.words import ToldFigure, figure_line, role_of, sized, sized_row, track_of
from bot.desk.answers.course import Course
from bot.desk.answers.positions import Item, ItemStand, Position
from bot.desk.answers.timeline import Story
from bot.desk.ledger.rows import Source
from bot.desk.ledger.standing import is_due
from bot.desk.ledger.states import DONE, State
from bot.model import Article, Role, Topic, Track
from bot.phrases.wording import count, day, list_in_words

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
_NOTHING = "No report with a figure is in yet."


class Told(Struct, frozen=True):
    """A figure of a card, and the report that it opens to."""

    figure: CardFigure
    source: Source | Article


def card_button(words: str, t: Translator = ENGLISH) -> Button:
    """A button that sends the card."""
    return Button(t.say("Card to share"), data=f"{CARD}:{words}")


def card_of_country(
    stands: Sequence[ItemStand], course: Course | None, topic: Topic, track: Track, today: date
) -> tuple[Card, Rendered]:
    """Where the talks with one country stand."""
    told = [_position(one, topic) for one in _foremost(stands, _ORDER, MOST_FIGURES)]
    gap = next((stand.gap for stand in stands if stand.item is Item.CONTRIBUTION), None)
    state = course.state if course is not None else None
    about = _state(state) if state is not None else ""
    note = f"Gap: {gap_words(gap)}" if gap is not None else ""
    parts = (CardPart(tuple(one.figure for one in told), note=note),) if told else ()
    return _finished(f"{track.name}: where it stands", about, parts, told, topic, today, track)


def card_of_countries(stands: Sequence[ItemStand], topic: Topic, asked: str, today: date) -> tuple[Card, Rendered]:
    """Countries side by side, those that there is a figure of; ``asked``: those that were named, "" for all."""
    parts: list[CardPart] = []
    told: list[Told] = []
    for track in topic.vocabulary.tracks:
        mine = [stand for stand in stands if stand.track == track.key]
        those = [_position(one, topic) for one in _foremost(mine, _COMPARED, MOST_COMPARED)]
        gap = next((stand.gap for stand in mine if stand.item is Item.CONTRIBUTION), None)
        if those and len(parts) < MOST_COUNTRIES:
            note = f"Gap: {gap.ratio:.1f} times" if gap is not None and gap.amount > 0 else ""
            parts.append(CardPart(tuple(one.figure for one in those), track.name, note))
            told += those
    return _finished(f"Side by side: {asked}" if asked else topic.name, "", tuple(parts), told, topic, today)


def card_of_story(
    found: Story, articles: Sequence[tuple[Article, Sequence[ToldFigure]]], topic: Topic, today: date
) -> tuple[Card, Rendered]:
    """A story by the headline that speaks for it; ``articles``: its reports with their figures, that one first."""
    track = track_of(topic, found.track)
    first, last = found.reports[0].source.date, found.reports[-1].source.date
    days = day(first) if first == last else f"{day(first)} – {day(last)}"
    state = found.state.said if found.state else ""
    about = " · ".join(filter(None, [track.name if track else "", state, count(found.outlets, "outlet"), days]))
    told: dict[tuple[str, Role], Told] = {}
    for article, rows in articles:
        for row in rows:
            told.setdefault((sized(row), row.figure.role), Told(_figure(row, article, track, topic), article))
    those = list(told.values())[:MOST_FIGURES]
    parts = (CardPart(tuple(one.figure for one in those)),) if those else ()
    title = clip(tidy(found.title), _HEADLINE)
    outlets = [report.source for report in found.reports]
    return _finished(title, about, parts, those, topic, today, track, outlets, nothing="No figure is in its reports.")


def _foremost(stands: Sequence[ItemStand], items: Sequence[Item], most: int) -> list[Position]:
    """The positions of today, in the order of the items; where there is none, those that were held last."""
    by_item = {stand.item: stand for stand in stands}
    found = [one for item in items if item in by_item for one in by_item[item].positions if not is_due(one.row)]
    of_today = [one for one in found if one.is_of_today or not one.role.traits.is_claim]
    each = {sized_row(one.row): one for one in reversed(of_today or found)}  # what is agreed and paid is one figure
    return list(each.values())[::-1][:most]


def _state(state: State) -> str:
    """``Agreement for 2026–2030 in force (Asia Today, 29 Nov 2024)``; of a deal without a term also its headline."""
    source = state.source
    headline = "" if state.term or state.event not in DONE else f": “{clip(tidy(source.title), _HEADLINE)}”"
    return f"{_sentence(state.said)}{headline} ({_outlet(source)}, {day(state.since)})"


def _position(one: Position, topic: Topic) -> Told:
    source = source_of(one.row)
    actor, account = actor_and_account(one.row, topic)
    said = _sentence(f"by {actor}" if actor else account)
    more = f" +{one.row.outlets - 1}" if one.row.outlets > 1 else ""
    about = " · ".join(filter(None, [said, f"{_outlet(source)}{more}, {days_of(one.row)}", one.remark]))
    return Told(CardFigure(sized_row(one.row), role_of(one.row), about, _colour(one.role)), source)


def _figure(row: ToldFigure, article: Article, track: Track | None, topic: Topic) -> CardFigure:
    """Its line as an alert has it, parted behind the amount."""
    amount, line = sized(row), figure_line(row, track, topic).plain
    role, _, said = line.removeprefix(amount).strip().partition(", ")
    about = " · ".join(filter(None, [_sentence(said), _whose(article)]))
    return CardFigure(amount, clip(role, 120), about, _colour(row.figure.role))


def _whose(source: Source | Article) -> str:
    return f"{_outlet(source)}, {day(source.date if isinstance(source, Source) else source.published.date())}"


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
    nothing: str = _NOTHING,
) -> tuple[Card, Rendered]:
    yardstick = topic.baseline
    when = f", the day when {tidy(yardstick.when)}" if yardstick.when else ""
    sums = sums_in_words(yardstick, track.key if track else None) or sums_in_words(yardstick)
    baseline = f"Baseline: {day(yardstick.date)}{when}" + (f"; {sums}." if sums else ".")
    names = list(dict.fromkeys(_outlet(one) for one in (*(one.source for one in told), *sources)))
    more = [count(len(names) - _OUTLETS, "other")] if len(names) > _OUTLETS else []
    whose = f"Sources: {list_in_words([*names[:_OUTLETS], *more])}. " if names else ""
    made = Card(title, about, parts, nothing, baseline, f"{whose}As reported by {day(today)}. burdenwatch")
    return made, _caption(title, told)


def _caption(title: str, told: Sequence[Told]) -> Rendered:
    """The title, and a line for each figure that opens to its report."""
    lines: list[Line] = [bold(title)]
    for one in told:
        amount = link(one.figure.amount, one.source.url)
        said = joined(" ", [amount, clip(one.figure.role, 60)])
        lines.append("• " + joined(" · ", [said, text(_whose(one.source))]))
    return compose(lines, limit=CAPTION)
