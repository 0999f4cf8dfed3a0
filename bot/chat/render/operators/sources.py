"""The feeds by language, with their health and their last poll."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.html import Line, Rendered, Text, bold, clip, compose, text, tidy
from bot.chat.render.operators.feeds import had_gap, is_added_by_operator, is_held
from bot.chat.render.paging import pages, rows_of
from bot.chat.render.retold.elsewhere import retold
from bot.chat.render.words import age, ago, language_name
from bot.chat.typed.pages import pages_of
from bot.model import Feed, FeedKind, FeedState

PER_PAGE = 25
"""Outlets."""


def sources(feeds: Sequence[Feed], *, now: datetime, replay: bool, page: int = 1, t: Translator = ENGLISH) -> Rendered:
    """A page of the outlets by language; of a language those in trouble first."""
    if not feeds:
        return compose([t.say("No feed is being read.")])
    failing, silent = sum(map(_is_failing, feeds)), sum(map(_is_silent, feeds))
    health = t.say("{number} failing", number=t.number(failing)) if failing else t.say("none failing")
    also = t.joint + t.say("{number} silent", number=t.number(silent)) if silent else ""
    lines: list[Line] = [bold(t.say("Sources")) + f" · {_counted(len(feeds), t)}{t.joint}{health}{also}"]
    if replay:
        lines.append(_replayed(beside_replay(feeds), t))
    listed = _by_language(feeds)
    last, before = pages_of(len(listed), PER_PAGE), None
    for language, group in listed[(page - 1) * PER_PAGE : page * PER_PAGE]:
        if language != before:
            number = sum(feed.language == language for feed in feeds)
            lines += ["", bold(language_name(language, t)) + f" · {_counted(number, t)}"]
            before = language
        lines.append(_outlet(group, now, t))
    if last > 1:
        lines += ["", t.say("Page {page} of {last}", page=str(page), last=str(last))]
    return compose(lines, buttons=rows_of(pages("sources", "", page, last, "More", "Before", t)), t=t)


def _counted(number: int, t: Translator) -> str:
    return t.plural("{number} feed", "{number} feeds", number)


def _replayed(live: int, t: Translator) -> str:
    if not live:
        return t.say("A replay of past reports is being read; nothing is asked of the web.")
    return t.plural(
        "A replay of past reports is being read, and beside it {number} feed added by hand.",
        "A replay of past reports is being read, and beside it {number} feeds added by hand.",
        live,
    )


def pages_of_sources(feeds: Sequence[Feed]) -> int:
    """How many pages ``sources`` has."""
    return pages_of(len(_by_language(feeds)), PER_PAGE)


def _by_language(feeds: Sequence[Feed]) -> list[tuple[str, list[Feed]]]:
    """Each outlet's feeds of a language."""
    return [
        (language, group)
        for language in _languages(feeds)
        for group in _outlets(feed for feed in feeds if feed.language == language)
    ]


def beside_replay(feeds: Iterable[Feed]) -> int:
    """How many feeds of the web are polled while the sandbox replays: those that an operator added."""
    return sum(
        is_added_by_operator(feed) and feed.state is FeedState.ACTIVE and feed.kind is not FeedKind.REPLAY
        for feed in feeds
    )


def _is_failing(feed: Feed) -> bool:
    return feed.state is FeedState.GONE or (feed.state is FeedState.ACTIVE and feed.errors > 0)


def _is_silent(feed: Feed) -> bool:
    return feed.state is FeedState.ACTIVE and feed.silent


def _languages(feeds: Sequence[Feed]) -> list[str]:
    """Those with the most feeds first."""
    known = {feed.language for feed in feeds}
    return sorted(known, key=lambda language: (-sum(1 for feed in feeds if feed.language == language), language))


def _outlets(feeds: Iterable[Feed]) -> list[list[Feed]]:
    groups: dict[str, list[Feed]] = {}
    for feed in feeds:
        groups.setdefault(feed.outlet, []).append(feed)

    def rank(group: list[Feed]) -> tuple[bool, bool, str]:
        return not any(map(_is_failing, group)), not any(map(_is_silent, group)), group[0].outlet.casefold()

    return sorted(groups.values(), key=rank)


def _outlet(group: list[Feed], now: datetime, t: Translator) -> Text:
    """``✓ Yonhap (3) · 4 min ago`` or ``⚠ Yonhap (1 of 3) · answers 503``."""
    name = clip(tidy(group[0].outlet), 50)
    bad = [feed for feed in group if _is_failing(feed)]
    if bad:
        some = t.say("{number} of {all}", number=t.number(len(bad)), all=t.number(len(group)))
        number = f" ({some})" if len(group) > 1 else ""
        reason = t.say("is gone") if bad[0].state is FeedState.GONE else _reason(bad[0], t)
        return text(f"⚠ {name}{number} · {reason}")
    sign, told = _standing([feed for feed in group if feed.state is FeedState.ACTIVE], now, t)
    return text(f"{sign} {name}{f' ({len(group)})' if len(group) > 1 else ''} · {told}")


def _reason(feed: Feed, t: Translator) -> str:
    return clip(retold(tidy(feed.last_error), t), 120) if feed.last_error else t.say("fails")


def _standing(active: list[Feed], now: datetime, t: Translator) -> tuple[str, str]:
    """How an outlet's feeds are where none fails: a sign, and words."""
    if not active:
        return "⏸", t.say("paused")
    if quiet := [feed.last_news for feed in active if feed.silent and feed.last_news]:
        return "💤", t.say("nothing new for {age}", age=age(now - min(quiet), t))
    if held := [feed.hold_until for feed in active if feed.hold_until and is_held(feed, now)]:
        return "⏳", t.say("left alone for {age} more, as its site asked", age=age(max(held) - now, t))
    polls = [feed.last_polled for feed in active if feed.last_polled]
    if not polls:
        return "○", t.say("not asked yet")
    gap = " · " + t.say("had a gap lately") if any(had_gap(feed, now) for feed in active) else ""
    return "✓", ago(now - max(polls), t) + gap
