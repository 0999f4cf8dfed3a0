"""Telegram's limits as arithmetic; no clock is asked."""

import pytest

from bot.chat import Pacing


def _times(pacing: Pacing, chats: list[int], *, group: bool = False, start: float = 100.0) -> list[float]:
    """When each message starts if the caller waits just as long as it is told."""
    times, now = [], start
    for chat in chats:
        now = pacing.ready_at(chat, group=group, now=now)
        pacing.started(chat, group=group, now=now)
        times.append(now)
    return times


def test_all_chats_together_get_no_more_than_the_overall_rate() -> None:
    times = _times(Pacing(overall=28), list(range(300)))
    for first in times:
        assert sum(1 for time in times if first <= time < first + 1) <= 31
    assert times[-1] - times[0] == pytest.approx((300 - 1) / 28 - 0.1, abs=0.05)


def test_a_chat_gets_one_message_a_second() -> None:
    assert _times(Pacing(), [7, 7, 7]) == [100, 101, 102]


def test_another_chat_does_not_wait_for_it() -> None:
    pacing = Pacing()
    _times(pacing, [7, 7])
    assert pacing.ready_at(8, group=False, now=101.5) == 101.5


def test_a_group_gets_twenty_messages_a_minute() -> None:
    times = _times(Pacing(), [-7] * 45, group=True)
    assert times[:21] == [*range(100, 120), 160]
    assert times[40] == 220
    for first in times:
        assert sum(1 for time in times if first <= time < first + 60) <= 20


def test_an_old_group_message_no_longer_counts() -> None:
    pacing = Pacing(per_group=2)
    _times(pacing, [-7, -7], group=True)
    assert pacing.ready_at(-7, group=True, now=102) == 160
    assert pacing.ready_at(-7, group=True, now=161.5) == 161.5


def test_a_hold_stops_everything_and_never_shrinks() -> None:
    pacing = Pacing()
    pacing.hold(130)
    pacing.hold(120)
    assert pacing.ready_at(1, group=False, now=100) == 130
    assert pacing.held_until() == 130


def test_a_chats_hold_stops_that_chat_alone() -> None:
    pacing = Pacing()
    pacing.hold_chat(1, 150, now=100)
    assert pacing.ready_at(1, group=False, now=100) == 150
    assert pacing.ready_at(2, group=False, now=100) == 100


def test_idle_chats_are_forgotten_and_limited_ones_are_not() -> None:
    pacing = Pacing(overall=10_000)
    pacing.hold_chat(-1, 9_000, now=0)
    _times(pacing, list(range(1000)), start=0)
    _times(pacing, [5000], start=500)
    assert len(pacing._chats) == 2
    assert pacing.chat_ready_at(-1, group=False) == 9_000


@pytest.mark.parametrize("rates", [{"overall": 0}, {"per_chat": -1}, {"per_group": 0}])
def test_a_rate_that_lets_nothing_through_is_refused(rates: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="above 0"):
        Pacing(**rates)
