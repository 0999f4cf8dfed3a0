"""How the worker is: counts, and below them one line for each thing that is wrong."""

from datetime import datetime, timedelta

from bot.chat.render.html import Line, Rendered, bold, clip, compose, tidy
from bot.chat.render.words import age
from bot.desk.wording import count
from bot.model import Feed, FeedState, StoreStatus

_STUCK = timedelta(minutes=10)
"""An owed message older than this is something to look into."""

_SILENT = timedelta(hours=2)
"""Feeds are asked every few minutes; so long without any poll is something to look into."""

MOST_TROUBLES = 15


def status(stand: StoreStatus, *, now: datetime, started: datetime, version: str, replay: bool) -> Rendered:
    """The counts of the store at ``now``, and what is wrong in one line each."""
    lines: list[Line] = [bold(f"burdenwatch {version}") + f" · up {age(now - started)}"]
    if replay:
        lines.append("Replaying past reports")
    lines += [
        f"Last poll: {age(now - stand.last_poll)} ago" if stand.last_poll else "Last poll: none yet",
        f"Feeds: {_feeds(stand)}",
        f"Reports: {stand.on_topic:,} on the topic, of {count(stand.articles, 'entry', 'entries')} seen",
        f"Subscribers: {stand.subscribers:,}",
        f"Owed: {_owed(stand, now)} · sent in 24 h: {stand.sent_24h:,}",
        "",
    ]
    troubles = _troubles(stand, now, started)
    if not troubles:
        return compose([*lines, "All is well."])
    lines.append(bold(count(len(troubles), "thing is", "things are") + " wrong"))
    lines += [f"⚠ {trouble}" for trouble in troubles[:MOST_TROUBLES]]
    if len(troubles) > MOST_TROUBLES:
        lines.append(f"… and {len(troubles) - MOST_TROUBLES} more")
    return compose(lines)


def _feeds(stand: StoreStatus) -> str:
    active, failing = stand.feeds.get(FeedState.ACTIVE, 0), len(stand.failing)
    parts = [f"{active - failing} ok"]
    parts += [f"{failing} failing"] if failing else []
    parts += [f"{n} {state}" for state in (FeedState.PAUSED, FeedState.GONE) if (n := stand.feeds.get(state, 0))]
    return ", ".join(parts)


def _owed(stand: StoreStatus, now: datetime) -> str:
    if not stand.owed:
        return "nothing"
    oldest = f", the oldest {age(now - stand.oldest_owed)} old" if stand.oldest_owed else ""
    return count(stand.owed, "message") + oldest


def _troubles(stand: StoreStatus, now: datetime, started: datetime) -> list[str]:
    troubles = []
    if stand.oldest_owed and now - stand.oldest_owed > _STUCK:
        troubles.append(f"messages wait to be sent since {age(now - stand.oldest_owed)}")
    if now - max(stand.last_poll or started, started) > _SILENT and stand.feeds.get(FeedState.ACTIVE, 0):
        troubles.append(f"no feed was polled for {age(now - (stand.last_poll or started))}")
    return troubles + [_failing(feed) for feed in stand.failing]


def _failing(feed: Feed) -> str:
    times = f" ({feed.errors} times in a row)" if feed.errors > 1 else ""
    return f"{clip(tidy(feed.outlet), 50)}: {clip(tidy(feed.last_error or 'the last poll failed'), 160)}{times}"
