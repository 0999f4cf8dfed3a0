"""``feeds``: the topic's and the database's, without writing any."""

import json
from datetime import timedelta

import pytest

from bot.desk.intake.decide import decide
from bot.model import FeedKind, FeedSource, PollFacts, PollFailed, Topic, Trouble
from bot.store import Store
from bot.worker.factories import utc_now
from tests.cli.conftest import Program
from tests.store.build import plan, source

KEYS = {
    "url", "title", "outlet", "language", "country", "kind", "state", "last_polled", "next_due", "interval_s",
    "errors", "last_error", "items", "origin", "folder",
    "hold_until", "moved_to", "gaps", "last_gap", "last_news", "silent",
}  # fmt: skip


@pytest.fixture
def failed(sandbox_store: Store, topic: Topic) -> Store:
    """The topic's first feed was polled, and failed."""
    now = utc_now()
    sandbox_store.feeds.sync(topic.feeds[:1], now)
    (feed,) = sandbox_store.feeds.claim_due(now, 1, timedelta(minutes=1))
    facts = PollFacts(feed, PollFailed(Trouble.STATUS, "answered 500 [odd]"))
    sandbox_store.intake.apply(decide(facts, now, floor=600.0, jitter=1.0), now)
    return sandbox_store


def test_every_feed_of_the_topic_is_listed_in_order(program: Program, sandbox_store: Store, topic: Topic) -> None:
    ran = program("feeds")
    assert ran.code == 0
    head, *lines = ran.out.splitlines()
    assert head.split() == ["feed", "state", "last", "poll", "next", "poll", "items", "errors"]
    expected = sorted(topic.feeds, key=lambda feed: (feed.language, feed.outlet.casefold(), feed.url))
    assert [line.partition(" (")[0] for line in lines] == [feed.outlet.partition(" (")[0] for feed in expected]
    assert f"{len(topic.feeds)} of {len(topic.feeds)} feeds are active" in ran.err


def test_listing_gives_a_running_worker_no_other_feeds(program: Program, sandbox_store: Store) -> None:
    replay = FeedSource("http://127.0.0.1:1/replay/en.xml", "Replay", "en", "", FeedKind.REPLAY)
    sandbox_store.feeds.sync([replay], utc_now())
    ran = program("feeds")
    assert "Replay (en)" in ran.out
    assert [feed.outlet for feed in sandbox_store.feeds.all()] == ["Replay"]


def test_what_is_wrong_is_said_below(program: Program, failed: Store, topic: Topic) -> None:
    ran = program("feeds")
    assert ran.code == 0
    assert ran.out.splitlines()[-1].startswith(f"! {topic.feeds[0].outlet}")
    assert "answered 500 [odd]" in ran.out.splitlines()[-1]


def test_moves_holds_silence_and_gaps_are_said_below(program: Program, sandbox_store: Store) -> None:
    now = utc_now()
    sandbox_store.feeds.add([source("own")], now)
    (feed,) = sandbox_store.feeds.all()
    odd = {"moved_to": "https://new.test/", "hold_until": now + timedelta(hours=1), "silent": True, "last_news": now}
    sandbox_store.intake.apply(plan(feed.id, gaps=2, last_gap=now, **odd), now)
    lines = program("feeds").out.splitlines()[-4:]
    assert [line.partition(": ")[2].partition(" 20")[0] for line in lines] == [
        "moved for good, and is asked at https://new.test/",
        "left alone until",
        "works, and has had nothing new since",
        "2 gaps, the last found",
    ]
    record = next(one for one in map(json.loads, program("feeds", "--json").out.splitlines()) if one["gaps"])
    assert (record["moved_to"], record["silent"], record["last_gap"]) == ("https://new.test/", True, now.isoformat())


def test_a_narrow_terminal_loses_nothing(program: Program, failed: Store) -> None:
    lines = program("feeds", COLUMNS="80").out.splitlines()
    assert max(map(len, lines)) <= 80
    assert "answered 500" in " ".join(lines)


def test_json(program: Program, failed: Store, topic: Topic) -> None:
    ran = program("feeds", "--json")
    assert (ran.code, ran.err) == (0, "")
    records = {record["url"]: record for record in map(json.loads, ran.out.splitlines())}
    assert len(records) == len(topic.feeds)
    assert all(record.keys() == KEYS for record in records.values())
    polled = records[topic.feeds[0].url]
    assert polled["errors"] == 1
    assert polled["last_polled"] < polled["next_due"]
    assert records[topic.feeds[1].url]["last_polled"] is None
