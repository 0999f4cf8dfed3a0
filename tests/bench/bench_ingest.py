"""What it costs to ingest an article, from its text to the commit, with a small and with a large archive behind it.

    python -m tests.bench.bench_ingest [--articles 1000 100000] [--a-day 27] [--watches 10000] [--database URL]
                                       [--profile]

The whole way of a poll that brought one new article on the topic: what is known, reading, the stories at hand,
deciding what is new and rings, and the transaction that stores it, with its figures in the ledger and its words in
the index. The archive behind it is that of seeds/, told over and over at so many articles a day, each a story of its
own, which is the most that a week can hold: two hundred stories to compare with. The articles ingested are those
reports as they would come in today, each from a feed of its own. With watches, that many queries of chats, twenty
each, made up as in ``bench_queries``, are held against each, and what they find is owed; how many messages that are is
told. Without a database it takes a SQLite file of its own. CPU of this process in milliseconds an article; of a
PostgreSQL server on this machine, that of the processes which serve it stands beside it.
"""

import argparse
import cProfile
import gc
import os
import pstats
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from msgspec.structs import replace
from sqlalchemy import insert

from bot.desk.intake.novelty import Judge
from bot.feeds import FetchPolicy, Poller
from bot.model import (
    Chat,
    ChatType,
    Entry,
    FeedKind,
    FeedSource,
    PastReport,
    Polled,
    PollFacts,
    Reading,
    Report,
    Validators,
    Watch,
)
from bot.rates import Rates
from bot.reading import Reader, reader_for
from bot.store import Store, open_store
from bot.store.archive import indexing, ledger_again
from bot.store.archive.readings import encode_reading
from bot.store.database.tables import articles, entries, figures, stories
from bot.store.intake.filing import figure_row
from bot.topic import load
from bot.worker.intake.fulltext import as_report
from bot.worker.intake.pipeline import Pipeline
from tests.bench.bench_queries import _OPERATORS, make_queries

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
AT_ONCE = 2000
ROUNDS = 1
"""Times that every report is ingested."""

Told = Sequence[tuple[PastReport, Reading]]


def fill(store: Store, told: Told, count: int, a_day: float) -> None:
    """The archive as the intake would leave it."""
    encoded = [encode_reading(reading) for _, reading in told]
    numbers = iter(range(1, count + 1))
    while batch := list(islice(numbers, AT_ONCE)):
        with store._database.write() as connection:
            connection.execute(insert(stories), [_story(n, told, count, a_day) for n in batch])
            connection.execute(insert(articles), [_article(n, told, encoded, count, a_day) for n in batch])
            connection.execute(insert(entries), [_entry(n, told, count, a_day) for n in batch])
            connection.execute(insert(figures), [row for n in batch for row in _figures(n, told)])
    with store._database.write() as connection:
        if store.dialect == "postgresql":
            for table in ("stories", "articles", "entries"):
                connection.exec_driver_sql(f"SELECT setval('{table}_id_seq', {count})")
        connection.exec_driver_sql("DELETE FROM meta WHERE key IN ('ledger', 'search')")
        ledger_again.refresh(connection)
        indexing.refresh(connection)
    with store._database.write() as connection:
        connection.exec_driver_sql("ANALYZE")


def _published(number: int, count: int, a_day: float) -> datetime:
    return NOW - timedelta(days=(count - number + 1) / a_day)


def _story(number: int, told: Told, count: int, a_day: float) -> dict[str, object]:
    past, reading = told[number % len(told)]
    return {
        "id": number, "title": past.title, "track": reading.track, "event": reading.event.value,
        "last_published": _published(number, count, a_day), "alerted": True, "archive_key": None,
    }  # fmt: skip


def _article(number: int, told: Told, encoded: Sequence[str], count: int, a_day: float) -> dict[str, object]:
    past, reading = told[number % len(told)]
    published = _published(number, count, a_day)
    return {
        "id": number, "feed_id": None, "story_id": number, "url": f"https://news.example/{number}", "why": "",
        "outlet": past.outlet, "language": reading.language, "title": past.title, "text": past.text,
        "published": published, "seen": published, "on_topic": True, "track": reading.track,
        "reading": encoded[number % len(told)],
    }  # fmt: skip


def _entry(number: int, told: Told, count: int, a_day: float) -> dict[str, object]:
    return {
        "id": number, "feed_id": None, "guid": f"past {number}", "link": f"https://news.example/{number}",
        "article_id": number, "seen": _published(number, count, a_day),
    }  # fmt: skip


def _figures(number: int, told: Told) -> list[dict[str, object]]:
    _, reading = told[number % len(told)]
    return [figure_row(number, place, figure) for place, figure in enumerate(reading.figures)]


