"""Where each country stands: all in short on the first page, and one with everything that is known of it."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from bot.chat.languages.names import name
from bot.chat.render.html import clip, tidy
from bot.dashboard.languages.desk_words import (
    baseline_words,
    gap_words,
    item_words,
    state_words,
    track_words,
)
from bot.dashboard.languages.speaker import Speaker
from bot.dashboard.pages.desk import Desk
from bot.dashboard.pages.visit import NoPageError, Page, Visit
from bot.dashboard.views.figures import (
    Articles,
    PositionView,
    figure_view,
    position_view,
    shown_sources,
)
from bot.dashboard.views.links import Link, ReportLink, address, report_link, story_page
from bot.desk.answers.course import Course
from bot.desk.answers.positions import Item, ItemStand
from bot.desk.answers.quotes import Voice
from bot.desk.answers.summary import TrackSummary
from bot.desk.ledger.rows import LedgerRow
from bot.desk.ledger.states import State
from bot.model import Topic

SENTENCE = 400
"""UTF-16 units of a sentence before it is cut."""
WEIGHTY = frozenset({Item.CONTRIBUTION, Item.SPENDING, Item.TROOPS, Item.LEAVING, Item.COMING})
"""What is shown of a country among others."""


class StateView(Struct, frozen=True):
    """Where talks stand, by a report."""

    words: str
    source: ReportLink
    since: str
    more: int
    """Further outlets that tell it; 0 is what one report says."""


class QuoteLine(Struct, frozen=True):
    """A sentence of a report, word for word."""

    head: str
    sentence: str
    source: ReportLink


class ItemView(Struct, frozen=True):
    name: str
    positions: tuple[PositionView, ...]
    gap: str
    gap_before: str
    obstacle: str
    """In English."""


class TrackView(Struct, frozen=True):
    key: str
    name: str
    page: str
    state: StateView | None
    agreement: StateView | None
    ends: QuoteLine | None
    troops: StateView | None
    before: StateView | None
    items: tuple[ItemView, ...]
    newest: tuple[ReportLink, str] | None
    """The newest report, and its story's page."""
    figures: int
    links: tuple[Link, ...]


def stand(desk: Desk, visit: Visit) -> Page:
    """Every country, or the one that the query names. Raises NoPageError."""
    chosen = desk.track_asked(visit)
    return _all(desk, visit) if chosen is None else _one(desk, visit, chosen.key)


def _all(desk: Desk, visit: Visit) -> Page:
    s, topic = visit.s, desk.topic
    made = desk.course.the_summary("", with_voices=False)
    stands = desk.ledger.stands(desk.ledger.rows(None), None, desk.context.today().date())
    weighty = [one for one in stands if one.item in WEIGHTY]
    articles = desk.reports(shown_sources(_rows(weighty)))
    counted = {key: sum(row.track == key for row in desk.ledger.rows(None)) for key in {one.track for one in stands}}
    views = [
        _track(one, [item for item in weighty if item.track == one.track], topic, s, articles, counted)
        for one in made.tracks
        if one.track is not None
    ]
    values = {
        "tracks": views,
        "reports": made.reports,
        "outlets": made.outlets,
        "stories": made.stories,
        "newest": s.day(made.newest.date) if made.newest else "",
        **_baseline(topic, None, s),
    }
    return Page("stand.html", s.say("Where each country stands"), values, section="stand")


