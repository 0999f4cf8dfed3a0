"""The chats' own queries: what is said when one is made, their list, and the message of one that an entry answers."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.alert import buttons as report_buttons
from bot.chat.render.alert import watched
from bot.chat.render.answers.search import entry
from bot.chat.render.html import (
    Button,
    Line,
    Rendered,
    Text,
    bold,
    clip,
    code,
    compose,
    joined,
    link,
    said,
    text,
    tidy,
    web_address,
)
from bot.chat.render.paging import rows_of
from bot.chat.render.words import HEADLINE, as_printed, headline, local_time, source_line
from bot.chat.typed.pages import pages_of
from bot.desk.answers.search import SearchResult
from bot.model import Article, Paused, Topic, Watch, WatchHit

WATCH = "watch"
PAUSE, RESUME, REMOVE, PAGE = "pause", "resume", "remove", "page"
"""Of the buttons' data: ``watch:pause:ID:PAGE`` and so on, and ``watch:page:PAGE``."""
PER_PAGE = 6

_QUERY = 400
_NAMES_IN_LIST = 100
_WHERE = "Headlines and summaries are searched, and whole articles where their pages were fetched."
PAUSED = {
    Paused.BY_HAND: "paused",
    Paused.TOO_MANY: "paused: it rang as often within a day as a watch may; narrow it, or resume it",
    Paused.REFUSED: "paused: Telegram took no message for this chat",
}


class Preview(Struct, frozen=True):
    """What a watch would have rung for in the archive."""

    reports: int
    counted: bool
    """Otherwise it is the most that there can be."""
    stories: int | None
    """None where not all reports were looked at."""
    newest: tuple[SearchResult, ...]
    """One of a story, the newest first."""


def made(watch: Watch, preview: Preview, topic: Topic, t: Translator = ENGLISH) -> Rendered:
    """The message that a watch is kept, with what it would have rung for."""
    name, query = bold(tidy(watch.name)), code(clip(tidy(watch.query), _QUERY))
    lines: list[Line] = [
        said(t, "Watching for {name}: {query}", name=name, query=query),
        t.say("Every new entry of the feeds that answers rings here, on the topic or not, once for a story."),
        t.say(_WHERE),
        "",
        _would_have(preview, t),
    ]
    for one in preview.newest:
        lines += ["", *entry(one, topic, t=t)]
    line = code(f"/unwatch {tidy(watch.name)}")
    return compose([*lines, "", said(t, "All of them: /watches · to end it: {line}", line=line)], t=t)


def _would_have(preview: Preview, t: Translator) -> str:
    if not preview.reports:
        return t.say("It would have rung for nothing in the archive, which has reports on the topic alone.")
    number, newest = preview.reports, t.say("The newest:")
    if not preview.counted:
        most = t.plural(
            "In the archive, which has reports on the topic alone, at most {number} report answer it.",
            "In the archive, which has reports on the topic alone, at most {number} reports answer it.",
            number,
        )
        return f"{most}{t.gap}{newest}"
    told = t.plural(
        "In the archive, which has reports on the topic alone, {number} report answers it[: {rung}].",
        "In the archive, which has reports on the topic alone, {number} reports answer it[: {rung}].",
        number,
        rung=_rung(preview.stories, t),
    )
    return f"{told}{t.gap}{newest}"


def _rung(stories: int | None, t: Translator) -> str:
    if stories is None:
        return ""
    return t.plural("it would have rung once", "it would have rung {number} times", stories)


def usage(t: Translator = ENGLISH) -> Rendered:
    """How to make one."""
    what = t.say("rings here for every new entry of the feeds that answers a query of yours, on the topic or not.")
    named = t.say("What stands before the colon is its name. The language is that of /search, which shows all of it.")
    return compose(
        [
            bold("/watch") + f" {what}{t.gap}{t.say(_WHERE)}",
            "",
            *(code(f"/watch {one}") for one in _EXAMPLES),
            "",
            named,
            t.say("What this chat watches for: /watches"),
        ]
    )


_EXAMPLES = (
    '"nuclear submarine" OR 핵잠수함 OR 原子力潜水艦',
    "submarines: title:submarine* (Korea OR 한국)",
    "tariffs: tariff NEAR/5 (cars OR steel) NOT China",
    "Yonhap on bases: source:yonhap 기지",
)


