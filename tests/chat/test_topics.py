"""Forum topics: each subscribes for itself, is answered where it asked, and ends alone."""

import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from bot.chat import ChatContext, Messenger
from bot.chat.delivery.claimed_row import ClaimedRow
from bot.chat.render.help import chats
from bot.chat.updates.application import BotApplication
from bot.model import Delivery, Forbidden, Interest, Rejected, SendOutcome, Sent
from bot.sandbox import Sandbox
from bot.store import Store, open_store
from tests.chat.builders import KOREA, NOW, chat, context, delivery
from tests.chat.conftest import Json, Phone, running, until
from tests.store import build


@pytest.fixture
def store(sqlite_template: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copy(sqlite_template, tmp_path / "chat.db")
    with open_store(f"sqlite:///{tmp_path / 'chat.db'}", worker="test") as opened:
        yield opened


@pytest.fixture
def around(store: Store) -> ChatContext:
    return context(store)


@pytest.fixture
async def bot(sandbox: Sandbox, around: ChatContext) -> AsyncIterator[BotApplication]:
    async with running(sandbox.url, around) as application:
        yield application


async def open_topic(phone: Phone, forum: int, name: str) -> int:
    return int((await phone.call("POST", f"/chats/{forum}/topics", {"name": name}))["topic"])


async def answered_in(phone: Phone, forum: int, topic: int | None, text: str, **more: Any) -> Json:
    """The answer to what is typed in a topic, or in the forum's General."""
    typed = await phone.type(forum, text, **({"topic": topic} if topic else {}), **more)
    return await reply_to(phone, forum, typed)


async def reply_to(phone: Phone, forum: int, message: int) -> Json:
    async def look() -> Json | None:
        return next((one for one in await phone.messages(forum) if one["reply_to"] == message), None)

    found: Json = await until(look)
    return found


def ring(store: Store, *tracks: str) -> None:
    """A report of each track."""
    feed_id = build.add_feed(store)
    for track in tracks:
        report = build.new(track, ring=True, reading=build.reading(track=track))
        store.intake.apply(build.plan(feed_id, report), NOW)


async def deliver(store: Store, bot: BotApplication, around: ChatContext) -> dict[str, SendOutcome]:
    """What became of what is owed, by the titles of its chats."""
    from bot.desk.delivery.settle import settle

    found: dict[str, SendOutcome] = {}
    for row in store.outbox.claim_owed(NOW, 9, timedelta(seconds=60)):
        outcome = found[row.chat.title] = await Messenger(bot.bot, around).send(row)
        store.outbox.settle(settle(row, outcome, NOW), NOW)
    return found


async def test_a_forum_topic_a_country(bot: BotApplication, phone: Phone, store: Store, around: ChatContext) -> None:
    forum = await phone.add("supergroup", "Desk")
    korea, japan = [await open_topic(phone, forum, name) for name in ("Korea", "Japan")]
    said = await answered_in(phone, forum, korea, "/subscribe korea")
    assert (said["topic"], "all news of South Korea" in said["text"]) == ("Korea", True)
    said = await answered_in(phone, forum, japan, "/subscribe japan")
    assert (said["topic"], "all news of Japan" in said["text"]) == ("Japan", True)
    said = await answered_in(phone, forum, None, "/subscribe")
    assert "topic" not in said
    assert [(one.title, one.interest.tracks) for one in store.outbox.chats()] == [
        ("Desk · Japan", ("JP",)),
        ("Desk · Korea", ("KR",)),
        ("Desk", ()),
    ]
    ring(store, "KR", "JP", "NATO")
    before = len(await phone.messages(forum))
    for _ in range(3):
        await deliver(store, bot, around)
    told = [(one.get("topic"), one["text"].splitlines()[1]) for one in (await phone.messages(forum))[before:]]
    assert sorted(told, key=str) == [
        ("Japan", "Talks JP"),
        ("Korea", "Talks KR"),
        (None, "Talks JP"),
        (None, "Talks KR"),
        (None, "Talks NATO"),
    ]


async def test_topics_and_channels_have_several_subscriptions_of_their_own(
    bot: BotApplication, phone: Phone, store: Store, around: ChatContext
) -> None:
    forum, channel = await phone.add("supergroup", "Desk"), await phone.add("channel", "Wire")
    desk, other = [await open_topic(phone, forum, name) for name in ("Desk", "Other")]
    for words in ("/subscribe korea silent as Seoul", "/subscribe japan as Tokyo"):
        assert "Subscribed." in (await answered_in(phone, forum, desk, words))["text"]
        assert "Subscribed." in await phone.ask(channel, words)
    assert "Subscribed." in (await answered_in(phone, forum, other, "/subscribe japan as Tokyo"))["text"]
    listed = await answered_in(phone, forum, desk, "/subscriptions")
    pauses = [key["data"] for row in listed["buttons"] for key in row if key["text"] == "Pause"]
    await phone.press(forum, listed["id"], pauses[1])
    await until(lambda: any(one.paused for row in store.outbox.chats() for one in store.subscriptions.of_chat(row.id)))
    ring(store, "KR", "JP")
    came = {**await deliver(store, bot, around), **await deliver(store, bot, around)}
    assert sorted(came) == ["Desk · Desk", "Desk · Other", "Wire"]
    told = [
        (one.get("topic"), next((line for line in one["text"].splitlines() if "🔔" in line), ""))
        for place in (forum, channel)
        for one in await phone.messages(place)
        if "\nTalks " in one["text"]
    ]
    assert sorted(told, key=str) == [("Desk", "🔔 Seoul"), ("Other", ""), (None, "🔔 Seoul"), (None, "🔔 Tokyo")]


async def test_what_is_set_in_a_topic_is_the_topics_own(bot: BotApplication, phone: Phone, store: Store) -> None:
    forum = await phone.add("supergroup", "Desk")
    await answered_in(phone, forum, None, "/timezone Asia/Seoul")
    korea = await open_topic(phone, forum, "Korea")
    await answered_in(phone, forum, korea, "/subscribe")
    (topic,) = store.outbox.chats()
    assert topic.time_zone == "Asia/Seoul", "that of its group to begin with"
    await answered_in(phone, forum, korea, "/watch ships")
    assert [one.chat_id for one in store.watches.of_chat(topic.id)] == [topic.id]
    settings = await answered_in(phone, forum, korea, "/settings")
    buttons = {key["text"]: key["data"] for row in settings["buttons"] for key in row}
    await phone.press(forum, settings["id"], buttons["Sound: on"])
    await until(lambda: store.outbox.chats()[0].manner.silent)
    assert [one.id for one in store.outbox.chats()] == [topic.id]


async def test_an_alert_in_a_topic_is_muted_and_explained_there(
    bot: BotApplication, phone: Phone, store: Store, around: ChatContext
) -> None:
    forum = await phone.add("supergroup", "Desk")
    korea = await open_topic(phone, forum, "Korea")
    await answered_in(phone, forum, korea, "/subscribe")
    nothing = await answered_in(phone, forum, korea, "/mute")
    assert nothing["text"].startswith("Nothing is muted here."), "the topic's first message is no reply's target"
    ring(store, "KR")
    assert [type(one) for one in (await deliver(store, bot, around)).values()] == [Sent]
    alert = (await phone.messages(forum))[-1]
    why = await answered_in(phone, forum, korea, "/why", reply_to=alert["id"])
    assert (why["topic"], why["text"].startswith("Why this alert\n")) == ("Korea", True)
    muted = await answered_in(phone, forum, korea, "/mute", reply_to=alert["id"])
    assert muted["text"].startswith("Muted.")
    (topic,) = store.outbox.chats()
    assert len(store.outbox.muted_stories(topic.id, NOW)) == 1
    before = len(await phone.messages(forum))
    await phone.press(forum, alert["id"], next(k["data"] for k in alert["buttons"][0] if k["text"] == "Why"))

    async def pressed() -> list[Json]:
        return (await phone.messages(forum))[before:]

    assert [one["topic"] for one in await until(pressed)] == ["Korea"]


@pytest.mark.parametrize("how", ["closed", "deleted"])
async def test_a_topic_that_ends_does_not_end_the_others(
    bot: BotApplication, phone: Phone, store: Store, around: ChatContext, how: str
) -> None:
    forum = await phone.add("supergroup", "Desk")
    gone, stays = [await open_topic(phone, forum, name) for name in ("Gone", "Stays")]
    for topic in (gone, stays):
        await answered_in(phone, forum, topic, "/subscribe")
    await phone.call("POST", f"/chats/{forum}/topics", {"topic": gone, how: True})
    ring(store, "KR")
    came = await deliver(store, bot, around)
    assert isinstance(came["Desk · Stays"], Sent)
    lost = came["Desk · Gone"]
    assert isinstance(lost, Forbidden if how == "deleted" else Rejected)
    assert lost.reason.startswith(f"the forum topic {'was deleted' if how == 'deleted' else 'is closed'}")
    left = {"Desk · Stays"} if how == "deleted" else {"Desk · Stays", "Desk · Gone"}
    assert {one.title for one in store.outbox.chats()} == left, "who opens a topic again has its alerts"


async def test_a_forum_that_removes_the_bot_has_no_topic_subscribed(
    bot: BotApplication, phone: Phone, store: Store
) -> None:
    forum = await phone.add("supergroup", "Desk")
    korea = await open_topic(phone, forum, "Korea")
    await answered_in(phone, forum, korea, "/subscribe")
    await answered_in(phone, forum, korea, "/watch ships")
    (topic,) = store.outbox.chats()
    await phone.call("POST", f"/chats/{forum}/bot", {"status": "kicked"})
    await until(lambda: not store.outbox.chats() and not store.watches.of_chat(topic.id))


async def test_strangers_subscribe_no_topic(bot: BotApplication, phone: Phone, store: Store) -> None:
    forum = await phone.add("supergroup", "Desk")
    korea = await open_topic(phone, forum, "Korea")
    stranger = {"id": 77, "first_name": "Stranger"}
    said = await answered_in(phone, forum, korea, "/subscribe", user=stranger)
    assert (said["topic"], said["text"]) == ("Korea", "In a group, /subscribe is for its administrators.")
    assert store.outbox.chats() == []


def test_topics_of_a_group_share_its_limits_and_are_shown_as_topics(store: Store) -> None:
    group = chat(-1001, title="Desk")
    korea = store.outbox.topic_of(group, 12, "Korea")
    assert store.outbox.topic_of(group, 12, "") == korea, "a reply does not tell the topic's name"
    assert store.outbox.topic_of(replace(group, title="News"), 12, "Seoul").title == "News · Seoul"
    unnamed = store.outbox.topic_of(group, 3, "")
    assert unnamed.title == "Desk · topic 3"
    assert [one.id for one in store.outbox.topics_of(-1001)] == [korea.id, unnamed.id]
    assert store.outbox.topics_of(-100) == []
    row: Delivery = delivery(1, korea)
    assert (ClaimedRow(row, 0.0).paced_id, ClaimedRow(row, 0.0).chat_id) == (-1001, korea.id)
    wanted = replace(korea, interest=Interest(tracks=("KR",)))
    assert "• Desk · Korea · forum topic · " in chats([wanted], (KOREA,), {}, now=NOW).plain
