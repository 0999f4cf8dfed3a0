"""Answering inline queries with articles of text (https://core.telegram.org/bots/api#answerinlinequery)."""

import re
from typing import Any

from bot.sandbox.bot_api import markup
from bot.sandbox.bot_api.entities import units
from bot.sandbox.bot_api.methods.messages import MAX_TEXT
from bot.sandbox.bot_api.params import Call, formatted
from bot.sandbox.memory.errors import bad_request
from bot.sandbox.memory.values import Content, JsonObject

MOST_RESULTS = 50
MAX_ID, MAX_OFFSET = 64, 64
"""Bytes."""
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def answer_query(call: Call) -> bool:
    """One answer for a query, while it is young; the page shows it, and a user sends one of its results."""
    given = call.json("results", "inline query results")
    if not isinstance(given, list):
        raise bad_request("can't parse inline query results: expected an Array")
    if len(given) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    results = [_result(one) for one in given]
    if len({one["id"] for one in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    if len(call.text("next_offset").encode()) > MAX_OFFSET:
        raise bad_request("NEXT_OFFSET_INVALID")
    button, world = _button(call), call.world
    asked = world.inline.answer(call.text("inline_query_id"), results, world.now())
    if asked is None:
        raise bad_request(_TOO_OLD)
    shown = [{name: one[name] for name in ("id", "title", "description")} for one in results]
    world.tell(
        "inline",
        chat_id=asked,
        query_id=call.text("inline_query_id"),
        results=shown,
        next_offset=call.text("next_offset"),
        button=button,
    )
    return True


def _result(one: Any) -> JsonObject:
    """Its id, what the list shows of it, and the message that is sent."""
    if not isinstance(one, dict):
        raise bad_request("can't parse inline query result: expected an Object")
    if one.get("type") != "article":
        raise bad_request("unallowed inline query result type: the sandbox shows articles")
    number, title = one.get("id"), one.get("title")
    if not isinstance(number, str) or not 1 <= len(number.encode()) <= MAX_ID:
        raise bad_request("RESULT_ID_INVALID")
    if not isinstance(title, str) or not title.strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    content = one.get("input_message_content")
    if not isinstance(content, dict) or not isinstance(content.get("message_text"), str):
        raise bad_request("can't parse inline query result: Can't find field \"input_message_content\"")
    return {
        "id": number,
        "title": title,
        "description": str(one.get("description") or ""),
        "content": _content(content, one.get("reply_markup")),
    }


def _content(given: JsonObject, reply_markup: Any) -> JsonObject:
    mode = given.get("parse_mode")
    text, entities = formatted(
        given["message_text"], mode if isinstance(mode, str) else "", lambda: given.get("entities")
    )
    if not text:
        raise bad_request("message text is empty")
    if units(text) > MAX_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    options = given.get("link_preview_options")
    preview = options if isinstance(options, dict) and options else None
    return Content(text, tuple(entities), markup.checked(reply_markup), preview=preview).as_json()


def _button(call: Call) -> JsonObject | None:
    """Above the results; of its kinds the one that opens the private chat with the bot."""
    button = call.json("button", "inline query results button")
    if button is None:
        return None
    if not isinstance(button, dict) or not isinstance(button.get("text"), str) or not button["text"].strip():
        raise bad_request("can't parse inline query results button: Can't find field \"text\"")
    if not _PAYLOAD.fullmatch(str(button.get("start_parameter", ""))):
        raise bad_request("START_PARAM_INVALID")
    return {"text": button["text"], "start_parameter": button["start_parameter"]}
