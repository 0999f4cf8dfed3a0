"""The timeline, a line for each story, and one story with its reports first to last; both by pages."""

import re
from collections.abc import Sequence

from bot.chat.languages.lists import listed
from bot.chat.languages.times import day
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.answers.card import card_button
from bot.chat.render.html import Line, Rendered, Text, bold, clip, compose, joined, link, said, text, tidy
from bot.chat.render.paging import command_button, numbered, pages, rows_of, typed_again
from bot.chat.render.retold.periods import span_label
from bot.chat.render.retold.told import by_one_report, state_words
from bot.chat.render.words import (
    edition,
    in_language,
    outlet,
    outlets_told,
    track_mark,
    track_name,
    track_of,
    tracks_in_words,
)
from bot.chat.typed.arguments import SummaryWords
from bot.chat.typed.pages import pages_of
from bot.desk.answers.timeline import Development, Story, StoryReport
from bot.model import Topic

PER_PAGE = 10
HEADLINE = 160
"""UTF-16 units of a headline in a list."""
SHOWN_FIGURES = 4
SHOWN_EDITS = 3
WHOSE = {
    "independent report": ("{number} independent report", "{number} independent reports"),
    "original report": ("{number} original report", "{number} original reports"),
    "republication": ("{number} republication", "{number} republications"),
    "retelling": ("{number} retelling", "{number} retellings"),
    "report": ("{number} report", "{number} reports"),
}
"""Whose the reports of a story are."""
_WHOSE = re.compile(rf"([\d,]+) ({'|'.join(WHOSE)})s?")


def timeline(
    found: Sequence[Development],
    topic: Topic,
    *,
    asked: SummaryWords,
    page: int,
    in_chat: bool = True,
    t: Translator = ENGLISH,
) -> Rendered:
    """A page of the stories, the newest first; in a chat each with a number, by which a button opens its report."""
    period = span_label(asked.span, t) if asked.span else ""
    heading = joined(" · ", [bold(t.say("Timeline")), tracks_in_words(asked.named, topic, t), period])
    back = (command_button(f"‹ {t.say('Summary')}", "summary", typed_again(asked)),)
    if not found:
        nothing = t.say("No report in this period. All there is: {command}", command="/timeline")
        return compose([heading, nothing], buttons=(back,))
    last = pages_of(len(found), PER_PAGE)
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    stories = t.plural("{number} story, the newest first", "{number} stories, the newest first", len(found))
    lines: list[Line] = [heading, joined(" · ", [stories, page_of(page, last, t)])]
    for number, one in enumerate(shown, start=1):
        lines += ["", (f"{number}. " if in_chat else "") + _turn(one, topic, t), _told(one, t)]
    turning = pages("timeline", typed_again(asked), page, last, t=t)
    return compose(lines, buttons=rows_of(*numbered(one.source.article_id for one in shown), turning, back), t=t)


def page_of(page: int, last: int, t: Translator) -> str:
    """``page 2 of 5``; "" of one page alone."""
    return t.say("page {page} of {last}", page=_plain(page, t), last=_plain(last, t)) if last > 1 else ""


def _plain(number: int, t: Translator) -> str:
    return str(number) if t.is_english else t.number(number)


def story(found: Story, topic: Topic, *, page: int, t: Translator = ENGLISH) -> Rendered:
    """A page of a story's reports, the first one first."""
    last = pages_of(len(found.reports), PER_PAGE)
    shown = found.reports[(page - 1) * PER_PAGE : page * PER_PAGE]
    track = track_of(topic, found.track)
    named = track_name(track, t, topic.vocabulary.parties) if track else ""
    counts = t.say(
        "{reports} from {outlets}",
        reports=t.plural("{number} report", "{number} reports", len(found.reports)),
        outlets=t.plural("{number} outlet", "{number} outlets", found.outlets),
    )
    whose = _origins(found.origins, t) if len(found.reports) > 1 else ""
    heading = bold(t.say("Story {number}", number=str(found.story_id)))
    lines: list[Line] = [
        heading + f" · {clip(tidy(found.title), HEADLINE)}",
        joined(" · ", [named, _state(found, t), counts, whose, page_of(page, last, t)]),
    ]
    for one in shown:
        lines += ["", *_report(one, t)]
    buttons = pages("story", str(found.story_id), page, last, older="Later", newer="Earlier", t=t)
    return compose(lines, buttons=rows_of(buttons, (card_button(f"story {found.story_id}", t),)), t=t)


def _state(of: Story | Development, t: Translator) -> Text:
    """``talks broken off in round 3, by one report``."""
    if of.state is None:
        return text("")
    return joined(t.joint, [state_words(of.state, t), by_one_report(of.state, t)])


def _origins(words: str, t: Translator) -> str:
    """``2 original reports, 20 republications``, as the desk has it."""
    if t.is_english:
        return words
    told = (t.plural(*WHOSE[kind], int(number.replace(",", ""))) for number, kind in _WHOSE.findall(words))
    return t.joint.join(told)


def _turn(one: Development, topic: Topic, t: Translator) -> Text:
    """``19 Nov 2019 · 🇰🇷 talks broken off in round 3``."""
    mark = track_mark(track_of(topic, one.track), topic, t)
    state = text("")
    if one.state is not None:
        state = joined(t.joint, [bold(state_words(one.state, t)), by_one_report(one.state, t)])
    return joined(" · ", [day(one.source.date, t), joined(" ", [mark, state])])


def _told(one: Development, t: Translator) -> Text:
    headline = link(clip(tidy(one.sentence), HEADLINE), one.source.url)
    return headline + " · " + outlets_told(one.source, one.outlets, t) + f" · /story_{one.story_id}"


def _report(one: StoryReport, t: Translator) -> list[Text]:
    figures = joined(
        "; ",
        [
            _surfaces("new figures: {figures}", one.new, t),
            _surfaces("unclear: {figures}", one.unclear, t),
        ],
    )
    headline = link(clip(tidy(one.source.title), HEADLINE), one.source.url)
    event = t.word("event", one.event.traits.words)
    about: list[str | Text] = [day(one.source.date, t), outlet(one.source), in_language(one.language, t), event]
    edits = [edition(edit.seen, edit.words, one.source.url, t=t) for edit in one.edits[-SHOWN_EDITS:]]
    return [joined(" · ", about), headline, *([figures] if figures.plain else []), *edits]


def _surfaces(words: str, surfaces: Sequence[str], t: Translator) -> Text:
    some = [clip(tidy(surface), 40) for surface in surfaces[:SHOWN_FIGURES]]
    return said(t, words, figures=bold(listed(some, t))) if some else text("")
