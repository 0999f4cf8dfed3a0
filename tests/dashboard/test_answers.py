"""Pages are made once for all who ask, one at a time, kept for a while, and refused where too many wait."""

import asyncio
import gzip
from collections.abc import Iterator
from threading import Event, current_thread, main_thread

import pytest

from bot.dashboard.answers import KEPT_FOR, MOST_KEPT, MOST_WAITING, Answers, BusyError

PATIENCE = 20.0
"""Seconds."""


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def answers(clock: Clock) -> Iterator[Answers]:
    made = Answers(clock)
    yield made
    made.close()


class Maker:
    """Makes pages, and counts them."""

    def __init__(self, status: int = 200) -> None:
        self.made = 0
        self._status = status

    def __call__(self) -> tuple[int, str]:
        assert current_thread() is not main_thread()
        self.made += 1
        return self._status, f"<p>Seite {self.made} ä"


async def test_a_page_is_kept_for_a_while(answers: Answers, clock: Clock) -> None:
    make = Maker()
    first = await answers.of("a", make)
    assert await answers.of("a", make) is first
    assert gzip.decompress(first.packed) == first.body == "<p>Seite 1 ä".encode()
    clock.now = KEPT_FOR
    second = await answers.of("a", make)
    assert (make.made, second.tag != first.tag) == (2, True)


async def test_what_failed_is_not_kept(answers: Answers) -> None:
    failing = Maker(500)
    await answers.of("a", failing)
    await answers.of("a", failing)
    assert failing.made == 2

    def breaks() -> tuple[int, str]:
        raise OSError("away")

    for _ in range(2):
        with pytest.raises(OSError, match="away"):
            await answers.of("b", breaks)


async def test_only_the_last_are_kept(answers: Answers) -> None:
    make = Maker()
    for number in range(MOST_KEPT + 1):
        await answers.of(number, make)
    assert answers.kept(0) is None
    assert answers.kept(1) is not None


async def test_all_who_ask_meanwhile_have_one_page_and_who_hangs_up_takes_it_from_nobody(answers: Answers) -> None:
    go, make = Event(), Maker()

    def slowly() -> tuple[int, str]:
        assert go.wait(PATIENCE)
        return make()

    those = [asyncio.create_task(answers.of("a", slowly)) for _ in range(5)]
    await asyncio.sleep(0)
    those[0].cancel()
    await asyncio.sleep(0)
    go.set()
    assert len({id(one) for one in await asyncio.gather(*those[1:])}) == 1
    assert make.made == 1


async def test_where_too_many_wait_the_next_is_refused_and_later_ones_are_not(answers: Answers) -> None:
    go = Event()

    def slowly() -> tuple[int, str]:
        assert go.wait(PATIENCE)
        return 200, ""

    those = [asyncio.create_task(answers.of(number, slowly)) for number in range(MOST_WAITING)]
    await asyncio.sleep(0)
    with pytest.raises(BusyError):
        await answers.of("one more", slowly)
    with pytest.raises(BusyError):
        await answers.in_thread(lambda: "")
    go.set()
    await asyncio.gather(*those)
    assert (await answers.of("one more", slowly)).status == 200
    answers.close()
    with pytest.raises(BusyError):
        await answers.of("at the end", slowly)
