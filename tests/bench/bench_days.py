"""Thirty days of fifty feeds in some minutes: is anything lost, is any feed stuck, does memory stay flat?

    python -m tests.bench.bench_days [--days 30] [--feeds 50] [--database postgres] [--stories 4] [--set NAME=VALUE]

The real worker under the clock of ``fast_clock``, fifty feeds and a Telegram on loopback. A feed has four entries a day
off the topic; the stories of a day, of ``seeds/archive``, are each told by three outlets within hours, and a third of
the reports is edited later. Feeds are down for hours (503), limit us (429 with Retry-After), send half a document,
hang, or are slow; one has moved (301) and one is gone (410). Chats have alerts at once, but for quiet hours, or a
digest in the morning. Retention is on, and off the encoder, so that every story rings.

A line a day: memory in MB, seconds of CPU, requests for feeds, messages. A day more without news lets all come to its
end. Then: reports that are not in the archive, messages owed, chats that did not get a story or got it twice, days
without a digest, messages in quiet hours, how late the others came, feeds that were not asked for a day. Ends with 1
where anything was lost or stuck. A story that the archive counts to an older one rings by nobody's plan, and is only
counted.
"""

import argparse
import asyncio
import random
import re
import struct
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import count, cycle
from pathlib import Path

from aiohttp import web
from sqlalchemy import text

from bot.model import PastReport
from bot.store import open_store
from bot.topic import load
from tests.bench.bench_soak import LETTERS, Sample, database, sample
from tests.bench.large_archive import say
from tests.whole.newsstand import Item, rss
from tests.whole.process import TOKEN, WorkerProcess, make_topic

