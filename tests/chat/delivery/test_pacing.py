"""Telegram's limits as arithmetic; no clock is asked."""

import heapq
import random
from bisect import bisect_left

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat import Pacing
from bot.chat.delivery.outbox import IN_FLIGHT

RATE = 28
MOST = 29
"""Messages that arrive in a second at the worst; Telegram bears about thirty."""
LEAST_WAY = 0.02
BACK = 0.01
"""Seconds that an answer is on its way."""


def _times(pacing: Pacing, chats: list[int], *, group: bool = False, start: float = 100.0) -> list[float]:
    """When each message starts if the caller waits just as long as it is told, and each is answered at once."""
    times, now = [], start
    for chat in chats:
        now = pacing.ready_at(chat, group=group, now=now)
        pacing.note_start(chat, group=group, now=now)
        pacing.note_answer(now, now, travelled=True)
        times.append(now)
    return times


def _arrivals(pacing: Pacing, messages: list[tuple[float, float]], start: float = 100.0) -> list[float]:
    """When each message arrives, of some that are owed after a rest and are on their way for a while, as the outbox
    sends them: several under way at once."""
    now, under_way, arrived = start, list[tuple[float, float]](), list[float]()

    def answer_until(time: float) -> None:
        while under_way and under_way[0][0] <= time:
            answered, started = heapq.heappop(under_way)
            pacing.note_answer(started, answered, travelled=True)

    for chat, (rest, way) in enumerate(messages):
        now += rest
        answer_until(now)
        while len(under_way) >= IN_FLIGHT or pacing.ready_at(chat, group=False, now=now) > now:
            ready = float("inf") if len(under_way) >= IN_FLIGHT else pacing.ready_at(chat, group=False, now=now)
            now = min(ready, under_way[0][0] if under_way else float("inf"))
            answer_until(now)
        pacing.note_start(chat, group=False, now=now)
        heapq.heappush(under_way, (now + way + BACK, now))
        arrived.append(now + way)
    return arrived


def _most_within(times: list[float], seconds: float = 1.0) -> int:
    """The most of these times, which are sorted here, in any so many seconds."""
    times = sorted(times)
    # A millionth less: two times that are just so far apart are not of one second.
    return max(bisect_left(times, first + seconds - 1e-6) - n for n, first in enumerate(times))


def test_all_chats_together_get_no_more_than_the_overall_rate() -> None:
    times = _times(Pacing(overall=RATE), list(range(300)))
    assert _most_within(times) == RATE
    assert times[-1] - times[0] == pytest.approx((300 - 1) / RATE, abs=0.1)


rests = st.sampled_from([0.0, 0.0, 0.0, 0.0, 0.05, 0.1, 0.5, 1.2])
ways = st.floats(LEAST_WAY, 0.4)


@settings(max_examples=25)
@given(st.lists(st.tuples(rests, ways), min_size=60, max_size=140))
def test_no_second_sees_more_arrive_whatever_the_rests_and_however_uneven_the_way(
    messages: list[tuple[float, float]],
) -> None:
    even = [(0.0, LEAST_WAY)] * 40
    assert _most_within(_arrivals(Pacing(overall=RATE), even + messages)) <= MOST


def test_the_first_messages_of_all_may_be_long_on_their_way() -> None:
    connecting = [(0.0, 0.5)] * IN_FLIGHT + [(0.0, LEAST_WAY)] * 80
    assert _most_within(_arrivals(Pacing(overall=RATE), connecting)) <= MOST


@pytest.mark.parametrize("way", [LEAST_WAY, 0.2])
def test_a_thousand_chats_take_as_long_as_the_rate_says_be_telegram_near_or_far(way: float) -> None:
    uneven = random.Random(28)
    arrived = _arrivals(Pacing(overall=RATE), [(0.0, way + uneven.uniform(0.0, 0.02)) for _ in range(1000)])
    assert arrived[0] == pytest.approx(100 + way, abs=0.03)
    assert arrived[-1] - arrived[0] < 1.06 * 1000 / RATE


@pytest.mark.parametrize("a_second", [1, 3, 5])
def test_deliveries_give_way_to_answers_which_wait_for_nothing(a_second: int) -> None:
    pacing, way, answers = Pacing(overall=RATE), 0.06, list[float]()
    now, arrived, under_way = 100.0, list[float](), list[tuple[float, float, bool]]()
    asked = [100.5 + n / a_second for n in range(40 * a_second)]

    def pass_until(time: float) -> None:
        while under_way and under_way[0][0] <= time:
            end, started, delivery = heapq.heappop(under_way)
            if delivery:
                pacing.note_answer(started, end, travelled=True)
            else:
                pacing.note_other_answer(end)

    for number in range(500):
        while True:
            free = sum(1 for *_, delivery in under_way if delivery) < IN_FLIGHT
            ready = pacing.ready_at(number, group=False, now=now) if free else float("inf")
            if ready <= now:
                break
            now = min(ready, under_way[0][0] if under_way else float("inf"), asked[0])
            pass_until(now)
            if asked[0] <= now:
                pacing.note_other_start()
                heapq.heappush(under_way, (now + way, asked.pop(0), False))
                answers.append(now + way / 2)
        pacing.note_start(number, group=False, now=now)
        heapq.heappush(under_way, (now + way, now, True))
        arrived.append(now + way / 2)
    assert _most_within(arrived + answers) <= 30
    assert arrived[-1] - arrived[0] < 1.1 * 500 / (MOST - a_second)


def test_what_failed_at_once_tells_not_how_long_the_way_is() -> None:
    pacing, way = Pacing(overall=RATE), 0.25
    for chat in range(40):
        _one(pacing, 10_000 + chat, 100.0 + chat, way)
    pacing.note_start(5, group=False, now=150.0)
    pacing.note_answer(150.0, 150.0005, travelled=False)
    arrived = _arrivals(pacing, [(0.0, way)] * 500, start=200.0)
    assert arrived[-1] - arrived[0] < 1.06 * 500 / RATE


def _one(pacing: Pacing, chat: int, now: float, way: float) -> None:
    pacing.note_start(chat, group=False, now=now)
    pacing.note_answer(now, now + way, travelled=True)


@pytest.mark.parametrize(("rate", "seconds", "most"), [(0.5, 2.0, 1), (1.5, 4 / 3, 2), (28.5, 29 / 28.5, 29)])
def test_a_rate_that_is_no_whole_number_is_kept_over_a_longer_while(rate: float, seconds: float, most: int) -> None:
    assert _most_within(_times(Pacing(overall=rate), list(range(100))), seconds) == most


def test_after_a_flood_wait_less_is_sent_for_a_minute() -> None:
    pacing = Pacing(overall=RATE)
    pacing.note_flood(102, now=100)
    times = _times(pacing, list(range(2500)))
    assert times[0] == 102
    assert _most_within([time for time in times if time < 162]) == 21
    assert _most_within([time for time in times if time > 163]) == RATE


def test_flood_waits_that_go_on_slow_down_further_and_never_stop_everything() -> None:
    pacing = Pacing(overall=RATE)
    most = []
    for now in range(100, 220, 10):
        pacing.note_flood(now + 2, now)
        pacing.note_flood(now + 2, now + 0.1)  # it was under way as the first was refused
        times = _times(pacing, list(range(50)), start=now)
        most.append(_most_within(times))
    assert most[:3] == [21, 15, 11]
    assert most[-1] == 7


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
