"""What a channel posts waits for its editor, is released by the first press alone, and is never posted twice."""

from datetime import timedelta
from threading import Barrier, Thread

from bot.model import Alerts, ChatType, Decision, Delivery, Manner
from bot.store import Store
from tests.store.build import HOUR, LEASE, NOW, chat, new, plan, ring, settlement

CHANNEL, EDITOR = -100_123, 7
DAY = timedelta(days=1)


def claim(store: Store, now: timedelta = timedelta()) -> list[Delivery]:
    return store.outbox.claim_owed(NOW + now, 9, LEASE)


def asked(store: Store) -> tuple[int, Delivery]:
    """A channel with an editor that an alert rings in: the row, and what the editor is sent."""
    channel = chat(CHANNEL, type=ChatType.CHANNEL)
    store.approvals.set_editor(channel, chat(EDITOR, type=ChatType.PRIVATE), NOW)
    ring(store, CHANNEL)
    (request,) = claim(store)
    assert (request.chat.id, request.kind) == (EDITOR, "approval")
    store.outbox.settle(settlement(request.id), NOW)
    (waits,) = store.approvals.waiting(EDITOR)
    assert (waits.channel.id, waits.until, request.notice) == (CHANNEL, NOW + DAY, f"approve {waits.delivery_id}")
    return waits.delivery_id, request


def test_an_alert_is_posted_once_an_editor_has_approved_it(store: Store) -> None:
    number, _ = asked(store)
    assert claim(store, HOUR) == []
    assert store.approvals.decide(number, EDITOR, NOW, posts=True) is Decision.POSTED
    (posted,) = claim(store)
    assert (posted.id, posted.chat.id, posted.kind) == (number, CHANNEL, "alert")
    store.outbox.settle(settlement(number, "owed"), NOW)
    assert [again.id for again in claim(store)] == [number], "what failed is not asked about again"
    store.outbox.settle(settlement(number), NOW)
    assert store.approvals.decide(number, EDITOR, NOW, posts=True) is Decision.WAS_POSTED
    assert store.approvals.decide(number, EDITOR, NOW, posts=False) is Decision.WAS_POSTED
    assert (claim(store, DAY), store.approvals.waiting(EDITOR)) == ([], [])


def test_of_two_editors_who_press_at_once_one_decides(store: Store, other: Store) -> None:
    number, _ = asked(store)
    start, came = Barrier(2), list[Decision]()

    def press(of: Store) -> None:
        start.wait()
        came.append(of.approvals.decide(number, EDITOR, NOW, posts=True))

    threads = [Thread(target=press, args=(one,)) for one in (store, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(came) == [Decision.POSTED, Decision.WAS_POSTED]
    assert [row.id for row in claim(store)] == [number]
    assert claim(other) == []


def test_a_worker_that_dies_after_the_press_leaves_it_to_the_next_one(store: Store, other: Store) -> None:
    number, _ = asked(store)
    store.approvals.decide(number, EDITOR, NOW, posts=True)
    claim(store)
    assert [row.id for row in other.outbox.claim_owed(NOW + LEASE, 9, LEASE)] == [number]


def test_what_is_dropped_or_nobodys_to_decide_stays_where_it_is(store: Store) -> None:
    number, _ = asked(store)
    assert store.approvals.decide(number, 8, NOW, posts=True) is Decision.GONE, "another chat's press"
    assert store.approvals.decide(number, EDITOR, NOW, posts=False) is Decision.DROPPED
    assert store.approvals.decide(number, EDITOR, NOW, posts=True) is Decision.WAS_DROPPED
    assert claim(store, HOUR) == []


def test_what_nobody_decides_on_in_time_is_dropped_and_told(store: Store) -> None:
    number, _ = asked(store)
    assert store.approvals.decide(number, EDITOR, NOW + DAY, posts=True) is Decision.LATE
    (told,) = claim(store, DAY)
    assert (told.chat.id, told.kind, told.notice) == (EDITOR, "approval", f"expired {number}")
    assert store.approvals.decide(number, EDITOR, NOW + DAY, posts=True) is Decision.LATE
    assert store.approvals.waiting(EDITOR) == []


def test_a_turn_of_what_waits_is_asked_about_too(store: Store) -> None:
    number, _ = asked(store)
    story = store.archive.articles(limit=1)[0].story_id
    feed = store.feeds.all()[0].id
    store.intake.apply(plan(feed, new("two", ring=True, story_id=story, rings_for="deal")), NOW)
    assert [row.chat.id for row in claim(store)] == [EDITOR]
    assert {waits.delivery_id for waits in store.approvals.waiting(EDITOR)} > {number}


def test_what_waited_for_a_digest_is_asked_about_one_by_one(store: Store) -> None:
    channel = chat(CHANNEL, type=ChatType.CHANNEL)
    store.outbox.subscribe(channel, NOW)
    store.outbox.set_alerts(CHANNEL, Alerts.DIGEST, "08:00")
    store.approvals.set_editor(channel, chat(EDITOR, type=ChatType.PRIVATE), NOW)
    ring(store, CHANNEL)
    store.intake.apply(plan(store.feeds.all()[0].id, new("two", ring=True)), NOW)
    assert claim(store) == []
    for _ in range(4):
        for row in claim(store, DAY):
            assert row.kind == "approval"
            store.outbox.settle(settlement(row.id), NOW)
    assert len(store.approvals.waiting(EDITOR)) == 2


def test_what_is_approved_in_quiet_hours_is_posted_then(store: Store) -> None:
    number, _ = asked(store)
    store.outbox.set_manner(CHANNEL, Manner(quiet="00:00-23:59"))
    store.approvals.decide(number, EDITOR, NOW, posts=True)
    assert [row.id for row in claim(store)] == [number]


def test_another_editor_is_asked_anew_and_without_one_what_waits_is_dropped(store: Store) -> None:
    number, _ = asked(store)
    channel, there = chat(CHANNEL, type=ChatType.CHANNEL), chat(8, type=ChatType.PRIVATE)
    for editor in (there, chat(EDITOR, type=ChatType.PRIVATE)):
        assert store.approvals.set_editor(channel, editor, NOW) == 1
        (request,) = claim(store)
        assert (request.chat.id, request.notice) == (editor.id, f"approve {number}")
        store.outbox.settle(settlement(request.id), NOW)
    assert store.approvals.decide(number, 8, NOW, posts=True) is Decision.GONE
    assert [one.id for one in store.approvals.channels_of(EDITOR)] == [CHANNEL]
    assert store.approvals.set_editor(channel, None, NOW) == 1
    assert claim(store, HOUR) == []
    assert store.approvals.decide(number, EDITOR, NOW, posts=True) is Decision.GONE


def test_an_editors_chat_that_moves_takes_its_channels_along_and_one_that_is_forgotten_ends_their_alerts(
    store: Store,
) -> None:
    number, _ = asked(store)
    store.outbox.move_chat(EDITOR, -100_777)
    assert [waits.delivery_id for waits in store.approvals.waiting(-100_777)] == [number]
    store.outbox.forget(-100_777, NOW)
    channel = store.outbox.chat(CHANNEL)
    assert channel is not None
    assert (channel.subscribed, channel.editor) == (False, None), "nothing goes out that nobody has approved"
    assert claim(store, HOUR) == []
