"""How fast feeds are parsed: ``python -m tests.bench.bench_parse [--feeds 500] [--items 30]``. No test.

Prints, for the fast path and for feedparser in one run, MB of XML a second and CPU microseconds an item: the parsing
alone, the shared step (plain text, links, dates, ids), and both for the whole lot. Then the way to the parser process
and back, which a body takes that the poller's own process leaves alone. The best of some runs counts, since other
programs only ever make it slower.
"""

import argparse
import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

from bot.feeds.parse import by_feedparser
from bot.feeds.parse.entries import to_entries
from bot.feeds.parse.fast import path
from bot.feeds.parse.raw import RawFeed
from bot.feeds.parse.reply import quick_reply
from bot.feeds.parser import ParserProcess
from bot.feeds.process.frames import ParseRequest

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
KIND = "application/rss+xml; charset=utf-8"
WORDS = (
    "The harbour office counted fewer ships than in the week before and expects no change until the spring. ",
    "Delegations met for two hours, spoke of costs and bases, and left without saying when they would meet again. ",
)


def say(line: str) -> None:
    print(line)  # noqa: T201  # a program's output


def feed(number: int, items: int) -> bytes:
    """RSS of items of about one kilobyte, as newspapers write it."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Feed {number}</title>'
        f"<link>https://news.example/{number}</link><description>For measuring</description>"
        f"{''.join(item(number, place) for place in range(items))}</channel></rss>"
    ).encode()


def item(number: int, place: int) -> str:
    date = format_datetime(NOW - timedelta(minutes=7 * place + number), usegmt=True)
    words = WORDS[place % 2]
    return (
        f"<item><title>{words[:60]}#{place}</title><link>https://news.example/{number}/{place}</link>"
        f'<guid isPermaLink="false">n{number}-{place}</guid><pubDate>{date}</pubDate>'
        f"<description><![CDATA[<p>{words}</p><p>{words * 6}</p>]]></description></item>\n"
    )


def best(work: Callable[[], object], runs: int) -> float:
    """The least CPU seconds that the work took."""
    times = []
    for _ in range(runs):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return min(times)


def measure(name: str, bodies: Sequence[bytes], read: Callable[[bytes, str], RawFeed | None], runs: int) -> None:
    raw = [feed for body in bodies if (feed := read(body, KIND)) is not None]
    if len(raw) != len(bodies):
        raise SystemExit(f"{name} left {len(bodies) - len(raw)} feeds alone; the figures would be of something else")
    parsing = best(lambda: [read(body, KIND) for body in bodies], runs)
    sharing = best(lambda: [to_entries(one, url="https://news.example/", country="", now=NOW) for one in raw], runs)
    report(f"{name}, parsing", parsing, bodies, raw)
    report(f"{name}, shared step", sharing, bodies, raw)
    report(f"{name}, both", parsing + sharing, bodies, raw)


def report(name: str, seconds: float, bodies: Sequence[bytes], raw: Sequence[RawFeed]) -> None:
    items = sum(len(one.entries) for one in raw)
    speed = sum(map(len, bodies)) / seconds / 1e6
    say(f"{name:28} {speed:7.1f} MB/s {seconds / items * 1e6:8.1f} µs an item {seconds:8.3f} s in all")


def cpu() -> float:
    return sum(used.ru_utime + used.ru_stime for used in (getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)))


async def there_and_back(bodies: Sequence[bytes]) -> float:
    """CPU seconds of both processes, the second one's start apart."""
    started = cpu()
    await _through(bodies[:1])
    alone = cpu()
    await _through(bodies)
    return cpu() - alone - (alone - started)


async def _through(bodies: Sequence[bytes]) -> None:
    parser = ParserProcess(60)
    for body in bodies:
        # A document type is reason enough to leave the body to the process.
        odd = body.replace(b"<rss", b"<!DOCTYPE rss><rss", 1)
        await parser.parse(ParseRequest(odd, KIND, "https://news.example/", "", NOW, 60.0))
    await parser.close()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--feeds", type=int, default=500)
    options.add_argument("--items", type=int, default=30)
    chosen = options.parse_args()
    bodies = [feed(number, chosen.items) for number in range(chosen.feeds)]
    sample = bodies[: max(1, len(bodies) // 10)]
    say(f"{len(bodies)} feeds of {chosen.items} items, {len(bodies[0])} bytes each; feedparser: {len(sample)} of them")
    measure("fast path", bodies, path.read, 5)
    measure("feedparser", sample, by_feedparser.parse, 2)
    requests = [ParseRequest(body, KIND, "https://news.example/", "", NOW, 5.0) for body in bodies]
    whole = best(lambda: [quick_reply(request) for request in requests], 5)
    say(f"{'from request to reply':28} {whole:.3f} s for all feeds in this process")
    say(f"{'through the parser process':28} {asyncio.run(there_and_back(sample)):.3f} s for {len(sample)} odd feeds")


if __name__ == "__main__":
    main()
