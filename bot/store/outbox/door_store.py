"""``DoorStore``: the addresses beside Telegram that chats have their news sent to."""

from datetime import datetime
from typing import TYPE_CHECKING

from bot.later import Later
from bot.model import Chat, Door, DoorRefused, DoorState
from bot.store.database.engine import Database, take_turns

if TYPE_CHECKING:
    from bot.store.outbox import chats, doors, of_chat, queue
else:
    # A round of polling has no use for them.
    chats = Later("bot.store.outbox.chats")
    doors = Later("bot.store.outbox.doors")
    of_chat = Later("bot.store.outbox.of_chat")
    queue = Later("bot.store.outbox.queue")


class DoorStore:
    """``Store.doors``. Each method is one short transaction, and may raise what ``Store`` says.

    What opens and shuts them takes its turn with polls, as chats' wishes do.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, owner: Chat, door: Chat, secret: str, now: datetime) -> Door | DoorRefused:
        """Keeps a door, which the store knows as a chat, and opens it, or tells why not."""
        with self._database.write() as connection:
            take_turns(connection)
            chats.make_known(connection, owner)
            return doors.add(connection, owner, door, secret, now)

    def of_chat(self, owner_id: int) -> list[Door]:
        """In the order in which they were made."""
        with self._database.read() as connection:
            return doors.find(connection, owner_id=owner_id)

    def all(self) -> list[Door]:
        """In the order in which they were made."""
        with self._database.read() as connection:
            return doors.find(connection)

    def at(self, chat_id: int) -> Door | None:
        """The door that a chat is."""
        with self._database.read() as connection:
            return doors.at(connection, chat_id)

    def numbered(self, number: int) -> Door | None:
        with self._database.read() as connection:
            return doors.numbered(connection, number)

    def set_state(self, number: int, state: DoorState, now: datetime) -> Door | None:
        """Opens or pauses a door; as it is then, None where there is none."""
        with self._database.write() as connection:
            take_turns(connection)
            door = doors.numbered(connection, number)
            if door is None:
                return None
            changed = doors.set_state(connection, door, state, now)
            if state is not DoorState.OPEN:
                queue.close_alerts(connection, door.chat.id, now)
            return changed

    def remove(self, number: int, now: datetime) -> Door | None:
        """The door that is there no more, nor anything else of it; None where there is none."""
        with self._database.write() as connection:
            take_turns(connection)
            door = doors.numbered(connection, number)
            if door is not None:
                of_chat.forget(connection, door.chat.id, now)
            return door
