"""What a bot may know of the chats that it is in, and leaving them."""

from typing import Any

from bot.sandbox.bot_api.params import Call
from bot.sandbox.memory import shapes
from bot.sandbox.memory.errors import bad_request
from bot.sandbox.memory.values import Chat, User


def get_chat(call: Call) -> Any:
    return shapes.full_chat(call.world.state, _readable(call))


def get_member(call: Call) -> Any:
    chat = _readable(call)
    user_id = call.number("user_id")
    if user_id <= 0:
        raise bad_request("invalid user_id specified")
    one = call.world.state.user(user_id)
    if one is None:
        raise bad_request("user not found")
    return shapes.member(one, _members(call, chat).get(user_id, "left"), chat.type)


def get_administrators(call: Call) -> Any:
    chat = _readable(call)
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    state = call.world.state
    return [
        shapes.member(state.user(user_id) or User(user_id, "Unknown"), status, chat.type)
        for user_id, status in _members(call, chat).items()
        if status in {"creator", "administrator"}
    ]


def count_members(call: Call) -> int:
    return sum(status not in {"left", "kicked"} for status in _members(call, _readable(call)).values())


def leave(call: Call) -> bool:
    chat = call.chat_to_act()
    if chat.type == "private":
        raise bad_request("chat is not a group, supergroup or channel chat")
    call.world.set_bot_status(chat, "left", by=call.world.bot.id)
    return True


def _readable(call: Call) -> Chat:
    """Groups of before an upgrade can still be read of; elsewhere the bot must be in."""
    chat = call.chat()
    return chat if chat.migrated_to or chat.type in {"private", "group"} else call.chat_to_act()


def _members(call: Call, chat: Chat) -> dict[int, str]:
    """User id -> status, the bot among them."""
    people = call.world.state.members(chat.id) if chat.type != "private" else {chat.id: "member"}
    return people | {call.world.bot.id: chat.bot_status}
