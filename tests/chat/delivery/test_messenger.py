"""What a delivery becomes in the chat."""

import pytest
from telegram import error

from bot.chat import ChatContext, Messenger
from bot.chat.delivery.messenger import post
from bot.chat.render import Rendered
from bot.chat.updates.application import BotApplication
from bot.model import ChatType, Figure, Kind, Manner, NotSent, Rejected, Role, Sent
from tests.chat.builders import DEMAND, SHARE, article, chat, context, delivery, placed
from tests.chat.conftest import Phone
from tests.chat.shelf import Shelf

MUTE = {"text": "Mute", "data": "mute:1"}
SNOOZES = [
    {"text": "Snooze a day", "data": "mute:1:day"},
    {"text": "Snooze a week", "data": "mute:1:week"},
]


async def test_an_alert_is_rendered_for_its_chat_when_it_is_sent(
    sender: BotApplication, phone: Phone, shelf: Shelf, around: ChatContext
) -> None:
    shelf.stored = [article(1, figures=[placed(DEMAND)])]
    number = await phone.add("private")
    outcome = await Messenger(sender.bot, around).send(delivery(5, chat(number, time_zone="Asia/Tokyo")))
    message = await phone.answer(number)
    assert outcome == Sent(message["id"])
    assert message["text"] == (
        "🇰🇷 South Korea · round of talks: US$5bn a year demanded\n"
        "Seoul and Washington talk, round 1\n"
        "Yonhap · 17:05 JST\n"
        "\n"
        "• US$5bn a year demanded, according to lawmakers in Seoul\n"
        "   ↳ as in the baseline"
    )
    assert message["buttons"] == [
        [
            {"text": "Open", "url": "https://news.example/1"},
            {"text": "Figures", "data": "figures:1"},
            {"text": "Why", "data": "why:1"},
            MUTE,
        ],
        SNOOZES,
    ]
    request = (await phone.requests("sendMessage"))[0]["params"]
    assert "true" in str(request["link_preview_options"]).lower()


async def test_a_chat_that_wants_no_sound_is_sent_to_without_one(
    sender: BotApplication, phone: Phone, shelf: Shelf, around: ChatContext
) -> None:
    shelf.stored = [article(1)]
    number = await phone.add("private")
    for silent in (True, False):
        await Messenger(sender.bot, around).send(delivery(5, chat(number, manner=Manner(silent=silent))))
    first, second = [one["params"] for one in await phone.requests("sendMessage")]
    assert str(first["disable_notification"]).lower() == "true"
    assert "disable_notification" not in second


async def test_a_notice_goes_to_an_operator_line_by_line(
    sender: BotApplication, phone: Phone, around: ChatContext
) -> None:
    number = await phone.add("private")
    note = delivery(5, chat(number), text="A <feed> & more is gone.\nIt is no longer asked.")
    assert isinstance(await Messenger(sender.bot, around).send(note), Sent)
    assert (await phone.answer(number))["text"] == "⚠️ A <feed> & more is gone.\nIt is no longer asked."


@pytest.mark.parametrize("about", [None, 99])
async def test_an_alert_about_nothing_is_closed(sender: BotApplication, around: ChatContext, about: int | None) -> None:
    row = delivery(5, chat(), about)
    assert await Messenger(sender.bot, around).send(row) == Rejected("the report is no longer in the archive")


async def test_an_archive_out_of_reach_leaves_the_row_owed(sender: BotApplication) -> None:
    class Broken(Shelf):
        def article(self, id: int) -> None:  # noqa: A002  # the protocol's name
            raise OSError("disk\nis gone")

    outcome = await Messenger(sender.bot, context(Broken())).send(delivery(5, chat()))
    assert outcome == NotSent("OSError: disk is gone", unasked=True)


async def test_a_hostile_headline_arrives_as_written(
    sender: BotApplication, phone: Phone, shelf: Shelf, around: ChatContext
) -> None:
    shelf.stored = [
        article(1, title="</b><a href='x'>&lt;x\x00\u202e" + "가🙂" * 200, url="javascript:alert(1)", outlet="<i>")
    ]
    group = await phone.add("group")
    assert isinstance(await Messenger(sender.bot, around).send(delivery(5, chat(group, ChatType.GROUP))), Sent)
    message = await phone.answer(group)
    headline = message["text"].split("\n")[1]
    assert headline.startswith("</b><a href='x'>&lt;x 가🙂가")
    assert headline.endswith("…")
    assert [entity["type"] for entity in message["entities"]] == ["bold"]
    assert message["buttons"] == [[{"text": "Why", "data": "why:1"}, MUTE], SNOOZES]


async def test_a_message_of_the_full_length_is_taken(sender: BotApplication, phone: Phone) -> None:
    number = await phone.add("private")
    await post(sender.bot, number, Rendered("<b>" + "x" * 4096 + "</b>", "x"))
    assert len((await phone.answer(number))["text"]) == 4096


async def test_other_refusals_are_raised(sender: BotApplication) -> None:
    with pytest.raises(error.BadRequest, match=r"(?i)chat not found"):
        await post(sender.bot, 31337, Rendered("x", "x"))


async def test_figures_of_several_kinds_are_at_most_four(
    sender: BotApplication, phone: Phone, shelf: Shelf, around: ChatContext
) -> None:
    many = [placed(DEMAND), placed(SHARE)]
    many += [Figure(f"{n}%", Kind.PERCENT, n, Role.PAID, "text", 0) for n in range(2, 6)]
    shelf.stored = [article(1, figures=many)]
    number = await phone.add("private")
    await Messenger(sender.bot, around).send(delivery(5, chat(number)))
    lines = (await phone.answer(number))["text"].split("\n")
    assert sum(line.startswith("• ") for line in lines) == 4
    assert lines[-1] == "and 2 more figures"
