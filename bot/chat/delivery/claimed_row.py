"""A row that the delivery loop has claimed, for as long as its lease lasts."""

from msgspec import Struct
from msgspec.structs import replace

from bot.desk.delivery.forum_topics import target_of
from bot.model import ChatType, Delivery

_GROUPS = frozenset({ChatType.GROUP, ChatType.SUPERGROUP, ChatType.CHANNEL})


class ClaimedRow(Struct, frozen=True):
    """The row and its lease."""

    delivery: Delivery
    until: float
    """End of the lease, in the loop's time."""

    @property
    def chat_id(self) -> int:
        return self.delivery.chat.id

    @property
    def paced_id(self) -> int:
        """The chat by whose limits it is paced: all topics of a group share the group's."""
        return target_of(self.delivery.chat).chat_id

    @property
    def is_group(self) -> bool:
        return self.delivery.chat.type in _GROUPS

    def under_new_id(self, old: int, new: int) -> "ClaimedRow":
        """The row under its chat's new id, if it is that chat's."""
        if self.chat_id != old:
            return self
        return replace(self, delivery=replace(self.delivery, chat=replace(self.delivery.chat, id=new)))