def watch(store: Store, reports: Sequence[PastReport], count: int) -> None:
    """What twenty watches each of many chats ask for: every language's are of its reports."""
    dice, kept = random.Random(7), 0
    by_language = {
        one.language: [f"{r.title}\n{r.text}" for r in reports if r.language == one.language] for one in reports
    }
    for texts in by_language.values():
        share = -(-count * len(texts) // len(reports))
        for query in make_queries(texts, share, 20, dice, _OPERATORS).values() if count else ():
            chat = Chat(1000 + kept // 20, ChatType.PRIVATE, "", subscribed=False)
            kept += isinstance(store.watches.add(chat, f"n{kept}", query.text, f"{kept}", NOW), Watch)


def polls(store: Store, reports: Sequence[PastReport]) -> list[PollFacts]:
    """A poll of each report, dated over the last day, every round's apart."""
    count = ROUNDS * len(reports)
    sources = [FeedSource(f"https://feed{n}.example/", "Paper", "en", "US", FeedKind.AGENCY) for n in range(count)]
    store.feeds.sync(sources, NOW)
    found = []
    for number, followed in enumerate(store.feeds.all()):
        past = reports[number % len(reports)]
        published = NOW - timedelta(days=1) * (1 - number / count)
        entry = Entry(past.id, f"https://new.example/{number}", past.title, past.text, published)
        outcome = Polled((entry,), Validators(), "00")
        found.append(PollFacts(replace(followed, polled_once=True, last_polled=NOW - timedelta(hours=1)), outcome))
    return found


def costs(store: Store, reader: Reader, judge: Judge, polled: Sequence[PollFacts]) -> Iterator[tuple[float, float]]:
    """Milliseconds of CPU of each article, and of reading it once more: a busy machine slows both down alike.

    The first one, which fetches what is kept in memory, is left out.
    """
    poller = Poller(FetchPolicy("burdenwatch-bench"))
    pipeline = Pipeline(store, poller, reader, floor=60, now=lambda: NOW, judge=lambda: judge)
    pipeline._together(polled[:1])
    for facts in polled[1:]:
        begun = time.process_time()
        pipeline._together([facts])
        done = time.process_time()
        assert isinstance(facts.outcome, Polled)
        reader.read(as_report(facts.feed, facts.outcome.entries[0], NOW))
        yield 1000 * (done - begun), 1000 * (time.process_time() - done)


def server_seconds(store: Store) -> float:
    """CPU of the server's processes for this store, 0 where there are none to be seen; see proc_pid_stat(5)."""
    if store.dialect == "sqlite":
        return 0.0
    with store._database.read() as connection:
        own = "SELECT pid FROM pg_stat_activity WHERE application_name = current_setting('application_name')"
        stats = [Path(f"/proc/{pid}/stat") for (pid,) in connection.exec_driver_sql(own)]
    told = [stat.read_text().rpartition(")")[2].split() for stat in stats if stat.exists()]
    return sum(int(fields[11]) + int(fields[12]) for fields in told) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, nargs="+", default=[1000, 100_000])
    options.add_argument("--a-day", type=float, default=27.0)
    options.add_argument("--watches", type=int, default=0, help="queries of chats that each article is held against")
    options.add_argument("--database", help="an empty one, filled once: give one number of articles with it")
    options.add_argument("--profile", action="store_true", help="show where the time goes")
    chosen = options.parse_args()
    topic = load()
    reader, convert = reader_for(topic, encoder=True), Rates().convert
    convert(1, "USD", "KRW", NOW.date())  # which reads the table
    judge = Judge(topic.baseline, convert, topic.vocabulary.cues)
    reports = [past for past in topic.archive if past.on_topic]
    told = [(past, reader.read(Report(past.id, past.title, past.text, past.language, past.date))) for past in reports]
    for count in chosen.articles:
        with tempfile.TemporaryDirectory() as folder:
            address = chosen.database or f"sqlite:///{Path(folder) / 'stories.db'}"
            with open_store(address, worker="bench") as store:
                store.migrate()
                store.outbox.subscribe(Chat(1, ChatType.PRIVATE, "Reader", subscribed=True), NOW)
                fill(store, told, count, chosen.a_day)
                watch(store, reports, chosen.watches)
                polled = polls(store, reports)
                # As before a round: what stays to the end is not looked through again and again.
                gc.collect()
                gc.freeze()
                profile = cProfile.Profile()
                if chosen.profile:
                    profile.enable()
                served = server_seconds(store)
                spent = list(costs(store, reader, judge, polled))
                served = server_seconds(store) - served
                told_by_watches = store.outbox.owed()
                profile.disable()
        whole, read = (sum(column) / len(spent) for column in zip(*spent, strict=True))
        owed = f"; {told_by_watches / len(spent):.1f} messages of watches" if chosen.watches else ""
        server = f"; {1000 * served / len(spent):.2f} of the server" if served else ""
        sys.stdout.write(f"{count:>7} articles: {whole:.2f} ms an article, {read:.2f} of them reading{server}{owed}\n")
        sys.stdout.flush()
        if chosen.profile:
            pstats.Stats(profile).sort_stats("cumulative").print_stats(60)


if __name__ == "__main__":
    main()
