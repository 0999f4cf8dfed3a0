"""The sandbox before the outside judge: a bot that uses every method, and the requests that both must refuse."""

import io
import json
import re
from typing import Any

import aiohttp
import pytest
from telegram import (
    Bot,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    MenuButtonCommands,
    MessageEntity,
    ReplyParameters,
)
from telegram.constants import ChatAction

from bot.sandbox import Sandbox
from bot.sandbox.bot_api.methods import METHODS
from tests.sandbox.client import YOU, SandboxClient
from tests.sandbox.conftest import TOKEN
from tests.sandbox.judge import KNOWN, disagreements, judge, verdict
from tests.sandbox.pictures import png

KEYBOARD = InlineKeyboardMarkup(
    [[InlineKeyboardButton("Open", url="https://example.org/a"), InlineKeyboardButton("Why", callback_data="why:1")]]
)


async def use_everything(bot: Bot, client: SandboxClient) -> None:
    """One call of every method that the sandbox knows and python-telegram-bot has."""
    await bot.get_me()
    await bot.set_my_commands([("latest", "The latest reports")])
    await bot.set_my_commands([("latest", "Reports")], scope=BotCommandScopeAllPrivateChats(), language_code="de")
    await bot.get_my_commands(scope=BotCommandScopeChat(YOU))
    await bot.delete_my_commands()
    await bot.set_my_description("Follows the talks")
    await bot.get_my_description()
    await bot.set_my_short_description("Talks")
    await bot.get_my_short_description()
    await bot.set_chat_menu_button(YOU, MenuButtonCommands())
    await bot.get_chat_menu_button(YOU)
    first = await bot.send_message(YOU, "<b>One</b>", "HTML", link_preview_options=LinkPreviewOptions(is_disabled=True))
    await bot.send_message(YOU, "Two", entities=[MessageEntity("bold", 0, 3)], reply_markup=KEYBOARD)
    await bot.send_message(YOU, "*Three*\\.", "MarkdownV2", reply_parameters=ReplyParameters(first.message_id))
    await bot.send_chat_action(YOU, ChatAction.TYPING)
    await bot.edit_message_text("<i>One</i>", YOU, first.message_id, parse_mode="HTML", reply_markup=KEYBOARD)
    await bot.edit_message_reply_markup(YOU, first.message_id, reply_markup=None)
    await bot.pin_chat_message(YOU, first.message_id)
    await bot.unpin_chat_message(YOU, first.message_id)
    await bot.unpin_all_chat_messages(YOU)
    photo = await bot.send_photo(YOU, io.BytesIO(png(40, 30)), "<u>Chart</u>", parse_mode="HTML")
    await bot.send_photo(YOU, photo.photo[0].file_id)
    await bot.edit_message_caption(YOU, photo.message_id, caption="Figures")
    document = await bot.send_document(YOU, io.BytesIO(b"a,b\n1,2\n"), filename="figures.csv")
    assert document.document is not None
    await (await bot.get_file(document.document.file_id)).download_as_bytearray()
    with_button = await bot.send_message(YOU, "Press", reply_markup=KEYBOARD)
    await client.press(YOU, with_button.message_id, "why:1")
    (update,) = await bot.get_updates(timeout=5, allowed_updates=["message", "callback_query", "my_chat_member"])
    assert update.callback_query is not None
    await update.callback_query.answer("Because", show_alert=True)
    await bot.get_updates(offset=update.update_id + 1, allowed_updates=["inline_query"])
    await client.ask_inline(YOU, "korea")
    (update,) = await bot.get_updates(timeout=5)
    assert update.inline_query is not None
    card = InlineQueryResultArticle("1", "Korea", InputTextMessageContent("<b>Korea</b>", "HTML"), KEYBOARD)
    above = InlineQueryResultsButton("See the bot", start_parameter="ask_summary")
    await update.inline_query.answer([card], 60, is_personal=True, next_offset="2", button=above)
    await bot.get_updates(offset=update.update_id + 1)
    await bot.delete_message(YOU, first.message_id)
    await bot.get_chat(YOU)
    group = (await client.create_chat("supergroup", "Desk"))["id"]
    await bot.get_chat_administrators(group)
    await bot.get_chat_member_count(group)
    await bot.get_chat_member(group, YOU)
    await bot.leave_chat(group)
    await bot.set_webhook("https://localhost/hook", secret_token="s3cret", drop_pending_updates=True)
    await bot.get_webhook_info()
    await bot.delete_webhook()
    await bot.log_out()
    await bot.close()


async def test_everything_that_a_bot_asks_pleases_the_judge(bot: Bot, client: SandboxClient) -> None:
    await use_everything(bot, client)
    requests = await client.requests()
    asked = {request["method"].lower() for request in requests}
    assert asked == {*METHODS, "getupdates", "setwebhook", "deletewebhook", "getwebhookinfo"}
    assert [request for request in requests if not request["ok"]] == []
    assert judge(requests) == []
    assert disagreements(requests) == []


def _keyboard(**button: Any) -> str:
    return json.dumps({"inline_keyboard": [[{"text": "Press", **button}]]})


REFUSED_BY_BOTH: list[dict[str, Any]] = [
    {"text": ""},
    {"text": "a" * 4097},
    {"text": "😀" * 2049},
    {"text": "<b>open", "parse_mode": "HTML"},
    {"text": "</b>", "parse_mode": "HTML"},
    {"text": "<b><i>crossed</b></i>", "parse_mode": "html"},
    {"text": "<h1>Headline</h1>", "parse_mode": "HTML"},
    {"text": "<br/>", "parse_mode": "HTML"},
    {"text": "3 < 4", "parse_mode": "HTML"},
    {"text": '<span class="red">x</span>', "parse_mode": "HTML"},
    {"text": "a.b", "parse_mode": "MarkdownV2"},
    {"text": "*bold", "parse_mode": "MarkdownV2"},
    {"text": "a|b", "parse_mode": "MarkdownV2"},
    {"text": "[a](https://example.org", "parse_mode": "MarkdownV2"},
    {"text": "*bold", "parse_mode": "Markdown"},
    {"text": "`code", "parse_mode": "Markdown"},
    {"text": "x", "entities": json.dumps([{"type": "bold", "offset": 0, "length": 2}])},
    {"text": "x", "reply_markup": _keyboard()},
    {"text": "x", "reply_markup": _keyboard(url="https://example.org", callback_data="x")},
    {"text": "x", "reply_markup": _keyboard(callback_data="é" * 33)},
]

TAKEN_BY_BOTH: list[dict[str, Any]] = [
    {"text": "a" * 4096},
    {"text": "<b>" + "a" * 4096 + "</b>", "parse_mode": "HTML"},
    {"text": "<a href='https://example.org/?a=1&amp;b=2'>x</a>", "parse_mode": "HTML"},
    {"text": "<a href=example.org>x</a>", "parse_mode": "HTML"},
    {"text": "<a>example.org</a>", "parse_mode": "HTML"},
    {"text": '<b id="1">x</b>', "parse_mode": "HTML"},
    {"text": "R&D &nbsp;", "parse_mode": "HTML"},
    {"text": "<blockquote expandable>x</blockquote>", "parse_mode": "HTML"},
    {"text": '<pre><code class="language-python">x = 1</code></pre>', "parse_mode": "HTML"},
    {"text": "*a _b_* ~c~ ||d|| `e` [f](https://example.org/\\)) \\.", "parse_mode": "MarkdownV2"},
    {"text": ">quote\n>more||\nafter", "parse_mode": "MarkdownV2"},
    {"text": "*bold* _it_ `c` [l](https://example.org) snake\\_case", "parse_mode": "Markdown"},
    {"text": "x", "reply_markup": _keyboard(callback_data="é" * 32)},
]


async def _send(sandbox: Sandbox, params: dict[str, Any]) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{sandbox.url}/bot{TOKEN}/sendMessage", data={"chat_id": str(YOU), **params}) as answer,
    ):
        await answer.read()


@pytest.mark.parametrize("params", REFUSED_BY_BOTH, ids=lambda p: repr(p)[:40])
async def test_both_refuse(sandbox: Sandbox, client: SandboxClient, params: dict[str, Any]) -> None:
    await _send(sandbox, params)
    (request,) = await client.requests()
    assert not request["ok"]
    assert verdict(request) is not None
    assert await client.messages(YOU) == []


@pytest.mark.parametrize("params", TAKEN_BY_BOTH, ids=lambda p: repr(p)[:40])
async def test_both_take(sandbox: Sandbox, client: SandboxClient, params: dict[str, Any]) -> None:
    await _send(sandbox, params)
    (request,) = await client.requests()
    assert request["ok"], request
    assert disagreements([request]) == []


async def test_a_bad_request_does_not_pass_the_judge(client: SandboxClient) -> None:
    taken = {"method": "sendMessage", "params": {"chat_id": "1", "text": "<b>x", "parse_mode": "HTML"}, "ok": True}
    assert [finding.request for finding in judge([taken])] == [taken]
    assert [finding.request for finding in disagreements([taken])] == [taken]
    misspelt = {"method": "sendMessage", "params": {"chat_id": "1", "text": "x", "parsemode": "HTML"}, "ok": True}
    assert judge([misspelt])[0].reason == "unknown parameters parsemode"
    nowhere = {"method": "sendMesage", "params": {}, "ok": False}
    assert judge([nowhere])[0].reason == "no method 'sendMesage'"


def test_every_known_misjudgement_is_still_one() -> None:
    """A row of the list that no request needs any more goes."""
    requests = [{"method": "sendMessage", "params": {"chat_id": "1", **params}, "ok": True} for params in TAKEN_BY_BOTH]
    reasons = [reason for request in requests if (reason := verdict(request))]
    for known in KNOWN:
        assert known.why
        assert any(re.search(known.reason, reason) for reason in reasons), known.reason
