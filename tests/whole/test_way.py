"""From a feed to an alert in a chat, and from a command to its answer, through a restart."""

from tests.sandbox.client import YOU
from tests.whole.conftest import Build
from tests.whole.reports import BREAK_OFF, OLD, OTHER, SAME_STORY


async def test_from_a_feed_to_an_alert_and_from_a_command_to_its_answer(house: Build) -> None:
    built = await house({"Morning Paper": "morning", "Evening Paper": "evening"}, ENCODER="on")
    stand, users, worker = built.stand, built.users, built.worker
    stand.items["morning"] = [OLD, OTHER]
    await worker.start()

    assert "subscribe" in await users.ask(YOU, "/start")
    await users.ask(YOU, "/subscribe", "(?i)subscribed|alerts")
    await worker.wait_log("Morning Paper: 6 new, 1 on the topic, no alerts owed")

    stand.items["morning"] = [BREAK_OFF, OLD, OTHER]
    alert = await users.wait_message(YOU, "walks out", seconds=30)
    assert "Morning Paper" in alert["text"]
    assert "US$6bn" in alert["text"]
    assert "demanded" in alert["text"].lower()
    links = [entity["url"] for entity in alert["entities"] if entity["type"] == "text_link"]
    buttons = {button["text"]: button for row in alert["buttons"] for button in row}
    assert "https://news.example/break-off" in [*links, buttons["Open"]["url"]]

    await users.press(YOU, alert["id"], buttons["Figures"]["data"])
    figures = await users.wait_message(YOU, "6bn", after=alert["id"])
    assert "1.52tn" in figures["text"]

    said = await users.say(YOU, "/why", reply_to=alert["id"])
    why = await users.wait_message(YOU, after=said["id"], seconds=30)
    assert "cost-sharing" in why["text"]

    summary = await users.say(YOU, "/summary")
    answer = await users.wait_message(YOU, "South Korea", after=summary["id"])
    assert any(e.get("url") == "https://news.example/break-off" for e in answer["entities"])
    said = await users.say(YOU, "/figures demanded")
    answer = await users.wait_message(YOU, "US.6bn", after=said["id"])
    assert any(e.get("url") == "https://news.example/break-off" for e in answer["entities"])

    stand.items["evening"] = [OTHER]
    await worker.wait_log("Evening Paper: 1 new, 0 on the topic, no alerts owed")
    await worker.terminate()
    assert worker.exit_code == 0
    await worker.start()
    stand.items["evening"] = [SAME_STORY, OTHER]
    await worker.wait_log("Evening Paper: 1 new, 1 on the topic, no alerts owed", seconds=30)
    told = [m for m in await users.messages(YOU) if "walks out" in m["text"]]
    alerts = [m for m in told if "Why" in [button["text"] for row in m["buttons"] or () for button in row]]
    assert [m["id"] for m in alerts] == [alert["id"]]
    assert "1" in await users.ask(YOU, "/status")


async def test_a_bad_argument_and_an_unknown_command_are_answered_with_an_example(house: Build) -> None:
    built = await house({})
    await built.worker.start()
    assert "/summary 7d" in await built.users.ask(YOU, "/summary yesteryear")
    assert "/help" in await built.users.ask(YOU, "/sumary")
    assert "never-real" not in built.worker.log
