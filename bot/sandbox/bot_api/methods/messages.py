"""Sending text, saying what one is doing, and answering presses."""

from typing import Any

from bot.sandbox.bot_api import markup
from bot.sandbox.bot_api.entities import units
from bot.sandbox.bot_api.params import Call
from bot.sandbox.memory.errors import bad_request
from bot.sandbox.memory.values import Chat, Content, JsonObject
from bot.sandbox.memory.world import QUERY_OPEN

MAX_TEXT = 4096
MAX_ANSWER = 200

_ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip


def send_message(call: Call) -> Any:
    text, entities = text_of(call)
    preview = preview_of(call)
    keyboard = markup.keyboard(call)
    reply = reply_parameters(call)
    chat = call.chat_to_write()
    thread = call.thread(chat)
    content = Content(text, tuple(entities), keyboard, reply_to(call, chat, reply), preview=preview, thread=thread)
    return post(call, chat, content)


def post(call: Call, chat: Chat, content: Content) -> JsonObject:
    """The bot's message, within its pace."""
    call.keep_pace(chat)
    return call.shape(call.world.post(chat, call.world.bot.id, content))


def text_of(call: Call) -> tuple[str, list[JsonObject]]:
    """The text parameter, parsed and measured."""
    if not call.text("text"):
        raise bad_request("message text is empty")
    text, entities = call.formatted("text", "entities")
    if not text:
        raise bad_request("text must be non-empty")
    if units(text) > MAX_TEXT:
        raise bad_request("message is too long")
    return text, entities


def preview_of(call: Call) -> JsonObject | None:
    """link_preview_options, or what the older disable_web_page_preview says."""
    options = call.json("link_preview_options", "link preview options")
    if options is None:
        return {"is_disabled": True} if call.flag("disable_web_page_preview") else None
    if not isinstance(options, dict):
        raise bad_request("Object expected as link preview options")
    return options or None


def reply_parameters(call: Call) -> JsonObject | None:
    """reply_parameters, or the older reply_to_message_id, checked for form."""
    given = call.json("reply_parameters", "reply parameters")
    if given is None:
        number = call.number("reply_to_message_id")
        lenient = call.flag("allow_sending_without_reply")
        return {"message_id": number, "allow_sending_without_reply": lenient} if number else None
    if not isinstance(given, dict):
        raise bad_request("Object expected as reply parameters")
    if given and not isinstance(given.get("message_id"), int):
        raise bad_request('Can\'t find field "message_id"')
    return given or None


def reply_to(call: Call, chat: Chat, given: JsonObject | None) -> int | None:
    """The id of the message to reply to, if it is there or need not be."""
    if given is None:
        return None
    number = int(given["message_id"])
    if str(given.get("chat_id") or chat.id) == str(chat.id) and call.world.state.message(chat.id, number):
        return number
    if given.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def send_action(call: Call) -> bool:
    action = call.text("action").lower()
    if action not in _ACTIONS:
        raise bad_request("Wrong parameter action in request")
    chat = call.chat_to_write()
    call.thread(chat)
    call.world.tell("action", chat_id=chat.id, action=action)
    return True


def answer_query(call: Call) -> bool:
    """One answer for a press, while it is young."""
    text = call.text("text")
    if units(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    world = call.world
    asked = world.state.take_query(call.number("callback_query_id"), world.time - QUERY_OPEN)
    if asked is None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    chat_id, message_id = asked
    answer = {"query_id": call.text("callback_query_id"), "text": text, "alert": call.flag("show_alert")}
    world.tell("answer", chat_id=chat_id, message_id=message_id, **answer)
    return True
