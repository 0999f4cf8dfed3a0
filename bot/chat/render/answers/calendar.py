"""The calendar: the dates to come with the sentence that names each, and what became of those that passed."""

from collections.abc import Sequence
from datetime import date

from bot.chat.render.html import Line, Rendered, Text, bold, clip, compose, joined, link, text, tidy
from bot.chat.render.paging import calendar_file_button, typed_again
from bot.chat.render.words import flag, outlet, track_of
from bot.chat.typed.arguments import SummaryWords
from bot.desk.answers.calendar import NAMES, CalendarEntry, Outcome, near_entries, upcoming_entries
from bot.model import Topic
from bot.phrases.wording import day, month
from bot.reading.dates.date_words import Occasion

SENTENCE = 220
"""UTF-16 units of a sentence before it is cut."""
MOST = 12


def calendar(entries: Sequence[CalendarEntry], topic: Topic, *, asked: SummaryWords, on: date) -> Rendered:
    """What lies ahead of a day, the earliest first, then what passed within the last month."""
    heading = bold("Calendar") + (f" · {asked.track.name}" if asked.track else "")
    ahead = upcoming_entries(entries)
    passed = [entry for entry in entries if entry not in ahead]
    if not entries:
        return compose([heading, f"No report names a date after {day(on)}."])
    lines: list[Line] = [heading, f"Dates that reports name, as of {day(on)}"]
    if near_entries(entries, on):
        lines.append("One of them is near: feeds are asked more often, as far as they allow")
    for entry in ahead[:MOST]:
        lines += ["", *_entry(entry, topic)]
    if len(ahead) > MOST:
        lines += ["", f"… and {len(ahead) - MOST} farther ahead, in the file"]
    if passed:
        lines += ["", bold("Passed")]
        for entry in passed[-MOST // 2 :]:
            lines += ["", *_entry(entry, topic)]
    return compose(lines, buttons=((calendar_file_button("Calendar file (.ics)", typed_again(asked)),),))


def when(entry: CalendarEntry) -> str:
    """``3 Dec 2019``, ``3–4 Dec 2019``, ``31 Oct – 2 Nov 2019``, ``in Mar 2027``, ``between 1 Sep and 30 Nov 2026``."""
    first, last = entry.first, entry.last
    if first == last:
        return day(first)
    if not entry.exact:
        if (first.year, first.month) == (last.year, last.month):
            return f"in {month(first)}"
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            return f"in {first.year}" if first.year == last.year else f"{first.year} to {last.year}"
        return f"between {day(first)} and {day(last)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    return f"{day(first)} – {day(last)}"


def _entry(entry: CalendarEntry, topic: Topic) -> list[Text]:
    track = track_of(topic, entry.track)
    mark = (flag(track.payer) or track.name) if track else ""
    head = joined(" · ", [bold(when(entry)), joined(" ", [mark, NAMES[entry.occasion]]), _became(entry)])
    more = f" +{entry.outlets - 1}" if entry.outlets > 1 else ""
    quote = link(f"“{clip(tidy(entry.sentence), SENTENCE)}”", entry.source.url)
    return [head, quote + " · " + outlet(entry.source) + f"{more}, {day(entry.source.date)}"]


def _became(entry: CalendarEntry) -> Text:
    if entry.outcome is Outcome.AHEAD or (entry.occasion is Occasion.EXPIRY and entry.outcome is Outcome.PASSED):
        return text("")
    if entry.seen is not None:
        return link(str(Outcome.SEEN if entry.outcome is Outcome.SEEN else entry.outcome), entry.seen.url)
    return text(str(entry.outcome))