def _one(desk: Desk, visit: Visit, key: str) -> Page:
    s, topic = visit.s, desk.topic
    made = desk.course.the_summary(key.lower())
    found = next((one for one in made.tracks if one.track == key), None)
    title = track_words(key, topic, s)
    if found is None:
        raise NoPageError(s.say("Nothing is on record of {country} yet.", country=title))
    stands = desk.ledger.stands(desk.ledger.rows(key), key, desk.context.today().date())
    odds = [(one.one, one.other) for one in found.odds]
    articles = desk.reports(shown_sources([*_rows(stands), *(row for pair in odds for row in pair)]))
    rows: dict[str | None, int] = {key: sum(row.track == key for row in desk.ledger.rows(key))}
    values = {
        "track": _track(found, stands, topic, s, articles, rows),
        "stances": [_voice(one, topic, s) for one in found.stances],
        "voices": [_voice(one, topic, s) for one in found.voices],
        "disputes": [
            (QuoteLine("", clip(tidy(one.sentence), SENTENCE), report_link(one.source, s)),
             report_link(one.against, s) if one.against else None)
            for one in found.disputes
        ],
        "odds": [tuple(figure_view(row, topic, s, articles) for row in pair) for pair in odds],
        "developments": [
            (report_link(one.source, s), s.day(one.published), one.reports, one.outlets, story_page(one.story_id))
            for one in found.developments
        ],
        **_baseline(topic, key, s),
    }  # fmt: skip
    return Page("country.html", title, values, section="stand")


def _baseline(topic: Topic, key: str | None, s: Speaker) -> dict[str, object]:
    base = topic.baseline
    link = ReportLink(tidy(base.outlet), base.url, s.day(base.date), clip(tidy(base.title), SENTENCE))
    return {"baseline": baseline_words(base, key, s), "baseline_source": link}


def _rows(stands: Sequence[ItemStand]) -> list[LedgerRow]:
    return [one.row for stand in stands for one in stand.positions]


def _track(
    one: TrackSummary,
    stands: Sequence[ItemStand],
    topic: Topic,
    s: Speaker,
    articles: Articles,
    counted: dict[str | None, int],
) -> TrackView:
    key = one.track or ""
    country = {"country": key.lower()}
    return TrackView(
        key=key,
        name=track_words(key, topic, s),
        page=address("", country),
        state=_state(one.course.state, s),
        agreement=_agreement(one.course, s),
        ends=_ends(one.course, s),
        troops=_state(one.course.troops, s),
        before=_state(one.before.state if one.before else None, s),
        items=tuple(_item(item, topic, s, articles) for item in stands),
        newest=(report_link(one.newest.source, s), story_page(one.newest.story_id)) if one.newest else None,
        figures=counted.get(key, 0),
        links=(
            Link(s.say("Figures"), address("/ledger", country)),
            Link(s.say("Chart"), address("/chart", country)),
            Link(s.say("Timeline"), address("/timeline", country)),
            Link(s.say("Calendar"), address("/calendar", country)),
        ),
    )


def _state(state: State | None, s: Speaker) -> StateView | None:
    if state is None:
        return None
    return StateView(state_words(state, s), report_link(state.source, s), s.day(state.since), state.outlets - 1)


def _agreement(course: Course, s: Speaker) -> StateView | None:
    """Where it is another than the newest turn, which stands above it."""
    agreement = course.agreement
    if agreement is None or agreement.state is None or agreement.state == course.state:
        return None
    return _state(agreement.state, s)


def _ends(course: Course, s: Speaker) -> QuoteLine | None:
    ends = course.agreement.ends if course.agreement else None
    if ends is None:
        return None
    when: date = ends.on
    day = s.day(when) if ends.exact else s.month(when)
    expired = course.agreement is not None and course.agreement.expired
    head = (
        s.say("The agreement ran until {day}", day=day) if expired else s.say("The agreement runs until {day}", day=day)
    )
    return QuoteLine(head, clip(tidy(ends.sentence), SENTENCE), report_link(ends.source, s))


def _item(stand: ItemStand, topic: Topic, s: Speaker, articles: Articles) -> ItemView:
    before = stand.before
    return ItemView(
        item_words(stand.item, s),
        tuple(position_view(one, topic, s, articles) for one in stand.positions),
        gap_words(stand.gap, s) if stand.gap else "",
        s.say("in the baseline: {gap}", gap=gap_words(before, s)) if before and stand.gap else "",
        stand.obstacle,
    )


def _voice(one: Voice, topic: Topic, s: Speaker) -> QuoteLine:
    who = one.party if s.is_english else name(one.party, topic.vocabulary.parties, s.chat)
    return QuoteLine(who, clip(tidy(one.sentence), SENTENCE), report_link(one.source, s))
