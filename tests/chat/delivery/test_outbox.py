"""The delivery loop: nothing owed is lost, nothing is claimed that cannot start, and the end comes in time."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat import ChatContext, Messenger, Outbox, Pacing, build_application
from bot.chat.delivery.outbox import IN_FLIGHT
from bot.chat.updates.application import BotApplication
from bot.model import (
    ChatType,
    Delivery,
    Forbidden,
    Moved,
    NotSent,
    Rejected,
    RetryLater,
    SendOutcome,
    Sent,
    Settlement,
)
from bot.sandbox import Sandbox
from tests.chat.builders import TOKEN, article, chat, delivery
from tests.chat.conftest import Phone, until
from tests.chat.shelf import Shelf

FAST = 1000.0


class Script(Messenger):
    """Sends nothing: answers as the test says, and keeps what it was asked to send."""

    def __init__(self, answer: Callable[[Delivery], Awaitable[SendOutcome]]) -> None:
        self._answer = answer
        self.begun: list[Delivery] = []
        self.now_sending = self.most_at_once = 0

    async def send(self, delivery: Delivery) -> SendOutcome:
        self.begun.append(delivery)
        self.now_sending += 1
        self.most_at_once = max(self.most_at_once, self.now_sending)
        try:
            return await self._answer(delivery)
        finally:
            self.now_sending -= 1


async def at_once(delivery: Delivery) -> SendOutcome:
    return Sent(delivery.id)


def clock() -> datetime:
    return datetime.now(UTC)


def outbox(shelf: Shelf, messenger: Messenger, **more: object) -> Outbox:
    pacing = more.pop("pacing", None) or Pacing(FAST, FAST, 100_000)
    return Outbox(shelf, messenger, pacing, now=clock, **more)  # type: ignore[arg-type]  # the options vary by test


@asynccontextmanager
async def delivering(box: Outbox) -> AsyncIterator[asyncio.Event]:
    """Runs the loop, and ends it in order."""
    stop = asyncio.Event()
    task = asyncio.create_task(box.run(stop))
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(task, 12)


async def test_many_chats_get_their_message_once_each(
    patient: BotApplication, phone: Phone, shelf: Shelf, around: ChatContext
) -> None:
    shelf.stored = [article(1)]
    made = await phone.call("POST", "/chats", {"type": "private", "title": "Reader", "count": 300})
    shelf.owe(*(delivery(n, chat(one["id"])) for n, one in enumerate(made["chats"], start=1)))
    async with delivering(outbox(shelf, Messenger(patient.bot, around))):
        await until(lambda: not shelf.rows)
    assert shelf.states() == {"sent": 300}
    sent = await phone.requests("sendMessage")
    assert sorted(int(one["params"]["chat_id"]) for one in sent) == sorted(one["id"] for one in made["chats"])


async def test_no_more_than_the_given_number_are_in_flight(shelf: Shelf) -> None:
    async def slowly(delivery: Delivery) -> SendOutcome:
        await asyncio.sleep(0.01)
        return Sent(delivery.id)

    messenger = Script(slowly)
    shelf.owe(*(delivery(n, chat(n)) for n in range(1, 61)))
    async with delivering(outbox(shelf, messenger, in_flight=5)):
        await until(lambda: not shelf.rows)
    assert messenger.most_at_once == 5
    assert shelf.states() == {"sent": 60}


async def test_each_outcome_is_written_down_before_its_place_is_given_on(shelf: Shelf) -> None:
    async def look(delivery: Delivery) -> SendOutcome:
        begun = len(messenger.begun)
        assert begun - len(shelf.settled) <= 3
        return Sent(delivery.id)

    messenger = Script(look)
    shelf.owe(*(delivery(n, chat(n)) for n in range(1, 41)))
    async with delivering(outbox(shelf, messenger, in_flight=3)):
        await until(lambda: len(shelf.settled) == 40)
    assert shelf.states() == {"sent": 40}


async def test_rows_in_hand_are_few_so_that_a_crash_delays_little(shelf: Shelf) -> None:
    async def never(delivery: Delivery) -> SendOutcome:
        await asyncio.sleep(60)
        return Sent(1)

    shelf.owe(*(delivery(n, chat(n)) for n in range(1, 101)))
    box = outbox(shelf, Script(never), in_flight=4)
    task = asyncio.create_task(box.run(asyncio.Event()))
    await asyncio.sleep(0.1)
    assert len(shelf.leases) <= 8
    task.cancel()
    for sending in list(box._sending):
        sending.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_an_idle_loop_asks_seldom_and_wakes_at_once(shelf: Shelf) -> None:
    box = outbox(shelf, Script(at_once))
    async with delivering(box):
        await asyncio.sleep(0.3)
        assert shelf.claims == 1
        shelf.owe(delivery(1, chat()))
        box.wake()
        began = asyncio.get_running_loop().time()
        await until(lambda: not shelf.rows)
        assert asyncio.get_running_loop().time() - began < 0.3


async def test_while_a_send_is_slow_the_database_is_left_alone(shelf: Shelf) -> None:
    async def slowly(delivery: Delivery) -> SendOutcome:
        await asyncio.sleep(0.4)
        return Sent(1)

    shelf.owe(delivery(1, chat()))
    async with delivering(outbox(shelf, Script(slowly))):
        await until(lambda: not shelf.rows)
    assert shelf.claims <= 4


async def test_flood_waits_of_two_chats_hold_every_chat(shelf: Shelf) -> None:
    async def flooded_at_first(delivery: Delivery) -> SendOutcome:
        return RetryLater(1) if len(messenger.begun) <= 2 else Sent(delivery.id)

    messenger = Script(flooded_at_first)
    shelf.owe(*(delivery(n, chat(n)) for n in range(1, 6)))
    began = asyncio.get_running_loop().time()
    async with delivering(outbox(shelf, messenger, in_flight=1)):
        await until(lambda: len(messenger.begun) == 2 and len(shelf.settled) == 2)
        await asyncio.sleep(0.5)
        assert len(messenger.begun) == 2
        await until(lambda: not shelf.rows)
    assert asyncio.get_running_loop().time() - began > 2.0
    assert shelf.states() == {"owed": 2, "sent": 5}


@pytest.mark.parametrize("slow", [1, 3])
async def test_private_chats_that_always_answer_429_hold_up_nobody(
    patient: BotApplication, phone: Phone, shelf: Shelf, around: ChatContext, slow: int
) -> None:
    shelf.stored = [article(1)]
    made = await phone.call("POST", "/chats", {"type": "private", "title": "Reader", "count": 60})
    chats = [one["id"] for one in made["chats"]]
    for number in chats[:slow]:
        await phone.fault("429", times=1000, chat_id=number, retry_after=1)
    shelf.owe(*(delivery(n, chat(number)) for n, number in enumerate(chats, start=1)))
    box = outbox(shelf, Messenger(patient.bot, around))
    async with delivering(box):
        await until(lambda: len(shelf.rows) == slow)
        # Each of them has waited as it was told, and is refused once more.
        await until(lambda: shelf.states().get("owed", 0) >= 2 * slow)
        shelf.owe(*(delivery(100 + n, chat(number)) for n, number in enumerate(chats[slow:])))
        box.wake()
        await until(lambda: len(shelf.rows) == slow)
    held = [settled for settled in shelf.settled if settled.hold_all_until]
    # Several that are refused at once are taken for all, the first time.
    assert len(held) <= slow - 1


async def test_what_was_refused_before_goes_behind_what_is_new(shelf: Shelf) -> None:
    messenger = Script(at_once)
    shelf.owe(delivery(1, chat(1), attempts=3), *(delivery(n, chat(n)) for n in range(2, 6)))
    async with delivering(outbox(shelf, messenger)):
        await until(lambda: not shelf.rows)
    assert [one.id for one in messenger.begun] == [2, 3, 4, 5, 1]


async def test_a_groups_flood_wait_holds_that_group_alone(shelf: Shelf) -> None:
    async def group_is_flooded(delivery: Delivery) -> SendOutcome:
        return RetryLater(60) if delivery.chat.id == -5 else Sent(delivery.id)

    messenger = Script(group_is_flooded)
    shelf.owe(delivery(1, chat(-5, ChatType.GROUP)), *(delivery(n, chat(n)) for n in range(2, 30)))
    async with delivering(outbox(shelf, messenger)):
        await until(lambda: len(shelf.rows) == 1)
    assert shelf.states() == {"owed": 1, "sent": 28}


async def test_a_chat_that_has_had_its_share_does_not_keep_others_waiting(shelf: Shelf) -> None:
    pacing = Pacing(FAST, FAST, 2)
    shelf.owe(*(delivery(n, chat(-1, ChatType.SUPERGROUP)) for n in range(1, 10)))
    shelf.owe(*(delivery(n, chat(n)) for n in range(10, 60)))
    async with delivering(outbox(shelf, Script(at_once), in_flight=2, pacing=pacing)):
        await until(lambda: len(shelf.rows) == 7)
    assert shelf.states()["sent"] == 52
    put_back = [s for s in shelf.settled if s.state == "owed"]
    assert all(s.not_before and s.not_before > clock() + timedelta(seconds=50) for s in put_back)


async def test_messages_of_one_chat_keep_their_order(shelf: Shelf) -> None:
    async def unevenly(delivery: Delivery) -> SendOutcome:
        await asyncio.sleep(0.03 / delivery.id)
        return Sent(delivery.id)

    messenger = Script(unevenly)
    shelf.owe(*(delivery(n, chat(1)) for n in range(1, 6)))
    async with delivering(outbox(shelf, messenger)):
        await until(lambda: not shelf.rows)
    assert [one.id for one in messenger.begun] == [1, 2, 3, 4, 5]
    assert [one.message_id for one in shelf.settled] == [1, 2, 3, 4, 5]


async def test_a_blocked_bot_is_unsubscribed(shelf: Shelf) -> None:
    async def blocked(delivery: Delivery) -> SendOutcome:
        return Forbidden("blocked by the user")

    shelf.known[7] = chat(7)
    shelf.owe(delivery(1, chat(7)))
    async with delivering(outbox(shelf, Script(blocked))):
        await until(lambda: not shelf.rows)
    assert not shelf.known[7].subscribed


async def test_a_moved_group_gets_its_message_under_its_new_id(shelf: Shelf) -> None:
    async def moved(delivery: Delivery) -> SendOutcome:
        return Moved(-1007) if delivery.chat.id == -7 else Sent(9)

    messenger = Script(moved)
    shelf.owe(delivery(1, chat(-7, ChatType.GROUP)))
    async with delivering(outbox(shelf, messenger)):
        await until(lambda: not shelf.rows)
    assert [one.chat.id for one in messenger.begun] == [-7, -1007]


async def test_what_is_rejected_is_closed_and_said_in_one_line(shelf: Shelf, caplog: pytest.LogCaptureFixture) -> None:
    async def rejected(delivery: Delivery) -> SendOutcome:
        return Rejected("message is\ntoo long")

    shelf.owe(delivery(3, chat(7)))
    async with delivering(outbox(shelf, Script(rejected))):
        await until(lambda: not shelf.rows)
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == [
        "message 3 to chat 7: refused for good: message is too long"
    ]


async def test_what_was_not_sent_is_owed_for_later(shelf: Shelf) -> None:
    async def fails(delivery: Delivery) -> SendOutcome:
        return NotSent("Bad Gateway")

    shelf.owe(delivery(1, chat(7)))
    async with delivering(outbox(shelf, Script(fails))):
        await until(lambda: shelf.settled)
    assert shelf.rows[1].attempts == 1
    assert shelf.not_before[1] > clock()


async def test_an_outage_holds_everything_and_does_not_wear_out_the_rows(
    shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    down = True

    async def as_it_is(delivery: Delivery) -> SendOutcome:
        return NotSent("Telegram cannot be reached") if down else Sent(delivery.id)

    messenger = Script(as_it_is)
    shelf.owe(*(delivery(n, chat(n)) for n in range(1, 201)))
    async with delivering(outbox(shelf, messenger)):
        await asyncio.sleep(0.7)
        assert len(messenger.begun) <= 10
        down = False
        await until(lambda: not shelf.rows)
    assert "outbox: Telegram takes nothing; again in 1 s" in [record.getMessage() for record in caplog.records]
    assert shelf.states() == {"sent": 200, "owed": len(messenger.begun) - 200}


async def test_the_loop_outlives_a_database_in_trouble(shelf: Shelf, caplog: pytest.LogCaptureFixture) -> None:
    shelf.troubles = [OSError("disk\nfull")]
    shelf.owe(delivery(1, chat(7)))
    async with delivering(outbox(shelf, Script(at_once))):
        await until(lambda: not shelf.rows)
    assert "outbox: OSError: disk full; again in 1 s" in [record.getMessage() for record in caplog.records]


async def test_a_settlement_is_tried_again_and_the_message_not_sent_twice(shelf: Shelf) -> None:
    async def then_the_disk_is_busy(delivery: Delivery) -> SendOutcome:
        shelf.troubles = [OSError("busy"), OSError("busy")]
        return Sent(4)

    messenger = Script(then_the_disk_is_busy)
    shelf.owe(delivery(1, chat(7)))
    async with delivering(outbox(shelf, messenger)):
        await until(lambda: shelf.settled)
    assert len(messenger.begun) == 1
    assert shelf.settled == [Settlement(1, "sent", "delivered", message_id=4, chat_id=7)]


class Gone(Shelf):
    """An archive that can be out of reach."""

    away = False

    def claim_owed(self, now: datetime, limit: int, lease: timedelta) -> list[Delivery]:
        self._look()
        return super().claim_owed(now, limit, lease)

    def settle(self, s: Settlement, now: datetime) -> None:
        self._look()
        super().settle(s, now)

    def _look(self) -> None:
        if self.away:
            raise OSError("gone")


async def test_an_outage_longer_than_the_leases_repeats_what_was_under_way_and_no_more(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def then_it_is_gone(delivery: Delivery) -> SendOutcome:
        archive.away = archive.away or len(messenger.begun) == 5
        return Sent(delivery.id)

    monkeypatch.setattr("bot.chat.delivery.outbox._SETTLE_AGAIN", (0.01, 0.05))
    archive, messenger = Gone(), Script(then_it_is_gone)
    archive.owe(*(delivery(n, chat(n)) for n in range(1, 41)))
    async with delivering(outbox(archive, messenger, lease=timedelta(seconds=0.5))):
        await until(lambda: "could not settle a send" in caplog.text)
        await until(lambda: "again in 1 s" in caplog.text)
        archive.away = False
        await until(lambda: not archive.rows)
    assert len(messenger.begun) <= 40 + IN_FLIGHT


async def test_a_send_that_outlasts_its_lease_is_not_begun_again() -> None:
    class Counting(Shelf):
        claimed = 0

        def claim_owed(self, now: datetime, limit: int, lease: timedelta) -> list[Delivery]:
            rows = super().claim_owed(now, limit, lease)
            self.claimed += len(rows)
            return rows

    async def slowly(delivery: Delivery) -> SendOutcome:
        await answered.wait()
        return Sent(delivery.id)

    answered, archive, messenger = asyncio.Event(), Counting(), Script(slowly)
    archive.owe(delivery(1, chat(1)))
    box = outbox(archive, messenger, lease=timedelta(seconds=0.3))
    async with delivering(box):
        await until(lambda: messenger.begun)
        await asyncio.sleep(0.3)
        box.wake()
        await until(lambda: archive.claimed > 1)
        answered.set()
        await until(lambda: not archive.rows)
        await asyncio.sleep(0.1)
    assert [one.id for one in messenger.begun] == [1]


async def test_one_outcome_that_is_never_taken_does_not_stop_the_others(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Picky(Shelf):
        def settle(self, s: Settlement, now: datetime) -> None:
            if s.delivery_id == 1:
                raise ValueError("not this one")
            super().settle(s, now)

    monkeypatch.setattr("bot.chat.delivery.outbox._SETTLE_AGAIN", (0.01, 0.05))
    archive = Picky()
    archive.owe(*(delivery(n, chat(n)) for n in range(1, 101)))
    async with delivering(outbox(archive, Script(at_once), lease=timedelta(seconds=1))):
        await until(lambda: archive.rows.keys() == {1})
    assert "message 1 not settled yet: ValueError: not this one" in caplog.text


async def test_the_end_begins_nothing_new_and_settles_what_is_in_flight(shelf: Shelf) -> None:
    async def slowly(delivery: Delivery) -> SendOutcome:
        await asyncio.sleep(0.3)
        return Sent(delivery.id)

    messenger = Script(slowly)
    shelf.owe(*(delivery(n, chat(n)) for n in range(1, 30)))
    async with delivering(outbox(shelf, messenger, in_flight=4)) as stop:
        await until(lambda: len(messenger.begun) == 4)
        stop.set()
    assert len(messenger.begun) == 4
    assert shelf.states() == {"sent": 4}


async def test_a_send_that_does_not_end_is_cut_off(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(delivery: Delivery) -> SendOutcome:
        await asyncio.sleep(60)
        return Sent(1)

    monkeypatch.setattr("bot.chat.delivery.outbox._GRACE", 0.2)
    messenger = Script(never)
    shelf.owe(delivery(1, chat(7)))
    began = asyncio.get_running_loop().time()
    async with delivering(outbox(shelf, messenger)):
        await until(lambda: messenger.begun)
    assert asyncio.get_running_loop().time() - began < 2
    assert messenger.now_sending == 0
    assert shelf.rows.keys() == {1}


async def test_the_pace_is_kept(shelf: Shelf) -> None:
    shelf.owe(*(delivery(n, chat(n)) for n in range(1, 41)))
    began = asyncio.get_running_loop().time()
    async with delivering(outbox(shelf, Script(at_once), pacing=Pacing(40))):
        await until(lambda: not shelf.rows)
    assert 0.8 < asyncio.get_running_loop().time() - began < 2


async def test_faults_of_telegram_delay_and_lose_nothing(
    sender: BotApplication, phone: Phone, shelf: Shelf, around: ChatContext
) -> None:
    shelf.stored = [article(1)]
    made = await phone.call("POST", "/chats", {"type": "private", "title": "Reader", "count": 40})
    shelf.owe(*(delivery(n, chat(one["id"])) for n, one in enumerate(made["chats"], start=1)))
    for kind in ("502", "not_json", "429", "400"):
        await phone.fault(kind, times=1)
    await phone.fault("403", times=1, chat_id=made["chats"][30]["id"])
    async with delivering(outbox(shelf, Messenger(sender.bot, around))):
        await until(lambda: not shelf.rows)
    states = shelf.states()
    assert states["owed"] == 3
    assert states["sent"] + states["closed"] == 40
    doubles = [len(await phone.messages(one["id"])) for one in made["chats"]]
    assert max(doubles) == 1


async def test_answers_count_in_the_pace_and_deliveries_but_once(
    sandbox: Sandbox, phone: Phone, shelf: Shelf, around: ChatContext
) -> None:
    pacing = Pacing(0.01)  # so that each counts for longer than the test takes
    application = build_application(TOKEN, sandbox.url, around, read_timeout=30, pacing=pacing)
    await application.initialize()
    reader = await phone.add("private")
    shelf.owe(delivery(1, chat(reader), text="A notice"))
    async with delivering(outbox(shelf, Messenger(application.bot, around), pacing=pacing)):
        await until(lambda: not shelf.rows)
    assert len(pacing._counted) == 1
    for _ in range(3):
        await application.bot.send_message(reader, "An answer")
    await application.bot.send_chat_action(reader, "typing")
    assert len(pacing._counted) + pacing._under_way == 4
    await application.shutdown()