def watches(
    those: Sequence[Watch], *, now: datetime, zone: str, page: int = 1, told: str | Text = "", t: Translator = ENGLISH
) -> Rendered:
    """A page of what a chat watches for, after what was ``told`` about a change."""
    lines: list[Line] = [told, ""] if told else []
    if not those:
        example = said(t, "Try {line}", line=code(f"/watch {_EXAMPLES[0]}"))
        return compose([*lines, t.say("This chat watches for nothing."), example])
    last = pages_of(len(those), PER_PAGE)
    page = min(max(page, 1), last)
    counted = bold(t.plural("{number} watch", "{number} watches", len(those)))
    head = said(t, "{watches} of this chat", watches=counted)
    which = t.say("page {page} of {last}", page=str(page), last=str(last)) if last > 1 else ""
    lines.append(joined(" · ", [head, which]))
    rows: list[tuple[Button, ...]] = []
    first = (page - 1) * PER_PAGE
    for number, one in enumerate(those[first : first + PER_PAGE], start=first + 1):
        lines += ["", text(f"{number}. ") + bold(tidy(one.name)) + " · " + _state(one, now, zone, t)]
        lines.append(code(clip(tidy(one.query), _QUERY)))
        rows.append(_watch_buttons(one, number, page, t))
    turning = [Button(f"‹ {t.say('Before')}", data=f"{WATCH}:{PAGE}:{page - 1}")] if page > 1 else []
    turning += [Button(f"{t.say('More')} ›", data=f"{WATCH}:{PAGE}:{page + 1}")] if page < last else []
    return compose(lines, buttons=rows_of(*rows, tuple(turning)))


def _watch_buttons(watch: Watch, number: int, page: int, t: Translator) -> tuple[Button, ...]:
    word, label = (RESUME, t.say("Resume")) if watch.paused else (PAUSE, t.say("Pause"))
    return (
        Button(f"{label} {number}", data=f"{WATCH}:{word}:{watch.id}:{page}"),
        Button(f"{t.say('Remove')} {number}", data=f"{WATCH}:{REMOVE}:{watch.id}:{page}"),
    )


def _state(one: Watch, now: datetime, zone: str, t: Translator) -> str:
    hits = t.plural("{number} hit", "{number} hits", one.hits) if one.hits else t.say("no hit yet")
    last = t.say("the last {time}", time=local_time(one.last_hit, zone, now, t)) if one.last_hit else ""
    return joined(", ", [hits, last, t.say(PAUSED.get(one.paused, ""))]).plain


def removed(watch: Watch, t: Translator = ENGLISH) -> Text:
    """That a watch is gone, and what brings it back."""
    again = code(f"/watch {tidy(watch.name)}: {clip(tidy(watch.query), _QUERY)}")
    return said(t, "Removed {name}. To have it again: {line}", name=bold(tidy(watch.name)), line=again)


class ToldHit(Struct, frozen=True):
    """What watches found, as it is told."""

    hit: WatchHit
    names: tuple[str, ...]
    paused: tuple[str, ...] = ()
    """Those that have rung as often within the day as they may, with this."""
    article: Article | None = None
    """What was made of the entry, if it was."""


def hits_message(hits: Sequence[ToldHit], *, now: datetime, zone: str, t: Translator = ENGLISH) -> Rendered:
    """What rings: whose query it answers, and the headline; of several, which waited for each other, by numbers."""
    if len(hits) == 1:
        found = hits[0]
        lines = [watched(found.names), *_entry_lines(found, now, zone, t)]
        row = _hit_buttons(found, t)
    else:
        head = t.plural("Your watches found {number} report", "Your watches found {number} reports", len(hits))
        lines, row = [text("🔎 ") + bold(head)], ()
        for number, one in enumerate(hits, start=1):
            lines += ["", text(f"{number}. ") + bold(clip(tidy(", ".join(one.names)), _NAMES_IN_LIST))]
            lines += _entry_lines(one, now, zone, t)
    for name in dict.fromkeys(name for one in hits for name in one.paused):
        told = "{name} has rung as often today as a watch may, and is paused. Narrow it, or resume it: /watches"
        lines += ["", t.say(told, name=tidy(name))]
    return compose(lines, buttons=row, t=t)


def _entry_lines(told: ToldHit, now: datetime, zone: str, t: Translator) -> list[Line]:
    hit = told.hit
    if told.article is not None:
        return [headline(told.article, t=t), source_line(told.article, zone, now, t)]
    title = clip(tidy(hit.title), HEADLINE) or t.say("(without a title)")
    return [link(bold(title), hit.link), _source(hit, now, zone, t)]


def _hit_buttons(told: ToldHit, t: Translator) -> tuple[tuple[Button, ...], ...]:
    if told.article is not None:
        return report_buttons(told.article, t=t)
    return ((Button(t.say("Open"), url=told.hit.link),),) if web_address(told.hit.link) else ()


def _source(hit: WatchHit, now: datetime, zone: str, t: Translator) -> Text:
    when = local_time(hit.published, zone, now, t) if hit.published else ""
    return joined(" · ", [as_printed(clip(tidy(hit.outlet), 60), hit.link), when])
