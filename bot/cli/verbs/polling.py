"""``poll --once``: one round over the feeds from the command line, with what came of it and what it cost.

What prints for people is loaded where something is printed: of a round without news that was a thirtieth.
"""

import asyncio
import gc
import re
import resource
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec import Struct

from bot.cli.terminal.common import emit, fail, feed_name, load_settings_and_feeds, open_store
from bot.feeds import Poller
from bot.model import FeedSource, PollFailed
from bot.phrases.wording import count
from bot.settings import Settings
from bot.store import StoreError
from bot.topic import TopicError
from bot.worker.factories import domain_reserve, fetch_policy, full_text_of
from bot.worker.intake.late_reader import LateReader
from bot.worker.intake.polling import Polling
from bot.worker.intake.reports import FeedReport, RoundReport
from bot.worker.logs.setup import set_up
from bot.worker.memory import one_arena

STATUS = Path("/proc/self/status")
"""What Linux says of this process, proc_pid_status(5)."""

AT_ONCE = 64
"""Feeds claimed at a time, as the worker does: twice as many as are asked at once, so that slow sites do not keep the
others waiting. What they have brought waits in memory for its batch, 5 MB more of it with twice as many."""


class Effort(Struct, frozen=True):
    """What a round cost, start-up apart."""

    cpu_s: float
    wall_s: float
    peak_mb: float
    child_peak_mb: float
    """Of the largest of the processes that parse; 0 where none was needed."""
    requests: int


def once(*, everything: bool, as_json: bool) -> bool:
    """The verb with ``--once``; False as ``poll``."""
    settings, feeds = load_settings_and_feeds()
    return asyncio.run(poll(settings, feeds, everything=everything, as_json=as_json))


async def poll(settings: Settings, feeds: Sequence[FeedSource], *, everything: bool, as_json: bool) -> bool:
    """One round. False where feeds were asked and every one of them failed.

    The topic's words are loaded when the first entry has to be read; exit code 2 where they cannot be used.
    """
    # What feeds say is shown below; the log has only what went wrong inside burdenwatch itself.
    set_up("ERROR", settings.token or "", as_json=settings.log_format == "json")
    one_arena()
    reader = LateReader(settings.topic, encoder=settings.encoder)
    store = open_store(settings)
    try:
        store.acquire()
        store.feeds.sync(feeds, datetime.now(UTC))
        active = store.feeds.count_active()
        async with (
            Poller(fetch_policy(settings), texts_later=True, reserve=domain_reserve(store)) as poller,
            full_text_of(settings, poller, store, reader) as full_text,
        ):
            floor = settings.poll_floor
            polling = Polling(
                store, poller, reader, floor=floor, limit=AT_ONCE, full_text=full_text, judge=reader.judge
            )
            # What the start has made stays to the end: looking through it again took a sixth of a round without news.
            gc.freeze()
            wall, cpu = time.perf_counter(), _cpu()
            total = await _with_progress(polling, active, everything=everything, quiet=as_json)
            wall = time.perf_counter() - wall
    except StoreError as problem:
        fail(3, str(problem))
    except TopicError as problem:
        fail(2, *problem.problems)
    finally:
        store.close()
    # The processes have ended with the poller, so their CPU time is in the children's sum now.
    own, children = peak_mb(), _most_mb(resource.RUSAGE_CHILDREN)
    effort = Effort(_cpu() - cpu - reader.cpu_s, wall, own, children, poller.requests)
    if as_json:
        emit(_as_record(total, effort))
    else:
        _show_round(total, effort, active, feeds, everything=everything)
    return not total.feeds or len(total.errors) < total.feeds


async def _with_progress(polling: Polling, feeds: int, *, everything: bool, quiet: bool) -> RoundReport:
    if quiet:
        return await polling.round(everything=everything)
    from bot.cli.terminal.consoles import stderr

    if not stderr.is_terminal:
        return await polling.round(everything=everything)
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("polling"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=stderr, transient=True) as progress:
        task = progress.add_task("", total=feeds)

        def done(report: FeedReport) -> None:
            progress.update(task, advance=1, description=report.feed.outlet)

        return await polling.round(everything=everything, done=done)


def _cpu() -> float:
    """CPU seconds of this process and of its children that ended."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def peak_mb() -> float:
    """Peak memory of this process.

    Where there is a /proc, it is read there: by getrusage(2) a program has its launcher's peak too, as that outlasts
    an exec.
    """
    try:
        found = re.search(r"^VmHWM:\s+(\d+) kB$", STATUS.read_text(encoding="ascii", errors="replace"), re.MULTILINE)
    except OSError:
        found = None
    return int(found[1]) / 1024 if found else _most_mb(resource.RUSAGE_SELF)


def _most_mb(who: int) -> float:
    """The largest peak that getrusage(2) knows of; Linux counts in KiB, macOS in bytes."""
    peak = resource.getrusage(who).ru_maxrss
    return peak / (1 << 20) if sys.platform == "darwin" else peak / 1024


def _as_record(total: RoundReport, effort: Effort) -> dict[str, Any]:
    return {
        "feeds": total.feeds,
        "requests": effort.requests,
        "not_modified": total.not_modified,
        "unchanged": total.unchanged,
        "new": total.new,
        "matched": total.matched,
        "rung": total.rung,
        "errors": len(total.errors),
        "cpu_s": round(effort.cpu_s, 3),
        "wall_s": round(effort.wall_s, 3),
        "peak_mb": round(effort.peak_mb, 1),
        "child_peak_mb": round(effort.child_peak_mb, 1),
    }


def _show_round(
    total: RoundReport, effort: Effort, active: int, feeds: Sequence[FeedSource], *, everything: bool
) -> None:
    if not total.feeds:
        _show_nothing(active, everything=everything)
        return
    from rich.text import Text

    from bot.cli.terminal.consoles import stderr, stdout

    names = {source.url: feed_name(source) for source in feeds}
    failed = [(names.get(r.feed.url, r.feed.outlet), r.outcome) for r in total.errors]
    for name, outcome in sorted(failed, key=lambda pair: pair[0].casefold()):
        if isinstance(outcome, PollFailed):
            stderr.print(Text(f"{name}: {outcome.sentence}", style="red"), soft_wrap=True)
    errors = count(len(total.errors), "error")
    stdout.print(
        f"{count(total.feeds, 'feed')} asked in {effort.wall_s:.1f} s: {count(total.new, 'new report')}, "
        f"{total.matched or 'none'} on the topic, {count(total.rung, 'alert')} owed, {errors}"
    )


def _show_nothing(active: int, *, everything: bool) -> None:
    from bot.cli.terminal.consoles import hint, stdout

    if not active:
        stdout.print("There is no feed to ask; config/feeds.toml lists them.")
    elif everything:
        stdout.print("No feed may be asked now; each of them is being polled, or asked to be left alone for a while.")
    else:
        stdout.print("No feed is due.")
        hint("burdenwatch poll --once --all asks every feed now")
