"""``feeds import`` and ``feeds export``: lists of feeds from other readers, and for them."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.cli.terminal.common import fail, open_store_if_there
from bot.cli.terminal.consoles import complain, hint, stdout
from bot.cli.verbs.sources import EXIT_CODES, sources
from bot.feeds.opml import LARGEST
from bot.model import FeedRefused, Topic
from bot.phrases.wording import count
from bot.settings import Settings

MOST_LINES = 20
"""Troubles of one kind that are told one by one; a list may have thousands."""


def take_list(settings: Settings, topic: Topic, file: str) -> bool:
    """Follow the feeds of an OPML file, none of them asked yet; False where the file has some that cannot be."""
    content = _content(file)
    with sources(settings, topic) as feeds:
        try:
            came = feeds.take_list(content)
        except FeedRefused as refusal:
            fail(EXIT_CODES.get(refusal.reason, 1), f"{file}: {refusal}")
    parts = [f"{count(came.added, 'feed')} added"]
    if came.followed:
        by_topic = f" ({came.by_topic:,} by the topic)" if came.by_topic else ""
        parts.append(f"{came.followed:,} followed already{by_topic}")
    parts += [f"{len(came.repeated):,} named more than once"] * bool(came.repeated)
    parts += [f"{len(came.unusable):,} that cannot be used"] * bool(came.unusable)
    stdout.print(", ".join(parts), markup=False, soft_wrap=True)
    _tell(came.repeated, hint)
    _tell(came.unusable, complain)
    return not came.unusable


def give_list(settings: Settings, topic: Topic, file: str, *, force: bool) -> None:
    """All feeds that are followed, as OPML, into a file or to standard output."""
    with sources(settings, topic, open_store_if_there) as feeds:
        given = feeds.give_list()
    if file == "-":
        sys.stdout.buffer.write(given.content)
        sys.stdout.buffer.flush()
    else:
        try:
            with Path(file).open("wb" if force else "xb") as out:
                out.write(given.content)
        except FileExistsError:
            fail(1, f"{file} is there already; --force writes over it")
        except OSError as problem:
            fail(1, f"{file} cannot be written: {problem.strerror or problem}")
    dead = given.left_out
    left = f"; {dead} left out, because {'it is' if dead == 1 else 'they are'} gone" if dead else ""
    hint(f"{count(given.feeds, 'feed')} written{left}")


def _content(file: str) -> bytes:
    try:
        if file == "-":
            return sys.stdin.buffer.read(LARGEST + 1)
        with Path(file).open("rb") as source:
            return source.read(LARGEST + 1)
    except OSError as problem:
        fail(2, f"{file} cannot be read: {problem.strerror or problem}")


def _tell(lines: Sequence[str], how: Callable[[str], None]) -> None:
    for line in lines[:MOST_LINES]:
        how(line)
    if len(lines) > MOST_LINES:
        how(f"... and {len(lines) - MOST_LINES} more")
