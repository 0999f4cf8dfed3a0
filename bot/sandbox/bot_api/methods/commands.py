"""The command menu, by scope and language (https://core.telegram.org/bots/api#botcommandscope)."""

import re
from typing import Any

from bot.sandbox.bot_api.params import Call
from bot.sandbox.memory.errors import bad_request

_MOST = 100
_NAME = re.compile(r"[a-z0-9_]{1,32}")
_WIDE = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}


def set_commands(call: Call) -> bool:
    given = call.json("commands", "commands")
    if not isinstance(given, list):
        raise bad_request("Expected an Array of BotCommand")
    if len(given) > _MOST:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    _save(call, [_command(one) for one in given])
    return True


def get_commands(call: Call) -> Any:
    return call.world.state.commands(_scope(call), _language(call))


def delete_commands(call: Call) -> bool:
    _save(call, [])
    return True


def _save(call: Call, commands: list[dict[str, str]]) -> None:
    call.world.state.save_commands(_scope(call), _language(call), commands)
    call.world.tell("commands", commands=call.world.menu())


def _command(given: Any) -> dict[str, str]:
    if not isinstance(given, dict):
        raise bad_request("Can't parse BotCommand: expected an Object")
    for key in ("command", "description"):
        if not isinstance(given.get(key), str):
            raise bad_request(f"Can't parse BotCommand: Can't find field \"{key}\"")
    name, description = given["command"].strip().removeprefix("/"), given["description"].strip()
    if not name:
        raise bad_request("Command must be non-empty")
    if len(name) > 32:
        raise bad_request("Command length must not exceed 32")
    if not _NAME.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description:
        raise bad_request("Command description must be non-empty")
    if len(description) > 256:
        raise bad_request("Command description length must not exceed 256")
    return {"command": name, "description": description}


def _language(call: Call) -> str:
    language = call.text("language_code")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("Invalid language code specified")
    return language


def _scope(call: Call) -> str:
    """The scope as a key, its chat checked: ``default``, ``chat:ID``, ``chat_member:ID:USER`` and so on."""
    scope = call.json("scope", "BotCommandScope")
    if scope is None:
        return "default"
    kind = str(scope.get("type")) if isinstance(scope, dict) else ""
    if kind in _WIDE:
        return kind
    if kind not in {"chat", "chat_administrators", "chat_member"}:
        raise bad_request("Can't parse BotCommandScope: Unsupported type specified")
    chat = Call(call.world, call.method, {"chat_id": str(scope.get("chat_id", ""))}).chat_to_act()
    if kind == "chat_administrators" and not chat.is_group:
        raise bad_request("Can't use the scope in the chat")
    if kind != "chat_member":
        return f"{kind}:{chat.id}"
    user_id = scope.get("user_id")
    if not isinstance(user_id, int) or user_id <= 0:
        raise bad_request("Can't parse BotCommandScope: Invalid user_id specified")
    return f"{kind}:{chat.id}:{user_id}"
