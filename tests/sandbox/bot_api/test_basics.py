"""The shortest way through: the bot introduces itself, hears, answers, edits, and is pressed."""

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from tests.sandbox.client import YOU, SandboxClient


async def test_get_me(bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.id, me.is_bot, me.username) == (42, True, "burdenwatch_sandbox_bot")


async def test_a_command_arrives_and_is_answered(bot: Bot, client: SandboxClient) -> None:
    said = await client.say(YOU, "/start now")
    (update,) = await bot.get_updates(timeout=5)
    assert update.message is not None
    assert (update.message.text, update.message.message_id) == ("/start now", said["id"])
    assert [(e.type, e.offset, e.length) for e in update.message.entities] == [("bot_command", 0, 6)]
    sent = await bot.send_message(YOU, "<b>Hello</b> & welcome", parse_mode="HTML", reply_to_message_id=said["id"])
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "/start now"
    shown = await client.wait_message(YOU, "Hello & welcome")
    assert shown["entities"] == [{"type": "bold", "offset": 0, "length": 5}]
    assert (shown["from"], shown["reply_to"]) == ("bot", said["id"])
    assert await bot.get_updates(offset=update.update_id + 1) == ()


async def test_a_press_is_heard_and_answered_once(bot: Bot, client: SandboxClient) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Why", callback_data="why:1")]])
    sent = await bot.send_message(YOU, "An alert", reply_markup=keyboard)
    async with client.events() as events:
        await client.press(YOU, sent.message_id, "why:1")
        (update,) = await bot.get_updates(timeout=5)
        query = update.callback_query
        assert query is not None
        assert query.message is not None
        assert (query.data, query.message.message_id, query.from_user.id) == ("why:1", sent.message_id, YOU)
        await query.answer("Because")
        event = await anext(events)
    assert (event["type"], event["text"], event["alert"]) == ("answer", "Because", False)
    with pytest.raises(BadRequest, match="Query is too old"):
        await query.answer("Again")


async def test_an_edit_shows_and_an_empty_edit_is_refused(bot: Bot, client: SandboxClient) -> None:
    sent = await bot.send_message(YOU, "One")
    edited = await bot.edit_message_text("Two", YOU, sent.message_id)
    assert not isinstance(edited, bool)
    assert edited.text == "Two"
    assert edited.edit_date is not None
    (shown,) = await client.messages(YOU)
    assert (shown["text"], shown["edited"]) == ("Two", int(edited.edit_date.timestamp()))
    with pytest.raises(BadRequest, match="Message is not modified: specified new message content"):
        await bot.edit_message_text("Two", YOU, sent.message_id)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("Two", YOU, 999)


async def test_the_menu_reaches_the_page(bot: Bot, client: SandboxClient) -> None:
    await bot.set_my_commands([("latest", "The latest reports")])
    assert (await client.state())["bot"]["commands"] == [{"command": "latest", "description": "The latest reports"}]
