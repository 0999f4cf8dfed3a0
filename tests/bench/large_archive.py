"""An archive of any size to measure with: ten years of reports in stories, as the intake would leave them.

Five figures a report: most of them repeat the topic's standing figures, as reports do, and one in three is of a kind
that nobody else has. Stories have four reports on the average, three in ten of them tell a turn of the talks in their
headlines, and one report in twelve names a date to come.
"""

import os
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path

from sqlalchemy import Connection, delete, insert

from bot.model import Event, Figure, Kind, Period, Reading, Relevance, Role
from bot.store import Store
from bot.store.archive import gists_again, indexing, ledger_again
from bot.store.archive.readings import encode_reading
from bot.store.database.tables import articles, figures, meta, stories
from bot.store.intake.filing import Filing

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
OUTLETS = [f"Outlet {n}" for n in range(250)]
CURRENCIES = {"KR": "KRW", "JP": "JPY", "DE": "EUR", "NATO": "USD"}
NAMES = {"KR": "Seoul", "JP": "Tokyo", "DE": "Berlin", "NATO": "The alliance"}
ROLES = (Role.DEMANDED, Role.OFFERED, Role.AGREED, Role.PAID, Role.BUDGET, Role.ESTIMATE)
LETTERS, SYLLABLES = "aeioulnrstdmpkgbv", [chr(0xAC00 + 37 * n) for n in range(300)]
COMMON = {"en": "Seoul pays for the troops, and cost sharing goes on.", "ko": "서울은 미군 방위비 분담금을 낸다."}
RARE = {"en": "The harbour pilot left.", "ko": "항만 도선사는 떠났다."}
EVENTS = {
    Event.STATEMENT: (50, "{} and Washington speak of the troops again, report {}"),
    Event.REPORT: (14, "What {} pays for the bases, in {} lines"),
    Event.TALKS_ROUND: (12, "{} and Washington hold round of talks, report {}"),
    Event.TALKS_START: (3, "{} and Washington begin talks on cost sharing, report {}"),
    Event.TALKS_BREAK_OFF: (3, "Talks with {} broke off early, report {}"),
    Event.TALKS_RESUME: (3, "{} and Washington resume talks, report {}"),
    Event.AGREEMENT_IN_PRINCIPLE: (2, "{} and Washington reach agreement in principle, report {}"),
    Event.SIGNED: (2, "{} and Washington sign cost-sharing deal, report {}"),
    Event.RATIFIED: (1, "Parliament ratifies deal of {}, report {}"),
    Event.IN_FORCE: (1, "Deal of {} enters into force, report {}"),
    Event.TROOP_CUT: (4, "Washington to cut troops, {} is told, report {}"),
    Event.PROTEST: (5, "Protest in the capital: {} and the bases, report {}"),
}
"""By event how often it is told, and in which headline."""
DENIED = "{} denies report {} on a sum"
TOGETHER = 12
"""Stories that reports join at a time."""
AT_ONCE = 2000


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@dataclass(slots=True)
class Told:
    """A story that is under way."""

    id: int
    track: str
    event: Event
    title: str = ""
    last: datetime = NOW


class Writer:
    """Writes reports, the same ones every time."""

    def __init__(self, count: int, seed: int = 1) -> None:
        self._count, self._chance = count, random.Random(seed)
        self._standing = {track: _standing_figures(random.Random(seed), track) for track in CURRENCIES}
        self._words = _vocabulary(random.Random(3))
        self.stories: list[Told] = []

    def report(self, number: int) -> tuple[int, Filing]:
        """The id of its story, and the report."""
        chance, story = self._chance, self._story()
        told = tuple(self._figure(story.track) for _ in range(5))
        language = "ko" if chance.random() < 0.25 else "en"
        event = story.event if chance.random() < 0.85 else Event.STATEMENT
        headline = DENIED if chance.random() < 0.01 else EVENTS[event][1]
        title = headline.format(NAMES[story.track], number)
        reading = Reading(
            language, Relevance(True, 5.0, ()), event, story.track, told, frozenset(range(number, number + 40))
        )
        published = NOW - timedelta(days=3650) * (1 - number / self._count)
        story.title, story.last = story.title or title, published
        text = self._text(number, language, published)
        outlet, url = chance.choice(OUTLETS), f"https://news.example/{number}"
        return story.id, Filing(reading, url, outlet, language, title, text, published, published, "new story")

    def _story(self) -> Told:
        if self.stories and self._chance.random() > 0.25:
            return self._chance.choice(self.stories[-TOGETHER:])
        track = self._chance.choices(list(CURRENCIES), [6, 2, 1, 1])[0]
        event = self._chance.choices(list(EVENTS), [weight for weight, _ in EVENTS.values()])[0]
        self.stories.append(Told(len(self.stories) + 1, track, event))
        return self.stories[-1]

    def _figure(self, track: str) -> Figure:
        chance, standing = self._chance, self._standing[track]
        if chance.random() < 2 / 3:
            return standing[min(int(chance.expovariate(0.15)), len(standing) - 1)]
        role, value = chance.choice(ROLES), float(f"{chance.lognormvariate(21, 2):.5g}")
        currency = chance.choice(["USD", CURRENCIES[track]])
        payer = track if len(track) == 2 else None
        return Figure(
            f"{value:g}", Kind.MONEY, value, role, "text", 10, currency=currency, payer=payer, period=Period.YEAR
        )

    def _text(self, number: int, language: str, published: datetime) -> str:
        """Some 900 characters; every second report has the common sentence, and one in a thousand the rare one."""
        chance, known = self._chance, self._words[language]
        picked = [known[min(int(chance.paretovariate(0.6)) - 1, len(known) - 1)] for _ in range(140)]
        sentences = [" ".join(picked[start : start + 14]).capitalize() + "." for start in range(0, 140, 14)]
        told = [COMMON[language]] * (number % 2) + [RARE[language]] * (number % 1000 == 7)
        if language == "en" and number % 9 == 0:
            day = published + timedelta(days=chance.randint(5, 700))
            what = "The agreement expires on" if number % 2 else "The next round of talks is on"
            told.append(f"{what} {day.day} {day:%B %Y}.")
        return " ".join([sentences[0], *told, *sentences[1:]])


