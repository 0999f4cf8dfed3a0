"""The calendar as a file for other programs: iCalendar (RFC 5545), whole days, an event for each entry."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from icalendar import Calendar, Event

from bot.chat.render.words import track_of
from bot.desk.answers.calendar import NAMES, CalendarEntry, Outcome
from bot.model import Topic

FILE_NAME = "burdenwatch.ics"


def ics(entries: Iterable[CalendarEntry], topic: Topic, now: datetime) -> bytes:
    """The file, in UTF-8. An entry that is not to the day is tentative, and spans the days that it may mean."""
    made = Calendar()
    made.add("prodid", "-//burdenwatch//calendar//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", topic.name)
    for entry in entries:
        made.add_component(_event(entry, topic, now))
    content: bytes = made.to_ical()
    return content


def _event(entry: CalendarEntry, topic: Topic, now: datetime) -> Event:
    track = track_of(topic, entry.track)
    name = track.name if track else topic.name
    event = Event()
    event.add("uid", f"{_key(entry)}@burdenwatch")
    event.add("dtstamp", now)
    event.add("dtstart", entry.first)
    event.add("dtend", entry.last + timedelta(days=1))  # RFC 5545, section 3.6.1: the end is not included
    became = "" if entry.outcome is Outcome.AHEAD else f" ({entry.outcome})"
    event.add("summary", f"{name}: {NAMES[entry.occasion]}{became}")
    event.add("description", f"“{entry.sentence}”\n{entry.source.outlet}, {entry.source.date}\n{entry.source.url}")
    event.add("url", entry.source.url)
    event.add("status", "CONFIRMED" if entry.exact else "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    return event


def _key(entry: CalendarEntry) -> str:
    """The same for an entry from one file to the next, though more reports name it meanwhile."""
    words = f"{entry.track} {entry.occasion} {entry.first} {entry.last}"
    return sha256(words.encode()).hexdigest()[:24]
