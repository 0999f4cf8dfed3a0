"""``ApprovalStore``: the posts of channels that wait for an editor."""

from datetime import datetime
from typing import TYPE_CHECKING

from bot.later import Later
from bot.model import Awaiting, Chat, Decision, Delivery
from bot.store.database.engine import Database, take_turns

if TYPE_CHECKING:
    from bot.store.outbox import queue
    from bot.store.outbox.approving import approvals
else:
    approvals = Later("bot.store.outbox.approving.approvals")
    queue = Later("bot.store.outbox.queue")


class ApprovalStore:
    """``Store.approvals``. Each method is one short transaction, and may raise what ``Store`` says."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set_editor(self, channel: Chat, editor: Chat | None, now: datetime) -> int:
        """A channel's posts are approved in a chat from now on, or with None by nobody.

        Returns how many posts waited, which go to the new editor, or are dropped where there is none.
        """
        with self._database.write() as connection:
            take_turns(connection)
            return approvals.set_editor(connection, channel, editor, now)

    def channels_of(self, editor_id: int) -> list[Chat]:
        """The channels whose posts are approved in a chat."""
        with self._database.read() as connection:
            return approvals.channels_of(connection, editor_id)

    def channel_of(self, delivery_id: int, editor_id: int) -> Chat | None:
        """The channel that a message is owed to, where its posts are approved in a chat."""
        with self._database.read() as connection:
            return approvals.channel_of(connection, delivery_id, editor_id)

    def waiting(self, editor_id: int) -> list[Awaiting]:
        """The posts that wait for the editors in a chat, the oldest first."""
        with self._database.read() as connection:
            return approvals.waiting(connection, editor_id)

    def owed_as(self, delivery_id: int) -> tuple[Delivery, str] | None:
        """A message as it would be sent now, and how far it is, as ``outbox.state`` has it."""
        with self._database.read() as connection:
            return queue.one(connection, delivery_id)

    def decide(self, delivery_id: int, editor_id: int, now: datetime, *, posts: bool) -> Decision:
        """An editor has a post posted or dropped; only the first one does."""
        with self._database.write() as connection:
            return approvals.decide(connection, delivery_id, editor_id, now, posts=posts)
