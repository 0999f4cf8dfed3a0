"""What a search finds: a line of its source, the headline and the sentence that answers, with the words in bold."""

import re
from collections.abc import Sequence

from bot.chat.languages.times import day
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.answers.timeline import page_of
from bot.chat.render.html import (
    Button,
    Line,
    Rendered,
    Text,
    block,
    bold,
    clip,
    code,
    compose,
    joined,
    link,
    said,
    text,
    tidy,
    utf16,
)
from bot.chat.render.paging import numbered, rows_of
from bot.chat.render.retold.told import quoted
from bot.chat.render.words import as_printed, flag, in_language, outlet, track_of
from bot.desk.answers.search import ResultPage, SearchResult, Span
from bot.model import Topic
from bot.reading.query.query import QueryError

FIND = "find"
"""Of a button's data; the query itself stands in the message, as it may be longer than a button can carry."""
UNTIL, BEGAN, NO_DAY = "until", "began", "-"
_UNTIL = re.compile(rf"(?<!\S){UNTIL}:(\S*)", re.IGNORECASE)
PER_PAGE = 8
EXAMPLE = '/search "cost sharing" AND Seoul since:2024'

_QUERY, _HEADLINE, _SENTENCE = 600, 140, 200
"""UTF-16 units, so that a page fits one message."""
_MARKS = 4
"""Bold places of a title or a sentence; Telegram shows a hundred a message."""


def search(
    found: ResultPage,
    topic: Topic,
    *,
    typed: str,
    page: int,
    per_page: int = PER_PAGE,
    began: str | None = None,
    in_chat: bool = True,
    t: Translator = ENGLISH,
) -> Rendered:
    """A page of the reports, the newest first; a longer one is cut, and ``further_results`` goes on.

    ``began``: the ``until:`` that the search began with, "" for none, where a button has looked further back since.
    ``in_chat``: with numbers, which are buttons there.
    """
    query = tidy(typed)
    fits = utf16(query) <= _QUERY
    lines: list[Line] = [
        bold(t.say("Search")) + " · " + code(clip(query, _QUERY)),
        _counted(found, page, per_page, t),
    ]
    for number, one in enumerate(found.reports[:PER_PAGE], start=1):
        about, *rest = entry(one, topic, t=t)
        lines += ["", (f"{number}. " if in_chat else "") + about, *rest]
    buttons: list[Button] = []
    since = "" if began is None else f":{began or NO_DAY}"
    if fits and page > 1:
        buttons.append(Button(f"‹ {t.say('Newer')}", data=f"{FIND}:{page - 1}{since}"))
    if fits and found.more:
        buttons.append(Button(f"{t.say('Older')} ›", data=f"{FIND}:{page + 1}{since}"))
    if found.read_back_to is not None:
        back_to = found.read_back_to.date()
        lines += ["", t.say("Only the newest reports were searched, back to {day}.", day=day(back_to, t))]
        lines.append(said(t, "For older ones, add {words}", words=code(f"{UNTIL}:{back_to}")))
        if fits:
            first = typed_until(query) if began is None else began
            kept = f":{first}" if first else ""
            buttons.append(Button(f"{t.say('Look further back')} ›", data=f"{FIND}:{UNTIL}:{back_to}{kept}"))
    elif not found.reports:
        lines += ["", t.say("Words in “quotes” are found as written, others in all their forms.")]
    if fits and began is not None:
        buttons.insert(0, Button(f"‹ {t.say('To the newest')}", data=f"{FIND}:{BEGAN}:{began or NO_DAY}"))
    return compose(
        lines, buttons=rows_of(*numbered(one.source.article_id for one in found.reports), tuple(buttons)), t=t
    )


def typed_until(typed: str) -> str:
    """The day of ``until:`` in a query, "" for none."""
    found = _UNTIL.search(typed)
    return found[1] if found else ""


def entry(one: SearchResult, topic: Topic, *, with_story: bool = True, t: Translator = ENGLISH) -> list[Text]:
    """A report that was found: where it stands, its headline, and the sentence.

    ``with_story``: with its story's command, for a chat that the bot is in.
    """
    track = track_of(topic, one.track)
    mark = flag(track.payer) if track else ""
    story = f"/story_{one.story_id}" if with_story else ""
    about = joined(" · ", [day(one.source.date, t), mark, outlet(one.source), in_language(one.language, t), story])
    title = _marked(one.source.title, one.title_marks, _HEADLINE)
    headline = link(title if title.plain else text(t.say("(without a title)")), one.source.url)
    sentence = _marked(one.sentence, one.marks, _SENTENCE)
    return [about, headline, *([quoted(as_printed(sentence, one.source.url), t)] if sentence.plain else [])]


