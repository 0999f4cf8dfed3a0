"""Whom a report is told: alerts, turns, replies, digests, and the edits of what went out."""

from datetime import date, timedelta

import pytest

from bot.model import Alerts, Background, Delivery, Level
from bot.store import Store
from tests.desk.make import convert
from tests.store.build import (
    DEMAND,
    HOUR,
    LEASE,
    NOW,
    add_feed,
    background,
    chat,
    new,
    plan,
    reading,
    ring,
    settlement,
    stories_since,
)

MINUTE = timedelta(minutes=1)


def deliver(store: Store, at: timedelta = timedelta(0)) -> list[Delivery]:
    """Everything that is due goes out."""
    sent: list[Delivery] = []
    while rows := store.outbox.claim_owed(NOW + at, 9, LEASE):
        for row in rows:
            store.outbox.settle(settlement(row.id), NOW + at)
        sent += rows
    return sent


def kinds(rows: list[Delivery]) -> list[tuple[int, str]]:
    return [(row.chat.id, row.kind.value) for row in rows]


def echo(store: Store, name: str, at: timedelta = timedelta(0), **changes: object) -> int:
    """One more report of the first story; how many messages are owed for it."""
    story = stories_since(store, NOW)[-1]
    more = new(name, story_id=story.id, opens=None, **{"level": Level.ECHO} | changes)
    return store.intake.apply(plan(store.feeds.all()[0].id, more), NOW + at).rung


# --- Edits


def test_many_echoes_are_one_edit_of_each_alert_that_went_out(store: Store) -> None:
    ring(store, 1, 2)
    told = deliver(store)
    for number in range(5):
        assert echo(store, f"echo {number}", number * MINUTE / 10) == 0
    assert deliver(store, MINUTE - MINUTE / 60) == []
    edits = deliver(store, MINUTE)
    assert kinds(edits) == [(1, "edit"), (2, "edit")]
    assert [edit.message_id for edit in edits] == [900 + row.id for row in told]
    assert [edit.article_id for edit in edits] == [row.article_id for row in told]
    assert deliver(store, HOUR) == []
    assert store.status(NOW).sent_24h == 2, "an edit is no message"


def test_an_edit_that_was_made_is_owed_again_and_not_at_once(store: Store) -> None:
    ring(store, 1)
    deliver(store)
    echo(store, "one more")
    (first,) = deliver(store, MINUTE)
    echo(store, "and one", 2 * MINUTE)
    assert deliver(store, 6 * MINUTE) == []
    (again,) = deliver(store, 7 * MINUTE)
    assert (again.id, again.attempts) == (first.id, 0)


def test_what_comes_while_an_edit_is_being_made_is_in_the_next_one(store: Store) -> None:
    ring(store, 1)
    deliver(store)
    echo(store, "one more")
    (edit,) = store.outbox.claim_owed(NOW + MINUTE, 9, LEASE)
    echo(store, "meanwhile", MINUTE)
    store.outbox.settle(settlement(edit.id), NOW + MINUTE)
    assert store.outbox.owed() == 1
    assert [row.id for row in deliver(store, 6 * MINUTE)] == [edit.id]


def test_an_alert_that_is_still_owed_needs_no_edit_and_one_under_way_does(store: Store) -> None:
    ring(store, 1)
    echo(store, "before")
    assert store.outbox.owed() == 1
    (row,) = store.outbox.claim_owed(NOW, 9, LEASE)
    echo(store, "meanwhile")
    assert store.outbox.claim_owed(NOW + MINUTE / 2, 9, LEASE) == [], "one row of a chat is out at a time"
    store.outbox.settle(settlement(row.id), NOW)
    assert kinds(deliver(store, MINUTE)) == [(1, "edit")]


def test_an_edit_that_waits_holds_up_no_alert_and_goes_after_it(store: Store) -> None:
    ring(store, 1)
    deliver(store)
    echo(store, "one more")
    other = plan(store.feeds.all()[0].id, new("other", ring=True))
    store.intake.apply(other, NOW)
    assert kinds(deliver(store)) == [(1, "alert")], "the edit is not due"
    store.intake.apply(plan(store.feeds.all()[0].id, new("third", ring=True)), NOW + MINUTE)
    assert kinds(deliver(store, MINUTE)) == [(1, "alert"), (1, "edit")]


