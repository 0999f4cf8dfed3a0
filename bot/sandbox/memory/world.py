"""The chats and what happens in them: the one place where messages come to be, updates are queued, events are told.

Methods (the bot's side) and people (the users' side) both act through it, inside ``change()``.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from msgspec.structs import asdict, replace

from bot.sandbox.memory import shapes
from bot.sandbox.memory.events import Events
from bot.sandbox.memory.inline_queries import InlineQueries
from bot.sandbox.memory.limits import Pace
from bot.sandbox.memory.state import State
from bot.sandbox.memory.values import YOU, Chat, Content, JsonObject, Message, User

# Kinds of updates that a bot gets only by asking (https://core.telegram.org/bots/api#getupdates).
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
UPDATES_KEPT = 24 * 3600
"""Seconds; Telegram keeps updates no longer than a day."""
QUERY_OPEN = 600
"""Seconds that a callback query waits for its answer; Telegram names no figure."""

_FIRST_ID = {"private": YOU, "group": 4_000_001, "supergroup": 1_002_000_000_001, "channel": 1_003_000_000_001}


class World:
    """Everything of one bot: state, events to tell, updates to hand out, the pace that is kept."""

    def __init__(self, state: State, bot: User, *, pace: Pace, now: Callable[[], float]) -> None:
        self.state = state
        self.bot = bot
        self.pace = pace
        self.events = Events()
        self.inline = InlineQueries()
        self.now = now
        self.on_update: Callable[[], None] = lambda: None
        self._told: list[JsonObject] = []
        self._queued = False

    @property
    def time(self) -> int:
        """Unix time in whole seconds, as messages carry it."""
        return int(self.now())

    @contextmanager
    def change(self) -> Iterator[None]:
        """One transaction; events and updates leave once it is committed, and not at all when it is not."""
        self._told, self._queued = [], False
        with self.state.transaction():
            yield
        for event in self._told:
            self.events.publish(event)
        if self._queued:
            self.on_update()

    def tell(self, kind: str, **fields: Any) -> None:
        self._told.append({"type": kind} | fields)

    def queue(self, kind: str, body: JsonObject) -> None:
        """Queues an update for the bot, unless it asked not to get this kind."""
        allowed = self.state.get("allowed_updates") or []
        if kind in allowed if allowed else kind not in ON_REQUEST:
            self.state.drop_updates(older=self.time - UPDATES_KEPT)
            self.state.add_update(kind, self.time, body)
            self._queued = True

    def set_up(self) -> None:
        """Makes what every sandbox has: the bot, and on the first start a chat with You."""
        with self.state.transaction():
            self.state.save_user(self.bot)
            if not self.state.get("founded"):
                self.state.put("founded", True)
                self.add_chat("private", "You")

    def add_chat(self, kind: str, title: str, *, opened: bool = True) -> Chat:
        """A new chat with the bot in it; a bot in a channel is its administrator, as Telegram has it."""
        number = self.state.next_number(f"next_{kind}", _FIRST_ID[kind])
        status = "administrator" if kind == "channel" else "member"
        chat = Chat(number if kind == "private" else -number, kind, title, status, opened)
        self.state.save_chat(chat)
        if kind == "private":
            self.state.save_user(User(chat.id, title))
        else:
            self.state.save_member(chat.id, YOU, "creator")
            self.queue_membership(chat, "left", status, by=YOU)
        self.tell("chat", chat=self.chat_on_page(chat))
        return chat

    def queue_membership(self, chat: Chat, old: str, new: str, *, by: int) -> None:
        """Queues the my_chat_member update."""
        actor = self.state.user(by) or User(by, "Unknown")
        self.queue(
            "my_chat_member",
            {
                "chat": shapes.chat(chat),
                "from": shapes.user(actor),
                "date": self.time,
                "old_chat_member": shapes.member(self.bot, old, chat.type),
                "new_chat_member": shapes.member(self.bot, new, chat.type),
            },
        )

    def set_bot_status(self, chat: Chat, status: str, *, by: int) -> Chat:
        changed = replace(chat, bot_status=status)
        self.state.save_chat(changed)
        if status != chat.bot_status:
            self.queue_membership(changed, chat.bot_status, status, by=by)
        self.tell("chat", chat=self.chat_on_page(changed))
        return changed

    def post(self, chat: Chat, author: int, content: Content) -> Message:
        """Adds a message to a chat, whoever wrote it."""
        message = Message(chat.id, self.state.next_message_id(chat), self.time, author, content)
        self.state.save_message(message)
        self.tell("message", chat_id=chat.id, message=self.on_page(message))
        return message

    def edit(self, message: Message) -> None:
        self.state.save_message(message)
        self.tell("edit", chat_id=message.chat_id, message=self.on_page(message))

    def delete(self, message: Message) -> None:
        self.state.delete_message(message.chat_id, message.id)
        self.tell("delete", chat_id=message.chat_id, message_id=message.id)

    def migrate(self, chat: Chat) -> Chat:
        """Makes a group a supergroup: a new id, two service messages, and nothing more under the old one."""
        number = -self.state.next_number("next_supergroup", _FIRST_ID["supergroup"])
        grown = Chat(number, "supergroup", chat.title, chat.bot_status)
        self.state.save_chat(grown)
        for user_id, status in self.state.members(chat.id).items():
            self.state.save_member(grown.id, user_id, status)
        self.tell("chat", chat=self.chat_on_page(grown), replaces=chat.id)
        old = self.post(chat, YOU, Content(service={"migrate_to_chat_id": grown.id}))
        new = self.post(grown, YOU, Content(service={"migrate_from_chat_id": chat.id}))
        self.queue("message", shapes.message(self.state, old))
        self.queue("message", shapes.message(self.state, new))
        self.state.save_chat(replace(chat, migrated_to=grown.id))
        return grown

    def on_page(self, message: Message) -> JsonObject:
        return shapes.on_page(self.state, message, self.bot)

    def chat_on_page(self, chat: Chat, *, messages: int = 0) -> JsonObject:
        shape: JsonObject = {"id": chat.id, "type": chat.type, "title": chat.title, "bot": chat.bot_status}
        if chat.type == "private":
            user = self.state.user(chat.id)
            shape["language"] = user.language if user else "en"
        if chat.type == "supergroup":
            topics = self.state.topics(chat.id)
            shape["topics"] = [{"id": thread} | asdict(topic) for thread, topic in sorted(topics.items())]
        last = self.state.messages(chat.id, limit=messages) if messages else []
        return shape | {"messages": [self.on_page(message) for message in last]}

    def menu(self) -> list[dict[str, str]]:
        """The commands that the page shows: those of You's private chat, else of private chats, else of all."""
        scopes = (f"chat:{YOU}", "all_private_chats", "default")
        return next((found for scope in scopes if (found := self.state.commands(scope, ""))), [])
