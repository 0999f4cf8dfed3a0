"""The chats' own queries: what is said when one is made, their list, and the message of one that an entry answers."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

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
    text,
    tidy,
    web_address,
)
from bot.chat.render.paging import rows_of
from bot.chat.render.words import HEADLINE, as_printed, headline, local_time, source_line
from bot.chat.typed.pages import pages_of
from bot.desk.answers.search import SearchResult
from bot.model import Article, Paused, Topic, Watch, WatchHit
from bot.phrases.wording import count

WATCH = "watch"
PAUSE, RESUME, REMOVE, PAGE = "pause", "resume", "remove", "page"
"""Of the buttons' data: ``watch:pause:ID:PAGE`` and so on, and ``watch:page:PAGE``."""
PER_PAGE = 6

_QUERY = 400
_NAMES_IN_LIST = 100
_WHERE = "Headlines and summaries are searched, and whole articles where their pages were fetched."
_PAUSED = {
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


def made(watch: Watch, preview: Preview, topic: Topic) -> Rendered:
    """The message that a watch is kept, with what it would have rung for."""
    lines: list[Line] = [
        text("Watching for ") + bold(tidy(watch.name)) + ": " + code(clip(tidy(watch.query), _QUERY)),
        "Every new entry of the feeds that answers rings here, on the topic or not, once for a story.",
        _WHERE,
        "",
        _would_have(preview),
    ]
    for one in preview.newest:
        lines += ["", *entry(one, topic)]
    lines += ["", text("All of them: /watches · to end it: ") + code(f"/unwatch {tidy(watch.name)}")]
    return compose(lines)


def _would_have(preview: Preview) -> str:
    archive = "the archive, which has reports on the topic alone"
    if not preview.reports:
        return f"It would have rung for nothing in {archive}."
    if not preview.counted:
        return f"In {archive}, at most {count(preview.reports, 'report')} answer it. The newest:"
    one = preview.reports == 1
    told = f"In {archive}, {count(preview.reports, 'report')} {'answers' if one else 'answer'} it"
    if preview.stories is not None:
        told += f": it would have rung {'once' if preview.stories == 1 else f'{preview.stories:,} times'}"
    return f"{told}. The newest:"


def usage() -> Rendered:
    """How to make one."""
    return compose(
        [
            bold("/watch") + " rings here for every new entry of the feeds that answers a query of yours, on the topic "
            "or not. " + _WHERE,
            "",
            *(code(f"/watch {one}") for one in _EXAMPLES),
            "",
            "What stands before the colon is its name. The language is that of /search, which shows all of it.",
            "What this chat watches for: /watches",
        ]
    )


_EXAMPLES = (
    '"nuclear submarine" OR 핵잠수함 OR 原子力潜水艦',
    "submarines: title:submarine* (Korea OR 한국)",
    "tariffs: tariff NEAR/5 (cars OR steel) NOT China",
    "Yonhap on bases: source:yonhap 기지",
)


def watches(those: Sequence[Watch], *, now: datetime, zone: str, page: int = 1, told: str | Text = "") -> Rendered:
    """A page of what a chat watches for, after what was ``told`` about a change."""
    lines: list[Line] = [told, ""] if told else []
    if not those:
        return compose([*lines, "This chat watches for nothing.", text("Try ") + code(f"/watch {_EXAMPLES[0]}")])
    last = pages_of(len(those), PER_PAGE)
    page = min(max(page, 1), last)
    head = bold(count(len(those), "watch", "watches")) + " of this chat"
    lines.append(head + f" · page {page} of {last}" if last > 1 else head)
    rows: list[tuple[Button, ...]] = []
    first = (page - 1) * PER_PAGE
    for number, one in enumerate(those[first : first + PER_PAGE], start=first + 1):
        lines += ["", text(f"{number}. ") + bold(tidy(one.name)) + " · " + _state(one, now, zone)]
        lines.append(code(clip(tidy(one.query), _QUERY)))
        word, label = (RESUME, "Resume") if one.paused else (PAUSE, "Pause")
        rows.append(
            (
                Button(f"{label} {number}", data=f"{WATCH}:{word}:{one.id}:{page}"),
                Button(f"Remove {number}", data=f"{WATCH}:{REMOVE}:{one.id}:{page}"),
            )
        )
    turning = [Button("‹ Before", data=f"{WATCH}:{PAGE}:{page - 1}")] if page > 1 else []
    turning += [Button("More ›", data=f"{WATCH}:{PAGE}:{page + 1}")] if page < last else []
    return compose(lines, buttons=rows_of(*rows, tuple(turning)))


def _state(one: Watch, now: datetime, zone: str) -> str:
    hits = count(one.hits, "hit") if one.hits else "no hit yet"
    last = f"the last {local_time(one.last_hit, zone, now)}" if one.last_hit else ""
    return joined(", ", [hits, last, _PAUSED.get(one.paused, "")]).plain


def removed(watch: Watch) -> Text:
    """That a watch is gone, and what brings it back."""
    again = code(f"/watch {tidy(watch.name)}: {clip(tidy(watch.query), _QUERY)}")
    return text("Removed ") + bold(tidy(watch.name)) + ". To have it again: " + again


class ToldHit(Struct, frozen=True):
    """What watches found, as it is told."""

    hit: WatchHit
    names: tuple[str, ...]
    paused: tuple[str, ...] = ()
    """Those that have rung as often within the day as they may, with this."""
    article: Article | None = None
    """What was made of the entry, if it was."""


def hits_message(hits: Sequence[ToldHit], *, now: datetime, zone: str) -> Rendered:
    """What rings: whose query it answers, and the headline; of several, which waited for each other, by numbers."""
    if len(hits) == 1:
        found = hits[0]
        lines = [watched(found.names), *_entry_lines(found, now, zone)]
        row = _hit_buttons(found)
    else:
        lines, row = [text("🔎 ") + bold(f"Your watches found {count(len(hits), 'report')}")], ()
        for number, one in enumerate(hits, start=1):
            lines += ["", text(f"{number}. ") + bold(clip(tidy(", ".join(one.names)), _NAMES_IN_LIST))]
            lines += _entry_lines(one, now, zone)
    for name in dict.fromkeys(name for one in hits for name in one.paused):
        told = "has rung as often today as a watch may, and is paused. Narrow it, or resume it: /watches"
        lines += ["", text(tidy(name)) + f" {told}"]
    return compose(lines, buttons=row)


def _entry_lines(told: ToldHit, now: datetime, zone: str) -> list[Line]:
    hit = told.hit
    if told.article is not None:
        return [headline(told.article), source_line(told.article, zone, now)]
    title = clip(tidy(hit.title), HEADLINE) or "(without a title)"
    return [link(bold(title), hit.link), _source(hit, now, zone)]


def _hit_buttons(told: ToldHit) -> tuple[tuple[Button, ...], ...]:
    if told.article is not None:
        return report_buttons(told.article)
    return ((Button("Open", url=told.hit.link),),) if web_address(told.hit.link) else ()


def _source(hit: WatchHit, now: datetime, zone: str) -> Text:
    when = local_time(hit.published, zone, now) if hit.published else ""
    return joined(" · ", [as_printed(clip(tidy(hit.outlet), 60), hit.link), when])