def test_edits_end_after_two_days_and_with_the_subscription_and_where_one_was_refused(store: Store) -> None:
    ring(store, 1, 2)
    deliver(store)
    store.outbox.unsubscribe(2, NOW)
    echo(store, "one more")
    (edit,) = store.outbox.claim_owed(NOW + MINUTE, 9, LEASE)
    store.outbox.settle(settlement(edit.id, "closed", reason="message to edit not found"), NOW + MINUTE)
    echo(store, "and one", HOUR)
    assert deliver(store, 2 * HOUR) == []
    store.outbox.subscribe(chat(3), NOW)
    store.intake.apply(plan(store.feeds.all()[0].id, new("other", ring=True)), NOW)
    deliver(store)
    late = new("late", story_id=stories_since(store, NOW)[0].id, opens=None)
    store.intake.apply(plan(store.feeds.all()[0].id, late), NOW + 49 * HOUR)
    assert store.outbox.owed() == 0


# --- Turns and replies


def test_a_turn_replies_to_the_alert_and_is_the_alert_of_a_chat_that_had_none(store: Store) -> None:
    ring(store, 1)
    (first,) = deliver(store)
    store.outbox.subscribe(chat(2), NOW)
    rung = echo(store, "turn", ring=True, level=Level.CRITICAL, rings_for="talks_break_off")
    assert rung == 2
    turn, alert = deliver(store)
    assert (turn.chat.id, turn.kind, turn.message_id) == (1, "turn", 900 + first.id)
    assert (alert.chat.id, alert.kind, alert.message_id) == (2, "alert", None)
    about = store.archive.sent_article(1, 900 + turn.id)
    assert about is not None, "/why answers a turn too"
    assert about.id == turn.article_id
    assert echo(store, "again", ring=True, level=Level.CRITICAL, rings_for="talks_break_off") == 0
    assert stories_since(store, NOW)[0].rang == {"talks_break_off"}


def test_what_an_alert_told_on_one_reports_word_is_no_turn_once_it_is_borne_out(store: Store) -> None:
    store.outbox.subscribe(chat(1), NOW)
    store.outbox.subscribe(chat(2), NOW)
    store.outbox.set_alerts(2, Alerts.CRITICAL, "08:00")
    first = new("one", ring=True, level=Level.MATERIAL, rings_for="told:talks_break_off")
    assert store.intake.apply(plan(add_feed(store), first), NOW).rung == 1
    deliver(store)
    assert echo(store, "two", ring=True, level=Level.CRITICAL, rings_for="talks_break_off") == 1
    assert kinds(deliver(store)) == [(2, "alert")]


def test_whoever_had_the_alert_gets_the_denial_as_a_reply_once_and_no_alert_of_it(store: Store) -> None:
    ring(store, 1, 2)
    told = deliver(store)
    store.outbox.subscribe(chat(3), NOW)
    store.outbox.set_alerts(1, Alerts.CRITICAL, "08:00")
    story = stories_since(store, NOW)[0].id
    denial = new("denial", ring=True, level=Level.MATERIAL, rings_for="denial", answers=story)
    assert store.intake.apply(plan(store.feeds.all()[0].id, denial), NOW).rung == 3
    replies = deliver(store)
    assert kinds(replies) == [(1, "correction"), (2, "correction"), (3, "alert")]
    assert [row.message_id for row in replies] == [*(900 + row.id for row in told), None]
    assert "denial" in next(one for one in stories_since(store, NOW) if one.id == story).rang
    more = new("more", ring=False, answers=story)
    assert store.intake.apply(plan(store.feeds.all()[0].id, more), NOW).rung == 0


def test_a_denial_of_what_the_same_poll_opened_finds_its_story(store: Store) -> None:
    store.outbox.subscribe(chat(1), NOW)
    denial = new("denial", opens=2, answers=-2)
    assert store.intake.apply(plan(add_feed(store), new("one", ring=True), denial), NOW).rung == 2
    assert kinds(deliver(store)) == [(1, "alert"), (1, "correction")]


# --- What a chat wants