DAY = 86_400.0
SHOWN = 40
OFF_TOPIC = 4
"""Entries of a feed a day."""
TELLERS = 3
TROUBLES = ("503", "429", "half", "hang", "slow")
WISHES = {
    7_000_001: ("/subscribe",),
    7_000_002: ("/subscribe", "/alerts quiet 22:00-7:00"),
    7_000_003: ("/subscribe", "/alerts digest 8:00"),
}
"""By chat, what it asks for."""
RUNG, QUIET, DIGESTED = WISHES
STUCK = 1.3
"""Days; a feed that publishes little is asked once in one, give or take what spreads the polls."""
MARK = re.compile(r"plan ([A-Z][a-z]{7})\b")


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of a feed; times are of Unix."""

    at: float
    slug: str
    title: str
    text: str
    edited: float = 0.0
    mark: str = ""
    """Of its story, in its headline; "" off the topic."""

    def item(self, now: float) -> Item:
        more = " The ministry gave no further details." if self.edited and now >= self.edited else ""
        return Item(self.title, self.text + more, format_datetime(datetime.fromtimestamp(self.at, UTC)), self.slug)


class Plan:
    """All that will come, the same every time."""

    def __init__(self, begin: float, days: int, feeds: int, stories: int) -> None:
        self._chance = random.Random(20191119)
        self._past = _stories(self._chance)
        self.feeds: list[list[Told]] = [[] for _ in range(feeds)]
        self.troubles: list[list[tuple[float, float, str]]] = [[] for _ in range(feeds)]
        self.moved, self.gone = (3, begin + 10 * DAY), (5, begin + min(20, days * 0.66) * DAY)
        number = count(1)
        for day in range(-5, days):
            for feed, shown in enumerate(self.feeds):
                shown += [self._other(begin + (day + self._hour()) * DAY, next(number)) for _ in range(OFF_TOPIC)]
                if day >= 1 and self._chance.random() < 0.06:
                    start = begin + (day + self._chance.random()) * DAY
                    hours = self._chance.uniform(1, 10)
                    self.troubles[feed].append((start, start + hours * 3600, self._chance.choice(TROUBLES)))
            if day >= 1:
                for _ in range(stories):
                    self._story(begin + day * DAY, next(number))
        for shown in self.feeds:
            shown.sort(key=lambda one: one.at)

    def _hour(self) -> float:
        """A part of the day: most of it comes by day."""
        return min(0.999, max(0.0, self._chance.gauss(0.45, 0.18)))

    def _other(self, at: float, number: int) -> Told:
        words = f"Harbour line {number % 97} carried {number} passengers"
        return Told(at, f"other-{number}", words, f"{words} on the day, the harbour office said.")

    def _story(self, day: float, number: int) -> None:
        chance, past = self._chance, next(self._past)
        mark = "".join(chance.choices("bdfgklmnprstv", k=8)).capitalize()
        own = " ".join("".join(chance.choices(LETTERS, k=chance.randint(4, 9))) for _ in range(30))
        began = day + self._hour() * 0.8 * DAY
        able = [feed for feed in range(len(self.feeds)) if feed != self.gone[0]]
        for place, feed in enumerate(chance.sample(able, TELLERS)):
            at = began + place * chance.uniform(600, 7200)
            edited = at + chance.uniform(1800, 20000) if chance.random() < 0.33 else 0.0
            title, body = f"{past.title} (plan {mark})", f"{past.text}\n{own.capitalize()}."
            self.feeds[feed].append(Told(at, f"told-{number}-{place}", title, body, edited, mark))

    def trouble(self, feed: int, now: float) -> str:
        return next((what for start, end, what in self.troubles[feed] if start <= now < end), "")

    def until(self, feed: int, now: float) -> float:
        return next(end - now for start, end, _ in self.troubles[feed] if start <= now < end)


def _stories(chance: random.Random) -> Iterator[PastReport]:
    """Past reports, one of each story, again and again."""
    on_topic = [one for one in load().archive if one.on_topic and one.language == "en"]
    each = list({one.story: one for one in on_topic}.values())
    return cycle(chance.sample(each, len(each)))


@dataclass(slots=True)
class World:
    """The web and Telegram around the worker, by its clock."""

    plan: Plan
    clock: Path
    began: float
    """Of Unix, as all times here."""
    last_asked: dict[int, float] = field(default_factory=dict)
    answers: Counter[int] = field(default_factory=Counter)
    longest: dict[int, float] = field(default_factory=dict)
    """Between two requests for a feed, in seconds."""
    got: dict[int, list[tuple[float, str]]] = field(default_factory=lambda: defaultdict(list))
    updates: list[dict[str, object]] = field(default_factory=list)
    url: str = ""
    port: int = 0
    requests: int = 0

    def now(self) -> float:
        return float(struct.unpack("d", self.clock.read_bytes())[0])

    async def start(self) -> web.AppRunner:
        app = web.Application()
        app.router.add_get("/feed/{number}", self._feed)
        app.router.add_route("*", "/bot{token}/{method}", self._telegram)
        runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.2)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.port = int(runner.addresses[0][1])
        for last in range(2, len(self.plan.feeds) + 1):
            await web.TCPSite(runner, f"127.0.0.{last}", self.port).start()
        self.url = f"http://127.0.0.1:{self.port}"
        return runner

    def address(self, feed: int) -> str:
        return f"http://127.0.0.{feed + 1}:{self.port}/feed/{feed}"

    async def _feed(self, request: web.Request) -> web.StreamResponse:
        named, now = request.match_info["number"], self.now()
        feed = int(named.removeprefix("new-"))
        self.requests += 1
        self.longest[feed] = max(self.longest.get(feed, 0.0), self._unasked(feed, now))
        self.last_asked[feed] = now
        answer = await self._answer(feed, named, now, request)
        self.answers[answer.status] += 1
        return answer

    def _unasked(self, feed: int, now: float) -> float:
        return now - self.last_asked.get(feed, self.began)

    def stuck(self) -> dict[int, float]:
        """By feed the longest time without a request, in days, where it is more than a day and its spread."""
        now = self.now()
        longest = {n: max(self.longest.get(n, 0.0), self._unasked(n, now)) / DAY for n in range(len(self.plan.feeds))}
        return {feed: gap for feed, gap in longest.items() if gap > STUCK and feed != self.plan.gone[0]}

    async def _answer(self, feed: int, named: str, now: float, request: web.Request) -> web.StreamResponse:
        plan = self.plan
        if feed == plan.moved[0] and now > plan.moved[1] and not named.startswith("new-"):
            return web.Response(status=301, headers={"Location": f"/feed/new-{feed}"})
        if feed == plan.gone[0] and now > plan.gone[1]:
            return web.Response(status=410)
        trouble = plan.trouble(feed, now)
        match trouble:
            case "503":
                return web.Response(status=503)
            case "429":
                return web.Response(status=429, headers={"Retry-After": f"{plan.until(feed, now):.0f}"})
            case "hang":
                await asyncio.sleep(3600)
            case "slow":
                await asyncio.sleep(0.1)
        shown = [one.item(now) for one in plan.feeds[feed] if one.at <= now][-SHOWN:]
        body = rss(shown[::-1])
        tag = f'"{hash(body)}"'
        if request.headers.get("If-None-Match") == tag and not trouble:
            return web.Response(status=304, headers={"ETag": tag})
        body = body[: len(body) // 2] if trouble == "half" else body
        headers = {"ETag": tag} if trouble != "half" else {}
        return web.Response(body=body, content_type="application/rss+xml", headers=headers)

    async def _telegram(self, request: web.Request) -> web.StreamResponse:
        said = {key: str(value) for key, value in (await request.post()).items()}
        match request.match_info["method"].lower():
            case "getme":
                return _fine({"id": 424242, "is_bot": True, "first_name": "Bench", "username": "bench_bot"})
            case "getupdates":
                offset = int(said.get("offset", "0"))
                return _fine([one for one in self.updates if int(str(one["update_id"])) >= offset][:100])
            case "sendmessage":
                self.got[int(said["chat_id"])].append((self.now(), said["text"]))
                return _fine(_message(int(said["chat_id"]), sum(map(len, self.got.values())), said["text"]))
            case "editmessagetext":
                return _fine(_message(int(said["chat_id"]), int(said["message_id"]), said["text"]))
        return _fine(True)

    def ask(self, chat: int, words: str) -> None:
        number = len(self.updates) + 1
        command = words.split()[0]
        message = _message(chat, number, words) | {
            "from": {"id": chat, "is_bot": False, "first_name": "Reader"},
            "date": int(self.now()),
            "entities": [{"type": "bot_command", "offset": 0, "length": len(command)}],
        }
        self.updates.append({"update_id": number, "message": message})


def _fine(result: object) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _message(chat: int, number: int, words: str) -> dict[str, object]:
    whom = {"id": chat, "type": "private", "first_name": "Reader"}
    return {"message_id": number, "date": 1_790_000_000, "chat": whom, "text": words}


async def watch(world: World, worker: WorkerProcess, begin: float, days: int) -> list[Sample]:
    """A line a day, until the days and one more have passed."""
    samples: list[Sample] = []
    say("  day  real s  resident    peak  anonymous  descriptors  threads   cpu s  requests  messages")
    started = time.monotonic()
    for day in range(days + 2):
        while world.now() < begin + day * DAY:
            assert worker.exit_code is None, f"the worker ended: {worker.log[-3000:]}"
            await asyncio.sleep(0.05)
        seen = sample(worker.pid)
        samples.append(seen)
        sent = sum(map(len, world.got.values()))
        say(
            f"{day:5}{time.monotonic() - started:8.0f}{seen.resident:10.1f}{seen.peak:8.1f}{seen.anonymous:11.1f}"
            f"{seen.descriptors:13}{seen.threads:9}{seen.cpu:8.1f}{world.requests:10}{sent:10}"
        )
    return samples


def slope(samples: list[Sample]) -> float:
    """MB a day of the last two thirds, by least squares."""
    seen = [one.resident for one in samples[len(samples) // 3 :]]
    middle, mean = (len(seen) - 1) / 2, sum(seen) / len(seen)
    spread = sum((at - middle) ** 2 for at in range(len(seen)))
    return sum((at - middle) * (one - mean) for at, one in enumerate(seen)) / (spread or 1)


def delays(world: World, marks: set[str]) -> list[float]:
    """In minutes, the shortest first: feeds' troubles and the time between two polls."""
    first: dict[str, float] = {}
    for shown in world.plan.feeds:
        for one in shown:
            if one.mark in marks:
                first[one.mark] = min(one.at, first.get(one.mark, one.at))
    came: dict[str, float] = {}
    for at, words in world.got[RUNG]:
        for mark in MARK.findall(words):
            came.setdefault(mark, at)
    return sorted((came[mark] - at) / 60 for mark, at in first.items() if mark in came) or [0.0]


