"""Everybody who may come, everywhere: people in private chats, groups, topics and channels of one sandbox.

What they type and press goes the way of all updates; it is put into the sandbox in one transaction, and the bot's
answers are read from the journal of its requests, as a thousand of both one by one would take most of the time.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from bot.model import Alerts, ChatType, Interest, Watch
from bot.sandbox import Sandbox, people
from bot.sandbox.memory.values import Content
from bot.sandbox.server import USERNAME
from bot.store import Store
from bot.store.database.tables import metadata
from tests.chat.builders import NOW
from tests.chat.conftest import Json, until
from tests.store import build


class Place(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    TOPIC = "topic"
    CHANNEL = "channel"


class Person(StrEnum):
    READER = "reader"
    """In private whose chat it is; elsewhere a stranger."""
    ADMINISTRATOR = "administrator"
    ANONYMOUS = "anonymous administrator"
    AS_CHANNEL = "member who speaks as a channel"
    OPERATOR = "operator"


_IN_GROUPS = (Person.READER, Person.ADMINISTRATOR, Person.ANONYMOUS, Person.AS_CHANNEL, Person.OPERATOR)
WRITERS: Mapping[Place, Sequence[Person]] = {
    Place.PRIVATE: (Person.READER, Person.OPERATOR),
    Place.GROUP: _IN_GROUPS,
    Place.TOPIC: _IN_GROUPS,
    Place.CHANNEL: (Person.ADMINISTRATOR,),  # nobody else posts in one
}
_PRESSING = (Person.READER, Person.ADMINISTRATOR, Person.OPERATOR)  # who is anonymous presses under his own name
PRESSERS: Mapping[Place, Sequence[Person]] = {
    Place.PRIVATE: (Person.READER, Person.OPERATOR),
    Place.GROUP: _PRESSING,
    Place.TOPIC: _PRESSING,
    Place.CHANNEL: _PRESSING,
}
OPERATORS = range(30_000, 40_000)
"""User ids; in private the chats of some others are operators', too."""

Rows = frozenset[tuple[str, tuple[Any, ...]]]


@dataclass(frozen=True)
class Cell:
    """One person in one place, with one command or button, in a chat of its own: what changes is whose it is."""

    what: str
    place: Place
    person: Person
    chat: int
    thread: int | None
    here: int
    """The chat's id in the store."""
    user: Json | None = field(compare=False)
    """As the control API takes it; None for whose private chat it is, and for a channel's post."""
    watch: int = 0
    """The id of its watch "ships", where it has one."""

    def __str__(self) -> str:
        return f"{self.what} by {self.person} in {self.place}"


