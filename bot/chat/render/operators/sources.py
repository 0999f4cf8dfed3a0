"""The feeds by language, with their health and their last poll."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.chat.render.html import Line, Rendered, Text, bold, clip, compose, text, tidy
from bot.chat.render.operators.feeds import had_gap, is_added_by_operator, is_held
from bot.chat.render.paging import pages, rows_of
from bot.chat.render.words import age, language_name
from bot.chat.typed.pages import pages_of
from bot.model import Feed, FeedKind, FeedState
from bot.phrases.wording import count

PER_PAGE = 25
"""Outlets."""


def sources(feeds: Sequence[Feed], *, now: datetime, replay: bool, page: int = 1) -> Rendered:
    """A page of the outlets by language; of a language those in trouble first."""
    if not feeds:
        return compose(["No feed is being read."])
    failing, silent = sum(map(_is_failing, feeds)), sum(map(_is_silent, feeds))
    also = f", {silent} silent" if silent else ""
    lines: list[Line] = [bold("Sources") + f" · {count(len(feeds), 'feed')}, {failing or 'none'} failing{also}"]
    if replay and (live := beside_replay(feeds)):
        lines.append(f"A replay of past reports is being read, and beside it {count(live, 'feed')} added by hand.")
    elif replay:
        lines.append("A replay of past reports is being read; nothing is asked of the web.")
    listed = _by_language(feeds)
    last, before = pages_of(len(listed), PER_PAGE), None
    for language, group in listed[(page - 1) * PER_PAGE : page * PER_PAGE]:
        if language != before:
            number = sum(feed.language == language for feed in feeds)
            lines += ["", bold(language_name(language)) + f" · {count(number, 'feed')}"]
            before = language
        lines.append(_outlet(group, now))
    if last > 1:
        lines += ["", f"Page {page} of {last}"]
    return compose(lines, buttons=rows_of(pages("sources", "", page, last, "More", "Before")))


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


def _outlet(group: list[Feed], now: datetime) -> Text:
    """``✓ Yonhap (3) · 4 min ago`` or ``⚠ Yonhap (1 of 3) · answered 503``."""
    name = clip(tidy(group[0].outlet), 50)
    bad = [feed for feed in group if _is_failing(feed)]
    if bad:
        number = f" ({len(bad)} of {len(group)})" if len(group) > 1 else ""
        reason = "is gone" if bad[0].state is FeedState.GONE else clip(tidy(bad[0].last_error or "fails"), 120)
        return text(f"⚠ {name}{number} · {reason}")
    number = f" ({len(group)})" if len(group) > 1 else ""
    active = [feed for feed in group if feed.state is FeedState.ACTIVE]
    if not active:
        return text(f"⏸ {name}{number} · paused")
    if quiet := [feed.last_news for feed in active if feed.silent and feed.last_news]:
        return text(f"💤 {name}{number} · nothing new for {age(now - min(quiet))}")
    if held := [feed.hold_until for feed in active if feed.hold_until and is_held(feed, now)]:
        return text(f"⏳ {name}{number} · left alone for {age(max(held) - now)} more, as its site asked")
    polls = [feed.last_polled for feed in active if feed.last_polled]
    if not polls:
        return text(f"○ {name}{number} · not asked yet")
    gap = " · had a gap lately" if any(had_gap(feed, now) for feed in active) else ""
    return text(f"✓ {name}{number} · {age(now - max(polls))} ago{gap}")
