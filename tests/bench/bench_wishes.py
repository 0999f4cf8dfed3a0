"""What a report costs by how many chats have narrowed what rings: by country, kind, outlet, language of reports.

    python -m tests.bench.bench_wishes [--chats 10 10000] [--each 3]

Each of the chats has ``--each`` subscriptions with names of their own, each of which is one of 84 wishes; ten more hear
of everything, and are told of each report; what is timed is the whole transaction of a poll with one report that rings
those ten, on SQLite. The wishes let none of the others hear it.
"""

import argparse
import sys
import tempfile
import time
from itertools import product
from pathlib import Path
from statistics import median

from msgspec.structs import replace
from sqlalchemy import insert

from bot.model import Alerts, Interest, NewsKind
from bot.store import Store, open_store
from bot.store.database.tables import chat_subscriptions, chats
from bot.store.outbox.wishes import as_text
from tests.store.build import NOW, add_feed, new, plan, reading

REPORTS = 40
WISHES = [
    Interest(tracks=(track,), kinds=(kind,), muted=muted, languages=languages)
    for track, kind, muted, languages in product(
        ("JP", "NATO"), tuple(NewsKind), ((), ("KCNA",)), ((), ("ko",), ("de", "ja"))
    )
]


def filled(folder: Path, number: int, each: int) -> Store:
    store = open_store(f"sqlite:///{folder / f'{number}.db'}", worker="bench")
    store.migrate()
    add_feed(store)
    rows = [_row(n + 1, as_text(WISHES[n % len(WISHES)])) for n in range(number)]
    rows += [_row(1_000_000 + n, "") for n in range(10)]
    with store._database.write() as connection:
        connection.execute(insert(chats), rows)
        further = [_further(n + 1, one) for n in range(number) for one in range(1, each)]
        if further:
            connection.execute(insert(chat_subscriptions), further)
    return store


def _row(number: int, interest: str) -> dict[str, object]:
    return {
        "id": number, "type": "private", "title": "Reader", "subscribed": True, "time_zone": "UTC", "since": NOW,
        "interest": interest,
    }  # fmt: skip


def _further(number: int, one: int) -> dict[str, object]:
    wish, name = WISHES[(number * 5 + one * 11) % len(WISHES)], f"{number} {one}"
    interest = as_text(replace(wish, muted=()))  # outlets are muted for all of them
    return {
        "chat_id": number, "name": name, "name_key": name, "interest": interest, "alerts": tuple(Alerts)[one % 3],
        "silent": False,
    }  # fmt: skip


def cost(store: Store) -> float:
    """Milliseconds of a report, the median."""
    feed, took = store.feeds.all()[0].id, []
    for n in range(REPORTS):
        report = new(f"r{n}", ring=True, reading=reading(track="KR", language="en"))
        began = time.perf_counter()
        rung = store.intake.apply(plan(feed, report), NOW).rung
        took.append((time.perf_counter() - began) * 1000)
        if rung != 10:
            raise SystemExit(f"{rung} chats were rung, not 10")
    return median(took)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--chats", type=int, nargs="+", default=[10, 1000, 10_000])
    asked.add_argument("--each", type=int, default=1)
    with tempfile.TemporaryDirectory() as folder:
        given = asked.parse_args()
        for number in given.chats:
            with filled(Path(folder), number, given.each) as store:
                sys.stdout.write(f"{number:>7,} chats of {given.each}: {cost(store):.2f} ms a report\n")


if __name__ == "__main__":
    main()
