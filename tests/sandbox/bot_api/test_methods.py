"""The methods' rules, each with Telegram's own words for a refusal, asked over plain HTTP in every form of request."""

import json
from typing import Any

import aiohttp
import pytest
from telegram import Bot, BotCommandScopeChat, BotCommandScopeChatMember, ReplyParameters
from telegram.error import BadRequest, InvalidToken

from bot.sandbox import Sandbox
from bot.sandbox.bot_api.methods.edits import DELETABLE
from tests.sandbox.client import YOU, SandboxClient
from tests.sandbox.conftest import TOKEN, Clock


async def ask(sandbox: Sandbox, method: str, token: str = TOKEN, **params: Any) -> tuple[int, dict[str, Any]]:
    """A request with a JSON body; status and answer."""
    url = f"{sandbox.url}/bot{token}/{method}"
    async with aiohttp.ClientSession() as session, session.post(url, json=params) as response:
        return response.status, await response.json()


async def refusal(sandbox: Sandbox, method: str, **params: Any) -> str:
    status, body = await ask(sandbox, method, **params)
    assert (status, body["ok"], body["error_code"]) == (400, False, 400), body
    return str(body["description"])


@pytest.mark.parametrize("form", ["query", "form", "multipart", "json"])
async def test_parameters_come_in_every_form(sandbox: Sandbox, client: SandboxClient, form: str) -> None:
    url = f"{sandbox.url}/bot{TOKEN}/sendmessage"
    params: dict[str, Any] = {"chat_id": str(YOU), "text": "방위비 & more", "disable_notification": "true"}
    with aiohttp.MultipartWriter("form-data") as multipart:
        for name, value in params.items():
            multipart.append(value).set_content_disposition("form-data", name=name)
    forms: dict[str, dict[str, Any]] = {
        "query": {"params": params},
        "form": {"data": params},
        "multipart": {"data": multipart},
        "json": {"json": {"chat_id": YOU, "text": "방위비 & more", "disable_notification": True}},
    }
    async with aiohttp.ClientSession() as session, session.post(url, **forms[form]) as response:
        assert (await response.json())["result"]["text"] == "방위비 & more"
    (request,) = await client.requests("sendMessage")
    assert request["params"] == params
    assert (request["status"], request["ok"]) == (200, True)


