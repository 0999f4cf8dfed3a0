"""The bot itself: who it is, how it describes itself, its menu button."""

from typing import Any

from bot.sandbox.bot_api.entities import units
from bot.sandbox.bot_api.params import Call
from bot.sandbox.memory import shapes
from bot.sandbox.memory.errors import bad_request


def get_me(call: Call) -> Any:
    return shapes.me(call.world.bot)


def log_out(call: Call) -> bool:
    """Does nothing: the sandbox is the only server there is."""
    return True


def close(call: Call) -> bool:
    """Does nothing: there is nothing to free between two servers."""
    return True


def set_description(call: Call) -> bool:
    return _describe(call, "description", 512)


def get_description(call: Call) -> Any:
    return {"description": call.world.state.get("description:" + call.text("language_code"), "")}


def set_short_description(call: Call) -> bool:
    return _describe(call, "short_description", 120)


def get_short_description(call: Call) -> Any:
    return {"short_description": call.world.state.get("short_description:" + call.text("language_code"), "")}


def _describe(call: Call, name: str, most: int) -> bool:
    text = call.text(name)
    if units(text) > most:
        raise bad_request(f"BOT_{'ABOUT' if name.startswith('short') else 'DESCRIPTION'}_TOO_LONG")
    call.world.state.put(f"{name}:{call.text('language_code')}", text)
    return True


def set_menu_button(call: Call) -> bool:
    button = call.json("menu_button", "menu button") or {"type": "default"}
    if not isinstance(button, dict):
        raise bad_request("Can't parse menu button: MenuButton must be an Object")
    if str(button.get("type")) not in {"default", "commands", "web_app"}:
        raise bad_request("Can't parse menu button: MenuButton has unsupported type")
    call.world.state.put(_button_key(call), button)
    return True


def get_menu_button(call: Call) -> Any:
    state = call.world.state
    return state.get(_button_key(call)) or state.get("menu_button:") or {"type": "commands"}


def _button_key(call: Call) -> str:
    if not call.text("chat_id"):
        return "menu_button:"
    chat = call.chat()
    if chat.type != "private":
        raise bad_request("Chat must be a private chat")
    return f"menu_button:{chat.id}"
