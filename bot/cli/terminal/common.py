"""What several verbs share: how they end, and what they work on, with readable errors."""

import gc
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from bot import settings as environment
from bot import topic as folder
from bot.model import Feed, FeedKind, FeedSource, FeedState, Topic
from bot.settings import Settings, SettingsError
from bot.topic import TopicError, vocabulary_fault

if TYPE_CHECKING:
    from bot.reading import Reader
    from bot.store import Store

T = TypeVar("T")


def fail(code: int, *lines: str) -> NoReturn:
    """Say what is wrong on standard error and stop with the exit code."""
    # Here, since a round of polling that goes well needs neither.
    import typer

    from bot.cli.terminal.consoles import complain

    for line in lines:
        complain(line)
    raise typer.Exit(code)


def emit(record: Mapping[str, Any]) -> None:
    """One JSON object as a line; flushed at once, so that a reader that closes the pipe early is noticed here."""
    sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def load_settings_and_topic() -> tuple[Settings, Topic]:
    """Settings and topic, or a list of what is wrong with them and exit code 2."""
    return _loaded(folder.load)


def load_settings_and_feeds() -> tuple[Settings, tuple[FeedSource, ...]]:
    """Settings and the topic's list of feeds, for a verb that may need no more of the topic; or as above."""
    # What was imported stays to the end, and to look through it once is a tenth of a round without news.
    gc.freeze()
    return _loaded(folder.load_feeds)


def _loaded(load: Callable[[Path | None], T]) -> tuple[Settings, T]:
    try:
        settings = environment.load()
        return settings, load(settings.topic)
    except (SettingsError, TopicError) as problem:
        fail(2, *problem.problems)
    finally:
        gc.enable()  # main put it off


def reader_of(topic: Topic, *, encoder: bool) -> "Reader":
    """The topic's reader, or what is wrong with its words and exit code 2; ``encoder``: with it."""
    # Here, since of the verbs only those that read load what reads.
    from bot.reading import VocabularyError, reader_for

    try:
        return reader_for(topic, encoder=encoder)
    except VocabularyError as problem:
        fail(2, vocabulary_fault(problem))


def open_store(settings: Settings) -> "Store":
    """The store, or a sentence that says why not and exit code 3."""
    # Here, since to read a report no database is needed, and to load what opens one takes half a second.
    from bot.store import StoreError
    from bot.worker.factories import open_database

    try:
        return open_database(settings)
    except StoreError as problem:
        fail(3, str(problem))


def open_store_for_reading(settings: Settings) -> "Store":
    """The store for a verb that only reads: it makes no database, and changes none. Exit code 3 as above."""
    from bot.store import NoDatabaseError, StoreError
    from bot.worker.factories import open_for_reading

    try:
        return open_for_reading(settings)
    except NoDatabaseError as problem:
        fail(
            3,
            f"{problem}; burdenwatch run makes one and collects reports, and DATABASE_URL or DATA_DIR names another, "
            "as does TELEGRAM_TOKEN, without which it is the sandbox's",
        )
    except StoreError as problem:
        fail(3, str(problem))


def open_store_if_there(settings: Settings) -> "Store":
    """As ``open_store_for_reading``, for a verb that needs no database: without one, an empty store in memory."""
    from bot.store import NoDatabaseError, StoreError, open_store
    from bot.worker.factories import open_for_reading

    try:
        return open_for_reading(settings)
    except NoDatabaseError:
        store = open_store("sqlite://", worker="cli")
        store.migrate()
        return store
    except StoreError as problem:
        fail(3, str(problem))


def has_replay_feeds(feeds: Iterable[Feed]) -> bool:
    """Whether the sandbox tells past reports, so that its clock is theirs."""
    return any(feed.kind is FeedKind.REPLAY and feed.state is FeedState.ACTIVE for feed in feeds)


def feed_name(source: FeedSource) -> str:
    """``Yonhap News (en, politics)``: an outlet may have several feeds."""
    return f"{source.outlet} ({', '.join(filter(None, (source.language, source.section)))})"
