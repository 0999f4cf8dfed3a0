"""/testalert: an alert of before comes once more, marked as a test, by the way of all alerts."""

from bot.chat import ChatContext, Messenger
from bot.chat.commands.command import CommandRequest
from bot.chat.commands.diagnosis.alert_check import AlertCheck
from bot.chat.render.alert import as_test
from bot.chat.render.notice import say
from bot.chat.updates.application import BotApplication
from bot.model import Delivery, DeliveryKind, Sent
from tests.chat.builders import DEMAND, NOW, article, chat, context, families, placed
from tests.chat.conftest import Phone
from tests.chat.shelf import Shelf


async def test_a_test_is_marked_as_one_and_has_the_alert_s_buttons_but_mute(
    sender: BotApplication, phone: Phone, shelf: Shelf, around: ChatContext
) -> None:
    shelf.stored = [article(1, figures=[placed(DEMAND)])]
    me = await phone.add("private")
    row = Delivery(1, chat(me, subscribed=False), DeliveryKind.TEST, 1, "", 0, NOW)
    assert isinstance(await Messenger(sender.bot, around).send(row), Sent)
    came = await phone.answer(me)
    assert came["text"].startswith(
        "Test\nThis is the newest alert of before, sent once more by /testalert. It is no news.\n\n"
    )
    assert "Seoul and Washington talk, round 1" in came["text"]
    assert "US$5bn" in came["text"]
    assert {button["text"] for line in came["buttons"] for button in line} >= {"Why"}
    assert "Mute" not in str(came["buttons"])


def test_the_answer_says_what_comes_and_what_else_there_is_to_do(shelf: Shelf) -> None:
    check = families(context(shelf)).of(AlertCheck)
    nothing = check.send(CommandRequest(chat()))
    assert nothing.plain.startswith("No report is in yet, so there is no alert to show.")
    shelf.stored = [article(1)]
    assert check.send(CommandRequest(chat())).plain.endswith("This chat gets no alerts yet: /subscribe.")
    shelf.known[chat().id] = chat()
    assert check.send(CommandRequest(chat())).plain.endswith("If it does not, /status says what is wrong.")


def test_a_test_at_an_address_names_no_command() -> None:
    words = as_test(say("Talks broken off"), commands=False).plain
    assert words == (
        "Test\nThis is the newest alert of before, sent once more to test this address. It is no news.\n\n"
        "Talks broken off"
    )
