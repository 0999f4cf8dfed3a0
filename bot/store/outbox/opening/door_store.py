"""``DoorStore``: the addresses beside Telegram that chats have their news sent to."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from bot.later import Later
from bot.model import Chat, Confirmed, DeliveryKind, Door, DoorRefused, DoorState, KnockRefused
from bot.store.database.engine import Database, take_turns

if TYPE_CHECKING:
    from bot.store.outbox import chats, of_chat, queue
    from bot.store.outbox.opening import doors, knocks
else:
    # A round of polling has no use for them.
    chats = Later("bot.store.outbox.chats")
    doors = Later("bot.store.outbox.opening.doors")
    knocks = Later("bot.store.outbox.opening.knocks")
    of_chat = Later("bot.store.outbox.of_chat")
    queue = Later("bot.store.outbox.queue")


class DoorStore:
    """``Store.doors``. Each method is one short transaction, and may raise what ``Store`` says.

    What opens and shuts them takes its turn with polls, as chats' wishes do.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, owner: Chat, door: Chat, secret: str, now: datetime, confirm_by: datetime | None = None
    ) -> Door | DoorRefused:
        """Keeps a door, which the store knows as a chat, and opens it, or tells why not.

        ``confirm_by``: nothing goes there until it was confirmed, and that has to be by then.
        """
        with self._database.write() as connection:
            take_turns(connection)
            self._forget_unconfirmed(connection, now, but=door.id)
            chats.make_known(connection, owner)
            return doors.add(connection, owner, door, secret, now, confirm_by=confirm_by)

    def knock(self, owner_id: int | None, address: str, now: datetime) -> KnockRefused | None:
        """Counts that an address is to be asked whether news may go there, or tells why it is not to be.

        ``owner_id``: the chat that has it asked; None for an operator's, which has no limit but the address's own.
        ``address``: a hash of it.
        """
        with self._database.write() as connection:
            take_turns(connection)
            return knocks.knock(connection, owner_id, address, now)

    def forgive(self, address: str) -> None:
        """The last question to an address did not arrive, and is not counted for it."""
        with self._database.write() as connection:
            knocks.forgive(connection, address)

    def never_ask(self, address: str, now: datetime) -> None:
        """The address is not asked again."""
        with self._database.write() as connection:
            take_turns(connection)
            knocks.never(connection, address, now)

    def confirm(self, number: int, now: datetime, told: str) -> Confirmed:
        """Opens a door that waits for it, and tells its owner so."""
        with self._database.write() as connection:
            take_turns(connection)
            door = doors.numbered(connection, number)
            came = Confirmed.LATE if door is None else doors.confirm(connection, door, now)
            if door is not None and came is Confirmed.NOW:
                self._tell(connection, door, told, now)
            return came

    def end(self, number: int, reason: str, now: datetime, told: str) -> None:
        """Whoever reads there wants no more: the door has ended, and its owner is told, if it had not before."""
        with self._database.write() as connection:
            take_turns(connection)
            door = doors.numbered(connection, number)
            if door is None or door.state is DoorState.ENDED:
                return
            doors.mark_ended(connection, door, reason)
            chats.unsubscribe(connection, door.chat.id)
            queue.close_alerts(connection, door.chat.id, now)
            self._tell(connection, door, told, now)

    def note_refused(self, number: int, now: datetime, told: str) -> None:
        """A message to a door is never taken: its owner hears of it, once a day of one door."""
        with self._database.write() as connection:
            if (door := doors.numbered(connection, number)) is not None:
                occasion = f"door {number} refused {now:%Y-%m-%d}"
                queue.owe_line(connection, door.owner_id, told, now, occasion=occasion, kind=DeliveryKind.OPERATOR)

    @staticmethod
    def _tell(connection: Connection, door: Door, told: str, now: datetime) -> None:
        queue.owe_line(connection, door.owner_id, told, now, occasion=None, kind=DeliveryKind.OPERATOR)

    def forget_unconfirmed(self, now: datetime) -> int:
        """Removes the doors that nobody has confirmed in time; returns how many those were."""
        with self._database.write() as connection:
            take_turns(connection)
            return self._forget_unconfirmed(connection, now)

    @staticmethod
    def _forget_unconfirmed(connection: Connection, now: datetime, but: int = 0) -> int:
        late = [door for door in doors.unconfirmed(connection, now) if door.chat.id != but]
        for door in late:
            of_chat.forget(connection, door.chat.id, now)
        return len(late)

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
        """Opens or pauses a door; as it is then, None where there is none. One that waits to be confirmed stays so."""
        with self._database.write() as connection:
            take_turns(connection)
            door = doors.numbered(connection, number)
            if door is None or door.state is DoorState.UNCONFIRMED:
                return door
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
