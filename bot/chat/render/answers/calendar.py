"""The calendar: the dates to come with the sentence that names each, and what became of those that passed."""

from collections.abc import Sequence
from datetime import date

from bot.chat.render.html import Line, Rendered, Text, bold, clip, compose, joined, link, text, tidy
from bot.chat.render.paging import CAME_FROM, calendar_file_button, command_button, pages, rows_of, typed_again
from bot.chat.render.words import flag, outlet, track_of
from bot.chat.typed.arguments import SummaryWords
from bot.chat.typed.pages import pages_of
from bot.chat.typed.periods import Span
from bot.desk.answers.calendar import NAMES, CalendarEntry, Outcome, near_entries, upcoming_entries
from bot.model import Topic
from bot.phrases.wording import day, month
from bot.reading.dates.date_words import Occasion

SENTENCE = 220
"""UTF-16 units of a sentence before it is cut."""
PER_PAGE = 8

SEASONS = {(1, 3, 5): "spring", (1, 6, 8): "summer", (1, 9, 11): "autumn"}
"""By their first day, their first month and their last."""
OUTCOMES = {
    Outcome.AHEAD: "",
    Outcome.NOW: "under way",
    Outcome.SEEN: "reported since",
    Outcome.PASSED: "passed",
    Outcome.SILENT: "expected; no report of it",
}


def calendar(
    entries: Sequence[CalendarEntry],
    topic: Topic,
    *,
    asked: SummaryWords,
    on: date,
    page: int = 1,
    came_from: Span | None = None,
) -> Rendered:
    """A page of what lies ahead of a day, the earliest first, then what passed within the last month.

    ``came_from``: the period of the summary that it leads back to; none by default.
    """
    heading = bold("Calendar") + (f" · {asked.where}" if asked.where else "")
    words, period = typed_again(asked), typed_again(SummaryWords(came_from, None))
    back = (command_button("‹ Summary", "summary", words, period),)
    if not entries:
        return compose([heading, f"No report names a date after {day(on)}."], buttons=(back,))
    ahead = upcoming_entries(entries)
    ordered = [*ahead, *(entry for entry in entries if entry not in ahead)]
    last, start = pages_of(len(ordered), PER_PAGE), (page - 1) * PER_PAGE
    lines: list[Line] = [heading, f"Dates that reports name, as of {day(on)}"]
    if last > 1:
        lines[-1] = f"{lines[-1]} · page {page} of {last}"
    if near_entries(entries, on):
        lines.append("One of them is near, so feeds are asked more often, where they allow it")
    for number, entry in enumerate(ordered[start : start + PER_PAGE], start=start):
        if number == len(ahead) or (number == start and number > len(ahead)):
            lines += ["", bold("Passed")]
        lines += ["", *_entry(entry, topic)]
    turning = pages("calendar", f"{words}{CAME_FROM}{period}" if came_from else words, page, last, "Later", "Earlier")
    file = (calendar_file_button("Calendar file (.ics)", words),)
    return compose(lines, buttons=rows_of(turning, file, back))


def when(entry: CalendarEntry) -> str:
    """``3 Dec 2019``, ``3–4 Dec 2019``, ``31 Oct – 2 Nov 2019``, ``in Mar 2027``, ``in autumn 2026``, ``by 2035``."""
    first, last = entry.first, entry.last
    if first == last:
        return f"by {day(first)}" if entry.occasion is Occasion.DEAL else day(first)
    if not entry.exact:
        if (first.year, first.month) == (last.year, last.month):
            return f"in {month(first)}"
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            in_year = "by" if entry.occasion is Occasion.GOAL else "in"
            return f"{in_year} {first.year}" if first.year == last.year else f"{first.year} to {last.year}"
        if first.year == last.year and (first.day, first.month, last.month) in SEASONS:
            return f"in {SEASONS[first.day, first.month, last.month]} {first.year}"
        return f"between {day(first)} and {day(last)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    return f"{day(first)} – {day(last)}"


def _entry(entry: CalendarEntry, topic: Topic) -> list[Text]:
    track = track_of(topic, entry.track)
    mark = (flag(track.payer) or track.name) if track else ""
    what = "talks" if entry.occasion is Occasion.ROUND and not entry.exact else NAMES[entry.occasion]
    head = joined(" · ", [bold(when(entry)), joined(" ", [mark, what]), _became(entry)])
    more = f" +{entry.outlets - 1}" if entry.outlets > 1 else ""
    quote = link(f"“{clip(tidy(entry.sentence), SENTENCE)}”", entry.source.url)
    return [head, quote + " · " + outlet(entry.source) + f"{more}, {day(entry.source.date)}"]


def _became(entry: CalendarEntry) -> Text:
    if entry.outcome is Outcome.AHEAD or (entry.occasion is Occasion.EXPIRY and entry.outcome is Outcome.PASSED):
        return text("")
    if entry.seen is not None:
        return link(entry.became or OUTCOMES[entry.outcome], entry.seen.url)
    return text(OUTCOMES[entry.outcome])
