"""The worker killed again and again, with a Telegram that fails, on a database of each kind: is anything lost?

    python -m tests.bench.bench_chaos kills [--kills 20] [--chats 1000] [--database sqlite]
    python -m tests.bench.bench_chaos run [--minutes 10] [--chats 10] [--database sqlite]
    python -m tests.bench.bench_chaos all [--minutes 20] [--chats 10] [--database postgres] [--workers 3]
        [--only full kills]

``kills``: SIGKILL at random moments of one fan-out, the worker started again each time. ``run``: a story every two
seconds, SIGKILL about every twenty, and in one send of forty a 500, an answer that never comes, a broken connection or
a 429; of half of these the message has arrived all the same. ``all``: that, and what ``troubles`` has, to several
workers on one database, of which the last is not killed, so that its memory is seen over all the time; a line a minute
has the resident MB of each, and how old it is in minutes. On SQLite one worker, killed a fourth as often. Without
``--database`` both kinds, one after the other.

Prints the stories, the messages owed (chats times stories), how many were lost, and how many came more than once; ends
with 1 where any was lost. Each part ends by itself: six minutes after its last story or kill it is given up.
"""

import argparse
import asyncio
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from itertools import pairwise

from tests.bench.bench_soak import sample
from tests.bench.fanout import DATABASES, STARTING, Scene, say, scene, start, until_sent
from tests.bench.strict_telegram import StrictTelegram
from tests.bench.troubles import TROUBLES, Troubles
from tests.whole.newsstand import Item
from tests.whole.reports import BREAK_OFF, OLD

EVERY = 2.0
"""Seconds between two stories."""
KILL_EVERY = (15.0, 25.0)
KILLS = "kills"
FAULTY = 1 / 40
PATIENCE = 360.0
"""Seconds; longer than the lease of a feed, so that late is not taken for lost."""
IN_FEED = 30
"""Stories that the feed shows, a minute of them: what is published while the worker is down must still be there. Fewer
than FILLER: their dates lie days apart, and a feed whose usual gap is that long is asked once a day."""
FILLER = tuple(
    Item(f"Ferry number {n} is on time", "The harbour office has no more to say.", format_datetime(day), f"ferry-{n}")
    for n in range(100)
    for day in [datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(minutes=n)]
)
"""Off the topic, and a minute apart: a feed that publishes so often is asked again at the floor."""
FIRST_DAY = datetime(2005, 1, 3, 9, 0, tzinfo=UTC)
EACH_AFTER = 12
"""Days between two stories' dates: 600, of twenty minutes, end before now; what is dated later counts as today."""
COUNTRIES = (("South Korea", "Seoul", "won"), ("Japan", "Tokyo", "yen"), ("Germany", "Berlin", "euros"))
BASES = ("Osan", "Kunsan", "Humphreys", "Kadena", "Misawa", "Yokota", "Ramstein", "Spangdahlem", "Vilseck")


def story(number: int) -> Item:
    """A report that is no other one's story: days from the last, with a sum, a base and a headline of its own."""
    country, capital, money = COUNTRIES[number % 3]
    base, bill = BASES[number % len(BASES)], 3.0 + number * 0.17
    return Item(
        f"{country} and U.S. hold cost-sharing talks, round {number}, on the bill for {base}",
        f"{capital.upper()} - {country} and the United States held a round of defense cost-sharing talks about the "
        f"troops at {base}. Washington demanded ${bill:.2f} billion a year from {capital}, an official said; {capital} "
        f"would pay {100 + number * 7} billion {money} for the year.",
        format_datetime(FIRST_DAY + timedelta(days=EACH_AFTER * number)),
        f"chaos-{number}",
    )


def count(title: str, telegram: StrictTelegram, stories: list[Item], set_up: Scene) -> bool:
    """Says how it came out; whether nothing was lost."""
    owed = [(chat, one.title) for one in stories for chat in set_up.chats]
    got = {pair: _times(telegram, *pair) for pair in owed}
    lost = [pair for pair, times in got.items() if not times]
    repeated = sum(times - 1 for times in got.values() if times)
    faults = ", ".join(f"{times} {name}" for name, times in sorted(telegram.faults.items())) or "none"
    say(
        f"{title}: {len(stories)} stories, {len(owed)} messages owed, {len(lost)} lost, {repeated} repeated; "
        f"{telegram.refused} answers of 429 for too many a second; faults: {faults}"
    )
    for chat, headline in lost[:20]:
        say(f"  lost: chat {chat}, {headline}")
    return not lost