class Crowd:
    """A sandbox, a store, and a chat for each cell."""

    def __init__(self, sandbox: Sandbox, store: Store) -> None:
        self.store = store
        self.cells: list[Cell] = []
        self._world, self._journal = sandbox._world, sandbox._api.journal

    def make(self, names: Iterable[str], who: Mapping[Place, Sequence[Person]], *, subscribed: Iterable[str]) -> None:
        """Makes each cell's chat, of some names subscribed and with a watch; call before the bot asks for updates."""
        known = set(subscribed)
        with self._world.change():
            for name in names:
                for place, those in who.items():
                    self.cells += [self._cell(name, place, person, name in known) for person in those]
            self._world.state.drop_updates()  # the greetings of so many groups are not looked at here

    def _cell(self, name: str, place: Place, person: Person, subscribed: bool) -> Cell:
        kind = "supergroup" if place is Place.TOPIC else str(place)
        chat = self._world.add_chat(kind, f"{name} {person}")
        thread = people.add_topic(self._world, chat, "Korea") if place is Place.TOPIC else None
        known = build.chat(chat.id, type=ChatType(kind), title=chat.title, subscribed=False)
        here = known if thread is None else self.store.outbox.topic_of(known, thread, "Korea")
        watch = 0
        if subscribed:
            self.store.outbox.subscribe(here, NOW)
            self.store.outbox.set_interest(here.id, Interest(muted=("Other",)))
            self.store.outbox.set_alerts(here.id, Alerts.DIGEST, "08:00")
            kept = self.store.watches.add(here, "ships", "submarine", "submarine", NOW)
            watch = kept.id if isinstance(kept, Watch) else 0
        return Cell(name, place, person, chat.id, thread, here.id, self._user(place, person), watch)

    def _user(self, place: Place, person: Person) -> Json | None:
        number = len(self.cells)
        match person:
            case _ if place is Place.PRIVATE:
                return None
            case Person.READER:
                return {"id": 20_000 + number, "first_name": "Reader"}
            case Person.OPERATOR:
                return {"id": OPERATORS[number], "first_name": "Op"}
            case Person.ANONYMOUS:
                return {"anonymous": True}
            case Person.AS_CHANNEL:
                return {"channel": self._world.add_chat("channel", "Elsewhere").id}
            case Person.ADMINISTRATOR:
                return {"id": 40_000 + number, "first_name": "Ada", "status": "administrator"}

    @property
    def operators(self) -> frozenset[int]:
        own = {cell.chat for cell in self.cells if cell.place is Place.PRIVATE and cell.person is Person.OPERATOR}
        return frozenset(own | set(OPERATORS))

    async def type(self, lines: Mapping[Cell, str]) -> dict[Cell, list[Json]]:
        """Types a line in each cell; what the bot sent there for it, at least one message each."""
        with self._world.change():
            typed = {self._typed(cell, text): cell for cell, text in lines.items()}
        return await self._answers(typed)

    def _typed(self, cell: Cell, text: str) -> tuple[int, int | None]:
        """What its answers are found by: the chat, and outside of private ones the message that they reply to."""
        chat = people.chat_of(self._world, cell.chat)
        user = None if cell.place is Place.CHANNEL else cell.user
        message = people.say(self._world, chat, text, reply_to=None, user=user, topic=cell.thread)
        return cell.chat, None if cell.place is Place.PRIVATE else message.id

    async def _answers(self, typed: Mapping[tuple[int, int | None], Cell]) -> dict[Cell, list[Json]]:
        before, found = len(self._journal.requests()), dict[Cell, list[Json]]()

        def all_there() -> bool:
            nonlocal before
            requests = self._journal.requests()
            for one in requests[before:]:
                is_message = one["ok"] and one["method"].lower() != "sendchataction"
                if is_message and (cell := typed.get(_answered(one["params"]))) is not None:
                    found.setdefault(cell, []).append(one["params"])
            before = len(requests)
            return len(found) == len(typed)

        try:
            await until(all_there)
        except TimeoutError:
            raise AssertionError(f"no answer: {[str(cell) for cell in typed.values() if cell not in found]}") from None
        return found

    async def press(self, buttons: Mapping[Cell, str]) -> dict[Cell, str]:
        """Presses in each cell a button with this data, below a message that the bot had sent; what each was told."""
        with self._world.change():
            pressed = {self._pressed(cell, data): cell for cell, data in buttons.items()}
        told: dict[Cell, str] = {}

        def all_told() -> bool:
            for one in self._journal.requests("answerCallbackQuery"):
                cell = pressed.get(str(one["params"]["callback_query_id"]))
                if cell is not None:
                    told[cell] = str(one["params"].get("text", ""))
            return len(told) == len(pressed)

        try:
            await until(all_told)
        except TimeoutError:
            raise AssertionError(f"not told: {[str(cell) for cell in buttons if cell not in told]}") from None
        return told

    def _pressed(self, cell: Cell, data: str) -> str:
        chat = people.chat_of(self._world, cell.chat)
        keyboard = (({"text": "Do", "callback_data": data},),)
        below = self._world.post(chat, self._world.bot.id, Content("Below", keyboard=keyboard, thread=cell.thread))
        return str(people.press(self._world, chat, below.id, data, user=cell.user))

    def rows(self) -> Rows:
        """Everything in the database, but for its counters of changes."""
        with self.store._database.read() as connection:
            tables = [table for table in metadata.sorted_tables if table.name != "meta"]
            return frozenset((one.name, tuple(row)) for one in tables for row in connection.execute(select(one)))


def changed(before: Rows, after: Rows, cells: Iterable[Cell]) -> tuple[set[Cell], Rows]:
    """The cells of which a row changed, came or went, and what changed of none of them."""
    by_id = {cell.here: cell for cell in cells}
    rows = before ^ after
    whose = {row: {by_id[value] for value in row[1] if isinstance(value, int) and value in by_id} for row in rows}
    return set().union(*whose.values()), frozenset(row for row, those in whose.items() if not those)


def named(text: str) -> str:
    """A command with the bot's name, as one writes it where there are several bots."""
    name, _, words = text.partition(" ")
    return f"{name}@{USERNAME} {words}".strip()


def _answered(params: Json) -> tuple[int, int | None]:
    if "chat_id" not in params:
        return 0, None
    reply = params.get("reply_parameters")
    return int(params["chat_id"]), json.loads(reply)["message_id"] if isinstance(reply, str) else None
