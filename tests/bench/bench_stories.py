"""What it costs to read an article and to find its story, with a small and with a large archive behind it.

    python -m tests.bench.bench_stories [--articles 1000 100000] [--a-day 27] [--database URL]

The archive is that of seeds/, told over and over at so many articles a day, each a story of its own, which is the most
that a week can hold: two hundred stories to compare with. Without a database it takes a SQLite file of its own. CPU in
milliseconds an article, mean over the archive's reports as they would come in today.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from sqlalchemy import insert

from bot.desk.ingest import decide
from bot.desk.stories import horizon
from bot.model import Entry, PastReport, Polled, PollFacts, Reading, Report, Validators
from bot.reading import Reader
from bot.store import Store, open_store
from bot.store.filing import encode_reading
from bot.store.tables import articles, stories
from bot.topic import load
from tests.desk.make import feed

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
AT_ONCE = 2000


def fill(store: Store, told: Sequence[tuple[PastReport, Reading]], count: int, a_day: float) -> None:
    encoded = [encode_reading(reading) for _, reading in told]
    numbers = iter(range(1, count + 1))
    while batch := list(islice(numbers, AT_ONCE)):
        with store._database.write() as connection:
            connection.execute(insert(stories), [_story(n, told, count, a_day) for n in batch])
            connection.execute(insert(articles), [_article(n, told, encoded, count, a_day) for n in batch])


def _published(number: int, count: int, a_day: float) -> datetime:
    return NOW - timedelta(days=(count - number + 1) / a_day)


def _story(number: int, told: Sequence[tuple[PastReport, Reading]], count: int, a_day: float) -> dict[str, object]:
    past, reading = told[number % len(told)]
    return {
        "id": number, "title": past.title, "track": reading.track, "event": reading.event.value,
        "last_published": _published(number, count, a_day), "alerted": True, "archive_key": None,
    }  # fmt: skip


def _article(
    number: int, told: Sequence[tuple[PastReport, Reading]], encoded: Sequence[str], count: int, a_day: float
) -> dict[str, object]:
    past, reading = told[number % len(told)]
    published = _published(number, count, a_day)
    return {
        "id": number, "feed_id": None, "story_id": number, "url": f"https://news.example/{number}", "why": "",
        "outlet": past.outlet, "language": reading.language, "title": past.title, "text": past.text,
        "published": published, "seen": published, "on_topic": True, "track": reading.track,
        "reading": encoded[number % len(told)],
    }  # fmt: skip


def costs(store: Store, reader: Reader, reports: Sequence[PastReport]) -> Iterator[tuple[float, float, float]]:
    """Of each report in milliseconds of CPU: reading it, asking for the stories, deciding."""
    store.rarity()
    for past in reports:
        entry = Entry(past.id, f"https://new.example/{past.id}", past.title, past.text, NOW)
        begun = time.process_time()
        reading = reader.read(Report(past.id, past.title, past.text, past.language, past.date))
        read = time.process_time()
        recent, rarity = tuple(store.stories_since(horizon([entry], NOW))), store.rarity()
        asked = time.process_time()
        facts = PollFacts(feed(), Polled((entry,), Validators(), "00"), {past.id: reading}, recent)
        decide(facts, NOW, floor=60, jitter=1, rarity=rarity)
        done = time.process_time()
        yield 1000 * (read - begun), 1000 * (asked - read), 1000 * (done - asked)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, nargs="+", default=[1000, 100_000])
    options.add_argument("--a-day", type=float, default=27.0)
    options.add_argument("--database", help="an empty one, filled once: give one number of articles with it")
    chosen = options.parse_args()
    topic = load()
    reader = Reader(topic.vocabulary)
    reports = [past for past in topic.archive if past.on_topic]
    told = [(past, reader.read(Report(past.id, past.title, past.text, past.language, past.date))) for past in reports]
    for count in chosen.articles:
        with tempfile.TemporaryDirectory() as folder:
            address = chosen.database or f"sqlite:///{Path(folder) / 'stories.db'}"
            with open_store(address, worker="bench") as store:
                store.migrate()
                fill(store, told, count, chosen.a_day)
                spent = list(costs(store, reader, reports))
        read, asked, decided = (sum(column) / len(spent) for column in zip(*spent, strict=True))
        line = f"{count:>7} articles: reading {read:.2f}, stories at hand {asked:.2f}, deciding {decided:.2f}"
        sys.stdout.write(f"{line}, together {read + asked + decided:.2f} ms\n")


if __name__ == "__main__":
    main()
