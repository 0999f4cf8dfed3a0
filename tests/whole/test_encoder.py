"""The encoder at work in the worker: a report in words that no query has rings, and memory comes back."""

from tests.sandbox.client import YOU
from tests.whole.conftest import Build
from tests.whole.newsstand import Item
from tests.whole.reports import OTHER

UNSAID = Item(
    "Séoul refuse la note de Washington pour ses garnisons",
    "La Corée du Sud ne versera pas plus de 1 200 milliards de wons par an pour les garnisons américaines, alors "
    "que Washington en réclame cinq fois plus, selon un négociateur.",
    "Tue, 03 Mar 2026 18:00:00 +0900",
    "unsaid",
)


async def test_what_the_queries_nearly_let_in_rings_by_the_encoder(house: Build) -> None:
    built = await house({"Journal": "journal"}, ENCODER="on")
    stand, users, worker = built.stand, built.users, built.worker
    stand.items["journal"] = [OTHER]
    await worker.start()
    await users.ask(YOU, "/subscribe", "(?i)subscribed|alerts")
    await worker.wait_log("Journal: 5 new, 0 on the topic, no alerts owed")
    stand.items["journal"] = [UNSAID, OTHER]
    alert = await users.wait_message(YOU, "Séoul refuse", seconds=30)
    assert "1.2tn" in alert["text"]
    await worker.wait_log("the encoder is loaded")
    # By its button, which names the report: a reply within milliseconds may come before the alert's outcome is stored.
    buttons = {button["text"]: button for row in alert["buttons"] for button in row}
    await users.press(YOU, alert["id"], buttons["Why"]["data"])
    await users.wait_message(YOU, "as a whole", after=alert["id"], seconds=30)


async def test_without_it_that_report_is_passed_over(house: Build) -> None:
    built = await house({"Journal": "journal"}, ENCODER="off")
    built.stand.items["journal"] = [UNSAID, OTHER]
    await built.worker.start()
    await built.worker.wait_log("Journal: 6 new, 0 on the topic, no alerts owed")
    assert "encoder" not in built.worker.log