def fill(store: Store, count: int) -> None:
    """The archive as the intake would leave it, its ledger and its index made at the end."""
    writer = Writer(count)
    with store._database.write() as connection:
        if store.dialect == "postgresql":
            connection.exec_driver_sql("ALTER TABLE articles DISABLE TRIGGER ALL")  # stories come last
        else:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for start in range(0, count, AT_ONCE):
            told = [(n + 1, *writer.report(n)) for n in range(start, min(start + AT_ONCE, count))]
            connection.execute(insert(articles), [_article(*one) for one in told])
            connection.execute(insert(figures), [row for n, _, one in told for row in _figures(n, one)])
        connection.execute(insert(stories), [_story(one) for one in writer.stories])
        if store.dialect == "postgresql":
            connection.exec_driver_sql("ALTER TABLE articles ENABLE TRIGGER ALL")
            for table, last in (("stories", len(writer.stories)), ("articles", count)):
                connection.exec_driver_sql(f"SELECT setval('{table}_id_seq', {last})")
        connection.execute(delete(meta))  # of the empty archive it was all made
    add_up(store)


def add_up(store: Store) -> None:
    """What is worked out of all reports, made again where this version makes it otherwise."""
    parts = (("ledger", ledger_again.refresh), ("full-text index", indexing.refresh), ("gists", gists_again.refresh))
    for name, remake in parts:
        with store._database.write() as connection:
            server = _server(connection)
            started, ours, its = time.perf_counter(), time.process_time(), cpu_of(server)
            if remake(connection):
                wall, ours, its = time.perf_counter() - started, time.process_time() - ours, cpu_of(server) - its
                say(f"  the {name} made again: {wall:.1f} s, CPU {ours:.1f} s here and {its:.1f} s of a server")
    if store.dialect == "postgresql":  # which does so by itself in time; nothing does on SQLite
        with store._database.write() as connection:
            connection.exec_driver_sql("ANALYZE")


def _server(connection: Connection) -> int:
    """The process that serves this connection; 0 on SQLite, which has none."""
    if connection.dialect.name == "sqlite":
        return 0
    return int(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())


def cpu_of(pid: int) -> float:
    """Seconds, with children that have ended; 0.0 of a process that has ended itself."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _story(one: Told) -> dict[str, object]:
    return {
        "id": one.id, "title": one.title, "track": one.track, "event": one.event.value, "last_published": one.last,
        "alerted": False, "archive_key": None,
    }  # fmt: skip


def _article(number: int, story: int, one: Filing) -> dict[str, object]:
    return {
        "id": number, "feed_id": None, "story_id": story, "url": one.url, "outlet": one.outlet,
        "language": one.language, "title": one.title, "text": one.text, "published": one.published, "seen": one.seen,
        "on_topic": True, "track": one.reading.track, "reading": encode_reading(one.reading), "why": one.why,
    }  # fmt: skip


def _figures(number: int, one: Filing) -> Iterator[dict[str, object]]:
    for place, told in enumerate(one.reading.figures):
        values = {name: getattr(told, name) for name in Figure.__struct_fields__}
        plain = {name: value.value if isinstance(value, Enum) else value for name, value in values.items()}
        yield {"article_id": number, "position": place} | plain


def _standing_figures(chance: random.Random, track: str) -> list[Figure]:
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


def _vocabulary(chance: random.Random) -> dict[str, list[str]]:
    """Words of two languages, the commonest first."""
    return {
        "en": ["".join(chance.choices(LETTERS, k=chance.randint(3, 10))) for _ in range(30_000)],
        "ko": ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(10_000)],
    }
