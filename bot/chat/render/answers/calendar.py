"""The calendar: the dates to come with the sentence that names each, and what became of those that passed."""

from collections.abc import Sequence
from datetime import date

from bot.chat.languages.times import day, days, month
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.answers.timeline import page_of
from bot.chat.render.html import Line, Rendered, Text, bold, clip, compose, joined, link, text, tidy
from bot.chat.render.paging import CAME_FROM, calendar_file_button, command_button, pages, rows_of, typed_again
from bot.chat.render.retold.told import quoted
from bot.chat.render.words import outlets, track_mark, track_of, tracks_in_words
from bot.chat.typed.arguments import SummaryWords
from bot.chat.typed.pages import pages_of
from bot.chat.typed.periods import Span
from bot.desk.answers.calendar import NAMES, CalendarEntry, Outcome, near_entries, upcoming_entries
from bot.model import Topic
from bot.reading.dates.date_words import Occasion

SENTENCE = 220
"""UTF-16 units of a sentence before it is cut."""
PER_PAGE = 8

SEASONS = {(1, 3, 5): "in spring {year}", (1, 6, 8): "in summer {year}", (1, 9, 11): "in autumn {year}"}
"""By their first day, their first month and their last."""
OUTCOMES = {
    Outcome.AHEAD: "",
    Outcome.NOW: "under way",
    Outcome.SEEN: "reported since",
    Outcome.PASSED: "passed",
    Outcome.SILENT: "expected; no report of it",
}
_TALKS = "talks"
OCCASIONS = (*NAMES.values(), _TALKS)


def calendar(
    entries: Sequence[CalendarEntry],
    topic: Topic,
    *,
    asked: SummaryWords,
    on: date,
    page: int = 1,
    came_from: Span | None = None,
    t: Translator = ENGLISH,
) -> Rendered:
    """A page of what lies ahead of a day, the earliest first, then what passed within the last month.

    ``came_from``: the period of the summary that it leads back to; none by default.
    """
    heading = joined(" · ", [bold(t.say("Calendar")), tracks_in_words(asked.named, topic, t)])
    words, period = typed_again(asked), typed_again(SummaryWords(came_from, None))
    back = (command_button(f"‹ {t.say('Summary')}", "summary", words, period),)
    if not entries:
        return compose([heading, t.say("No report names a date after {day}.", day=day(on, t))], buttons=(back,))
    ahead = upcoming_entries(entries)
    ordered = [*ahead, *(entry for entry in entries if entry not in ahead)]
    last, start = pages_of(len(ordered), PER_PAGE), (page - 1) * PER_PAGE
    named = t.say("Dates that reports name, as of {day}", day=day(on, t))
    lines: list[Line] = [heading, joined(" · ", [named, page_of(page, last, t)])]
    if near_entries(entries, on):
        lines.append(t.say("One of them is near, so feeds are asked more often, where they allow it"))
    for number, entry in enumerate(ordered[start : start + PER_PAGE], start=start):
        if number == len(ahead) or (number == start and number > len(ahead)):
            lines += ["", bold(t.say("Passed"))]
        lines += ["", *_entry(entry, topic, t)]
    typed = f"{words}{CAME_FROM}{period}" if came_from else words
    turning = pages("calendar", typed, page, last, "Later", "Earlier", t)
    file = (calendar_file_button(t.say("Calendar file (.ics)"), words),)
    return compose(lines, buttons=rows_of(turning, file, back), t=t)


def when(entry: CalendarEntry, t: Translator = ENGLISH) -> str:
    """``3 Dec 2019``, ``3–4 Dec 2019``, ``31 Oct – 2 Nov 2019``, ``in Mar 2027``, ``in autumn 2026``, ``by 2035``."""
    first, last = entry.first, entry.last
    if first == last:
        return t.say("by {day}", day=day(first, t)) if entry.occasion is Occasion.DEAL else day(first, t)
    return days(first, last, t) if entry.exact else _some_time(entry, t)


def _some_time(entry: CalendarEntry, t: Translator) -> str:
    """Of a date that is known by a month, a season or a year."""
    first, last = entry.first, entry.last
    year = str(first.year)
    if (first.year, first.month) == (last.year, last.month):
        return t.say("in {month}", month=month(first, t))
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        if first.year != last.year:
            return t.say("{first} to {last}", first=year, last=str(last.year))
        return t.say("by {year}" if entry.occasion is Occasion.GOAL else "in {year}", year=year)
    if first.year == last.year and (first.day, first.month, last.month) in SEASONS:
        return t.say(SEASONS[first.day, first.month, last.month], year=year)
    if entry.occasion in {Occasion.VOTE, Occasion.SIGNING, Occasion.IN_FORCE}:
        return t.say("by {day}", day=day(last, t))
    return t.say("between {first} and {last}", first=day(first, t), last=day(last, t))


def _entry(entry: CalendarEntry, topic: Topic, t: Translator) -> list[Text]:
    mark = track_mark(track_of(topic, entry.track), topic, t)
    what = _TALKS if entry.occasion is Occasion.ROUND and not entry.exact else NAMES[entry.occasion]
    head = joined(" · ", [bold(when(entry, t)), joined(" ", [mark, t.word("occasion", what)]), _became(entry, t)])
    quote = link(quoted(clip(tidy(entry.sentence), SENTENCE), t), entry.source.url)
    return [head, quote + " · " + outlets(entry.source, entry.outlets, t)]


def _became(entry: CalendarEntry, t: Translator) -> Text:
    if entry.outcome is Outcome.AHEAD or (entry.occasion is Occasion.EXPIRY and entry.outcome is Outcome.PASSED):
        return text("")
    if entry.seen is not None:
        became = t.word("event", entry.became) if entry.became else t.say(OUTCOMES[entry.outcome])
        return link(became, entry.seen.url)
    return text(t.say(OUTCOMES[entry.outcome]))