@pytest.fixture
def three(store: Store) -> Store:
    """Chat 1 wants everything, 2 a digest at noon in UTC, 3 what is critical."""
    for number, mode in enumerate(Alerts, start=1):
        store.outbox.subscribe(chat(number), NOW)
        store.outbox.set_alerts(number, {1: Alerts.ALL, 2: Alerts.DIGEST, 3: Alerts.CRITICAL}[number], "13:00")
        assert mode
    add_feed(store)
    return store


def tell(store: Store, name: str, level: Level) -> int:
    return store.intake.apply(plan(store.feeds.all()[0].id, new(name, ring=True, level=level)), NOW).rung


def test_what_is_material_rings_or_waits_for_the_digest_or_is_let_be(three: Store) -> None:
    assert [tell(three, name, Level.MATERIAL) for name in ("one", "two")] == [2, 2]
    assert kinds(deliver(three)) == [(1, "alert"), (1, "alert")]
    assert three.outbox.owed() == 0, "what waits for its digest is not late"
    assert deliver(three, HOUR - MINUTE) == []
    (digest,) = deliver(three, HOUR)
    assert (digest.chat.id, digest.kind, digest.articles) == (2, "digest", (1, 2))
    assert three.archive.sent_article(2, 900 + digest.id) is not None
    assert three.status(NOW + HOUR).sent_24h == 3, "two alerts and a digest"
    assert deliver(three, 25 * HOUR) == []


def test_what_has_no_news_waits_for_the_digest_and_rings_nobody(three: Store) -> None:
    assert put_by(three, "one") == 0
    assert deliver(three) == []
    (digest,) = deliver(three, HOUR)
    assert (digest.chat.id, digest.kind, digest.articles) == (2, "digest", (1,))
    assert deliver(three, 25 * HOUR) == []


def test_a_story_that_rings_after_it_was_put_by_is_told_once(three: Store) -> None:
    put_by(three, "preview")
    assert echo(three, "deal", ring=True, level=Level.MATERIAL, rings_for="story") == 2
    assert kinds(deliver(three)) == [(1, "alert")]
    (digest,) = deliver(three, HOUR)
    assert digest.articles == (2,)


def test_a_story_whose_preview_the_digest_told_rings_all_the_same(three: Store) -> None:
    put_by(three, "preview")
    deliver(three, HOUR)
    assert echo(three, "deal", ring=True, level=Level.CRITICAL, rings_for="signed") == 3
    assert kinds(deliver(three, HOUR)) == [(1, "alert"), (2, "alert"), (3, "alert")]


def put_by(store: Store, name: str) -> int:
    report = new(name, ring=False, level=Level.BACKGROUND)
    return store.intake.apply(plan(store.feeds.all()[0].id, report), NOW).rung


def test_what_is_critical_waits_for_nothing(three: Store) -> None:
    assert tell(three, "one", Level.CRITICAL) == 3
    assert kinds(deliver(three)) == [(1, "alert"), (2, "alert"), (3, "alert")]


def test_a_story_that_becomes_critical_leaves_the_digest(three: Store) -> None:
    tell(three, "one", Level.MATERIAL)
    deliver(three)
    assert echo(three, "turn", ring=True, level=Level.CRITICAL, rings_for="signed") == 2
    assert sorted(kinds(deliver(three))) == [(1, "turn"), (2, "alert"), (3, "alert")]
    assert {kind for _, kind in kinds(deliver(three, HOUR))} == {"edit"}


def test_a_digest_that_fails_is_tried_again_and_one_that_is_refused_is_not(three: Store) -> None:
    tell(three, "one", Level.MATERIAL)
    deliver(three)
    (digest,) = three.outbox.claim_owed(NOW + HOUR, 9, LEASE)
    three.outbox.settle(settlement(digest.id, "owed", not_before=NOW + 2 * HOUR), NOW + HOUR)
    (again,) = three.outbox.claim_owed(NOW + 2 * HOUR, 9, LEASE)
    assert (again.id, again.articles) == (digest.id, digest.articles)
    three.outbox.settle(settlement(again.id, "closed", reason="no"), NOW + 2 * HOUR)
    assert deliver(three, 3 * HOUR) == []


