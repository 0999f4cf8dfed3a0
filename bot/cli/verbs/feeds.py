"""``feeds``: the feeds of the topic and of the database, with their state."""

from datetime import datetime, timedelta
from typing import Any

from rich.table import Table
from rich.text import Text

from bot.cli.terminal.common import emit, fail, feed_name, open_store_for_reading
from bot.cli.terminal.consoles import hanging, hint, stdout
from bot.model import Feed, FeedKind, FeedOrigin, FeedSource, FeedState, Topic
from bot.phrases.wording import count, list_in_words
from bot.settings import Settings
from bot.store import StoreError
from bot.worker.factories import utc_now
from bot.worker.sources import feed_of_source

COLUMNS = ("feed", "state", "last poll", "next poll", "items", "errors")

MOST_NAMES = 6
"""Feeds named with a trouble that they share; the table marks all of them."""

GAPS_SHOWN = timedelta(days=7)
"""A gap is told of for so long."""


def list_feeds(settings: Settings, topic: Topic, *, as_json: bool) -> None:
    """A line for each feed. It only reads: a worker that runs on this database is not given other feeds."""
    store = open_store_for_reading(settings)
    try:
        known = {feed.url: feed for feed in store.feeds.all()}
    except StoreError as problem:
        fail(3, str(problem))
    finally:
        store.close()
    sources = {source.url: source for source in topic.feeds}
    feeds = [known.get(url) or feed_of_source(source) for url, source in sources.items()]
    feeds += [feed for url, feed in known.items() if url not in sources]
    feeds.sort(key=lambda feed: (feed.language, feed.outlet.casefold(), feed.url))
    if as_json:
        for feed in feeds:
            emit(_record(feed))
        return
    _show(feeds, sources)


def _record(feed: Feed) -> dict[str, Any]:
    return {
        "url": feed.url,
        "title": feed.title,
        "outlet": feed.outlet,
        "language": feed.language,
        "country": feed.country,
        "kind": feed.kind.value,
        "origin": feed.origin.value,
        "folder": list(feed.folder),
        "state": feed.state.value,
        "last_polled": _iso(feed.last_polled),
        "next_due": _iso(feed.next_due),
        "interval_s": feed.interval,
        "errors": feed.errors,
        "last_error": feed.last_error,
        "items": feed.items,
        "hold_until": _iso(feed.hold_until),
        "moved_to": feed.moved_to,
        "gaps": feed.gaps,
        "last_gap": _iso(feed.last_gap),
        "last_news": _iso(feed.last_news),
        "silent": feed.silent,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _show(feeds: list[Feed], sources: dict[str, FeedSource]) -> None:
    if not feeds:
        hint("there are no feeds; config/feeds.toml lists the topic's, and burdenwatch feeds add URL adds one")
        return
    names = {feed.url: _name(feed, sources.get(feed.url)) for feed in feeds}
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for column in COLUMNS:
        table.add_column(column, justify="right" if column in {"items", "errors"} else "left", overflow="fold")
    for feed in feeds:
        times = (_time(feed.last_polled, "never"), _next(feed))
        style = "red" if feed.errors else "" if feed.state is FeedState.ACTIVE else "dim"
        cells = (names[feed.url], feed.state, *times, f"{feed.items:,}", feed.errors or "")
        table.add_row(*(Text(str(cell), style=style) for cell in cells))
    stdout.print(table)
    _show_notes(feeds, names, utc_now())
    active = sum(feed.state is FeedState.ACTIVE for feed in feeds)
    verb = "is" if active == 1 else "are"
    own = sum(feed.origin is FeedOrigin.OPERATOR for feed in feeds)
    added = f", {own} added by hand" if own else ""
    hint(f"{active} of {count(len(feeds), 'feed')} {verb} active{added}; times are UTC")
    if any(feed.kind is FeedKind.REPLAY and feed.state is FeedState.ACTIVE for feed in feeds):
        hint("the sandbox replays past reports here: polled are the replay and what was added by hand")


def _show_notes(feeds: list[Feed], names: dict[str, str], now: datetime) -> None:
    """Each sentence once, with the feeds that it is about: one cause often fells many. Errors first."""
    errors: dict[str, list[str]] = {}
    notes: dict[str, list[str]] = {}
    for feed in feeds:
        if feed.last_error:
            errors.setdefault(feed.last_error, []).append(names[feed.url])
        for note in _notes(feed, now):
            notes.setdefault(note, []).append(names[feed.url])
    if errors or notes:
        stdout.print()
    for mark, told in ((Text("!", style="red"), errors), (Text("·", style="yellow"), notes)):
        for sentence, whose in told.items():
            more = [f"{len(whose) - MOST_NAMES} more"] if len(whose) > MOST_NAMES else []
            stdout.print(hanging(mark, f"{list_in_words([*whose[:MOST_NAMES], *more])}: {sentence}"))


def _notes(feed: Feed, now: datetime) -> list[str]:
    """What is worth knowing of a feed besides its error."""
    notes = [f"moved for good, and is asked at {feed.moved_to}"] if feed.moved_to else []
    if feed.state is not FeedState.ACTIVE:
        return notes
    if feed.hold_until and feed.hold_until > now:
        notes.append(f"left alone until {_time(feed.hold_until, '')}, as its site asked")
    if feed.silent:
        notes.append(f"works, and has had nothing new since {_time(feed.last_news, 'long')}, which is long for it")
    if feed.last_gap and now - feed.last_gap < GAPS_SHOWN:
        last = _time(feed.last_gap, "")
        notes.append(f"{count(feed.gaps, 'gap')}, the last found {last}: items were probably missed")
    return notes


def _name(feed: Feed, source: FeedSource | None) -> str:
    if source:
        return feed_name(source)
    language = f" ({feed.language})" if feed.language else ""
    return feed.outlet if feed.outlet.endswith(language) else f"{feed.outlet}{language}"


def _next(feed: Feed) -> str:
    if feed.state is not FeedState.ACTIVE:
        return "never"
    held = feed.hold_until or feed.next_due
    return _time(max(feed.next_due, held) if feed.next_due and held else held, "at once")


def _time(moment: datetime | None, none: str) -> str:
    return moment.strftime("%Y-%m-%d %H:%M") if moment else none
