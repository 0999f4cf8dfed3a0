"""What the statements past SQLAlchemy's layers save: each of them as ``direct`` has it, and by SQLAlchemy Core.

    python -m tests.bench.bench_direct [--articles 3000] [--rounds 60]

Statements and values are those of real work on a SQLite file with that many reports: what polls of twenty feeds are
held against, twenty polls with nothing new, a report that is filed with five figures, and an answer over three thousand
reports. Each statement goes both ways in turns, as the same SQL, and what it writes is taken back. Shown are the
medians in microseconds, and how many times as long Core takes.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, TextClause, text

from bot.store import Store, open_store
from bot.store.archive import gists
from bot.store.database import direct
from bot.store.database.direct import Exchange, Order, Rows, Statement, Values, ask_all
from bot.store.feeds.poll_writes import passing_by
from bot.store.intake.filing import Numbers, file_article
from bot.store.intake.seen import _ENTER, Asked
from tests.bench.large_archive import NOW, Writer, fill, say
from tests.store import build

FEEDS, ENTRIES = 20, 30


class Undone(Exception):  # noqa: N818  # no failure
    """Ends a transaction of which nothing is to stay."""


def names() -> dict[Statement, str]:
    """What the statements are called in their modules."""
    loaded = [(name, module) for name, module in sys.modules.items() if name.startswith("bot.store.")]
    return {
        value: f"{module.removeprefix('bot.store.')}.{name}"
        for module, there in loaded
        for name, value in vars(there).items()
        if isinstance(value, Statement)
    }


@contextmanager
def recorded() -> Iterator[dict[Statement, Values | Sequence[Values]]]:
    """The statements that go to the driver meanwhile, each with the longest values that it had."""
    found: dict[Statement, Values | Sequence[Values]] = {}
    real = direct._on_sqlite

    def note(driver: Any, statement: Statement, values: Values | Sequence[Values]) -> Rows:
        found[statement] = max(found.get(statement, {}), values, key=lambda one: len(repr(one)))
        return real(driver, statement, values)

    direct._on_sqlite = note
    try:
        yield found
    finally:
        direct._on_sqlite = real


def take_in(store: Store) -> int:
    """What polls bring, twenty feeds at a time; returns a story."""
    feeds = [build.add_feed(store, f"wire{number}") for number in range(FEEDS)]
    names = [[f"{feed} {number}" for number in range(ENTRIES)] for feed in feeds]
    told = [[build.new(name, on_topic=False) for name in of_feed] for of_feed in names]
    build.apply_all(store, [build.plan(feed, *new) for feed, new in zip(feeds, told, strict=True)])
    guids, links = (
        [[f"{before}{name}" for name in one] for one in names] for before in ("guid-", "https://wire.test/")
    )
    store.intake.known_of([Asked(*one) for one in zip(feeds, guids, links, strict=True)], NOW)
    with store._database.exchange() as exchange:
        polled = [build.update(feed, last_polled=NOW + timedelta(days=2)) for feed in feeds]
        exchange.say(passing_by(exchange, polled, "bench"))
    build.stories_since(store, NOW - timedelta(days=30))
    build.ring(store, 1)
    story = build.stories_since(store, build.NOW)[0].id
    build.background(store, [(build.reading(build.DEMAND), NOW.date())], NOW.date(), lambda *_: 1.0)
    store.intake.apply(build.plan(feeds[0], build.new("more", story_id=story, opens=None)), NOW)
    return story


def file_and_answer(store: Store, articles: int, story: int) -> None:
    """A report with five figures, and an answer; nothing of it stays."""
    with suppress(Undone), store._database.write() as connection:
        exchange = Exchange(connection)
        file_article(exchange, Writer(articles, seed=2).report(articles)[1], story, Numbers(exchange, 1))
        exchange.send()
        found = gists.Reader().find(connection, until=NOW, since=None, events=None, limit=3000)
        gists.mentions(connection, [one.id for one in found])
        raise Undone


def by_core(connection: Connection, sql: TextClause, values: Any) -> object:
    result = connection.execute(sql, values)
    return result.fetchall() if result.returns_rows else None


def compared(connection: Connection, order: Order, rounds: int) -> tuple[float, float]:
    """Microseconds of a statement by ``direct`` and by Core."""
    sql = text(order.statement.texts["sqlite"])
    values = dict(order.values) if isinstance(order.values, Mapping) else list(order.values)
    spent: tuple[list[float], list[float]] = [], []
    for number in range(2 * rounds):
        connection.exec_driver_sql("SAVEPOINT bench")
        if order.statement is _ENTER:
            connection.exec_driver_sql("DELETE FROM entries")
        begun = time.perf_counter()
        if number % 2:
            by_core(connection, sql, values)
        else:
            ask_all(connection, order)
        spent[number % 2].append((time.perf_counter() - begun) * 1e6)
        connection.exec_driver_sql("ROLLBACK TO bench")
    return statistics.median(spent[0]), statistics.median(spent[1])


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=3000)
    options.add_argument("--rounds", type=int, default=60)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, open_store(f"sqlite:///{Path(folder) / 'b.db'}", worker="b") as store:
        store.migrate()
        fill(store, chosen.articles)
        with recorded() as found:
            file_and_answer(store, chosen.articles, take_in(store))
        called = names()
        with store._database.lasting() as connection:
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            for statement, values in found.items():
                if statement not in called:
                    continue
                ours, core = compared(connection, Order(statement, values), chosen.rounds)
                say(f"{called[statement]:<36} {ours:8.1f} us  {core:8.1f} us by Core  {core / ours:5.2f} times")


if __name__ == "__main__":
    main()
