"""What waits for the end of quiet hours that began after it was owed, and what watches found meanwhile."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from bot.model import Alerts, Delivery, Event, Interest, Level, Manner, WatchHit
from bot.store import Store
from tests.store.build import HOUR, LEASE, NOW, add_feed, entry, new, plan, settlement, stories_since
from tests.store.outbox.test_owe import deliver
from tests.store.outbox.test_readers import MINUTE, NIGHT, heard, join, tell
from tests.store.outbox.watching.test_watches import add

EVENING = -2 * HOUR
"""Before the quiet hours of ``NIGHT``."""


@pytest.fixture
def desk(store: Store) -> Store:
    add_feed(store)
    return store


def find(store: Store, name: str, *watches: int, at: timedelta = timedelta(0), **changes: object) -> int:
    """An entry off the topic that answers watches; how many messages are owed for it."""
    entered = entry(name, **changes)
    found = new(name, on_topic=False, watches=watches, entry=entered)
    return store.intake.apply(plan(store.feeds.all()[0].id, found), NOW + at).rung


def titles(row: Delivery) -> list[str]:
    hit = msgspec.json.decode(row.text, type=WatchHit)
    return [one.title for one in (hit, *hit.more)]


def found(store: Store, at: timedelta = timedelta(0)) -> list[list[str]]:
    return [titles(row) for row in deliver(store, at) if row.kind == "watch"]


# --- What watches found


def test_what_watches_find_in_quiet_hours_comes_together_at_their_end(desk: Store) -> None:
    mine = add(desk)
    join(desk, 1, manner=NIGHT)
    for number in range(12):
        assert find(desk, f"n{number}", mine.id) == 1
    assert (found(desk), desk.outbox.owed()) == ([], 0)
    assert found(desk, 3 * HOUR - MINUTE) == []
    told = found(desk, 3 * HOUR)
    assert told == [[f"Talks n{number}" for number in some] for some in (range(10), range(10, 12))]
    assert find(desk, "later", mine.id, at=3 * HOUR) == 1
    assert found(desk, 3 * HOUR) == [["Talks later"]]
    assert [one.hits for one in desk.watches.of_chat(1)] == [13]


def test_a_report_waits_by_its_number_and_great_events_pass_where_the_chat_wants_it(desk: Store) -> None:
    mine, theirs = add(desk), add(desk, 2)
    join(desk, 1, manner=NIGHT)
    desk.outbox.unsubscribe(1, NOW)
    join(desk, 2, Interest(tracks=("JP",)), Manner(quiet=NIGHT.quiet, great_pass=True))
    great = new("great", level=Level.CRITICAL, watches=(mine.id, theirs.id))
    assert desk.intake.apply(plan(desk.feeds.all()[0].id, great), NOW).rung == 2
    find(desk, "off", mine.id, theirs.id)
    (passed,) = deliver(desk)
    (article,) = desk.archive.articles()
    assert (passed.chat.id, passed.kind, passed.article_id) == (2, "watch", article.id)
    waited = {row.chat.id: row for row in deliver(desk, 3 * HOUR)}
    assert (waited[1].article_id, titles(waited[1])) == (article.id, ["", "Talks off"])
    assert titles(waited[2]) == ["Talks off"]


def test_what_waits_as_an_alert_there_is_no_message_of_the_watch_too(desk: Store) -> None:
    mine = add(desk)
    join(desk, 1, manner=NIGHT)
    assert tell(desk, "one", watches=(mine.id,)) == 1
    assert [row.kind for row in deliver(desk, 3 * HOUR)] == ["digest"]
    (article,) = desk.archive.articles()
    assert desk.watches.found(1, article.id) == ["ships"]
    assert desk.watches.found(2, article.id) == []


def test_watches_count_for_the_cap_and_what_is_beyond_comes_when_the_digest_does(desk: Store) -> None:
    mine = add(desk)
    join(desk, 1, manner=Manner(cap=2))
    desk.outbox.set_alerts(1, Alerts.ALL, "18:00")
    tell(desk, "alert")
    for name in ("one", "two", "three"):
        assert find(desk, name, mine.id) == 1
    tell(desk, "beyond")
    assert [row.kind for row in deliver(desk)] == ["alert", "watch"]
    later = deliver(desk, 6 * HOUR)
    assert [(row.kind, titles(row) if row.text else []) for row in later] == [
        ("watch", ["Talks two", "Talks three"]),
        ("digest", []),
    ]
    find(desk, "next day", mine.id, at=12 * HOUR)
    assert found(desk, 12 * HOUR) == [["Talks next day"]]


def test_a_chat_that_hears_of_great_events_alone_has_no_cap_for_its_watches(desk: Store) -> None:
    mine = add(desk)
    join(desk, 1, manner=Manner(cap=1))
    desk.outbox.set_alerts(1, Alerts.DIGEST, "18:00")
    assert [find(desk, name, mine.id) for name in ("one", "two")] == [1, 1]
    assert found(desk) == [["Talks one"], ["Talks two"]]


def test_a_muted_outlet_answers_no_watch_and_another_one_with_the_same_report_does(desk: Store) -> None:
    mine = add(desk)
    join(desk, 1, Interest(muted=("wire",)))
    assert find(desk, "sub", mine.id) == 0
    assert [one.hits for one in desk.watches.of_chat(1)] == [0]
    assert find(desk, "copy", mine.id, title="Talks sub", outlet="Paper") == 1
    assert tell(desk, "on", watches=(mine.id,), ring=False, level=None) == 0
    assert found(desk) == [["Talks sub"]]


def test_a_muted_story_answers_no_watch(desk: Store) -> None:
    mine = add(desk)
    join(desk, 1)
    tell(desk, "one")
    story = stories_since(desk, NOW)[0].id
    desk.outbox.mute_story(1, story, NOW)
    more = new("more", watches=(mine.id,), story_id=story, opens=None)
    assert desk.intake.apply(plan(desk.feeds.all()[0].id, more), NOW).rung == 0
    desk.outbox.unmute_stories(1, story)
    last = new("last", watches=(mine.id,), story_id=story, opens=None)
    assert desk.intake.apply(plan(desk.feeds.all()[0].id, last), NOW).rung == 1


def test_a_snoozed_story_answers_and_rings_again_when_its_time_is_over(desk: Store) -> None:
    mine = add(desk)
    join(desk, 1)
    tell(desk, "one")
    deliver(desk)
    story = stories_since(desk, NOW)[0].id
    assert desk.outbox.mute_story(1, story, NOW, NOW + HOUR)
    assert not desk.outbox.mute_story(1, story, NOW, NOW + HOUR)
    turn: dict[str, Any] = {"story_id": story, "opens": None, "event": Event.SIGNED, "level": Level.CRITICAL}
    assert tell(desk, "two", watches=(mine.id,), rings_for="signed", **turn) == 0
    assert desk.outbox.muted_stories(1, NOW) == {story: NOW + HOUR}
    assert desk.outbox.muted_stories(1, NOW + HOUR) == {}
    assert tell(desk, "three", HOUR, watches=(mine.id,), rings_for="ratified", **turn) == 1
    assert desk.outbox.mute_story(1, story, NOW + HOUR), "it was over"


def test_who_asks_in_quiet_hours_for_what_waits_gets_what_watches_found_too(desk: Store) -> None:
    mine = add(desk)
    join(desk, 1, manner=NIGHT)
    find(desk, "sub", mine.id)
    tell(desk, "one")
    assert desk.outbox.digest_now(1, NOW) == 2
    assert sorted(row.kind for row in deliver(desk)) == ["digest", "watch"]


def test_what_is_removed_is_not_told_at_the_end_of_quiet_hours(desk: Store) -> None:
    mine = add(desk)
    join(desk, 1, manner=NIGHT)
    find(desk, "sub", mine.id)
    desk.watches.forget(1, NOW)
    assert deliver(desk, 3 * HOUR) == []


# --- What was owed before


def test_what_is_owed_when_quiet_hours_begin_waits_for_their_end(desk: Store) -> None:
    """Telegram was out of reach meanwhile, say."""
    mine = add(desk)
    join(desk, 1, manner=NIGHT)
    join(desk, 2)
    tell(desk, "one", EVENING)
    tell(desk, "great", EVENING, level=Level.CRITICAL)
    find(desk, "sub", mine.id, at=EVENING)
    assert heard(desk) == [(2, "alert: Talks one"), (2, "alert: Talks great")]
    assert desk.outbox.owed() == 0
    waited = deliver(desk, 3 * HOUR)
    assert [(row.kind, len(row.articles)) for row in waited] == [("watch", 0), ("digest", 2)]


def test_great_events_that_are_owed_pass_where_the_chat_wants_it(desk: Store) -> None:
    join(desk, 1, manner=Manner(quiet=NIGHT.quiet, great_pass=True))
    tell(desk, "one", EVENING)
    tell(desk, "great", EVENING, level=Level.CRITICAL)
    assert heard(desk) == [(1, "alert: Talks great")]
    assert heard(desk, 3 * HOUR) == [(1, "digest: Talks one")]


def test_a_digest_that_is_owed_waits_too_unless_somebody_asked_for_it_meanwhile(desk: Store) -> None:
    join(desk, 1, manner=NIGHT)
    desk.outbox.set_alerts(1, Alerts.DIGEST, "10:30")
    tell(desk, "one", EVENING)
    (claimed,) = desk.outbox.claim_owed(NOW - HOUR - MINUTE, 9, LEASE)
    assert claimed.kind == "digest"
    again = settlement(claimed.id, "owed", not_before=NOW, chat_id=1)
    desk.outbox.settle(again, NOW - HOUR - MINUTE)
    assert heard(desk) == []
    assert heard(desk, 3 * HOUR) == [(1, "digest: Talks one")]
    tell(desk, "two", 3 * HOUR)
    desk.outbox.digest_now(1, NOW + 24 * HOUR)
    assert heard(desk, 24 * HOUR) == [(1, "digest: Talks two")]


def test_operators_lines_and_edits_do_not_wait(desk: Store) -> None:
    join(desk, 1, manner=NIGHT)
    desk.outbox.note_operators([1], "a feed is gone", NOW)
    assert [row.kind for row in deliver(desk)] == ["operator"]
