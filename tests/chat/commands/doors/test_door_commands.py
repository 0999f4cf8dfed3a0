"""Doors that are webhooks, from what is typed to what a server on loopback is posted, and what ends one."""

import json
from datetime import timedelta

import pytest
from msgspec.structs import replace as changed

from bot.chat import ChatContext
from bot.chat.doors.posting import TRIES_BEFORE
from bot.chat.doors.webhook import signature
from bot.model import Chat, ChatSubscription, ChatType, DoorState, Interest, Level
from bot.store import Store
from tests.chat.builders import OPERATOR, chat
from tests.chat.commands.doors.conftest import Clock, Desk, Receiver, deliver, only
from tests.store.build import LEASE, NOW, entry, new, plan, ring, settlement, stories_since


def test_a_signature_is_that_of_the_specification() -> None:
    """The example that https://docs.svix.com/receiving/verifying-payloads/how-manual gives."""
    body = b'{"event_type":"ping","data":{"success":true}}'
    made = signature("whsec_plJ3nmyCDGBKInavdOK15jsl", "msg_loFOjxBNrRLzqYUf", 1731705121, body)
    assert made == "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="


async def test_what_rings_is_posted_signed_with_its_figures_and_tried_again_under_one_id(
    receiver: Receiver, desk: Desk, around: ChatContext, store: Store, clock: Clock
) -> None:
    told = await desk.ask(f"add {receiver.url}")
    secret = told.partition("shown this once: ")[2].partition("\n")[0]
    assert secret.startswith("whsec_")
    assert receiver.checked(0, secret)[1]["type"] == "door.hello"
    assert receiver.url not in told
    assert "127.0.0.1" in told
    ring(store)
    receiver.status = 500
    await deliver(around, lambda: len(receiver.came) == 2 and store.outbox.owed() == 1)
    clock.now += timedelta(minutes=1)
    receiver.status = 204
    await deliver(around, lambda: store.outbox.owed() == 0)
    (first, alert), (again, same) = receiver.checked(1, secret), receiver.checked(2, secret)
    assert (again["webhook-id"], alert["type"]) == (first["webhook-id"], "story.new")
    assert alert["data"]["reports"] == same["data"]["reports"]  # type: ignore[index]  # JSON
    (report,) = alert["data"]["reports"]  # type: ignore[index]  # JSON
    assert (report["title"], report["url"]) == ("Talks one", "https://wire.test/one")
    assert "text" not in report, "no text of an article's"
    assert int(again["webhook-timestamp"]) - int(first["webhook-timestamp"]) == 60
    (story,) = stories_since(store, NOW)
    more = new("more", entry=changed(entry("more"), outlet="Herald"), story_id=story.id, opens=None)
    store.intake.apply(plan(store.feeds.all()[0].id, more), clock())
    clock.now += timedelta(minutes=1)
    await deliver(around, lambda: store.outbox.owed() == 0)
    headers, update = receiver.checked(3, secret)
    assert update["type"] == "story.updated"
    assert "/story_" not in str(update), "no command is understood there"
    assert headers["webhook-id"] != first["webhook-id"]


