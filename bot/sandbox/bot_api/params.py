"""A Bot API request's parameters, read with Telegram's own strictness and errors."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.bot_api.entities import ParseError, finish, parse, units
from bot.sandbox.memory import shapes
from bot.sandbox.memory.errors import ApiError, bad_request, forbidden, too_many_requests
from bot.sandbox.memory.values import Chat, JsonObject, Message
from bot.sandbox.memory.world import World

_MAX_BYTES = 1 << 15
_FORMATS = {
    "bold": "", "italic": "", "underline": "", "strikethrough": "", "spoiler": "", "blockquote": "",
    "expandable_blockquote": "", "code": "", "pre": "language", "text_link": "url", "text_mention": "user",
    "custom_emoji": "custom_emoji_id",
}  # fmt: skip
_FOUND = {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"}


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    mime: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """One request: the method's name as sent, its parameters as strings, its uploads by field."""

    world: World
    method: str
    params: Mapping[str, str]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        value = self.params.get(name, "")
        try:
            value.encode()
        except UnicodeEncodeError:
            raise bad_request("strings must be encoded in UTF-8") from None
        return value

    def number(self, name: str, default: int = 0) -> int:
        """As Telegram reads numbers: what is no number counts as 0."""
        value = self.params.get(name, "").strip()
        if not value:
            return default
        match = re.match(r"[+-]?\d{1,18}", value)
        return int(match[0]) if match else 0

    def flag(self, name: str) -> bool:
        return self.params.get(name, "").strip().lower() in {"true", "yes", "1"}

    def json(self, name: str, what: str) -> Any:
        """A parameter that is JSON, or None; ``what`` names it in the error."""
        value = self.text(name)
        if not value:
            return None
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            raise bad_request(f"Can't parse {what} JSON object") from None

    def formatted(self, name: str, entities: str) -> tuple[str, list[JsonObject]]:
        """Text after parsing and clean-up, with all its entities."""
        return formatted(self.text(name), self.text("parse_mode"), lambda: self.json(entities, entities))

    def chat(self) -> Chat:
        """The chat of chat_id, as one to read of."""
        given = self.text("chat_id")
        if not given:
            raise bad_request("chat_id is empty")
        chat = self.world.state.chat(self.number("chat_id"))
        if chat is None or not (given.lstrip("-").isdigit()):
            raise bad_request("chat not found")
        if not chat.opened and chat.type == "private":
            raise bad_request("chat not found")
        return chat

    def chat_to_write(self) -> Chat:
        """The chat of chat_id, where the bot may say something now."""
        given = self.world.state.chat(self.number("chat_id"))
        if given and given.type == "private" and not given.opened:
            raise forbidden("bot can't initiate conversation with a user")
        chat = self.chat_to_act()
        if chat.type == "channel" and chat.bot_status != "administrator":
            raise bad_request("need administrator rights in the channel chat")
        if chat.bot_status == "restricted":
            raise bad_request("not enough rights to send text messages to the chat")
        return chat

    def chat_to_act(self) -> Chat:
        """The chat of chat_id, where the bot still is."""
        chat = self.chat()
        if chat.migrated_to is not None:
            raise ApiError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                {"migrate_to_chat_id": chat.migrated_to},
            )
        if chat.bot_status == "kicked":
            private = chat.type == "private"
            raise forbidden("bot was blocked by the user" if private else f"bot was kicked from the {chat.type} chat")
        if chat.bot_status == "left":
            raise forbidden(f"bot is not a member of the {chat.type} chat")
        return chat

    def thread(self, chat: Chat) -> int | None:
        """The topic of message_thread_id, where the bot may write to it; None for the chat as a whole."""
        number = self.number("message_thread_id")
        if not number:
            return None
        topic = self.world.state.topics(chat.id).get(number)
        if topic is None:
            raise bad_request("message thread not found")
        if topic.closed and chat.bot_status != "administrator":
            raise bad_request("TOPIC_CLOSED")
        return number

    def keep_pace(self, chat: Chat) -> None:
        """Takes a message's token. Raises the 429 that Telegram gives to a bot in a hurry."""
        wait = self.world.pace.take(chat.id, group=chat.type != "private", now=self.world.now())
        if wait:
            raise too_many_requests(wait)

    def message(self, chat: Chat, what: str) -> Message:
        """The message of message_id; ``what`` names it where it is not there ("message to edit")."""
        if not self.text("message_id"):
            raise bad_request("Message identifier is not specified")
        message = self.world.state.message(chat.id, self.number("message_id"))
        if message is None:
            raise bad_request(f"{what} not found")
        return message

    def shape(self, message: Message) -> JsonObject:
        return shapes.message(self.world.state, message)


def formatted(text: str, mode: str, entities: Callable[[], Any]) -> tuple[str, list[JsonObject]]:
    """A text after parsing and clean-up, with all its entities; those of the request count where there is no mode."""
    if len(text.encode()) > _MAX_BYTES:
        raise bad_request("Text is too long")
    found: list[JsonObject] = []
    if text and mode and mode.lower() != "none":
        try:
            text, found = parse(text, mode)
        except KeyError:
            raise bad_request("Unsupported parse_mode") from None
        except ParseError as problem:
            raise ApiError(400, f"Bad Request: can't parse entities: {problem}") from None
    elif given := entities():
        found = _given(given, text)
    return finish(text, found)


def _given(entities: Any, text: str) -> list[JsonObject]:
    """The bot's own entities; those beyond the text are refused, those that Telegram finds are left to it."""
    if not isinstance(entities, list):
        return []
    given = [_entity(entity) for entity in entities]
    end = units(text)
    if any(e["offset"] < 0 or e["length"] < 0 or e["offset"] + e["length"] > end for e in given):
        raise bad_request("ENTITY_BOUNDS_INVALID")
    return [e for e in given if e["type"] in _FORMATS]


def _entity(entity: Any) -> JsonObject:
    if not isinstance(entity, dict):
        raise bad_request("Can't parse MessageEntity: expected an Object")
    for key in ("offset", "length"):
        if not isinstance(entity.get(key), int):
            raise bad_request(f"Can't parse MessageEntity: Can't find field \"{key}\"")
    kind = str(entity.get("type"))
    if kind not in _FORMATS and kind not in _FOUND:
        raise bad_request("Can't parse MessageEntity: Unsupported type specified")
    shape = {key: entity[key] for key in ("type", "offset", "length")}
    detail = _FORMATS.get(kind)
    if kind == "text_mention":
        user = entity.get("user")
        user_id = user.get("id") if isinstance(user, dict) else None
        if not isinstance(user_id, int):
            raise bad_request("Can't parse MessageEntity: Can't find field \"user\"")
        return shape | {"user_id": user_id}
    if detail and isinstance(entity.get(detail), str):
        return shape | {detail: entity[detail]}
    if kind in {"text_link", "custom_emoji"}:
        raise bad_request(f"Can't parse MessageEntity: Can't find field \"{detail}\"")
    return shape
