"""What can be found in a report, in the order in which it is told."""

from collections.abc import Collection
from enum import StrEnum

from msgspec import Struct

from bot.model import Level


class New(StrEnum):
    EVENT = "event"
    RECORD = "record"
    DENIAL = "denial"
    CORRECTION = "correction"
    CONTRADICTION = "contradiction"
    POSITION = "position"
    """A sum that is not even near to what was demanded, offered or agreed before."""
    FIGURE = "figure"
    ROLE = "role"
    """A known sum that has another role now: what was demanded is agreed."""
    DATE = "date"
    CONFIRMATION = "confirmation"


class Finding(Struct, frozen=True):
    """One thing that is new."""

    new: New
    words: str
    """For a reader: ``US$4bn demanded is new``."""
    level: Level = Level.MATERIAL
    sign: str = ""
    """For what it would ring within a story that has rung; "" where it would not."""


STORY = "story"
"""What the first alert of a story rings for, where nothing of it is critical."""
DENIED = "denial"
TOLD = "told:"
"""Before the sign of a turn that an alert told by one report's text, which nothing bore out."""
DEALS = frozenset({"agreement_in_principle", "initialled", "signed"})
"""Of one day these are one turn, told in several ways."""


def same_turn_signs(sign: str) -> frozenset[str]:
    """The signs of the same turn, itself among them."""
    return DEALS if sign in DEALS else frozenset({sign})


def is_turn_known(sign: str, rang: Collection[str]) -> bool:
    """Whether whoever had a story's alert knows of a turn already, on one report's word."""
    return any(f"{TOLD}{one}" in rang for one in same_turn_signs(sign))
