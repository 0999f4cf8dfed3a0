"""The sandbox's values: users, chats, files, messages. ``state`` keeps them, ``shapes`` renders them."""

from typing import Any

from msgspec import Struct, field

JsonObject = dict[str, Any]

YOU = 1_000_001
"""The sandbox's user, who owns every group and channel that the page makes."""


class User(Struct, frozen=True):
    id: int
    first_name: str
    username: str | None = None
    is_bot: bool = False
    language: str = "en"
    """The IETF tag of the language that their messenger is in."""


ANONYMOUS = User(1_087_968_824, "Group", "GroupAnonymousBot", is_bot=True)
"""Who is named as the sender where a group speaks, and below where a channel does: Telegram's own accounts
(https://core.telegram.org/bots/api#message)."""
CHANNEL_BOT = User(136_817_688, "Channel", "Channel_Bot", is_bot=True)


class Chat(Struct, frozen=True):
    id: int
    type: str
    """private, group, supergroup or channel."""
    title: str
    bot_status: str
    """The bot's ChatMember status here; in a private chat ``kicked`` means that the user blocked it."""
    opened: bool = True
    """False: a private chat whose user never wrote to the bot, so that the bot may not write either."""
    migrated_to: int | None = None
    """The supergroup that this group became; the group takes nothing any more."""

    @property
    def is_group(self) -> bool:
        return self.type in {"group", "supergroup"}


class Topic(Struct, frozen=True):
    """A topic of a forum."""

    name: str
    closed: bool = False


class StoredFile(Struct, frozen=True):
    """An upload, or a size of it; ``data`` is read apart from it."""

    id: str
    unique_id: str
    path: str
    name: str
    mime: str
    size: int
    width: int = 0
    height: int = 0

    def about(self) -> JsonObject:
        """What a message keeps of it."""
        return {name: getattr(self, name) for name in self.__struct_fields__}


class Content(Struct, frozen=True):
    """What a message says; two equal contents are "not modified"."""

    text: str = ""
    """The text, or the caption where there is a photo or a document."""
    entities: tuple[JsonObject, ...] = ()
    keyboard: tuple[tuple[JsonObject, ...], ...] | None = None
    """The inline keyboard's rows."""
    reply_to: int | None = None
    photo: JsonObject | None = None
    document: JsonObject | None = None
    preview: JsonObject | None = None
    """link_preview_options as given."""
    service: JsonObject | None = None
    """Fields of a service message, such as migrate_to_chat_id."""
    via_bot: int | None = None
    """The bot whose inline result a user sent."""
    thread: int | None = None
    """The topic of a forum that it is in, by the id of the topic's first message."""
    sender_chat: int | None = None
    """The chat that speaks instead of a person: a group, of an administrator who stays anonymous, or a channel."""

    def as_json(self) -> JsonObject:
        return {name: value for name in self.__struct_fields__ if (value := getattr(self, name)) not in (None, "", ())}

    @classmethod
    def from_json(cls, value: JsonObject) -> "Content":
        rows = value.get("keyboard")
        keyboard = None if rows is None else tuple(tuple(row) for row in rows)
        return cls(**value | {"entities": tuple(value.get("entities", ())), "keyboard": keyboard})


class Message(Struct, frozen=True):
    chat_id: int
    id: int
    date: int
    author: int
    """User id; in a channel nobody but the sandbox sees it."""
    content: Content = field(default_factory=Content)
    edited: int | None = None
    pinned: bool = False
