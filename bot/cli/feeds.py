"""``poll`` and ``feeds``: the feeds from the command line."""

import json
import resource
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from bot.cli.common import fail, stderr, stdout
from bot.feeds import Poller
from bot.model import Feed, FeedState, PollFailed, Topic, Unchanged
from bot.reading import Reader
from bot.settings import Settings
from bot.store import Store, StoreError
from bot.worker import FeedReport, Polling, RoundReport, open_database
from bot.worker.service import fetch_policy


@dataclass(frozen=True, slots=True)
class Effort:
    """What a round cost, start-up apart."""

    cpu_s: float
    wall_s: float
    peak_mb: float


async def poll(settings: Settings, topic: Topic, *, everything: bool, as_json: bool) -> bool:
    """One round. False where feeds were asked and every one of them failed."""
    store = opened(settings)
    try:
        store.acquire()
        store.sync_feeds(topic.feeds, datetime.now(UTC))
        reader = Reader(topic.vocabulary)
        async with Poller(fetch_policy(settings)) as poller:
            polling = Polling(store, poller, reader, floor=settings.poll_floor)
            wall, cpu = time.perf_counter(), _cpu()
            total = await _with_progress(polling, len(store.feeds()), everything=everything, quiet=as_json)
            wall = time.perf_counter() - wall
    except StoreError as problem:
        fail(3, str(problem))
    finally:
        store.close()
    # The parser's process has ended with the poller, so its CPU time is in the children's sum now.
    effort = Effort(_cpu() - cpu, wall, _peak_mb())
    if as_json:
        sys.stdout.write(json.dumps(_as_record(total, effort)) + "\n")
    else:
        _show_round(total, effort, everything=everything)
    return not total.reports or len(total.errors) < len(total.reports)


def list_feeds(settings: Settings, topic: Topic, *, as_json: bool) -> None:
    """The feeds on record, a line each."""
    store = opened(settings)
    try:
        store.sync_feeds(topic.feeds, datetime.now(UTC))
        feeds = sorted(store.feeds(), key=lambda feed: (feed.language, feed.outlet, feed.url))
    finally:
        store.close()
    if as_json:
        for feed in feeds:
            sys.stdout.write(json.dumps(_feed_record(feed), ensure_ascii=False) + "\n")
        return
    stdout.print(_table(feeds))
    active = sum(feed.state is FeedState.ACTIVE for feed in feeds)
    stdout.print(Text(f"{active} of {len(feeds)} feeds are active; times are UTC", style="dim"))


def opened(settings: Settings) -> Store:
    """The store, or a sentence that says why not and exit code 3."""
    try:
        return open_database(settings)
    except StoreError as problem:
        fail(3, str(problem))


async def _with_progress(polling: Polling, feeds: int, *, everything: bool, quiet: bool) -> RoundReport:
    columns = (TextColumn("polling"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=stderr, transient=True, disable=quiet or not stderr.is_terminal) as progress:
        task = progress.add_task("", total=feeds)

        def done(report: FeedReport) -> None:
            progress.update(task, advance=1, description=report.feed.outlet)

        return await polling.round(everything=everything, done=done)


def _cpu() -> float:
    """CPU seconds of this process and of its children that ended."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _peak_mb() -> float:
    """Peak memory of this process; Linux counts it in KiB, macOS in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20) if sys.platform == "darwin" else peak / 1024


def _as_record(total: RoundReport, effort: Effort) -> dict[str, Any]:
    unchanged = [r.outcome for r in total.reports if isinstance(r.outcome, Unchanged)]
    return {
        "feeds": len(total.reports),
        "not_modified": sum(outcome.not_modified for outcome in unchanged),
        "unchanged": sum(not outcome.not_modified for outcome in unchanged),
        "new": sum(report.new for report in total.reports),
        "matched": sum(report.matched for report in total.reports),
        "rung": sum(report.rung for report in total.reports),
        "errors": len(total.errors),
        "cpu_s": round(effort.cpu_s, 3),
        "wall_s": round(effort.wall_s, 3),
        "peak_mb": round(effort.peak_mb, 1),
    }


def _show_round(total: RoundReport, effort: Effort, *, everything: bool) -> None:
    if not total.reports:
        stdout.print("No feed is due." if not everything else "There is no feed to ask.")
        if not everything:
            stdout.print(Text("burdenwatch poll --once --all asks every feed now", style="dim"))
        return
    for report in sorted(total.errors, key=lambda report: report.feed.outlet):
        if isinstance(report.outcome, PollFailed):
            stdout.print(Text(f"{report.feed.outlet}: {report.outcome.sentence}", style="red"))
    new, matched = sum(r.new for r in total.reports), sum(r.matched for r in total.reports)
    stdout.print(
        f"{_count(len(total.reports), 'feed')} asked in {effort.wall_s:.1f} s: {_count(new, 'new report')}, "
        f"{matched} on the topic, {_count(len(total.errors), 'error')}"
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _feed_record(feed: Feed) -> dict[str, Any]:
    return {
        "url": feed.url,
        "title": feed.title,
        "outlet": feed.outlet,
        "state": feed.state.value,
        "last_polled": feed.last_polled.isoformat() if feed.last_polled else None,
        "next_due": feed.next_due.isoformat() if feed.next_due else None,
        "interval_s": feed.interval,
        "errors": feed.errors,
        "last_error": feed.last_error,
        "items": feed.items,
    }


def _table(feeds: list[Feed]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("lang", "outlet", "state", "last poll", "next poll", "items", "errors", "what is wrong"):
        table.add_column(name, justify="right" if name in {"items", "errors"} else "left", overflow="fold")
    for feed in feeds:
        times = (_time(feed.last_polled, "never"), _time(feed.next_due, "at once"))
        style = "red" if feed.errors else "" if feed.state is FeedState.ACTIVE else "dim"
        cells = (feed.language, feed.outlet, feed.state, *times, feed.items, feed.errors or "", feed.last_error or "")
        table.add_row(*(Text(str(cell), style=style) for cell in cells))
    return table


def _time(moment: datetime | None, none: str) -> str:
    return moment.strftime("%Y-%m-%d %H:%M") if moment else none
