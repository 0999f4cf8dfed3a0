"""What readers report as wrong, and what operators correct."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from bot.model.aliases import Spot


class Aspect(StrEnum):
    """What of a report may be wrong, and is corrected."""

    ROLE = "role"
    VALUE = "value"
    ACTOR = "actor"
    """Whose position or payment a figure is."""
    SPEAKER = "speaker"
    """Who says so."""
    PAYER = "payer"
    EVENT = "event"
    STORY = "story"

    @property
    def is_of_figure(self) -> bool:
        """Whether it is one of a figure, and none of the whole report."""
        return self not in {Aspect.EVENT, Aspect.STORY}


class Ruling(Struct, frozen=True):
    """What an operator says instead of what was read, as it is kept: in plain words that ``desk.corrections`` reads."""

    aspect: Aspect
    value: str
    """A role's or event's value, a country (alpha-2), a name, a story's number, a sum as JSON; "" for none or nobody.
    """


class Correction(Ruling, frozen=True, kw_only=True):
    """A ruling that was made."""

    id: int
    article_id: int
    was: str
    """What it replaced, in the same words."""
    operator: int
    """The Telegram user id of who made it."""
    made: datetime
    spot: Spot | None = None
    """Where the figure stood then; None where it is of the whole report."""
    sentence: str = ""
    """The one that the figure stood in, with single blanks."""
    holds_at: tuple[Spot, ...] = ()
    """The figures of the present version that it has changed; none where its figure is in it no more."""


class ComplaintState(StrEnum):
    """What became of what a chat reported as wrong."""

    OPEN = "open"
    CORRECTED = "corrected"
    STANDS = "stands"
    """An operator found nothing wrong."""


class Complaint(Struct, frozen=True):
    """That a chat reports something as wrong: one of a chat about a figure, about an event, about a story's reports."""

    id: int
    chat_id: int
    article_id: int
    subject: str
    """``event``, ``story``, or where the figure stands: ``text 49``."""
    surface: str
    """Of the figure; "" for none."""
    aspect: Aspect | None
    """None where it is no figure of the talks at all."""
    made: datetime
    state: ComplaintState = ComplaintState.OPEN
    chats: int = 1
    """How many have reported it."""


class Complained(Struct, frozen=True):
    """What became of a report that something is wrong."""

    complaint: Complaint | None
    """The chat's own of now or of before; None where it has reported as much as it may within a day."""
    is_new: bool = False
    operators: int = 0
    """How many are told."""
