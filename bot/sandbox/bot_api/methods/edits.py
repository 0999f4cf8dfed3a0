"""Changing what was sent: edits, deletion, pins."""

from typing import Any

from msgspec.structs import replace

from bot.sandbox.bot_api import markup
from bot.sandbox.bot_api.methods import media, messages
from bot.sandbox.bot_api.params import Call
from bot.sandbox.memory.errors import bad_request
from bot.sandbox.memory.values import Chat, Content, Message

DELETABLE = 48 * 3600
"""Seconds in which a bot may delete a message (https://core.telegram.org/bots/api#deletemessage)."""

_UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)


def edit_text(call: Call) -> Any:
    text, entities = messages.text_of(call)
    preview = messages.preview_of(call)
    keyboard = markup.keyboard(call)
    message = _own(call)
    if message.content.photo or message.content.document:
        raise bad_request("there is no text in the message to edit")
    return _edited(call, message, _with(message, text, entities, keyboard, preview))


def edit_caption(call: Call) -> Any:
    text, entities = media.caption_of(call)
    keyboard = markup.keyboard(call)
    message = _own(call)
    if not (message.content.photo or message.content.document):
        raise bad_request("there is no caption in the message to edit")
    return _edited(call, message, _with(message, text, entities, keyboard, None))


def edit_markup(call: Call) -> Any:
    keyboard = markup.keyboard(call)
    message = _own(call)
    return _edited(call, message, replace(message.content, keyboard=keyboard))


def _with(message: Message, text: str, entities: Any, keyboard: Any, preview: Any) -> Content:
    return replace(message.content, text=text, entities=tuple(entities), keyboard=keyboard, preview=preview)


def _own(call: Call) -> Message:
    if call.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = call.chat_to_act()
    message = call.message(chat, "message to edit")
    if message.author != call.world.bot.id or message.content.service:
        raise bad_request("message can't be edited")
    return message


def _edited(call: Call, message: Message, content: Content) -> Any:
    if content == message.content:
        raise bad_request(_UNCHANGED)
    edited = replace(message, content=content, edited=call.world.time)
    call.world.edit(edited)
    return call.shape(edited)


def delete(call: Call) -> bool:
    chat = call.chat_to_act()
    message = call.message(chat, "message to delete")
    own = message.author == call.world.bot.id or chat.type == "private"
    if not own and chat.bot_status != "administrator":
        raise bad_request("message can't be deleted for everyone")
    if call.world.time - message.date > DELETABLE:
        raise bad_request("message can't be deleted for everyone")
    call.world.delete(message)
    return True


def pin(call: Call) -> bool:
    chat = _to_pin(call)
    call.world.edit(replace(call.message(chat, "message to pin"), pinned=True))
    return True


def unpin(call: Call) -> bool:
    chat = _to_pin(call)
    if call.text("message_id"):
        call.world.edit(replace(call.message(chat, "message to unpin"), pinned=False))
    elif pinned := call.world.state.pinned(chat.id):
        call.world.edit(replace(pinned[-1], pinned=False))
    return True


def unpin_all(call: Call) -> bool:
    chat = _to_pin(call)
    for message in call.world.state.pinned(chat.id):
        call.world.edit(replace(message, pinned=False))
    return True


def _to_pin(call: Call) -> Chat:
    chat = call.chat_to_act()
    if chat.type != "private" and chat.bot_status != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat
