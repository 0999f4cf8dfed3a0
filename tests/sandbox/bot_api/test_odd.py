"""Odd values in every parameter of every method: each is answered, none breaks the server or leaves a trace."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest
from telegram import Bot, MessageEntity, Update, User
from telegram.error import BadRequest
from telegram.ext import Application, CommandHandler, ContextTypes

from bot.sandbox import Sandbox
from bot.sandbox.bot_api.methods import METHODS
from tests.sandbox.client import YOU, SandboxClient
from tests.sandbox.conftest import TOKEN

PARAMETERS = (
    "text", "caption", "parse_mode", "entities", "caption_entities", "reply_markup", "reply_parameters", "message_id",
    "reply_to_message_id", "link_preview_options", "commands", "scope", "language_code", "menu_button", "photo",
    "document", "file_id", "user_id", "action", "callback_query_id", "offset", "limit", "allowed_updates", "url",
    "secret_token", "max_connections", "description",
)  # fmt: skip
VALUES = (
    "", " ", "x", "-", "0", "-1", "1e999", "9" * 18, "9" * 40, "null", "true", "[]", "{}", "[1]", '["x"]', "[[]]",
    "[[[]]]", '{"a": 1}', '{"type": "chat"}', '{"type": "chat_member", "chat_id": 1000001, "user_id": "x"}',
    '{"inline_keyboard": [[1]]}', '{"inline_keyboard": [[{"text": 1}]]}', '{"keyboard": [[1]]}', "[" * 2_000,
    '{"message_id": 99999999999999999999999, "chat_id": "@x"}', '{"message_id": true}', "attach://nothing",
    '[{"offset": 0, "length": 1}]', '[{"type": "text_mention", "offset": 0, "length": 1, "user": 5}]',
)  # fmt: skip


async def test_no_value_breaks_a_method(sandbox: Sandbox, client: SandboxClient, bot: Bot) -> None:
    names = [*METHODS, "getUpdates", "getWebhookInfo", "setWebhook", "deleteWebhook"]
    calls = [(name, chat, value) for name in names for chat in (str(YOU), "value") for value in VALUES]

    async def ask(session: aiohttp.ClientSession, name: str, chat: str, value: str) -> None:
        params = dict.fromkeys(PARAMETERS, value) | {"chat_id": value if chat == "value" else chat}
        async with session.post(f"{sandbox.url}/bot{TOKEN}/{name}", data=params) as response:
            body = await response.json()
            assert response.status in {200, 400, 403, 404, 409}, (name, value, body)
            assert body["ok"] is (response.status == 200)

    async with aiohttp.ClientSession() as session:
        for start in range(0, len(calls), 16):
            await asyncio.gather(*(ask(session, *call) for call in calls[start : start + 16]))
    await bot.delete_webhook(drop_pending_updates=True)
    await bot.get_updates(allowed_updates=["message"])
    await client.say(YOU, "well?")
    (update,) = await bot.get_updates()
    assert update.effective_message is not None
    assert update.effective_message.text == "well?"


BODIES: list[Any] = [
    None, 5, "x", [], {"text": 5}, {"text": " ", "reply_to": 1}, {"text": "x", "reply_to": 10**30},
    {"message_id": 10**30, "data": "x"}, {"message_id": 1, "data": "\ud800"}, {"status": []},
    {"text": "x", "user": {"id": 10**30, "first_name": 5}},
]  # fmt: skip


@pytest.mark.parametrize("path", ["messages", "press", "bot", "migrate"])
@pytest.mark.parametrize("body", BODIES, ids=lambda body: str(body)[:30])
async def test_no_body_breaks_the_control_api(sandbox: Sandbox, path: str, body: Any) -> None:
    data, headers = json.dumps(body), {"Content-Type": "application/json"}
    async with aiohttp.ClientSession() as session:
        for chat in (str(YOU), "-", "²", "9" * 30):
            async with session.post(f"{sandbox.url}/api/chats/{chat}/{path}", data=data, headers=headers) as response:
                assert response.status in {400, 404, 409}
                assert "error" in await response.json()


ENTITIES = [
    ('[{"type": "shout", "offset": 0, "length": 1}]', "Unsupported type specified"),
    ('[{"type": "text_link", "offset": 0, "length": 1}]', 'Can\'t find field "url"'),
    ('[{"type": "text_mention", "offset": 0, "length": 1}]', 'Can\'t find field "user"'),
    ('["bold"]', "Expected an object"),
]


@pytest.mark.parametrize(("entities", "reason"), ENTITIES)
async def test_entities_refused(bot: Bot, entities: str, reason: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i)can't parse messageentity: {reason}"):
        await bot.send_message(YOU, "x", api_kwargs={"entities": entities})


async def test_entities_of_the_bots_own(bot: Bot) -> None:
    given = [
        MessageEntity("text_mention", 0, 1, user=User(YOU, "You", is_bot=False)),
        MessageEntity("text_link", 2, 1, url="https://example.org/"),
        MessageEntity("pre", 4, 1, language="c"),
        MessageEntity("mention", 6, 1),
    ]
    sent = await bot.send_message(YOU, "a b c d", entities=given)
    assert [(e.type, e.offset, e.url, e.language) for e in sent.entities] == [
        ("text_mention", 0, None, None),
        ("text_link", 2, "https://example.org/", None),
        ("pre", 4, None, "c"),
    ]
    assert sent.entities[0].user is not None
    assert sent.entities[0].user.id == YOU


async def test_a_whole_application_lives_on_it(sandbox: Sandbox, client: SandboxClient) -> None:
    """python-telegram-bot's own loop: polling, handlers, a clean end."""

    async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.effective_message is not None
        await update.effective_message.reply_html(f"<b>Hello</b> {' '.join(context.args or [])}", do_quote=True)

    application = Application.builder().token(TOKEN).base_url(f"{sandbox.url}/bot").build()
    application.add_handler(CommandHandler("start", start))
    await application.initialize()
    await application.start()
    assert application.updater is not None
    await application.updater.start_polling(drop_pending_updates=True, allowed_updates=Update.ALL_TYPES)
    group = (await client.create_chat("group", "Desk"))["id"]
    assert await client.ask(YOU, "/start you") == "Hello you"
    assert await client.ask(group, "/start@burdenwatch_sandbox_bot all of you") == "Hello all of you"
    await application.updater.stop()
    await application.stop()
    await application.shutdown()
    assert {request["ok"] for request in await client.requests()} == {True}
