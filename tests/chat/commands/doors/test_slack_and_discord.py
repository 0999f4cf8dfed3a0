"""Doors to Slack and Discord: what a server in their places is posted, how long it is left alone, and what ends one."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.chat import ChatContext
from bot.model import DoorState, Level
from bot.store import Store
from tests.chat.builders import OPERATOR
from tests.chat.commands.doors.conftest import Clock, Desk, Receiver, deliver, only
from tests.store.build import LEASE, NOW, add_feed, entry, new, plan, ring

BOTH = pytest.mark.parametrize("which", ["slack", "discord"])


def ring_with(store: Store, title: str) -> None:
    named = new("one", entry=entry("one", title=title), ring=True, level=Level.MATERIAL)
    store.intake.apply(plan(add_feed(store), named), NOW)


def posted(receiver: Receiver) -> list[dict[str, Any]]:
    assert {headers["Content-Type"] for headers, _ in receiver.came} == {"application/json"}
    return [json.loads(body) for _, body in receiver.came]


async def test_slack_gets_sections_that_call_nobody(
    receiver: Receiver, desk: Desk, around: ChatContext, store: Store
) -> None:
    told = await desk.ask(f"add slack {receiver.url}")
    assert "Door 1 is open: slack to 127.0.0.1" in told
    assert "secret" not in told, "nothing is signed"
    assert receiver.url[-12:] not in told
    ring_with(store, "Talks <!channel> & @here")
    receiver.status, receiver.body = 200, "ok"
    await deliver(around, lambda: store.outbox.owed() == 0)
    hello, alert = posted(receiver)
    assert hello["text"].startswith("News of “")
    (section,) = alert["blocks"]
    assert (section["type"], section["text"]["type"], section["text"]["verbatim"]) == ("section", "mrkdwn", True)
    words = section["text"]["text"]
    assert "\n*<https://wire.test/one|Talks &lt;!channel&gt; &amp; @here>*\n" in words, "the headline is a link"
    assert "<!" not in json.dumps(alert)
    assert (alert["link_names"], alert["parse"], alert["unfurl_links"]) == (False, "none", False)
    assert "/story_" not in words, "no command is understood there"


async def test_discord_gets_markdown_that_calls_nobody_and_is_asked_to_wait(
    receiver: Receiver, desk: Desk, around: ChatContext, store: Store
) -> None:
    await desk.ask(f"add discord {receiver.url}?thread_id=7")
    ring_with(store, "Talks @everyone *now*")
    receiver.status = 200
    await deliver(around, lambda: store.outbox.owed() == 0)
    _, alert = posted(receiver)
    assert set(receiver.queries) == {"thread_id=7&wait=true"}
    assert r"**[Talks @everyone \*now\*](<https://wire.test/one>)**" in alert["content"]
    assert alert["allowed_mentions"] == {"parse": []}
    assert len(alert["content"]) <= 2000
    assert "embeds" not in alert


@pytest.mark.parametrize(
    ("which", "headers", "body", "seconds"),
    [
        ("slack", {"Retry-After": "30"}, "rate_limited", 30),
        ("discord", {"Retry-After": "40"}, '{"retry_after": 39.2}', 40),
        ("discord", {}, '{"message": "You are being rate limited.", "retry_after": 12.5, "global": false}', 12.5),
        ("discord", {}, "<html>no JSON", 60),
        ("discord", {}, '{"retry_after": -1}', 60),
    ],
)
async def test_who_asks_to_wait_is_left_alone_for_as_long(
    receiver: Receiver, desk: Desk, around: ChatContext, store: Store, clock: Clock, which: str,
    headers: dict[str, str], body: str, seconds: float,
) -> None:  # fmt: skip
    await desk.ask(f"add {which} {receiver.url}")
    ring(store)
    receiver.status, receiver.headers, receiver.body = 429, headers, body
    await deliver(around, lambda: len(receiver.came) == 2)
    clock.now += timedelta(seconds=seconds + 0.9)
    assert store.outbox.claim_owed(clock(), 9, LEASE, which) == []
    clock.now += timedelta(seconds=0.2)
    receiver.status, receiver.headers, receiver.body = 200, {}, ""
    await deliver(around, lambda: store.outbox.owed() == 0)
    assert len(receiver.came) == 3
    assert receiver.came[1][1] == receiver.came[2][1]


@pytest.mark.parametrize(
    ("which", "status", "body", "reason"),
    [
        ("slack", 404, "no_service", "it answered 404, no_service"),
        ("slack", 410, "channel_is_archived", "it answered 410, channel_is_archived"),
        ("slack", 403, "invalid_token", "it answered 403, invalid_token"),
        ("slack", 404, "<html>", "it answered 404, which says that it is not there any more"),
        ("discord", 404, '{"message": "Unknown Webhook", "code": 10015}', "it answered 404, which says that"),
        ("discord", 401, '{"message": "Invalid Webhook Token", "code": 50027}', "it answered 401, which says that"),
    ],
)
async def test_one_that_was_removed_ends_and_its_owner_is_told(
    receiver: Receiver, desk: Desk, around: ChatContext, store: Store, clock: Clock, which: str, status: int,
    body: str, reason: str, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    await desk.ask(f"add {which} {receiver.url}")
    ring(store)
    receiver.status, receiver.body = status, body
    await deliver(around, lambda: only(store).state is DoorState.ENDED)
    assert only(store).reason.startswith(reason)
    (told,) = store.outbox.claim_owed(clock(), 9, LEASE)
    assert (told.chat.id, f"Door 1 ({which}, 127.0.0.1" in told.text) == (OPERATOR, True)
    assert receiver.url[-12:] not in told.text + caplog.text


@BOTH
async def test_what_it_never_takes_is_let_go_and_trouble_is_tried_again(
    receiver: Receiver, desk: Desk, around: ChatContext, store: Store, clock: Clock, which: str,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    receiver.status, receiver.body = 403, "action_prohibited"
    assert "answers 403" in await desk.refused(f"add {which} {receiver.url}")
    assert store.doors.all() == []
    receiver.status, receiver.body = 200, ""
    await desk.ask(f"add {which} {receiver.url}")
    ring(store)
    receiver.status = 500
    await deliver(around, lambda: "answers 500" in caplog.text)
    assert store.outbox.owed() == 1
    clock.now += timedelta(minutes=1)
    receiver.status = 400
    await deliver(around, lambda: store.outbox.owed() == 0)
    assert only(store).state is DoorState.OPEN
    assert "answered 400" in caplog.text
    assert receiver.url[-12:] not in caplog.text


@BOTH
async def test_a_stranger_has_no_private_network_posted_to(
    receiver: Receiver, desk: Desk, store: Store, which: str
) -> None:
    private = receiver.url.replace("http://", "https://")
    assert "127.0.0.1 is not on the public internet" in await desk.refused(f"add {which} {private}", who=5)
    assert "Give an address with https://" in await desk.refused(f"add {which} {receiver.url}", who=5)
    assert (receiver.came, store.doors.all()) == ([], [])


@pytest.mark.parametrize(("language", "words"), [("de", "Tür"), ("ko", "문"), ("ja", "配信先")])
async def test_doors_are_told_of_in_the_language_of_the_chat(
    receiver: Receiver, desk: Desk, store: Store, language: str, words: str
) -> None:
    told = [await desk.ask(f"add slack {receiver.url}", language=language), await desk.ask(language=language)]
    told += [await desk.ask(f"{verb} 1", language=language) for verb in ("pause", "resume", "remove")]
    assert [one for one in told if words not in one] == []
    assert [one for one in told if "oor" in one.replace("/doors", "").replace("(door)", "")] == []