async def test_one_that_is_gone_or_dead_ends_and_its_owner_is_told_why(
    receiver: Receiver, desk: Desk, around: ChatContext, store: Store, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    await desk.ask(f"add {receiver.url}")
    ring(store)
    receiver.status = 410
    await deliver(around, lambda: only(store).state is DoorState.ENDED)
    assert only(store).reason == "it answered 410, which says that it is not there any more"
    (told,) = store.outbox.claim_owed(clock(), 9, LEASE)
    assert (told.chat.id, told.text.partition(" has ended")[0][:7]) == (OPERATOR, "Door 1 ")
    store.outbox.settle(settlement(told.id), clock())
    assert "ended: it answered 410" in await desk.ask()
    assert "has ended: it answered 410" in await desk.refused("resume 1")

    receiver.status = 302
    assert "answers 302, a redirect, which is not followed" in await desk.refused(f"add {receiver.url}")
    receiver.status = 200
    await desk.ask(f"add {receiver.url}")
    assert only(store).id == 2, "no number is given twice"
    receiver.status, receiver.headers = 503, {}
    store.intake.apply(plan(store.feeds.all()[0].id, new("two", ring=True, level=Level.MATERIAL)), clock())
    clock.now += timedelta(days=2)
    for _ in range(TRIES_BEFORE):
        (row,) = store.outbox.claim_owed(clock(), 9, LEASE, "webhook")
        store.outbox.settle(settlement(row.id, "owed", not_before=clock()), clock())
    await deliver(around, lambda: "answers 503" in caplog.text)
    assert only(store).state is DoorState.OPEN, "two days"
    clock.now += timedelta(days=2)
    await deliver(around, lambda: only(store).state is DoorState.ENDED)
    assert only(store).reason == "it has taken nothing for 3 days; last, it answers 503"
    secrets = (receiver.url, receiver.url[-12:], only(store).secret)
    assert not [one for one in secrets if one in caplog.text]


async def test_a_door_hears_of_what_is_named_is_paused_and_removed_with_all_that_is_of_it(
    receiver: Receiver, desk: Desk, store: Store, clock: Clock
) -> None:
    assert "No door is open from here." in await desk.ask()
    told = await desk.ask(f"add {receiver.url} deals korea")
    assert "deals" in told
    assert (only(store).chat.subscribed, only(store).chat.interest.tracks) == (True, ("KR",))
    assert "digest 7:30" in (await desk.ask("set 1 digest 7:30")).replace("07:30", "7:30")
    assert "quiet" in (await desk.ask("set 1 quiet 22:00-7:00")).lower()
    assert "paused" in await desk.ask("pause 1")
    assert not only(store).chat.subscribed
    assert "Door 1 is paused." in await desk.refused("test 1")
    ring(store)
    assert store.outbox.owed() == 0
    assert "open again" in await desk.ask("resume 1")
    assert "marked as a test" in await desk.ask("test 1")
    assert store.outbox.owed() == 1
    assert "News goes to this address from here already" in await desk.refused(f"add {receiver.url}")
    kept = json.dumps(store.outbox.kept_of(OPERATOR))
    assert only(store).secret not in kept
    assert receiver.url not in kept
    number = only(store).chat.id
    assert "is removed" in await desk.ask("remove 1")
    assert (store.doors.all(), store.outbox.chat(number), store.outbox.kept_of(number)) == ([], None, {})


async def test_a_door_hears_of_all_that_its_chat_subscribes_to_until_it_is_told_otherwise(
    receiver: Receiver, desk: Desk, store: Store
) -> None:
    tokyo, seoul = (Interest(tracks=(key,)) for key in ("JP", "KR"))
    store.outbox.subscribe(chat(OPERATOR), NOW)
    store.outbox.set_interest(OPERATOR, tokyo)
    store.outbox.set_preferred(OPERATOR, ("Yonhap",))
    store.subscriptions.name_first(OPERATOR, "Tokyo")
    store.subscriptions.add(OPERATOR, ChatSubscription(0, "Seoul", seoul, silent=True))
    told = await desk.ask(f"add {receiver.url}")
    assert "Rings: Tokyo: all news of Japan; Seoul: all news of South Korea, without a sound; by reports" in told
    assert "Seoul: great events of South Korea, digest 7:30 UTC" in await desk.ask("set 1 digest 7:30")
    assert "great events among deals of NATO" in await desk.ask("set 1 nato deals")
    assert [one.name for one in store.subscriptions.of_chat(only(store).chat.id)] == [""]
    assert [one.name for one in store.subscriptions.of_chat(OPERATOR)] == ["Tokyo", "Seoul"]


async def test_a_door_that_ended_and_is_added_again_hears_of_what_its_chat_does_by_then(
    receiver: Receiver, desk: Desk, store: Store
) -> None:
    tokyo, seoul = (Interest(tracks=(key,)) for key in ("JP", "KR"))
    store.outbox.subscribe(chat(OPERATOR), NOW)
    store.subscriptions.name_first(OPERATOR, "First")
    second = store.subscriptions.add(OPERATOR, ChatSubscription(0, "Second", tokyo))
    await desk.ask(f"add {receiver.url}")
    store.doors.end(only(store).id, "no more, please", NOW, "told")
    assert isinstance(second, ChatSubscription)
    store.subscriptions.keep(OPERATOR, changed(second, interest=seoul), NOW)
    assert "Second: all news of South Korea" in await desk.ask(f"add {receiver.url}")
    assert [one.interest for one in store.subscriptions.of_chat(only(store).chat.id)] == [Interest(), seoul]


async def test_a_stranger_opens_no_private_network_and_nobody_else_s_door(
    receiver: Receiver, desk: Desk, store: Store
) -> None:
    assert "Give an address with https://" in await desk.refused(f"add {receiver.url}", who=5)
    private = receiver.url.replace("http://", "https://")
    assert "127.0.0.1 is not on the public internet" in await desk.refused(f"add {private}", who=5)
    for _ in range(4):
        await desk.refused(f"add {private}", who=5)
    assert "5 addresses were tried from here within an hour" in await desk.refused(f"add {private}", who=5)
    assert (receiver.came, store.doors.all()) == ([], [])
    await desk.ask(f"add {receiver.url}")
    assert "“1” is none of yours" in await desk.refused("remove 1", who=5)
    assert "No door is open from here." in await desk.ask(who=5)
    assert "their addresses are passwords" in await desk.ask(who=-100, kind=ChatType.GROUP)
    assert f"of chat {OPERATOR}" in await desk.ask("all")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("add", "Say where news is to go"),
        ("add desk.example/hook", "is no whole address; one begins with https://"),
        ("add ftp://desk.example/hook", "is no address that can be posted to"),
        ("add https://me:pw@desk.example/", "A user name and a password in an address are not sent"),
        ("add https://", "is no address that can be posted to"),
        ("add https://desk.example:99999/", "is no address that can be posted to"),
        (f"add https://desk.example/{'x' * 600}", "is no address that can be posted to"),
        ("add https://desk.example/hook mars", "“mars” is neither a country"),
        ("add https://desk.example/hook digest 25:00", "“25:00” is neither a time"),
        ("open 1", "“open” is nothing to do with a door: add, set, test, pause, resume, remove are."),
        ("pause", "Say which door, by its number in /doors."),
        ("pause x", "“x” is none of yours"),
    ],
)
async def test_what_cannot_be_read_is_told_what_to_type_instead(desk: Desk, typed: str, says: str) -> None:
    assert says in await desk.refused(typed)


async def test_the_owner_who_is_forgotten_takes_the_doors_along(receiver: Receiver, desk: Desk, store: Store) -> None:
    await desk.ask(f"add {receiver.url}")
    mine: Chat = only(store).chat
    store.outbox.forget(OPERATOR, NOW)
    assert (store.doors.all(), store.outbox.chat(mine.id)) == ([], None)
