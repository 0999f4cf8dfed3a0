"""What the outcome of a send means for its row."""

import math
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.delivery.settle import TOGETHER, Flood, settle
from bot.model import (
    ChatType,
    Forbidden,
    Moved,
    NotSent,
    Rejected,
    RetryLater,
    SendOutcome,
    Sent,
    Settlement,
    Unknown,
)
from tests.desk.make import NOW, delivery


def after(found: Settlement) -> float:
    assert found.not_before is not None
    return (found.not_before - NOW).total_seconds()


def test_sent_is_done_and_keeps_the_message() -> None:
    found = settle(delivery(), Sent(42), NOW)
    assert (found.state, found.message_id, found.chat_id, found.not_before) == ("sent", 42, 100, None)


def test_forbidden_closes_and_unsubscribes() -> None:
    found = settle(delivery(), Forbidden("bot was blocked by the user"), NOW)
    assert (found.state, found.unsubscribe, found.chat_id) == ("closed", True, 100)
    assert "bot was blocked by the user" in found.reason


def test_moved_is_sent_to_the_new_chat() -> None:
    found = settle(delivery(chat_type=ChatType.GROUP), Moved(-1009), NOW)
    assert (found.state, found.move_to, found.chat_id) == ("owed", -1009, -100)
    assert 0 < after(found) <= 2


def test_rejected_is_closed_with_its_reason_and_stays_subscribed() -> None:
    found = settle(delivery(), Rejected("message is too long"), NOW)
    assert (found.state, found.unsubscribe) == ("closed", False)
    assert "message is too long" in found.reason


@pytest.mark.parametrize(("attempts", "seconds"), [(0, 2), (1, 4), (5, 64), (9, 900), (10_000, 900)])
def test_not_sent_waits_twice_as_long_each_time(attempts: int, seconds: float) -> None:
    found = settle(delivery(attempts), NotSent("502"), NOW)
    assert (found.state, after(found)) == ("owed", seconds)


@pytest.mark.parametrize(("attempts", "seconds"), [(0, 10), (1, 20), (6, 640), (10_000, 3600)])
def test_unknown_waits_longer_since_it_may_double(attempts: int, seconds: float) -> None:
    found = settle(delivery(attempts), Unknown("no answer within 10 s"), NOW)
    assert (found.state, after(found)) == ("owed", seconds)
    assert found.reason.startswith("perhaps sent")


def test_a_flood_wait_of_one_private_chat_holds_no_other() -> None:
    found = settle(delivery(), RetryLater(7), NOW)
    assert (found.state, after(found), found.hold_all_until) == ("owed", 8, None)
    assert found.reason == "Telegram asks to wait 7 seconds"


def test_flood_waits_of_two_private_chats_together_hold_every_chat() -> None:
    found = settle(delivery(), RetryLater(7), NOW, [Flood(101, NOW - TOGETHER)])
    assert (found.state, after(found)) == ("owed", 8)
    assert found.hold_all_until == NOW + timedelta(seconds=8)


@pytest.mark.parametrize(
    "others",
    [
        pytest.param([Flood(101, NOW - TOGETHER - timedelta(seconds=1))], id="long ago"),
        pytest.param([Flood(-101, NOW)], id="a group's own"),
        pytest.param([Flood(101, NOW, again=True)], id="a chat that is refused again and again"),
        pytest.param([Flood(100, NOW - timedelta(seconds=31)), Flood(101, NOW)], id="so is this one"),
    ],
)
def test_flood_waits_that_say_nothing_of_the_bot_hold_their_own_chats(others: list[Flood]) -> None:
    assert settle(delivery(), RetryLater(7), NOW, others).hold_all_until is None


def test_a_long_flood_wait_holds_the_others_for_a_minute() -> None:
    found = settle(delivery(), RetryLater(3600), NOW, [Flood(101, NOW)])
    assert after(found) == 3601
    assert found.hold_all_until == NOW + timedelta(seconds=60)


@pytest.mark.parametrize("chat_type", [ChatType.GROUP, ChatType.SUPERGROUP, ChatType.CHANNEL])
def test_flood_wait_of_a_group_is_its_own(chat_type: ChatType) -> None:
    found = settle(delivery(chat_type=chat_type), RetryLater(1), NOW, [Flood(101, NOW), Flood(-101, NOW)])
    assert (after(found), found.hold_all_until) == (2, None)
    assert found.reason == "Telegram asks to wait 1 second"


outcomes = st.one_of(
    st.builds(Sent, st.integers(1)),
    st.builds(RetryLater, st.floats()),
    st.builds(Forbidden, st.text()),
    st.builds(Moved, st.integers()),
    st.builds(Rejected, st.text()),
    st.builds(NotSent, st.text()),
    st.builds(Unknown, st.text()),
)


@given(outcomes, st.integers(0, 10**9), st.sampled_from(ChatType))
def test_nothing_owed_is_lost(outcome: SendOutcome, attempts: int, chat_type: ChatType) -> None:
    found = settle(delivery(attempts, chat_type), outcome, NOW)
    assert found.delivery_id == 5
    assert found.reason
    if found.state == "owed":
        assert 0 < after(found) <= 24 * 3600 + 1
    elif found.state == "closed":
        assert isinstance(outcome, Forbidden | Rejected)
    else:
        assert isinstance(outcome, Sent)
    assert found.unsubscribe is isinstance(outcome, Forbidden)
    if isinstance(outcome, RetryLater) and math.isfinite(outcome.seconds):
        assert after(found) > min(outcome.seconds, 24 * 3600)
