"""The timeline, a line for each story, and one story with its reports first to last; both by pages."""

from collections.abc import Sequence

from bot.chat.render.answers.card import card_button
from bot.chat.render.html import Line, Rendered, Text, bold, clip, compose, joined, link, text, tidy
from bot.chat.render.paging import command_button, numbered, pages, rows_of, typed_again
from bot.chat.render.words import edition, flag, language_name, outlet, track_name, track_of
from bot.chat.typed.arguments import SummaryWords
from bot.chat.typed.pages import pages_of
from bot.desk.answers.timeline import Development, Story, StoryReport
from bot.model import Role, Topic
from bot.phrases.wording import count, day, list_in_words

PER_PAGE = 10
HEADLINE = 160
"""UTF-16 units of a headline in a list."""
SHOWN_FIGURES = 4
SHOWN_EDITS = 3


def timeline(
    found: Sequence[Development], topic: Topic, *, asked: SummaryWords, page: int, in_chat: bool = True
) -> Rendered:
    """A page of the stories, the newest first; in a chat each with a number, by which a button opens its report."""
    label = " · ".join(filter(None, [asked.where, asked.span.label if asked.span else ""]))
    heading = bold("Timeline") + (f" · {label}" if label else "")
    back = (command_button("‹ Summary", "summary", typed_again(asked)),)
    if not found:
        return compose([heading, "No report in this period. All there is: /timeline"], buttons=(back,))
    last = pages_of(len(found), PER_PAGE)
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    stories = count(len(found), "story", "stories")
    lines: list[Line] = [heading, f"{stories}, the newest first" + (f" · page {page} of {last}" if last > 1 else "")]
    for number, one in enumerate(shown, start=1):
        lines += ["", (f"{number}. " if in_chat else "") + _turn(one, topic), _told(one)]
    turning = pages("timeline", typed_again(asked), page, last)
    return compose(lines, buttons=rows_of(*numbered(one.source.article_id for one in shown), turning, back))


def story(found: Story, topic: Topic, *, page: int) -> Rendered:
    """A page of a story's reports, the first one first."""
    last = pages_of(len(found.reports), PER_PAGE)
    shown = found.reports[(page - 1) * PER_PAGE : page * PER_PAGE]
    track = track_of(topic, found.track)
    state = found.state.said if found.state else ""
    by = ", by one report" if found.state and found.state.outlets == 1 else ""
    counts = f"{count(len(found.reports), 'report')} from {count(found.outlets, 'outlet')}"
    whose = found.origins if len(found.reports) > 1 else ""
    lines: list[Line] = [
        bold(f"Story {found.story_id}") + f" · {clip(tidy(found.title), HEADLINE)}",
        joined(" · ", [track_name(track) if track else "", f"{state}{by}", counts, whose])
        + (f" · page {page} of {last}" if last > 1 else ""),
    ]
    for one in shown:
        lines += ["", *_report(one)]
    buttons = pages("story", str(found.story_id), page, last, older="Later", newer="Earlier")
    return compose(lines, buttons=rows_of(buttons, (card_button(f"story {found.story_id}"),)))


def _turn(one: Development, topic: Topic) -> Text:
    """``19 Nov 2019 · 🇰🇷 talks broken off in round 3``."""
    track = track_of(topic, one.track)
    mark = (flag(track.payer) or track.name) if track else ""
    by = ", by one report" if one.state and one.state.outlets == 1 else ""
    state = bold(one.state.said) + by if one.state else text("")
    return joined(" · ", [day(one.source.date), joined(" ", [mark, state])])


def _told(one: Development) -> Text:
    more = f" +{one.outlets - 1}" if one.outlets > 1 else ""
    headline = link(clip(tidy(one.sentence), HEADLINE), one.source.url)
    return headline + " · " + outlet(one.source) + f"{more} · /story_{one.story_id}"


def _report(one: StoryReport) -> list[Text]:
    language = f"in {language_name(one.language)}" if one.language not in {"en", ""} else ""
    figures = joined(
        "; ", [_surfaces("new figures: ", one.new), _surfaces(f"{Role.UNCLEAR.traits.word}: ", one.unclear)]
    )
    headline = link(clip(tidy(one.source.title), HEADLINE), one.source.url)
    about: list[str | Text] = [day(one.source.date), outlet(one.source), language, one.event.traits.words]
    edits = [edition(edit.seen, edit.words, one.source.url) for edit in one.edits[-SHOWN_EDITS:]]
    return [joined(" · ", about), headline, *([figures] if figures.plain else []), *edits]


def _surfaces(words: str, surfaces: Sequence[str]) -> Text:
    some = [clip(tidy(surface), 40) for surface in surfaces[:SHOWN_FIGURES]]
    return text(words) + bold(list_in_words(some)) if some else text("")