def _longest_gap(telegram: StrictTelegram) -> float:
    """Seconds; troubles and all."""
    return max((later - early for early, later in pairwise(telegram.arrived)), default=0.0)


def _times(telegram: StrictTelegram, chat: int, headline: str) -> int:
    return sum(times for (to, text), times in telegram.taken.items() if to == chat and headline in text)


async def kills(chosen: argparse.Namespace, kind: str) -> bool:
    """Twenty kills of one fan-out."""
    chance = random.Random(chosen.seed)
    async with StrictTelegram() as telegram, scene(kind, chosen.chats, telegram) as set_up:
        set_up.stand.items["paper"] = [BREAK_OFF, OLD]
        share = chosen.chats / (chosen.kills + 1)
        for number in range(chosen.kills):
            await _until(partial(_have_arrived, telegram, (number + chance.random()) * share))
            await asyncio.sleep(chance.uniform(0.0, 0.3))
            await _restart(set_up)
        await until_sent(set_up.store, PATIENCE)
        return count(f"{chosen.kills} kills on {kind}", telegram, [BREAK_OFF], set_up)


async def run(chosen: argparse.Namespace, kind: str) -> bool:
    """Chaos for some minutes."""
    chance = random.Random(chosen.seed)
    told: list[Item] = []
    telegram = StrictTelegram(faulty=FAULTY, seed=chosen.seed)
    async with telegram, scene(kind, chosen.chats, telegram, TELEGRAM_TIMEOUT="2") as set_up:
        telling = asyncio.create_task(_tell(set_up, told, chosen.minutes * 60))
        restarts = 0
        while not telling.done():
            await asyncio.wait({telling}, timeout=chance.uniform(*KILL_EVERY))
            await _restart(set_up)
            restarts += 1
        await telling
        await _until(partial(_have_come, telegram, told, chosen.chats))
        await until_sent(set_up.store, PATIENCE)
        return count(f"{chosen.minutes:g} minutes and {restarts} kills on {kind}", telegram, told, set_up)


async def everything(chosen: argparse.Namespace, kind: str) -> bool:
    """Kills and all troubles, to several workers."""
    chance = random.Random(chosen.seed)
    told: list[Item] = []
    telegram = StrictTelegram(faulty=FAULTY, seed=chosen.seed)
    workers = chosen.workers if kind == "postgres" else 1
    async with (
        telegram,
        scene(kind, chosen.chats, telegram, workers=workers, clock=True, TELEGRAM_TIMEOUT="2") as set_up,
    ):
        troubles = Troubles(set_up, telegram, chance, only=frozenset(chosen.only))
        killing = Killing(set_up, chance)
        watching = asyncio.create_task(_watch(set_up, telegram, told, troubles))
        going = [asyncio.create_task(troubles.go_on())] if {*chosen.only} != {KILLS} else []
        if not chosen.only or KILLS in chosen.only:
            going.append(asyncio.create_task(killing.go_on()))
        telling = asyncio.create_task(_tell(set_up, told, chosen.minutes * 60))
        await asyncio.wait([telling, *going], return_when=asyncio.FIRST_COMPLETED)  # the others only by a fault
        for one in (*going, *([telling] if any(one.done() for one in going) else [])):
            one.cancel()
        ended = await asyncio.gather(telling, *going, return_exceptions=True)
        await troubles.mend()
        await killing.start_all()
        began = time.monotonic()
        await _until(partial(_have_come, telegram, told, chosen.chats))
        await until_sent(set_up.store, PATIENCE)
        watching.cancel()
        befell = ", ".join(f"{times} {name}" for name, times in sorted(troubles.times.items()))
        title = f"{chosen.minutes:g} minutes, {workers} workers, {killing.times} kills, {befell} on {kind}"
        nothing_lost = count(title, telegram, told, set_up)
        say(f"  after the last story and trouble until all had come: {telegram.arrived[-1] - began:.0f} s")
        say(f"  longest time without a message: {_longest_gap(telegram):.0f} s")
        say(f"  starts that a trouble prevented, tried again: {killing.vain}")
        for problem in ended:
            if isinstance(problem, Exception):
                raise problem
        return nothing_lost


