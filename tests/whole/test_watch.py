"""A chat's own query, the whole way: an entry off the topic rings there and nowhere else, once, through kills."""

from tests.sandbox.client import YOU
from tests.whole.conftest import Build
from tests.whole.newsstand import Item
from tests.whole.reports import BREAK_OFF, OLD, OTHER

# Seconds apart, as the newsstand's filler: a feed that publishes so often is asked again at the floor.
OLDER = Item("A nuclear submarine of old", "It was scrapped.", "Mon, 02 Mar 2026 07:00:03 +0900", "older-submarine")
SUBMARINE = Item(
    "Seoul plans a nuclear submarine", "The navy named a yard.", "Mon, 02 Mar 2026 07:00:04 +0900", "submarine"
)
KOREAN = Item("정부, 핵잠수함 건조 계획 발표", "해군은 조선소를 정했다.", "Mon, 02 Mar 2026 07:00:05 +0900", "korean")


async def test_what_is_off_the_topic_rings_in_the_chat_that_watches_for_it(house: Build) -> None:
    built = await house({"Morning Paper": "morning", "Evening Paper": "evening"})
    stand, users, worker = built.stand, built.users, built.worker
    stand.items = {"morning": [OLD, OLDER, OTHER], "evening": [OTHER]}
    await worker.start()
    other, mute = await users.create_chats(2)
    await users.ask(other, "/subscribe", "(?i)subscribed")
    await users.ask(mute, "/start")
    await worker.wait_log("Morning Paper: 7 new, 1 on the topic, no alerts owed")
    await worker.wait_log("Evening Paper: 5 new")
    told = await users.ask(YOU, '/watch submarines: "nuclear submarine" OR 핵잠수함', "Watching for submarines")
    assert "It would have rung for nothing in the archive" in told

    stand.items["morning"] = [SUBMARINE, OLD, OLDER, OTHER]
    rang = await users.wait_message(YOU, "Seoul plans", seconds=30)
    assert rang["text"].startswith("🔎 submarines\nSeoul plans a nuclear submarine\nMorning Paper")
    assert rang["buttons"][0][0]["url"] == "https://news.example/submarine"
    await worker.kill()
    await worker.start()
    stand.items["evening"] = [KOREAN, SUBMARINE, BREAK_OFF, OTHER]
    await users.wait_message(YOU, "핵잠수함 건조", after=rang["id"], seconds=30)
    await users.wait_message(other, "walks out", seconds=30)
    assert "submarines · 2 hits" in await users.ask(YOU, "/watches", "1 watch of this chat")
    await users.ask(YOU, "/unwatch submarines", "Removed submarines")
    stand.items["morning"] = [replaced("again"), SUBMARINE, OLD, OLDER, OTHER]
    await worker.wait_log("Morning Paper: 1 new, 0 on the topic, no alerts owed", seconds=30)

    found = {chat: [m["text"] for m in await users.messages(chat) if "🔎" in m["text"]] for chat in (YOU, other, mute)}
    # A kill may repeat what was in flight, and no more.
    assert [len(set(texts)) for texts in found.values()] == [2, 0, 0]
    assert len(found[YOU]) <= 3


def replaced(slug: str) -> Item:
    return Item("Another nuclear submarine", "The navy wants it.", "Mon, 02 Mar 2026 07:00:06 +0900", slug)
