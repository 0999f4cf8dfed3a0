"""Where a larger installation breaks first: a busy hour, simulated from what ``bench_scale`` measured.

    python -m tests.bench.simulate_scale [--times 1 3 10 30 100] [--set CLAIMED_A_SECOND=190 ...]

What costs is drawn at random over an hour and waits in line for what it needs, one line for each: the cores of the
workers (polls), the lock of the intake (reports filed, one at a time), the sender's database work (claims and
settlements), Telegram's pace for one bot, the listener's core (answers), and the cores of the database server (its part
of all of these). Printed is by how many times the installation is larger (feeds, chats and what they ask; reports grow
with feeds), how busy each line is, and how long the slowest in twenty waits. A line that is busy for more than the
hour breaks: what comes is never done.
"""

import argparse
import heapq
import random
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from tests.bench.large_archive import say

HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of CPU where nothing else is said; a machine of two cores that was busy with other things."""

    poll: float = 0.0035
    """Of a worker, for a poll that brings three entries."""
    poll_server: float = 0.0015
    filed: float = 0.005
    """A report, under the lock, on the clock."""
    claimed_a_second: float = 190.0
    """Messages claimed and settled by one sender."""
    settled_server: float = 0.0025
    """Of the server, for a message."""
    answer: float = 0.05
    answer_server: float = 0.02


@dataclass(frozen=True, slots=True)
class Assumed:
    """An installation once as large as the issue's."""

    feeds: int = 10_000
    chats: int = 10_000
    polls_an_hour: float = 2.0
    """Of a feed: between the floor of ten minutes and a day."""
    reports: int = 60
    """On the topic in a busy hour."""
    stories: int = 3
    """That ring in it."""
    rung: float = 0.5
    """Of the chats, by each: the others have wishes, or quiet."""
    asked: float = 0.1
    """Answers an hour to a chat."""
    workers: int = 3
    server_cores: int = 4
    telegram: float = 28.0
    """Messages a second, ``SEND_RATE``."""


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    busy: float
    """Work in an hour over what can be done in it."""
    wait: float
    """Seconds of the slowest in twenty."""


def _line(name: str, arrivals: Iterator[tuple[float, float]], servers: int = 1) -> Line:
    """First come, first served; ``arrivals``: when, and how long each takes."""
    free, waits, work = [0.0] * servers, [], 0.0
    for came, takes in sorted(arrivals):
        begins = max(came, heapq.heappop(free))
        heapq.heappush(free, begins + takes)
        waits.append(begins + takes - came)
        work += takes
    waits.sort()
    return Line(name, work / HOUR / servers, waits[int(len(waits) * 0.95)] if waits else 0.0)


def hour(cost: Measured, size: Assumed, chance: random.Random) -> list[Line]:
    def spread(number: float) -> list[float]:
        return [chance.uniform(0, HOUR) for _ in range(round(number))]

    polls, reports = spread(size.feeds * size.polls_an_hour), spread(size.reports)
    each = round(size.chats * size.rung)
    rung = [at for at in spread(size.stories) for _ in range(each)]
    asked = spread(size.chats * size.asked)
    settled = [at + place % each / cost.claimed_a_second for place, at in enumerate(rung)]
    served = [
        *((at, cost.poll_server) for at in polls),
        *((at, cost.filed) for at in reports),
        *((at, cost.settled_server) for at in settled),
        *((at, cost.answer_server) for at in asked),
    ]
    return [
        _line("polls", ((at, cost.poll) for at in polls), size.workers),
        _line("intake", ((at, cost.filed) for at in reports)),
        _line("sender", ((at, 1 / cost.claimed_a_second) for at in rung)),
        _line("Telegram", ((at, 1 / size.telegram) for at in rung)),
        _line("answers", ((at, cost.answer) for at in asked)),
        _line("server", iter(served), size.server_cores),
    ]


def larger(size: Assumed, times: float) -> Assumed:
    """Stories do not grow with feeds: they are what happens."""
    grown = {name: round(getattr(size, name) * times) for name in ("feeds", "chats", "reports")}
    return replace(size, **grown)


def main() -> None:
    options = argparse.ArgumentParser(description="Where a larger installation breaks first.")
    options.add_argument("--times", type=float, nargs="*", default=[1, 3, 10, 30, 100])
    options.add_argument("--set", nargs="*", default=[], metavar="NAME=NUMBER", help="of what was measured or assumed")
    chosen = options.parse_args()
    given = {name.lower(): float(number) for name, _, number in (one.partition("=") for one in chosen.set)}
    known = {one.name for one in fields(Measured)}
    cost = replace(Measured(), **{name: number for name, number in given.items() if name in known})
    whole = {one.name for one in fields(Assumed) if one.type is int}
    others: dict[str, Any] = {
        name: int(number) if name in whole else number for name, number in given.items() if name not in known
    }
    size = replace(Assumed(), **others)
    broken = False
    for times in chosen.times:
        lines = hour(cost, larger(size, times), random.Random(1))
        told = ", ".join(f"{one.name} {one.busy:.1%} ({one.wait:,.1f} s)" for one in lines)
        say(f"{times:g} times: {told}")
        if not broken and (over := [one for one in lines if one.busy > 1]):
            broken = True
            say(f"  breaks first: {max(over, key=lambda one: one.busy).name}")


if __name__ == "__main__":
    main()