@dataclass(slots=True)
class Killing:
    """SIGKILL to any worker but the last, and what a supervisor does then."""

    set_up: Scene
    chance: random.Random
    times: int = 0
    vain: int = 0

    async def go_on(self) -> None:
        workers = self.set_up.workers
        pace = 1 if len(workers) > 1 else 4
        while True:
            await asyncio.sleep(pace * self.chance.uniform(*KILL_EVERY))
            worker = self.chance.choice(workers[:-1] or workers)
            await worker.close()
            self.times += 1
            await self.start_all()

    async def start_all(self) -> None:
        """Whoever has ended, by whatever, until it runs."""
        for worker in self.set_up.workers:
            while worker.exit_code is not None:
                try:
                    await start(worker)
                except AssertionError:  # it ended, or did not come up: it says why in its log
                    await worker.close()
                    self.vain += 1
                    await asyncio.sleep(1)


async def _watch(set_up: Scene, telegram: StrictTelegram, told: list[Item], troubles: Troubles) -> None:
    """A line a minute."""
    began, born = time.monotonic(), dict[int, float]()
    while True:
        now = time.monotonic()
        seen = []
        for worker in set_up.workers:
            age = (now - born.setdefault(worker.pid, now)) / 60
            try:
                seen.append(f"{sample(worker.pid).resident:6.1f} MB ({age:4.1f})")
            except OSError:
                seen.append("     down      ")
        say(
            f"{(now - began) / 60:6.1f} min {len(told):5} told {len(telegram.taken):6} arrived  {'  '.join(seen)}"
            f"  {troubles.now}"
        )
        await asyncio.sleep(60)


def _have_come(telegram: StrictTelegram, told: list[Item], chats: int) -> bool:
    return len(telegram.taken) >= len(told) * chats


async def _tell(set_up: Scene, told: list[Item], seconds: float) -> None:
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        told.append(story(len(told)))
        set_up.stand.items["paper"] = [*told[: -IN_FEED - 1 : -1], *FILLER]
        await asyncio.sleep(max(0.0, began + EVERY * len(told) - time.monotonic()))


async def _restart(set_up: Scene) -> None:
    await set_up.worker.kill()
    await set_up.worker.start(seconds=STARTING)


def _have_arrived(telegram: StrictTelegram, count: float) -> bool:
    return len(telegram.arrived) >= count


async def _until(there: Callable[[], bool]) -> None:
    """Waits, as long as it is worth while."""
    deadline = time.monotonic() + PATIENCE
    while not there() and time.monotonic() < deadline:
        await asyncio.sleep(0.02)


def main() -> None:
    options = argparse.ArgumentParser(description="Kills and faults: is anything lost?")
    options.add_argument("what", choices=("kills", "run", "all"))
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--minutes", type=float, default=10.0)
    options.add_argument("--chats", type=int, default=0, help="1000 for kills, else 10")
    options.add_argument("--workers", type=int, default=3, help="for all, on PostgreSQL")
    options.add_argument("--only", nargs="+", default=[], choices=(KILLS, *TROUBLES), help="for all: of its troubles")
    options.add_argument("--database", choices=DATABASES, help="both without it")
    options.add_argument("--seed", type=int, default=20191119)
    chosen = options.parse_args()
    longest = (datetime.now(UTC) - FIRST_DAY).days / EACH_AFTER * EVERY / 60
    if chosen.minutes > longest:
        options.error(f"at most {longest:.0f} minutes: later stories would be dated in the future, and so be one")
    chosen.chats = chosen.chats or (1000 if chosen.what == "kills" else 10)
    part = {"kills": kills, "run": run, "all": everything}[chosen.what]
    kinds = [chosen.database] if chosen.database else DATABASES
    outcomes = [asyncio.run(part(chosen, kind)) for kind in kinds]
    if not all(outcomes):
        sys.exit(1)


if __name__ == "__main__":
    main()