def judge(world: World, address: str, begin: float, days: int) -> bool:
    """Says how it came out; whether nothing was lost."""
    told = [one for shown in world.plan.feeds for one in shown if one.mark]
    with open_store(address, worker="bench") as store, store._database.read() as connection:
        kept = {str(url).rsplit("/", 1)[-1] for url in connection.scalars(text("SELECT url FROM articles"))}
        stories = [str(title) for title in connection.scalars(text("SELECT title FROM stories"))]
        stand = store.status(datetime.fromtimestamp(world.now(), UTC))
    missing = [one.slug for one in told if one.slug not in kept]
    marks = {mark for title in stories for mark in MARK.findall(title)}
    lost, twice = [], []
    for chat in WISHES:
        seen = Counter(mark for _, words in world.got[chat] for mark in set(MARK.findall(words)))
        lost += [(chat, mark) for mark in marks if not seen[mark]]
        twice += [(chat, mark) for mark in marks if seen[mark] > 1]
    mornings = {int((at - begin) // DAY) for at, words in world.got[DIGESTED] if MARK.search(words)}
    without = [day for day in range(2, days) if day not in mornings]
    loud = [at for at, words in world.got[QUIET] if MARK.search(words) and not 7 <= at % DAY / 3600 < 22]
    stuck = world.stuck()
    say(
        f"{len(told)} reports of {len({one.mark for one in told})} stories told, {len(missing)} not in the archive; "
        f"{len(marks)} stories in it, {len(lost)} lost by a chat, {len(twice)} told a chat twice; {stand.owed} owed; "
        f"days without a digest: {without or 'none'}; {len(loud)} messages in quiet hours"
    )
    late = delays(world, marks)
    say(
        f"from a story's first report to the chat that is told at once: half within {late[len(late) // 2]:.0f} minutes,"
        f" the longest {late[-1]:.0f}"
    )
    say(
        f"{world.requests} requests, {world.requests / len(world.plan.feeds) / (days + 1):.1f} a feed and day; "
        f"answers: {dict(sorted(world.answers.items()))}; feeds not asked for long: {stuck or 'none'}; "
        f"{[(feed.outlet, feed.errors) for feed in stand.failing]} fail at the end"
    )
    for what, those in (("not in the archive", missing), ("lost", lost), ("twice", twice)):
        for one in those[:5]:
            say(f"  {what}: {one}")
    return not (missing or lost or twice or stand.owed or without or loud or stuck)


async def run(chosen: argparse.Namespace, folder: Path, address: str) -> bool:
    clock = folder / "clock"
    now = time.time()
    clock.write_bytes(struct.pack("d", now))
    begin = (datetime.fromtimestamp(now, UTC).replace(hour=0, minute=0, second=0) + timedelta(days=1)).timestamp()
    world = World(Plan(begin, chosen.days, chosen.feeds, chosen.stories), clock, now)
    runner = await world.start()
    settings = {
        "TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": world.url, "DATABASE_URL": address,
        "BURDENWATCH_TOPIC": str(make_topic(folder, {f"Outlet {n}": world.address(n) for n in range(chosen.feeds)})),
        "ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8", "FULL_TEXT": "off", "PORT": "0", "PYTHONUNBUFFERED": "",
        "KEEP_DAYS": "7", "SIMULATED_CLOCK": str(clock),
    }  # fmt: skip
    settings |= dict(named.split("=", 1) for named in chosen.set)
    worker = WorkerProcess(folder, settings, module="tests.bench.fast_clock")
    for chat, wishes in WISHES.items():
        for words in wishes:
            world.ask(chat, words)
    try:
        await worker.start_fresh(seconds=300)
        samples = await watch(world, worker, begin, chosen.days)
        say(f"resident memory of the last two thirds: {slope(samples):+.2f} MB a day")
        await worker.terminate()
        went_well = judge(world, address, begin, chosen.days)
    finally:
        await worker.close()
        await runner.cleanup()
        if chosen.log:
            await asyncio.to_thread(Path(chosen.log).write_text, worker.log)
    return went_well


def main() -> None:
    options = argparse.ArgumentParser(description="Thirty days in some minutes.")
    options.add_argument("--days", type=int, default=30)
    options.add_argument("--feeds", type=int, default=50)
    options.add_argument("--stories", type=int, default=4, help="a day")
    options.add_argument("--database", default="", help="an empty database, or postgres; by default a SQLite file")
    options.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="of the worker's environment")
    options.add_argument("--log", default="", help="a file for the worker's log")
    chosen = options.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="burdenwatch-days-") as folder,
        database(chosen.database, Path(folder)) as url,
    ):
        if not asyncio.run(run(chosen, Path(folder), url)):
            sys.exit(1)


if __name__ == "__main__":
    main()