async def test_what_is_no_json_and_no_method(sandbox: Sandbox) -> None:
    url = f"{sandbox.url}/bot{TOKEN}"
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{url}/getMe", data=b"{", headers={"Content-Type": "application/json"}) as response:
            assert (await response.json())["description"] == "Bad Request: can't parse the request's JSON object"
        async with session.put(f"{url}/getMe") as response:
            assert response.status == 405
    assert await ask(sandbox, "sendGift") == (
        404,
        {"ok": False, "error_code": 404, "description": "Not Found: method not found"},
    )


async def test_a_wrong_token(sandbox: Sandbox) -> None:
    expected = {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert await ask(sandbox, "getMe", token="42:wrong") == (401, expected)
    with pytest.raises(InvalidToken):
        async with Bot("42:wrong", base_url=f"{sandbox.url}/bot"):
            pass


KEY: dict[str, Any] = {"text": "x"}
TEXTS: list[tuple[dict[str, Any], str]] = [
    ({}, "message text is empty"),
    ({"text": "  \n "}, "text must be non-empty"),
    ({"text": "😀" * 2049}, "message is too long"),
    ({"text": "a" * 40_000}, "text is too long"),
    ({"text": "\ud800"}, "strings must be encoded in UTF-8"),
    ({"text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
    ({"text": "x</b>", "parse_mode": "HTML"}, "can't parse entities: Unexpected end tag at byte offset 1"),
    ({"text": "x", "entities": "[{"}, "can't parse entities JSON object"),
    ({"text": "x", "entities": [{"type": "bold", "offset": 1, "length": 1}]}, "ENTITY_BOUNDS_INVALID"),
    ({"text": "x", "entities": [{"length": 1}]}, 'can\'t parse MessageEntity: Can\'t find field "offset"'),
    ({"text": "x", "chat_id": ""}, "chat_id is empty"),
    ({"text": "x", "chat_id": "12345"}, "chat not found"),
    ({"text": "x", "chat_id": "@nobody"}, "chat not found"),
    ({"text": "x", "reply_parameters": {"message_id": 77}}, "message to be replied not found"),
    ({"text": "x", "reply_parameters": {"allow_sending_without_reply": True}}, 'can\'t find field "message_id"'),
    ({"text": "x", "reply_parameters": "[]"}, "object expected as reply parameters"),
    ({"text": "x", "link_preview_options": "[]"}, "object expected as link preview options"),
    ({"text": "x", "link_preview_options": "{"}, "can't parse link preview options JSON object"),
    ({"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
    ({"text": "x", "reply_markup": "[]"}, "object expected as reply markup"),
    ({"text": "x", "reply_markup": {"keyboard": ["x"]}}, 'field "keyboard" must be an Array of Arrays'),
    ({"text": "x", "reply_markup": {"keyboard": [[{"text": " "}]]}}, "keyboard button text must be non-empty"),
    ({"text": "x", "reply_markup": {"inline_keyboard": {}}}, 'field "inline_keyboard" must be of type Array'),
    (
        {"text": "x", "reply_markup": {"inline_keyboard": [{}]}},
        'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ),
]  # fmt: skip


@pytest.mark.parametrize(("params", "reason"), TEXTS, ids=[row[1] for row in TEXTS])
async def test_messages_refused(sandbox: Sandbox, client: SandboxClient, params: dict[str, Any], reason: str) -> None:
    assert await refusal(sandbox, "sendMessage", **({"chat_id": YOU} | params)) == f"Bad Request: {reason}"
    assert await client.messages(YOU) == []


BUTTONS: list[tuple[Any, str]] = [
    ("x", "can't parse inline keyboard button: InlineKeyboardButton must be an Object"),
    ({"callback_data": "x"}, "can't parse inline keyboard button: Can't find field \"text\""),
    ({"text": " ", "callback_data": "x"}, "inline keyboard button text must be non-empty"),
    (KEY, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
    (
        KEY | {"callback_data": "x", "url": "https://example.org"},
        "can't parse inline keyboard button: exactly one of the optional fields must be used",
    ),
    (KEY | {"callback_data": ""}, "BUTTON_DATA_INVALID"),
    (KEY | {"callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
    (KEY | {"url": ""}, "BUTTON_URL_INVALID"),
    (KEY | {"url": "javascript:alert(1)"}, "BUTTON_URL_INVALID"),
    (KEY | {"url": "ftp://example.org"}, "BUTTON_URL_INVALID"),
    (KEY | {"url": "http://localhost/"}, "inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL"),
]


@pytest.mark.parametrize(("button", "reason"), BUTTONS, ids=[str(row[0])[:50] for row in BUTTONS])
async def test_buttons_refused(sandbox: Sandbox, button: Any, reason: str) -> None:
    markup = {"inline_keyboard": [[button]]}
    assert await refusal(sandbox, "sendMessage", chat_id=YOU, text="x", reply_markup=markup) == f"Bad Request: {reason}"


@pytest.mark.parametrize(
    "url", ["https://example.org", "example.org:8080/x", "tg://resolve?domain=x", "http://127.0.0.1:1/"]
)
async def test_addresses_that_buttons_take(sandbox: Sandbox, client: SandboxClient, url: str) -> None:
    markup = {"inline_keyboard": [[{"text": "Open", "url": url}], []]}
    status, body = await ask(sandbox, "sendMessage", chat_id=YOU, text="x", reply_markup=markup)
    assert (status, body["result"]["reply_markup"]) == (200, {"inline_keyboard": [[{"text": "Open", "url": url}]]})
    assert (await client.messages(YOU))[0]["buttons"] == [[{"text": "Open", "url": url}]]


async def test_too_many_buttons(sandbox: Sandbox) -> None:
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}] * 101]}
    reason = await refusal(sandbox, "sendMessage", chat_id=YOU, text="x", reply_markup=markup)
    assert reason == "Bad Request: reply markup is too long"


async def test_other_keyboards_are_taken_and_do_not_stay(sandbox: Sandbox) -> None:
    markups: list[dict[str, Any]] = [
        {"keyboard": [["A", {"text": "B"}]]},
        {"remove_keyboard": True},
        {"force_reply": True},
    ]
    for markup in markups:
        status, body = await ask(sandbox, "sendMessage", chat_id=YOU, text="x", reply_markup=markup)
        assert status == 200
        assert "reply_markup" not in body["result"]


async def test_replies(bot: Bot, client: SandboxClient) -> None:
    said = await client.say(YOU, "question")
    answer = await bot.send_message(YOU, "answer", reply_parameters=ReplyParameters(said["id"]))
    assert answer.reply_to_message is not None
    assert answer.reply_to_message.message_id == said["id"]
    lenient = ReplyParameters(999, allow_sending_without_reply=True)
    assert (await bot.send_message(YOU, "to nothing", reply_parameters=lenient)).reply_to_message is None
    await bot.delete_message(YOU, said["id"])
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(YOU, "too late", reply_parameters=ReplyParameters(said["id"]))


async def test_edits(sandbox: Sandbox, bot: Bot, client: SandboxClient) -> None:
    sent = await bot.send_message(YOU, "<b>One</b>", "HTML")
    place: dict[str, Any] = {"chat_id": YOU, "message_id": sent.message_id}
    same = place | {"text": "<strong>One</strong> ", "parse_mode": "HTML"}
    assert (await refusal(sandbox, "editMessageText", **same)).startswith("Bad Request: message is not modified: ")
    assert (await ask(sandbox, "editMessageText", **(same | {"parse_mode": ""})))[0] == 200
    said = await client.say(YOU, "mine")
    alien = {"chat_id": YOU, "message_id": said["id"], "text": "x"}
    assert await refusal(sandbox, "editMessageText", **alien) == "Bad Request: message can't be edited"
    nothing = {"chat_id": YOU, "text": "x"}
    assert await refusal(sandbox, "editMessageText", **nothing) == "Bad Request: message identifier is not specified"
    assert (
        await refusal(sandbox, "editMessageText", inline_message_id="1", text="x") == "Bad Request: MESSAGE_ID_INVALID"
    )
    reason = await refusal(sandbox, "editMessageCaption", **place, caption="x")
    assert reason == "Bad Request: there is no caption in the message to edit"


async def test_deleting(bot: Bot, client: SandboxClient, clock: Clock) -> None:
    sent = await bot.send_message(YOU, "gone soon")
    async with client.events() as events:
        assert await bot.delete_message(YOU, sent.message_id)
        assert await anext(events) == {"type": "delete", "chat_id": YOU, "message_id": sent.message_id}
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(YOU, sent.message_id)
    old = await bot.send_message(YOU, "old")
    clock.ahead = DELETABLE + 2
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_message(YOU, old.message_id)


async def test_a_press_grows_too_old(sandbox: Sandbox, bot: Bot, client: SandboxClient, clock: Clock) -> None:
    markup = {"inline_keyboard": [[{"text": "Why", "callback_data": "why"}]]}
    _, body = await ask(sandbox, "sendMessage", chat_id=YOU, text="x", reply_markup=markup)
    await client.press(YOU, body["result"]["message_id"], "why")
    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    with pytest.raises(BadRequest, match="Message_too_long"):
        await update.callback_query.answer("x" * 201)
    clock.ahead = 3600
    with pytest.raises(BadRequest, match="Query is too old and response timeout expired or query id is invalid"):
        await update.callback_query.answer("late")


async def test_actions(sandbox: Sandbox, bot: Bot, client: SandboxClient) -> None:
    async with client.events() as events:
        await bot.send_chat_action(YOU, "typing")
        assert await anext(events) == {"type": "action", "chat_id": YOU, "action": "typing"}
    reason = await refusal(sandbox, "sendChatAction", chat_id=YOU, action="dancing")
    assert reason == "Bad Request: wrong parameter action in request"


COMMANDS = [
    ([{"command": "Latest", "description": "x"}], "BOT_COMMAND_INVALID"),
    ([{"command": "late-st", "description": "x"}], "BOT_COMMAND_INVALID"),
    ([{"command": "/", "description": "x"}], "command must be non-empty"),
    ([{"command": "x" * 33, "description": "x"}], "command length must not exceed 32"),
    ([{"command": "x", "description": ""}], "command description must be non-empty"),
    ([{"command": "x", "description": "x" * 257}], "command description length must not exceed 256"),
    ([{"command": "x"}], "can't parse BotCommand: Can't find field \"description\""),
    ([{"command": f"c{n}", "description": "x"} for n in range(101)], "BOT_COMMANDS_TOO_MUCH"),
    (["x"], "can't parse BotCommand: expected an Object"),
    ({}, "expected an Array of BotCommand"),
]


@pytest.mark.parametrize(("commands", "reason"), COMMANDS, ids=[row[1] for row in COMMANDS])
async def test_commands_refused(sandbox: Sandbox, bot: Bot, commands: Any, reason: str) -> None:
    assert await refusal(sandbox, "setMyCommands", commands=commands) == f"Bad Request: {reason}"
    assert await bot.get_my_commands() == ()


SCOPES = [
    ("{", "can't parse BotCommandScope JSON object"),
    ({"type": "planet"}, "can't parse BotCommandScope: Unsupported type specified"),
    ({"type": "chat", "chat_id": 5}, "chat not found"),
    ({"type": "chat_administrators", "chat_id": YOU}, "can't use the scope in the chat"),
    ({"type": "chat_member", "chat_id": YOU}, "can't parse BotCommandScope: Invalid user_id specified"),
]


@pytest.mark.parametrize(("scope", "reason"), SCOPES, ids=[row[1] for row in SCOPES])
async def test_scopes_refused(sandbox: Sandbox, scope: Any, reason: str) -> None:
    commands = [{"command": "x", "description": "x"}]
    assert await refusal(sandbox, "setMyCommands", commands=commands, scope=scope) == f"Bad Request: {reason}"


async def test_commands_by_scope_and_language(bot: Bot, client: SandboxClient) -> None:
    scope = BotCommandScopeChat(YOU)
    await bot.set_my_commands([("all", "For all")])
    await bot.set_my_commands([("alle", "Für alle")], language_code="de")
    await bot.set_my_commands([("mine", "For you")], scope=scope)
    await bot.set_my_commands([("member", "For one")], scope=BotCommandScopeChatMember(YOU, YOU))
    assert [c.command for c in await bot.get_my_commands()] == ["all"]
    assert [c.command for c in await bot.get_my_commands(language_code="de")] == ["alle"]
    assert [c.command for c in await bot.get_my_commands(scope=scope)] == ["mine"]
    assert (await client.state())["bot"]["commands"] == [{"command": "mine", "description": "For you"}]
    await bot.delete_my_commands(scope=scope)
    assert [c["command"] for c in (await client.state())["bot"]["commands"]] == ["all"]
    with pytest.raises(BadRequest, match="Invalid language code specified"):
        await bot.get_my_commands(language_code="german")


async def test_the_bots_own_words(sandbox: Sandbox, bot: Bot) -> None:
    await bot.set_my_description("Long")
    await bot.set_my_description("Lang", language_code="de")
    await bot.set_my_short_description("Short")
    assert (await bot.get_my_description()).description == "Long"
    assert (await bot.get_my_description(language_code="de")).description == "Lang"
    assert (await bot.get_my_short_description()).short_description == "Short"
    reason = await refusal(sandbox, "setMyDescription", description="x" * 513)
    assert reason == "Bad Request: BOT_DESCRIPTION_TOO_LONG"
    reason = await refusal(sandbox, "setMyShortDescription", short_description="x" * 121)
    assert reason == "Bad Request: BOT_ABOUT_TOO_LONG"
    assert (await bot.get_chat_menu_button(YOU)).type == "commands"
    reason = await refusal(sandbox, "setChatMenuButton", menu_button={"type": "odd"})
    assert reason == "Bad Request: can't parse menu button: MenuButton has unsupported type"
    reason = await refusal(sandbox, "setChatMenuButton", menu_button="[1]")
    assert reason == "Bad Request: can't parse menu button: MenuButton must be an Object"


async def test_link_previews_are_kept(bot: Bot) -> None:
    sent = await bot.send_message(YOU, "https://example.org", disable_web_page_preview=True)
    assert sent.link_preview_options is not None
    assert sent.link_preview_options.is_disabled
    assert json.loads(sent.to_json())["entities"] == [{"type": "url", "offset": 0, "length": 19}]


async def test_a_topic_of_a_forum_takes_messages_until_it_is_closed_or_deleted(
    sandbox: Sandbox, client: SandboxClient
) -> None:
    forum = (await client.create_chat("supergroup", "Forum"))["id"]
    topics = f"/api/chats/{forum}/topics"
    topic = (await client.call("POST", topics, {"name": "Korea"}))["topic"]
    _, answer = await ask(sandbox, "sendMessage", chat_id=forum, text="x", message_thread_id=topic)
    sent = answer["result"]
    assert (sent["message_thread_id"], sent["is_topic_message"], sent["chat"]["is_forum"]) == (topic, True, True)
    assert sent["reply_to_message"]["forum_topic_created"]["name"] == "Korea"
    _, plain = await ask(sandbox, "sendMessage", chat_id=forum, text="x")
    assert "message_thread_id" not in plain["result"]
    shown = await client.call("GET", f"/api/chats/{forum}/messages")
    assert [message.get("topic") for message in shown["messages"]] == [None, "Korea", None]
    assert await refusal(sandbox, "sendMessage", chat_id=forum, text="x", message_thread_id=99) == (
        "Bad Request: message thread not found"
    )
    there = {"chat_id": forum, "text": "x", "message_thread_id": topic}
    await client.call("POST", topics, {"topic": topic, "closed": True})
    assert await refusal(sandbox, "sendMessage", **there) == "Bad Request: TOPIC_CLOSED"
    with pytest.raises(AssertionError, match=r"409 .*the topic Korea is closed: only administrators write in it"):
        await client.say(forum, "x", topic=topic, user={"id": 77, "first_name": "Ann"})
    assert (await client.say(forum, "x", topic=topic))["thread"] == topic, "the owner may"
    await client.set_bot(forum, "administrator")
    assert (await ask(sandbox, "sendMessage", **there))[0] == 200
    await client.call("POST", topics, {"topic": topic, "deleted": True})
    assert await refusal(sandbox, "sendMessage", **there) == "Bad Request: message thread not found"
    left = await client.messages(forum)
    assert [one["text"] for one in left] == ["x"], "what was not in the topic"
