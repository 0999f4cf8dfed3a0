"""One story to a thousand private chats, by the real worker, against a Telegram that refuses the 31st of any second.

    python -m tests.bench.bench_delivery [--chats 1000] [--database sqlite] [--delay 0.0] [--slow 0]

Prints the seconds from the commit to the last message and to the first, the answers of 429, and the most messages in
any rolling second. ``--slow N``: so many chats answer every send with 429 and half a minute to wait; what is printed is
when all others had theirs. Ends with 1 where a chat has none.
"""

import argparse
import asyncio
import sys
import time
from bisect import bisect_left

from tests.bench.fanout import DATABASES, FIRST_CHAT, Scene, say, scene
from tests.bench.strict_telegram import StrictTelegram
from tests.whole.reports import BREAK_OFF, OLD

LONGEST = 300.0
"""Seconds after which it is given up."""


async def measure(chosen: argparse.Namespace) -> bool:
    slow = frozenset(range(FIRST_CHAT, FIRST_CHAT + chosen.slow))
    telegram = StrictTelegram(delay=chosen.delay, slow=slow)
    async with telegram, scene(chosen.database, chosen.chats, telegram) as set_up:
        committed = await _publish(set_up)
        served = await _serve(telegram, chosen.chats - chosen.slow)
    arrived = [when - committed for when in telegram.arrived]
    most = max(bisect_left(arrived, first + 1) - n for n, first in enumerate(arrived))
    say(
        f"{chosen.database}, {chosen.chats} chats, {chosen.slow} of them refused: {len(telegram.taken)} served in "
        f"{arrived[-1]:.1f} s after the commit, the first in {arrived[0]:.2f} s, "
        f"{telegram.refused} answers of 429, at most {most} in a second"
    )
    return served


async def _publish(set_up: Scene) -> float:
    """When the alerts were owed; to some hundredths of a second."""
    set_up.stand.items["paper"] = [BREAK_OFF, OLD]
    while not await asyncio.to_thread(set_up.store.outbox.owed):
        await asyncio.sleep(0.01)
    return time.monotonic()


async def _serve(telegram: StrictTelegram, count: int) -> bool:
    deadline = time.monotonic() + LONGEST
    while len(telegram.taken) < count and time.monotonic() < deadline:
        await asyncio.sleep(0.05)
    return len(telegram.taken) == count


def main() -> None:
    options = argparse.ArgumentParser(description="One story to many private chats.")
    options.add_argument("--chats", type=int, default=1000)
    options.add_argument("--database", choices=DATABASES, default="sqlite")
    options.add_argument("--delay", type=float, default=0.0, help="seconds before each answer")
    options.add_argument("--slow", type=int, default=0, help="chats that are always refused")
    if not asyncio.run(measure(options.parse_args())):
        sys.exit(1)


if __name__ == "__main__":
    main()
