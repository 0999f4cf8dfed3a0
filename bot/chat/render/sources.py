"""The feeds by language, with their health and their last poll."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.chat.render.html import Line, Rendered, Text, bold, clip, compose, text, tidy
from bot.chat.render.words import age, language_name
from bot.desk.wording import count
from bot.model import Feed, FeedState

MOST_OUTLETS = 8
"""Outlets shown of a language; the failing ones come first."""


def sources(feeds: Sequence[Feed], *, now: datetime, replay: bool) -> Rendered:
    """Outlets by language; those in trouble first, so that a long list loses only the healthy ones."""
    if not feeds:
        return compose(["No feed is being read."])
    failing = sum(1 for feed in feeds if _is_failing(feed))
    lines: list[Line] = [bold("Sources") + f" · {count(len(feeds), 'feed')}, {failing or 'none'} failing"]
    if replay:
        lines.append("A replay of past reports is being read; nothing is asked of the web.")
    for language in _languages(feeds):
        outlets = _outlets(feed for feed in feeds if feed.language == language)
        name = language_name(language)
        lines += ["", bold(name) + f" · {count(sum(map(len, outlets)), 'feed')}"]
        lines += [_outlet(group, now) for group in outlets[:MOST_OUTLETS]]
        if len(outlets) > MOST_OUTLETS:
            lines.append(f"… and {count(len(outlets) - MOST_OUTLETS, 'more outlet')}")
    return compose(lines, more="… and {n} more lines")


def _is_failing(feed: Feed) -> bool:
    return feed.state is FeedState.GONE or (feed.state is FeedState.ACTIVE and feed.errors > 0)


def _languages(feeds: Sequence[Feed]) -> list[str]:
    """Those with the most feeds first."""
    known = {feed.language for feed in feeds}
    return sorted(known, key=lambda language: (-sum(1 for feed in feeds if feed.language == language), language))


def _outlets(feeds: Iterable[Feed]) -> list[list[Feed]]:
    groups: dict[str, list[Feed]] = {}
    for feed in feeds:
        groups.setdefault(feed.outlet, []).append(feed)
    return sorted(groups.values(), key=lambda group: (not any(map(_is_failing, group)), group[0].outlet.casefold()))


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
    polls = [feed.last_polled for feed in active if feed.last_polled]
    return text(f"✓ {name}{number} · {age(now - max(polls))} ago" if polls else f"○ {name}{number} · not asked yet")
