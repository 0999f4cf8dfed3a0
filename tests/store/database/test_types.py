"""Times, text and keys on their way into the database and out."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from msgspec.structs import replace

from bot.store import NaiveDatetimeError, Store
from bot.store.database.types import KEY_BYTES, key, storable
from tests.store.build import LEASE, NOW, TROOPS, add_feed, chat, entry, new, plan, reading

SEOUL = timezone(timedelta(hours=9))


def test_a_time_of_any_zone_comes_back_as_the_same_instant_in_utc(store: Store) -> None:
    store.outbox.subscribe(chat(), datetime(2026, 11, 24, 21, 0, 0, 123456, tzinfo=SEOUL))
    kept = store.outbox.chat(1)
    assert kept is not None
    assert kept.since == datetime(2026, 11, 24, 12, 0, 0, 123456, tzinfo=UTC)
    assert kept.since.tzinfo is UTC


def test_a_naive_time_is_refused_and_nothing_is_written(store: Store) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(NaiveDatetimeError, match=r"2026-11-24T12:00:00 has no time zone"):
        store.outbox.subscribe(chat(), naive)
    with pytest.raises(NaiveDatetimeError):
        store.outbox.claim_owed(naive, 5, LEASE)
    assert store.outbox.chat(1) is None


def test_text_that_no_database_takes_is_mended_character_by_character() -> None:
    assert storable("a\0b\ud83dc") == "a\ufffdb\ufffdc"
    assert storable("한미 방위비 😀") == "한미 방위비 😀"


def test_a_short_key_is_the_text_itself_and_a_long_one_is_bounded() -> None:
    assert key("tag:wire.test,2026:1") == "tag:wire.test,2026:1"
    assert key("방" * (KEY_BYTES // 3)) == "방" * (KEY_BYTES // 3)
    long = "x" * (KEY_BYTES + 1)
    assert len(key(long)) == len("sha256:") + 64
    assert key(long) != key(long + "x")


def test_hostile_bytes_in_an_entry_do_not_stop_the_others(store: Store) -> None:
    feed_id = add_feed(store)
    bad = entry(
        "bad", guid="g\0\ud800" + "x" * 9000, link="https://wire.test/" + "y" * 9000, title="T\0\udfff", text="\0"
    )
    words = reading(replace(TROOPS, surface="2\ud8008"))
    applied = store.intake.apply(plan(feed_id, new(entry=bad, reading=words), new("good", opens=2)), NOW)
    assert applied.stored == 2
    good, mended = store.archive.articles()
    assert (good.title, mended.title) == ("Talks good", "T\ufffd\ufffd")
    assert [figure.surface for figure in mended.reading.figures] == ["2\ufffd8"]
    assert store.intake.known(feed_id, [bad.guid], [bad.link]) == (frozenset({bad.guid}), frozenset({bad.link}))
