"""How the worker is: counts, and below them one line for each thing that is wrong."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.chat.languages.lists import listed
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.html import Line, Rendered, bold, clip, compose, tidy
from bot.chat.render.retold.elsewhere import retold
from bot.chat.render.words import age, ago, local_time
from bot.model import Feed, FeedState, StoreStatus, StoreTrouble

_STUCK = timedelta(minutes=10)
"""An owed message older than this is something to look into."""

_SILENT = timedelta(hours=2)
"""Feeds are asked every few minutes; so long without any poll is something to look into."""

STATES = {FeedState.PAUSED: "{number} paused", FeedState.GONE: "{number} gone"}
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
    t: Translator = ENGLISH,
) -> Rendered:
    """The counts of the store at ``now``, and what is wrong in one line each, with the database's ``troubles`` first.

    ``live``: feeds of the web that are polled beside a replay. ``here``: what rings in the chat that asks, in a
    sentence.
    """
    lines = _head(version, now, started, t)
    if replay and live:
        lines.append(
            t.plural(
                "Replaying past reports, and polling {number} feed added by hand",
                "Replaying past reports, and polling {number} feeds added by hand",
                live,
            )
        )
    elif replay:
        lines.append(t.say("Replaying past reports"))
    polled = t.say("Last poll: {ago}", ago=ago(now - stand.last_poll, t)) if stand.last_poll else None
    lines += [
        polled or t.say("Last poll: none yet"),
        t.say("Feeds: {feeds}", feeds=_feeds(stand, t)),
        *([_held(stand, now, zone, t)] if stand.held else []),
        _reports(stand, t),
        t.say("Subscribers: {number}", number=t.number(stand.subscribers)),
        t.say(
            "Waiting to be sent: {owed} · sent in the last 24 h: {number}",
            owed=_owed(stand, now, t),
            number=t.number(stand.sent_24h),
        ),
        *([here] if here else []),
        "",
    ]
    return _with_troubles(lines, [*_of_database(troubles, now, zone, t), *_troubles(stand, now, started, t)], t)


def status_without_database(
    troubles: Sequence[StoreTrouble],
    *,
    now: datetime,
    zone: str,
    started: datetime,
    version: str,
    t: Translator = ENGLISH,
) -> Rendered:
    """The status where the database does not answer: what is known without it."""
    lines = [*_head(version, now, started, t), ""]
    unread = t.say("the database cannot be read; the log says why")
    return _with_troubles(lines, [*_of_database(troubles, now, zone, t), unread], t)


def _head(version: str, now: datetime, started: datetime, t: Translator) -> list[Line]:
    return [bold(f"burdenwatch {version}") + " · " + t.say("up {age}", age=age(now - started, t))]


def _with_troubles(lines: list[Line], troubles: list[str], t: Translator) -> Rendered:
    if not troubles:
        return compose([*lines, t.say("All is well.")], t=t)
    lines.append(bold(t.plural("{number} thing is wrong", "{number} things are wrong", len(troubles))))
    lines += [f"⚠ {trouble}" for trouble in troubles[:MOST_TROUBLES]]
    if len(troubles) > MOST_TROUBLES:
        lines.append(t.say("… and {number} more", number=t.number(len(troubles) - MOST_TROUBLES)))
    return compose(lines, t=t)


def _of_database(troubles: Sequence[StoreTrouble], now: datetime, zone: str, t: Translator) -> list[str]:
    """What the database's driver told is in English."""
    return [
        t.say(
            "{trouble} (since {time}, {age})",
            trouble=one.sentence,
            time=local_time(one.since, zone, now, t),
            age=age(now - one.since, t),
        )
        for one in troubles
    ]


def _reports(stand: StoreStatus, t: Translator) -> str:
    on_topic = t.number(stand.on_topic)
    if not stand.articles:
        return t.say("Reports: {on_topic} on the topic, of no entries seen", on_topic=on_topic)
    return t.plural(
        "Reports: {on_topic} on the topic, of {number} entry seen",
        "Reports: {on_topic} on the topic, of {number} entries seen",
        stand.articles,
        on_topic=on_topic,
    )


def _feeds(stand: StoreStatus, t: Translator) -> str:
    active, failing = stand.feeds.get(FeedState.ACTIVE, 0), len(stand.failing)
    parts = [t.say("{number} ok", number=t.number(active - failing))]
    parts += [t.say("{number} failing", number=t.number(failing))] if failing else []
    parts += [t.say(words, number=t.number(n)) for state, words in STATES.items() if (n := stand.feeds.get(state, 0))]
    parts += [t.say("{number} silent", number=t.number(len(stand.silent)))] if stand.silent else []
    parts += [t.say("{number} with gaps", number=t.number(len(stand.gaps)))] if stand.gaps else []
    return t.joint.join(parts)


def _held(stand: StoreStatus, now: datetime, zone: str, t: Translator) -> str:
    """``yna.co.kr until 19:30 KST``, the last to come free at the end."""
    sites = [
        t.say("{site} until {time}", site=site, time=local_time(until, zone, now, t))
        for site, until in sorted(stand.held.items(), key=lambda s: s[1])
    ]
    return t.say("Not asked for now, at their request: {sites}", sites=_some(sites, t))


def _owed(stand: StoreStatus, now: datetime, t: Translator) -> str:
    if not stand.owed:
        return t.say("nothing")
    owed = t.plural("{number} message", "{number} messages", stand.owed)
    oldest = age(now - stand.oldest_owed, t) if stand.oldest_owed else ""
    return t.say("{messages}[, the oldest {age} old]", messages=owed, age=oldest)


def _troubles(stand: StoreStatus, now: datetime, started: datetime, t: Translator) -> list[str]:
    troubles = []
    if stand.oldest_owed and now - stand.oldest_owed > _STUCK:
        troubles.append(t.say("messages have been waiting for {age}", age=age(now - stand.oldest_owed, t)))
    if now - max(stand.last_poll or started, started) > _SILENT and stand.feeds.get(FeedState.ACTIVE, 0):
        since = now - (stand.last_poll or started)
        troubles.append(t.say("no feed has been polled for {age}", age=age(since, t)))
    troubles += [_failing(feed, t) for feed in stand.failing]
    troubles += [
        t.say("{name}: nothing new for {age}", name=_name(feed), age=age(now - feed.last_news, t))
        for feed in stand.silent
        if feed.last_news
    ]
    if stand.gaps:
        names = _some([_name(feed) for feed in stand.gaps], t)
        troubles.append(t.say("items were probably missed in the last 7 days, of {names}", names=names))
    return troubles


def _failing(feed: Feed, t: Translator) -> str:
    problem = clip(retold(tidy(feed.last_error), t), 160) if feed.last_error else t.say("the last poll failed")
    return t.say(
        "{name}: {problem}[ ({times} times in a row)]",
        name=_name(feed),
        problem=problem,
        times=t.number(feed.errors) if feed.errors > 1 else "",
    )


def _name(feed: Feed) -> str:
    return clip(tidy(feed.outlet), 50)


def _some(names: list[str], t: Translator) -> str:
    left = len(names) - MOST_NAMES
    more = [t.say("{number} more", number=t.number(left))] if left > 0 else []
    return listed([*names[:MOST_NAMES], *more], t)