def test_a_digest_in_parts_tells_each_report_once_and_leaves_none_out(three: Store) -> None:
    for number in range(7):
        tell(three, f"report {number}", Level.MATERIAL)
    deliver(three)
    parts: list[tuple[int, ...]] = []
    while rows := three.outbox.claim_owed(NOW + HOUR, 9, LEASE):
        (part,) = rows
        assert (part.told, len(part.articles)) == (sum(map(len, parts)), 7 - part.told)
        told = part.articles[:3]
        message = 500 + len(parts)
        three.outbox.settle(settlement(part.id, message_id=message, told=told), NOW + HOUR)
        about = three.archive.sent_article(2, message)
        assert about is not None
        assert about.id == told[0], "/why finds what each part tells"
        parts.append(told)
    assert [len(part) for part in parts] == [3, 3, 1]
    assert [number for part in parts for number in part] == [1, 2, 3, 4, 5, 6, 7]
    assert deliver(three, 25 * HOUR) == []


def test_a_part_that_fails_is_tried_again_alone_and_one_that_is_refused_holds_up_no_other(three: Store) -> None:
    for number in range(3):
        tell(three, f"report {number}", Level.MATERIAL)
    deliver(three)
    (first,) = three.outbox.claim_owed(NOW + HOUR, 9, LEASE)
    three.outbox.settle(settlement(first.id, told=(1,)), NOW + HOUR)
    (second,) = three.outbox.claim_owed(NOW + HOUR, 9, LEASE)
    three.outbox.settle(settlement(second.id, "owed", not_before=NOW + 2 * HOUR), NOW + HOUR)
    assert three.outbox.claim_owed(NOW + HOUR, 9, LEASE) == []
    (again,) = three.outbox.claim_owed(NOW + 2 * HOUR, 9, LEASE)
    assert (again.articles, again.told, again.attempts) == ((2, 3), 1, 1)
    three.outbox.settle(settlement(again.id, "closed", reason="no", told=(2,)), NOW + 2 * HOUR)
    (third,) = three.outbox.claim_owed(NOW + 2 * HOUR, 9, LEASE)
    assert (third.articles, third.attempts) == ((3,), 0)
    three.outbox.settle(settlement(third.id), NOW + 2 * HOUR)
    assert deliver(three, 3 * HOUR) == []


def test_what_comes_between_two_parts_waits_for_the_next_digest(three: Store) -> None:
    for number in range(2):
        tell(three, f"report {number}", Level.MATERIAL)
    deliver(three)
    (first,) = three.outbox.claim_owed(NOW + HOUR, 9, LEASE)
    three.outbox.settle(settlement(first.id, told=(1,)), NOW + HOUR)
    three.intake.apply(
        plan(three.feeds.all()[0].id, new("later", ring=True, level=Level.MATERIAL)), NOW + HOUR + MINUTE
    )
    parts = [row.articles for row in deliver(three, HOUR + 2 * MINUTE) if row.kind == "digest"]
    assert parts == [(2,)]
    assert [row.articles for row in deliver(three, 25 * HOUR) if row.kind == "digest"] == [(3,)]


def test_a_worker_that_comes_too_late_with_a_part_takes_nothing_from_the_next(three: Store) -> None:
    for number in range(2):
        tell(three, f"report {number}", Level.MATERIAL)
    deliver(three)
    (first,) = three.outbox.claim_owed(NOW + HOUR, 9, LEASE)
    late = NOW + HOUR + 2 * LEASE
    (again,) = three.outbox.claim_owed(late, 9, LEASE)
    assert again.articles == first.articles, "the lease has run out"
    three.outbox.settle(settlement(first.id, told=(1,)), late)
    three.outbox.settle(settlement(again.id, told=(1,)), late)
    rest = [row.articles for row in deliver(three, HOUR + 3 * LEASE)]
    assert rest == [(2,)]


@pytest.mark.parametrize(
    ("days", "hours"), [("1234567", 1), ("3", 25), ("12345", 1), ("1", 6 * 24 + 1), ("67", 4 * 24 + 1)]
)
def test_a_digest_comes_on_the_days_that_the_chat_has_chosen(three: Store, days: str, hours: int) -> None:
    """NOW is noon of a Tuesday."""
    three.outbox.set_alerts(2, Alerts.DIGEST, "13:00", days)
    tell(three, "one", Level.MATERIAL)
    deliver(three)
    assert [row for row in deliver(three, hours * HOUR - MINUTE) if row.chat.id == 2] == []
    assert [row.kind for row in deliver(three, hours * HOUR)] == ["digest"]