def further_results(reports: Sequence[SearchResult], topic: Topic) -> Rendered:
    """Further reports, without a heading."""
    lines: list[Line] = []
    for one in reports:
        lines += ["", *entry(one, topic)]
    return compose(lines)


def usage(t: Translator = ENGLISH) -> Rendered:
    """The message that shows how to search."""
    return compose(
        [
            said(t, "{search} finds reports by their words, the newest first.", search=bold(t.say("Search"))),
            "",
            *(code(f"/search {query}") + f" – {t.say(meaning)}" for query, meaning in EXAMPLES),
        ]
    )


EXAMPLES = (
    ("troops cost", "both words, in any of their forms"),
    ('"cost sharing" OR 방위비', "a phrase as written, or another word"),
    ("Seoul AND (pay OR bill) NOT Tokyo", "AND, OR, NOT, brackets"),
    ("cost NEAR/5 troops", "at most five words in between; ONEAR/5 in this order"),
    ("negotiat* title:Seoul", "any ending; in the title"),
    ("troops source:yonhap lang:ko", "the outlet, the language"),
    ("troops since:2024-03 until:2025", "a period; since:30d too"),
)
"""Queries, and what they mean."""


def unreadable_query(problem: QueryError, example: str = EXAMPLE, t: Translator = ENGLISH) -> Rendered:
    """The message that a query cannot be read, with a caret under the place, and one that can."""
    line, caret = problem.shown().split("\n", 1)
    return compose(
        [
            t.say("This cannot be read, at character {number}:", number=str(problem.position + 1)),
            block([tidy(f"|{line}|")[1:-1], caret.split("^")[0] + "^"]),
            # What the parser says is English, as its operators are.
            *([clip(tidy(problem.sentence), 1000)] if t.is_english else []),
            said(t, "Try {line}", line=code(example)),
        ]
    )


def empty_archive(t: Translator = ENGLISH) -> Rendered:
    """The message that there is nothing to search yet."""
    return compose([t.say("No report is in yet."), t.say("Is everything running? {command}", command="/status")])


def _counted(found: ResultPage, page: int, per_page: int, t: Translator) -> str:
    if not found.counted:
        at_most = t.plural(
            "at most {number} report, the newest first", "at most {number} reports, the newest first", found.total
        )
        where = t.say("page {page}", page=str(page)) if page > 1 or found.more else ""
        return " · ".join(filter(None, [at_most, where]))
    if not found.total:
        return t.say("No report matches.")
    told = t.plural("{number} report, the newest first", "{number} reports, the newest first", found.total)
    return " · ".join(filter(None, [told, page_of(page, -(-found.total // per_page), t)]))


def _marked(words: str, marks: Sequence[Span], units: int) -> Text:
    """The words with marks in bold; of more than so many units, those around the first mark."""
    start, end = _window(words, marks, units)
    pieces, at = text("…" if start else ""), start
    for first, last in [mark for mark in marks if start <= mark[0] and mark[1] <= end][:_MARKS]:
        pieces = pieces + _clean(words[at:first]) + bold(_clean(words[first:last]))
        at = last
    return pieces + _clean(words[at:end]) + ("…" if end < len(words) else "")


def _window(words: str, marks: Sequence[Span], units: int) -> Span:
    """Which characters are shown, from and to a gap between words where there is one near."""
    if utf16(words) <= units:
        return 0, len(words)
    first = marks[0][0] if marks else 0
    start = max(0, first - units // 3)
    if start:
        gap = words.find(" ", start, first)
        start = gap + 1 if gap >= 0 else start
    end = start
    room = units - 2
    while end < len(words) and room > 0:
        room -= utf16(words[end])
        end += 1
    if end < len(words):
        gap = words.rfind(" ", start + units // 2, end)
        end = gap if gap >= 0 else end
    return start, end


def _clean(words: str) -> str:
    """As ``tidy``, but a blank at either end stays."""
    return tidy(f"|{words}|")[1:-1]
