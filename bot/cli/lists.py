"""``feeds import`` and ``feeds export``: lists of feeds from other readers, and for them."""

import sys
from collections.abc import Callable, Sequence
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from bot.cli.common import complain, fail, hint, stdout
from bot.cli.sources import database, every_feed, host_of, is_named, now
from bot.desk.wording import count
from bot.feeds.guard import AddressError, Guard
from bot.feeds.opml import LARGEST, Listing, OpmlError, Outline, read_opml, write_opml
from bot.model import FeedKind, FeedSource, FeedState, Topic
from bot.settings import Settings
from bot.worker.opening import fetch_policy

MOST_LINES = 20
"""Troubles of one kind that are told one by one; a list may have thousands."""


def take_list(settings: Settings, topic: Topic, file: str) -> bool:
    """Follow the feeds of an OPML file, none of them asked yet; False where the file has some that cannot be."""
    listing = _listing(file)
    guard = Guard(fetch_policy(settings))
    good: list[FeedSource] = []
    troubles = [f"line {one.line}: {one.url[:200]!r} is no http or https address" for one in listing.unusable]
    for one in listing.feeds:
        if refusal := _refusal(guard, one.url):
            troubles.append(f"line {one.line}: {refusal}")
            continue
        good.append(
            FeedSource(one.url, one.title or host_of(one.url), one.language, "", FeedKind.OTHER, folder=one.folder)
        )
    with database(settings) as store:
        topics = [source for source in good if is_named(topic, source.url)]
        added = store.add_feeds([source for source in good if not is_named(topic, source.url)], now())
    there = len(good) - len(added)
    parts = [f"{count(len(added), 'feed')} added"]
    if there:
        by_topic = f" ({len(topics):,} by the topic)" if topics else ""
        parts.append(f"{there:,} followed already{by_topic}")
    parts += [f"{len(listing.repeated):,} named more than once"] * bool(listing.repeated)
    parts += [f"{len(troubles):,} that cannot be used"] * bool(troubles)
    stdout.print(", ".join(parts), markup=False, soft_wrap=True)
    _tell([f"line {one.line}: {one.url} came before" for one in listing.repeated], hint)
    _tell(troubles, complain)
    return not troubles


def give_list(settings: Settings, topic: Topic, file: str, *, force: bool) -> None:
    """All feeds that are followed, as OPML, into a file or to standard output."""
    with database(settings) as store:
        feeds = [feed for feed in every_feed(store, topic) if feed.kind is not FeedKind.REPLAY]
    going = [feed for feed in feeds if feed.state is not FeedState.GONE]
    going.sort(key=lambda feed: (feed.folder, feed.language, feed.outlet.casefold(), feed.url))
    sections = {source.url: source.section for source in topic.feeds}
    outlines = [
        Outline(
            feed.address, ": ".join(filter(None, (feed.outlet, sections.get(feed.url)))), feed.language, feed.folder
        )
        for feed in going
    ]
    content = write_opml(outlines, title=f"burdenwatch: {topic.name}", created=now())
    if file == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        try:
            with Path(file).open("wb" if force else "xb") as out:
                out.write(content)
        except FileExistsError:
            fail(1, f"{file} is there already; --force writes over it")
        except OSError as problem:
            fail(1, f"{file} cannot be written: {problem.strerror or problem}")
    dead = len(feeds) - len(going)
    left = f"; {dead} left out, because {'it is' if dead == 1 else 'they are'} gone" if dead else ""
    hint(f"{count(len(going), 'feed')} written{left}")


def _listing(file: str) -> Listing:
    try:
        if file == "-":
            content = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(file).open("rb") as source:
                content = source.read(LARGEST + 1)
        listing = read_opml(content)
    except OSError as problem:
        fail(2, f"{file} cannot be read: {problem.strerror or problem}")
    except OpmlError as problem:
        fail(2, f"{file}: {problem}")
    if not listing.feeds and not listing.unusable:
        fail(1, f"{file}: it names no feed (an outline with an xmlUrl)")
    return listing


def _refusal(guard: Guard, url: str) -> str:
    """What the guard has against an address that is a number; a name is looked up only when it is asked."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        guard.check_host(host)
        try:
            number = str(ip_address(host))
        except ValueError:
            return ""
        guard.check(number, parts.port or (443 if parts.scheme == "https" else 80))
    except AddressError as refusal:
        return str(refusal)
    return ""


def _tell(lines: Sequence[str], how: Callable[[str], None]) -> None:
    for line in lines[:MOST_LINES]:
        how(line)
    if len(lines) > MOST_LINES:
        how(f"... and {len(lines) - MOST_LINES} more")
