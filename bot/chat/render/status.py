"""How the worker is: counts, and below them one line for each thing that is wrong."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.chat.render.html import Line, Rendered, bold, clip, compose, tidy
from bot.chat.render.words import age, local_time
from bot.model import Feed, FeedState, StoreStatus, StoreTrouble
from bot.phrases.wording import count, list_in_words

_STUCK = timedelta(minutes=10)
"""An owed message older than this is something to look into."""

_SILENT = timedelta(hours=2)
"""Feeds are asked every few minutes; so long without any poll is something to look into."""

MOST_TROUBLES = 15
MOST_NAMES = 4
"""Feeds or sites named in one line."""


def status(
    stand: StoreStatus,
    troubles: Sequence[StoreTrouble],
    *,
    now: datetime,
    zone: str,
    started: datetime,
    version: str,
    replay: bool,
    live: int,
    here: str = "",
) -> Rendered:
    """The counts of the store at ``now``, and what is wrong in one line each, with the database's ``troubles`` first.

    ``live``: feeds of the web that are polled beside a replay. ``here``: what rings in the chat that asks, in a
    sentence.
    """
    lines = _head(version, now, started)
    if replay:
        lines.append("Replaying past reports" + (f", and polling {count(live, 'feed')} added by hand" if live else ""))
    lines += [
        f"Last poll: {age(now - stand.last_poll)} ago" if stand.last_poll else "Last poll: none yet",
        f"Feeds: {_feeds(stand)}",
        *([f"Not asked for now, at their request: {_held(stand, now, zone)}"] if stand.held else []),
        f"Reports: {stand.on_topic:,} on the topic, of {count(stand.articles, 'entry', 'entries')} seen",
        f"Subscribers: {stand.subscribers:,}",
        f"Waiting to be sent: {_owed(stand, now)} · sent in the last 24 h: {stand.sent_24h:,}",
        *([here] if here else []),
        "",
    ]
    return _with_troubles(lines, [*_of_database(troubles, now, zone), *_troubles(stand, now, started)])


def status_without_database(
    troubles: Sequence[StoreTrouble], *, now: datetime, zone: str, started: datetime, version: str
) -> Rendered:
    """The status where the database does not answer: what is known without it."""
    lines = [*_head(version, now, started), ""]
    return _with_troubles(lines, [*_of_database(troubles, now, zone), "the database cannot be read; the log says why"])


def _head(version: str, now: datetime, started: datetime) -> list[Line]:
    return [bold(f"burdenwatch {version}") + f" · up {age(now - started)}"]


def _with_troubles(lines: list[Line], troubles: list[str]) -> Rendered:
    if not troubles:
        return compose([*lines, "All is well."])
    lines.append(bold(count(len(troubles), "thing is", "things are") + " wrong"))
    lines += [f"⚠ {trouble}" for trouble in troubles[:MOST_TROUBLES]]
    if len(troubles) > MOST_TROUBLES:
        lines.append(f"… and {len(troubles) - MOST_TROUBLES} more")
    return compose(lines)


def _of_database(troubles: Sequence[StoreTrouble], now: datetime, zone: str) -> list[str]:
    return [f"{one.sentence} (since {local_time(one.since, zone, now)}, {age(now - one.since)})" for one in troubles]


def _feeds(stand: StoreStatus) -> str:
    active, failing = stand.feeds.get(FeedState.ACTIVE, 0), len(stand.failing)
    parts = [f"{active - failing} ok"]
    parts += [f"{failing} failing"] if failing else []
    parts += [f"{n} {state}" for state in (FeedState.PAUSED, FeedState.GONE) if (n := stand.feeds.get(state, 0))]
    parts += [f"{len(stand.silent)} silent"] if stand.silent else []
    parts += [f"{len(stand.gaps)} with gaps"] if stand.gaps else []
    return ", ".join(parts)


def _held(stand: StoreStatus, now: datetime, zone: str) -> str:
    """``yna.co.kr until 19:30 KST``, the last to come free at the end."""
    sites = [
        f"{site} until {local_time(until, zone, now)}" for site, until in sorted(stand.held.items(), key=lambda s: s[1])
    ]
    return _some(sites)


def _owed(stand: StoreStatus, now: datetime) -> str:
    if not stand.owed:
        return "nothing"
    oldest = f", the oldest {age(now - stand.oldest_owed)} old" if stand.oldest_owed else ""
    return count(stand.owed, "message") + oldest


def _troubles(stand: StoreStatus, now: datetime, started: datetime) -> list[str]:
    troubles = []
    if stand.oldest_owed and now - stand.oldest_owed > _STUCK:
        troubles.append(f"messages have been waiting for {age(now - stand.oldest_owed)}")
    if now - max(stand.last_poll or started, started) > _SILENT and stand.feeds.get(FeedState.ACTIVE, 0):
        troubles.append(f"no feed has been polled for {age(now - (stand.last_poll or started))}")
    troubles += [_failing(feed) for feed in stand.failing]
    troubles += [
        f"{_name(feed)}: nothing new for {age(now - feed.last_news)}" for feed in stand.silent if feed.last_news
    ]
    if stand.gaps:
        names = _some([_name(feed) for feed in stand.gaps])
        troubles.append(f"items were probably missed in the last 7 days, of {names}")
    return troubles


def _failing(feed: Feed) -> str:
    times = f" ({feed.errors} times in a row)" if feed.errors > 1 else ""
    return f"{_name(feed)}: {clip(tidy(feed.last_error or 'the last poll failed'), 160)}{times}"


def _name(feed: Feed) -> str:
    return clip(tidy(feed.outlet), 50)


def _some(names: list[str]) -> str:
    more = [f"{len(names) - MOST_NAMES} more"] if len(names) > MOST_NAMES else []
    return list_in_words([*names[:MOST_NAMES], *more])
