"""A worker that only polls, as a process of its own, until it is killed:

    python -m tests.worker.one_of_several DATABASE NAME LEASE GAP [topic]

With ``topic`` it reads for the default topic, else nothing is on the topic.
"""

import asyncio
import sys
from datetime import timedelta

from bot.feeds import FetchPolicy, Poller
from bot.feeds.ask.domains import domain_of
from bot.model import Vocabulary
from bot.reading import Reader
from bot.store import DomainLimits, open_store
from bot.topic import load
from bot.worker.intake.polling import Polling
from tests.feeds.conftest import LOOPBACK, USER_AGENT


async def main(url: str, name: str, lease: float, gap: float, vocabulary: Vocabulary) -> None:
    """Tick ten times a second."""
    policy = FetchPolicy(USER_AGENT, private_networks=LOOPBACK, per_host=4, host_gap=gap)
    reader = Reader(vocabulary)
    with open_store(url, worker=name, limits=DomainLimits(domain_of, gap)) as store:
        async with Poller(policy) as poller:
            polling = Polling(store, poller, reader, floor=3600, limit=16, lease=timedelta(seconds=lease))
            sys.stdout.write("ready\n")
            sys.stdout.flush()
            while True:
                await polling.tick()
                await asyncio.sleep(0.1)


if __name__ == "__main__":
    words = load().vocabulary if sys.argv[5:] == ["topic"] else Vocabulary((), (), 1.0, (), (), {})
    asyncio.run(main(sys.argv[1], sys.argv[2], float(sys.argv[3]), float(sys.argv[4]), words))