def test_what_waits_comes_when_the_chat_wants_it_by_now(three: Store) -> None:
    three.outbox.set_alerts(2, Alerts.DIGEST, "13:00", "1")
    tell(three, "one", Level.MATERIAL)
    deliver(three)
    three.outbox.set_alerts(2, Alerts.DIGEST, "14:00", "12345")
    assert three.outbox.set_digest_anew(2, NOW) == 0
    assert deliver(three, 2 * HOUR - MINUTE) == []
    three.outbox.set_time_zone(chat(2), "Asia/Tokyo")
    assert three.outbox.set_digest_anew(2, NOW) == 0
    assert deliver(three, 16 * HOUR) == [], "it is three in the night in Tokyo"
    assert [row.kind for row in deliver(three, 17 * HOUR + 12 * HOUR)] == ["digest"]
    tell(three, "two", Level.MATERIAL)
    three.outbox.set_alerts(2, Alerts.CRITICAL, "14:00")
    assert three.outbox.set_digest_anew(2, NOW) == 1
    assert (2, "digest") in kinds(deliver(three))
    assert three.outbox.set_digest_anew(99, NOW) == 0, "a chat that nobody knows"


def test_a_digest_now_is_all_that_waits_and_does_not_come_again(three: Store) -> None:
    assert three.outbox.digest_now(2, NOW) == 0
    for name in ("one", "two"):
        tell(three, name, Level.MATERIAL)
    deliver(three)
    assert three.outbox.digest_now(2, NOW) == 2
    (digest,) = deliver(three)
    assert (digest.chat.id, digest.articles) == (2, (1, 2))
    assert three.outbox.digest_now(2, NOW) == 0
    assert deliver(three, 25 * HOUR) == []


def test_who_leaves_is_owed_no_digest_and_its_counts_are_not_edited(three: Store) -> None:
    tell(three, "one", Level.MATERIAL)
    deliver(three)
    three.outbox.unsubscribe(2, NOW)
    assert deliver(three, HOUR) == []
    three.outbox.subscribe(chat(2), NOW)
    tell(three, "two", Level.MATERIAL)
    assert [kind for _, kind in kinds(deliver(three, HOUR))] == ["alert", "digest"]
    echo(three, "echo", HOUR)
    assert {number for number, kind in kinds(deliver(three, 2 * HOUR)) if kind == "edit"} == {1}


def test_a_group_that_becomes_a_supergroup_keeps_its_wishes(three: Store) -> None:
    three.outbox.move_chat(2, -1002)
    moved = three.outbox.chat(-1002)
    assert moved is not None
    assert (moved.alerts, moved.digest_at) == (Alerts.DIGEST, "13:00")


def test_a_group_that_becomes_a_supergroup_keeps_the_days_of_its_digest(three: Store) -> None:
    three.outbox.set_alerts(2, Alerts.DIGEST, "13:00", "15")
    three.outbox.move_chat(2, -1002)
    three.outbox.subscribe(chat(7), NOW)
    three.outbox.move_chat(-1002, 7)
    moved = three.outbox.chat(7)
    assert moved is not None
    assert (moved.alerts, moved.digest_days) == (Alerts.DIGEST, "15")


# --- What was known before


def test_what_is_known_of_a_reports_figures_and_of_the_days_ahead(store: Store) -> None:
    feed_id = add_feed(store)
    day = date(2026, 12, 1)
    first = new("one", DEMAND, ahead=(("KR", "vote", day), (None, "summit", day)))
    store.intake.apply(plan(feed_id, first), NOW)
    assert background(store, [], NOW.date(), convert) == Background()
    known = background(store, [(reading(DEMAND), day), (reading(track=None), day)], NOW.date(), convert)
    assert [(one.track, one.role, one.value, one.currency) for one in known.figures] == [("KR", "demanded", 5e9, "USD")]
    assert known.days == {("KR", "vote", day), (None, "summit", day)}
    assert background(store, [(reading(DEMAND, track="JP"), day)], date(2026, 12, 2), convert) == Background()
    assert background(store, [(reading(DEMAND, track=None), day)], date(2026, 12, 2), convert) == Background()
