"""The dates to come that reports name, and what became of those that passed within a month."""

from msgspec import Struct

from bot.chat.render.html import clip, tidy
from bot.dashboard.languages.desk_words import became_words, occasion_words, track_words, when_words
from bot.dashboard.languages.speaker import Speaker
from bot.dashboard.pages.desk import Desk
from bot.dashboard.pages.visit import Page, Visit, paged
from bot.dashboard.views.links import ReportLink, report_link
from bot.desk.answers.calendar import CalendarEntry, upcoming_entries
from bot.model import Topic

PER_PAGE = 30
SENTENCE = 400
"""UTF-16 units of a sentence before it is cut."""


class DateView(Struct, frozen=True):
    when: str
    first: str
    """In ISO 8601."""
    what: str
    track: str
    sentence: str
    source: ReportLink
    more: int
    """Further outlets that name it."""
    became: str
    seen: ReportLink | None
    is_past: bool


def calendar(desk: Desk, visit: Visit) -> Page:
    """What lies ahead, the earliest first, then what passed. Raises NoPageError."""
    s, track = visit.s, desk.track_asked(visit)
    found = desk.course.the_calendar(track.key.lower() if track else "")
    ahead = upcoming_entries(found)
    ordered = [*((one, False) for one in ahead), *((one, True) for one in found if one not in ahead)]
    shown, pager = paged(visit, ordered, PER_PAGE)
    views = [_view(one, desk.topic, s, is_past=is_past) for one, is_past in shown]
    values = {
        "ahead": [one for one in views if not one.is_past],
        "passed": [one for one in views if one.is_past],
        "total": len(ordered),
        "pager": pager,
        "on": s.day(desk.context.today().date()),
        "countries": desk.choices("/calendar", s, track),
    }
    return Page("calendar.html", s.say("Calendar"), values, section="calendar")


def _view(one: CalendarEntry, topic: Topic, s: Speaker, *, is_past: bool) -> DateView:
    return DateView(
        when_words(one, s),
        one.first.isoformat(),
        occasion_words(one, s),
        track_words(one.track, topic, s),
        clip(tidy(one.sentence), SENTENCE),
        report_link(one.source, s),
        one.outlets - 1,
        became_words(one, s),
        report_link(one.seen, s) if one.seen else None,
        is_past,
    )
