"""What is on record of a report that did not ring: who brought it, what it lacks, and what a chat was owed of it; and
what is wrong with the bot as a whole."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from bot.model.kept import DeliveryKind
from bot.model.report import Match


class Sighting(Struct, frozen=True):
    """An entry at an address, as one feed brought it."""

    outlet: str
    """Of the feed; "" for the archive of seeds/."""
    seen: datetime
    article_id: int | None = None
    """None for what was off the topic, or had come by another feed before."""
    title: str = ""
    """This and the two below of what was passed over not long ago; "" for all else."""
    text: str = ""
    """The beginning of what was read."""
    language: str = ""


class Lack(StrEnum):
    """Why the rule of the queries that a report comes nearest to does not let it in."""

    NOTHING = "nothing"
    """It does."""
    WORDS = "words"
    """Concepts are missing."""
    WEIGHT = "weight"
    """All are there, and stand too far down or are too few."""
    PLACE = "place"
    """All are there, and not near each other, or not in the headline."""
    AGAINST = "against"
    """All are there, and so is one that the rule excludes."""


class Shortfall(Struct, frozen=True):
    """How far a report is from the topic, by the queries alone."""

    lack: Lack
    rule: str
    """The nearest one; "" for a topic without rules."""
    score: float
    """By that rule."""
    needed: float
    concepts: tuple[str, ...] = ()
    """Those that are missing, or that speak against it."""
    enough: tuple[str, ...] = ()
    """Concepts of which one word more in the first sentences would let it in, the weightiest first."""
    found: tuple[Match, ...] = ()
    """The words of the topic that it has."""


class ChatRow(Struct, frozen=True):
    """What a chat was owed about a report or its story, as the outbox has it."""

    kind: DeliveryKind
    state: str
    """owed, leased, held, sent or closed."""
    article_id: int | None
    reason: str
    """What it waits for, or why it is closed."""
    comes: datetime | None
    """Not before then; None for what went out so long ago that only its message is remembered."""
    settled: datetime | None


class HealthTrouble(Struct, frozen=True):
    """Something that operators are to look into."""

    key: str
    """The same trouble has the same one, however long it lasts."""
    sentence: str
    """Without a full stop."""
