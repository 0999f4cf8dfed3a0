"""Feeds are asked more often while a date that reports name is near."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.intake.cadence import HASTE
from bot.store import Store, open_store
from bot.worker.upcoming_dates import Nearness
from tests.feeds.house import Clock
from tests.store.build import add_feed, entry, new, plan

SAID = "The fourth round of the talks is to be held in Washington on Dec. 3-4."


@pytest.fixture
def store(migrated_url: str) -> Iterator[Store]:
    with open_store(migrated_url, worker="test") as opened:
        yield opened


async def test_the_pace_follows_the_calendar(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    clock = Clock()
    clock.now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    nearness = Nearness(store, clock)
    await nearness.look()
    assert nearness.haste == 1.0, "the archive is empty"
    told = new("1", entry=entry("1", text=SAID), published=clock.now)
    store.intake.apply(plan(add_feed(store), told), clock.now)
    paces = {}
    for day in (24, 30, 32, 34, 35, 37):
        clock.now = datetime(2026, 11, 1, 12, tzinfo=UTC) + timedelta(days=day - 1)
        await nearness.look()
        paces[day - 30] = nearness.haste
    assert paces == {-6: 1.0, 0: 1.0, 2: HASTE, 4: HASTE, 5: HASTE, 7: 1.0}, "the second to the fifth of December"
    assert [record.message for record in caplog.records if "asked" in record.message] == [
        "feeds are asked 3 times as often while a date that reports name is near: round of talks",
        "feeds are asked as usual again",
    ]
