"""reply_markup: keyboards checked as Telegram checks them; only inline keyboards stay with the message."""

import re
from typing import Any

from bot.sandbox.bot_api.entities.text import checked_link
from bot.sandbox.bot_api.params import Call
from bot.sandbox.memory.errors import bad_request
from bot.sandbox.memory.values import JsonObject

Keyboard = tuple[tuple[JsonObject, ...], ...]

ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip
_MOST_BUTTONS = 100


def keyboard(call: Call) -> Keyboard | None:
    """The inline keyboard of the request, None without one. Another kind of markup is checked and gone."""
    return checked(call.json("reply_markup", "reply keyboard markup"))


def checked(value: Any) -> Keyboard | None:
    """The rows of a ``reply_markup``. Raises ApiError."""
    if value is None:
        return None
    if not isinstance(value, dict):
        raise bad_request("Object expected as reply markup")
    _check_reply_keyboard(value.get("keyboard"))
    rows = value.get("inline_keyboard")
    if rows is None:
        return None
    if not isinstance(rows, list):
        raise bad_request('Field "inline_keyboard" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request('Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    if sum(len(row) for row in rows) > _MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return tuple(tuple(_button(button) for button in row) for row in rows if row) or None


def _check_reply_keyboard(rows: Any) -> None:
    if rows is None:
        return
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('Field "keyboard" must be an Array of Arrays')
    for button in (button for row in rows for button in row):
        text = button.get("text") if isinstance(button, dict) else button
        if not isinstance(text, str):
            raise bad_request("Can't parse keyboard button: KeyboardButton must be a String or an Object")
        if not text.strip():
            raise bad_request("Keyboard button text must be non-empty")


def _button(button: Any) -> JsonObject:
    if not isinstance(button, dict):
        raise bad_request("Can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise bad_request("Can't parse inline keyboard button: Can't find field \"text\"")
    if not text.strip():
        raise bad_request("Inline keyboard button text must be non-empty")
    given = [action for action in ACTIONS if button.get(action) is not None]
    if not given:
        raise bad_request("Can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(given) > 1:
        raise bad_request("Can't parse inline keyboard button: exactly one of the optional fields must be used")
    _check_action(given[0], button[given[0]])
    return {"text": text, given[0]: button[given[0]]}


def _check_action(action: str, value: Any) -> None:
    if action == "callback_data" and not (isinstance(value, str) and 1 <= len(value.encode()) <= 64):
        raise bad_request("BUTTON_DATA_INVALID")
    if action != "url":
        return
    if not isinstance(value, str) or not value:
        raise bad_request("BUTTON_URL_INVALID")
    scheme = re.match(r"([a-z][a-z0-9+-]*):(?!\d)", value, re.IGNORECASE)
    if scheme and scheme[1].lower() not in {"http", "https", "tg"}:
        raise bad_request("BUTTON_URL_INVALID")
    if checked_link(value) is None:
        raise bad_request(f"Inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
