"""Doors: ways out that are not Telegram's, and what comes of a request to one."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from bot.model.kept import Chat


class NoFeed(Struct, frozen=True):
    """An address that has no feed of news for its readers, and a sentence that says what to ask for instead."""

    sentence: str
    known: bool = True
    """The place is there, and what was asked of it cannot be read."""


class DoorState(StrEnum):
    OPEN = "open"
    UNCONFIRMED = "unconfirmed"
    """Nothing goes there yet: whoever reads there has to say that it may."""
    PAUSED = "paused"
    ENDED = "ended"
    """Nothing goes there any more; the reason is kept for its owner."""


class Door(Struct, frozen=True):
    """An address that a chat has its news sent to."""

    id: int
    owner_id: int
    """The chat that added it, and may change it."""
    chat: Chat
    """The door as a chat of its own, with what it hears of."""
    secret: str
    """What messages are signed with; it is never shown again."""
    state: DoorState
    reason: str
    """Why it has ended; "" while it has not."""
    made: datetime
    confirm_by: datetime | None = None
    """Until when it may be confirmed; None where it need not be any more."""


class DoorRefused(StrEnum):
    """Why a door is not kept."""

    SAME = "same"
    """The chat has it already."""
    CHAT_FULL = "chat full"
    ALL_FULL = "all full"


class Confirmed(StrEnum):
    """What it comes to that whoever reads at a door's address says that news may go there."""

    NOW = "now"
    """It does from now on."""
    BEFORE = "before"
    """It did already."""
    LATE = "late"
    """The door is gone, has ended, or was asked for too long ago."""


class KnockRefused(StrEnum):
    """Why an address is not asked whether news may go there."""

    CHAT = "chat"
    """The chat had as many asked as it may in a day."""
    ADDRESS = "address"
    """It was asked as often as it may be."""
    NEVER = "never"
    """Its reader wants no such question any more."""
    ALL = "all"
    """The bot asked as many as it may in a day."""


class MailFault(StrEnum):
    """Whose fault it is that an e-mail was not taken."""

    SERVER = "server"
    """The mail server's, the network's or our account's: it concerns all addresses."""
    READER = "reader"
    """The address's: it does not take mail, and will not."""
    LATER = "later"
    """The address's, and it may be over soon."""
    POLICY = "policy"
    """Of somebody's rules: our mail is not passed on to the address."""
    LETTER = "letter"
    """Of this one e-mail, which is never taken."""


class Mailed(Struct, frozen=True):
    """The server has taken the e-mail."""


class NotMailed(Struct, frozen=True):
    """It has not, and why: a sentence without the server's own words."""

    fault: MailFault
    sentence: str
    perhaps: bool = False
    """It may have been taken."""


class MailPage(Struct, frozen=True):
    """A page that a link in an e-mail leads to."""

    status: int
    language: str
    """ISO 639-1 code."""
    title: str
    sentence: str
    button: str = ""
    """The word on it; pressed, it posts to the page's own address. "" where there is none."""


class Posted(Struct, frozen=True):
    """The answer to a request."""

    status: int
    body: str
    """Of a long one the beginning."""
    retry_after: float
    """Seconds to stay away, as the server names them; 0 where it names none."""


class NotPosted(Struct, frozen=True):
    """No answer, and why: a sentence that goes on after the address's name."""

    sentence: str
    perhaps: bool = False
    """It may have arrived."""
