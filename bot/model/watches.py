"""What chats watch for: queries of their own, held against every entry that the feeds newly bring."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class Paused(StrEnum):
    """Why a watch is held against nothing."""

    NO = ""
    BY_HAND = "by hand"
    TOO_MANY = "too many"
    """It rang as often within a day as a watch may."""
    REFUSED = "refused"
    """Telegram took no message for its chat."""


class Watch(Struct, frozen=True):
    """A query of a chat's."""

    id: int
    chat_id: int
    name: str
    query: str
    """As it was typed."""
    made: datetime
    hits: int = 0
    """Entries that it rang for, or that rang in the chat anyway."""
    last_hit: datetime | None = None
    paused: Paused = Paused.NO


class WatchRefusal(StrEnum):
    """Why a watch is not taken."""

    NAME = "name"
    """The chat has one of that name."""
    SAME = "same"
    """The chat has one with that query."""
    CHAT_FULL = "chat full"
    ALL_FULL = "all full"
    """There are as many watches of all chats as are kept."""


class WatchRefused(Struct, frozen=True):
    """A watch that is not taken."""

    why: WatchRefusal
    other: Watch | None = None
    """The one that is in its way."""


class WatchHit(Struct, frozen=True):
    """What an owed row says of the entry that answered watches; of a report that was filed its article has the rest."""

    watches: tuple[int, ...]
    """Those of the chat that it rings for."""
    title: str = ""
    link: str = ""
    outlet: str = ""
    published: datetime | None = None
    paused: tuple[int, ...] = ()
    """Those that have rung as often within the day as they may, with this."""
    article_id: int | None = None
    """Its report, where it is told along with another hit, whose row has that one's."""
    more: tuple["WatchHit", ...] = ()
    """What waited with it, and is told in one message."""
