"""The archive told to real stores, a report at a time, as a feed would bring it: what comes of it is the same whatever
the order of a week, the same once more, and at any day what was known then."""

import dataclasses
import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from itertools import count, groupby
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from msgspec.structs import replace

from bot.chat.commands.course import CourseAnswers, end_of
from bot.desk.ledger.entries import Entries, LedgerTally
from bot.desk.ledger.mentions import entries_of
from bot.model import Article, Chat, ChatType
from bot.store import Store, open_store
from tests.chat.builders import context, families
from tests.desk.replayed import articles
from tests.shared import rates, topic
from tests.store.build import source
from tests.worker.wire import Wire

STOPS = 12


# --- Whatever the order


def test_the_order_of_arrival_within_a_window_changes_no_row_of_the_ledger(migrated_url: str) -> None:
    """A dozen reports in a row of the archive, which share stories; of a feed and a track of their own each time."""
    with open_store(migrated_url, worker="w") as store:
        turn = count()

        @settings(max_examples=8, deadline=None)
        @given(start=st.integers(0, 240), chance=st.randoms(use_true_random=False))
        def any_order(start: int, chance: Random) -> None:
            name = f"T{next(turn)}"
            window = [_on(name, one) for one in articles()[start : start + 12]]
            shuffled = chance.sample(window, len(window))
            wire = Wire(store, source(name))
            for one in shuffled:
                wire.bring(one, name=name)
            expected = entries_of([replace(one, url=f"{one.url}#{name}") for one in window], (name,))
            assert _bare(store.archive.ledger((name,))) == _bare(expected)

        any_order()


def _on(track: str, one: Article) -> Article:
    return replace(one, reading=replace(one.reading, track=track))


def _bare(entries: Entries) -> dict[object, LedgerTally]:
    """Without the ids of articles, which are given as they come."""

    def plain(told: LedgerTally) -> LedgerTally:
        return dataclasses.replace(
            told,
            places=tuple(structs.replace(place, article_id=0) for place in told.places),
            denied=tuple(structs.replace(place, article_id=0) for place in told.denied),
            refuted=tuple(structs.replace(place, article_id=0) for place in told.refuted),
            corrected=tuple(structs.replace(place, article_id=0) for place in told.corrected),
            stated=structs.replace(told.stated, article_id=0) if told.stated else None,
            conversions={
                key: replace(one, place=replace(one.place, article_id=0)) for key, one in told.conversions.items()
            },
        )

    return {key: plain(told) for key, told in entries.items()}


# --- Twice, and until a day


def whole(store: Store) -> tuple[object, ...]:
    """All that a run leaves that is not a matter of the clock."""
    articles = [(one.url, one.story_id, one.why, one.published) for one in store.archive.articles()]
    with store._database.read() as connection:
        owed = connection.exec_driver_sql(
            "SELECT chat_id, kind, story_id, article_id, notice, state FROM outbox ORDER BY id"
        )
        return articles, [tuple(row) for row in owed], store.archive.ledger(_keys())


def _keys() -> tuple[str, ...]:
    return tuple(track.key for track in topic().vocabulary.tracks)


@pytest.mark.parametrize("migrated_url", ["postgres"], indirect=True)
def test_a_replay_comes_out_alike_on_each_database_and_at_any_day_is_what_a_run_stopped_there_answers(
    migrated_url: str, sqlite_template: Path, tmp_path: Path
) -> None:
    shutil.copy(sqlite_template, tmp_path / "other.db")
    days = [(day, list(those)) for day, those in groupby(articles(), lambda one: one.published.date())]
    stops = set(Random(len(days)).sample([day for day, _ in days], STOPS))
    with ExitStack() as opened:
        urls = migrated_url, f"sqlite:///{tmp_path / 'other.db'}"
        first, other = (opened.enter_context(open_store(url, worker="w")) for url in urls)
        stopped = run(first, days, stops)
        assert run(other, days, stops) == stopped
        assert whole(first) == whole(other)
        for day, found in stopped.items():
            assert answers(first, days[-1][0]).the_stand(f"{day}") == found, day
            assert answers(other, days[-1][0]).the_stand(f"{day}") == found, day
    assert len(stopped) == STOPS


def run(store: Store, days: Sequence[tuple[date, list[Article]]], stops: set[date]) -> dict[date, object]:
    """Tells all; of the days to stop at what a run that ends with them answers."""
    for number in (1, 2):
        store.outbox.subscribe(Chat(number, ChatType.PRIVATE, f"Chat {number}", subscribed=True), end_of(days[0][0]))
    wire, found = Wire(store, source()), dict[date, object]()
    for day, reports in days:
        for one in reports:
            wire.bring(one)
        if day in stops:
            found[day] = answers(store, day).the_summary("")
    return found


def answers(store: Store, on: date) -> CourseAnswers:
    about = context(store, topic=topic(), convert=rates().convert, now=lambda: end_of(on))
    return families(about).of(CourseAnswers)
