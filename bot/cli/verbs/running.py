"""``run`` and ``migrate``: the worker in the foreground."""

import asyncio
import gc
import logging
import os
import sys
from contextlib import suppress

from rich.panel import Panel

from bot.cli.terminal.common import fail
from bot.cli.terminal.consoles import stderr, stdout
from bot.cli.terminal.progress import progress_of
from bot.model import Topic
from bot.phrases.wording import count
from bot.reading import VocabularyError
from bot.sandbox import SandboxError
from bot.sandbox.web import is_loopback, open_to_others
from bot.settings import Settings, exposed, shown
from bot.store import StoreError, open_store
from bot.store.database.lock import WorkerLock
from bot.store.database.open_file import OpenFile
from bot.store.keeping.remembered import note_of
from bot.topic import vocabulary_fault
from bot.web.log_filter import RepeatFilter
from bot.worker.factories import StartError, database_address
from bot.worker.foreground import serve
from bot.worker.logs.setup import set_up
from bot.worker.memory import one_arena
from bot.worker.service import Service

log = logging.getLogger(__name__)


def run(settings: Settings, topic: Topic, *, live: bool, fresh: bool, sandbox: bool) -> None:
    """Runs the worker until it is told to end. ``sandbox``: it is wanted even where this looks like a host."""
    if settings.token and (live or fresh or sandbox):
        fail(2, "--sandbox, --live and --fresh are for the sandbox, and TELEGRAM_TOKEN is set")
    if settings.token is None:
        _refuse_sandbox(settings, asked=live or fresh or sandbox)
    if fresh:
        _forget_sandbox(settings)
    as_json = settings.log_format == "json"
    set_up(
        settings.log_level,
        settings.token or "",
        settings.metrics_token or "",
        filters=[RepeatFilter(everything=as_json)],
        as_json=as_json,
    )
    if warning := exposed():
        log.warning(warning)
    one_arena()
    try:
        with suppress(KeyboardInterrupt):
            asyncio.run(serve(settings, topic, live=live, ready=_announce))
    except (StartError, StoreError, SandboxError) as problem:
        fail(3, str(problem))
    except VocabularyError as problem:
        fail(2, vocabulary_fault(problem))


def _refuse_sandbox(settings: Settings, *, asked: bool) -> None:
    """End where the sandbox would be open to others, or where a host runs us that only lacks the token."""
    if not is_loopback(settings.host):
        fail(2, open_to_others(settings.host))
    if not asked and "PORT" in os.environ and not _has_terminal():
        fail(
            2,
            "TELEGRAM_TOKEN is not set, and this looks like a host (PORT is set, and there is no terminal). "
            "Set TELEGRAM_TOKEN to the token that @BotFather gives; for the sandbox here: burdenwatch run --sandbox",
        )


def _has_terminal() -> bool:
    # A stream that was closed before the start is None.
    return any(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def migrate(settings: Settings) -> None:
    """Bring the tables up to date and say what was done."""
    try:
        store = open_store(database_address(settings), worker="migrate")
    except StoreError as problem:
        fail(3, str(problem))
    try:
        with progress_of("tables") as on_progress:
            done = store.migrate(on_progress)
    except StoreError as problem:
        fail(3, str(problem))
    finally:
        store.close()
    for revision in done:
        stdout.print(f"applied {revision}")
    stdout.print(f"{shown(database_address(settings))} is up to date")


def _announce(service: Service) -> None:
    """Say where to look, once everything runs."""
    # What the start has made stays to the end: looking through it again took a third of the longest answers.
    gc.freeze()
    if service.page is None:
        log.info("burdenwatch follows %s on Telegram; %s", service.topic.name, count(len(service.topic.feeds), "feed"))
        return
    what = "the topic's real feeds" if service.live else "a replay of past reports"
    lines = (
        f"No TELEGRAM_TOKEN, so this is the [bold]sandbox[/]: {what}.",
        f"Open [bold cyan]{service.page}[/] in a browser and send [bold]/subscribe[/].",
        "Ctrl+C ends it; everything is kept for the next start.",
    )
    stderr.print(Panel.fit("\n".join(lines), title="burdenwatch"))


def _forget_sandbox(settings: Settings) -> None:
    """Delete the sandbox's own files; never under a worker that runs, nor a database that DATABASE_URL names."""
    if settings.database_url:
        fail(2, f"--fresh forgets DATA_DIR's own files, and DATABASE_URL is {shown(settings.database_url)!r}; unset it")
    if not settings.data_dir.is_dir():
        return
    lock = WorkerLock(settings.data_dir / "sandbox.db")
    try:
        lock.acquire()
        for name in ("sandbox.db", "sandbox-chats.db"):
            for suffix in ("", "-wal", "-shm"):
                (settings.data_dir / f"{name}{suffix}").unlink(missing_ok=True)
        note_of(OpenFile(settings.data_dir / "sandbox.db")).unlink(missing_ok=True)
    except (StoreError, OSError) as problem:
        fail(3, str(problem))
    finally:
        lock.release()
