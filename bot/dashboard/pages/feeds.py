"""How the feeds are: which answer, which fail and why, since when nothing new came. Their addresses stay here."""

from datetime import datetime, timedelta

from msgspec import Struct

from bot.chat.languages.names import language_label
from bot.chat.render.html import clip, tidy
from bot.dashboard.languages.speaker import Speaker
from bot.dashboard.pages.desk import Desk
from bot.dashboard.pages.visit import Page, Visit, paged
from bot.model import Feed, FeedState

PER_PAGE = 60
LATELY = timedelta(days=7)
"""How long a gap is told."""
STATES = {
    "failing": "failing",
    "gone": "gone",
    "silent": "silent",
    "gaps": "with gaps",
    "paused": "paused",
    "ok": "works",
    "new": "not asked yet",
}
"""In the order in which they are shown."""
AGES = (
    (timedelta(days=2), timedelta(days=1), "{number} day ago", "{number} days ago"),
    (timedelta(hours=1), timedelta(hours=1), "{number} hour ago", "{number} hours ago"),
    (timedelta(0), timedelta(minutes=1), "{number} minute ago", "{number} minutes ago"),
)


class FeedView(Struct, frozen=True):
    outlet: str
    language: str
    state: str
    state_key: str
    polled: str
    news: str
    error: str
    """In English."""
    items: int


def feeds(desk: Desk, visit: Visit) -> Page:
    """All feeds, those in trouble first. Raises NoPageError."""
    s, now = visit.s, desk.context.now()
    known = desk.context.store.feeds.all()
    order = list(STATES)
    ordered = sorted(known, key=lambda feed: (order.index(_state(feed, now)), feed.language, feed.outlet))
    counted = {key: sum(_state(feed, now) == key for feed in known) for key in STATES}
    shown, pager = paged(visit, ordered, PER_PAGE)
    stand = desk.context.store.status(now)
    values = {
        "feeds": [_view(feed, s, now) for feed in shown],
        "counted": [(s.say(STATES[key]), key, number) for key, number in counted.items() if number],
        "total": len(known),
        "pager": pager,
        "last_poll": _ago(stand.last_poll, now, s),
        "held": [(site, s.day(until)) for site, until in sorted(stand.held.items())],
        "entries": stand.articles,
        "replay": desk.context.replay,
    }
    return Page("feeds.html", s.say("Feeds"), values, section="feeds")


def _state(feed: Feed, now: datetime) -> str:
    if feed.state is not FeedState.ACTIVE:
        return feed.state.value
    if feed.errors:
        return "failing"
    if feed.last_polled is None:
        return "new"
    if feed.silent:
        return "silent"
    return "gaps" if feed.last_gap is not None and feed.last_gap > now - LATELY else "ok"


def _view(feed: Feed, s: Speaker, now: datetime) -> FeedView:
    state = _state(feed, now)
    return FeedView(
        clip(tidy(feed.outlet), 60),
        language_label(feed.language, s) if feed.language else "",
        s.say(STATES[state]),
        state,
        _ago(feed.last_polled, now, s),
        _ago(feed.last_news, now, s),
        clip(tidy(feed.last_error or ""), 160) if feed.errors else "",
        feed.items,
    )


def _ago(when: datetime | None, now: datetime, s: Speaker) -> str:
    if when is None:
        return ""
    age = max(now - when, timedelta(0))
    if age < timedelta(minutes=1):
        return s.say("just now")
    unit, one, many = next((unit, one, many) for least, unit, one, many in AGES if age >= least)
    return s.plural(one, many, age // unit)
