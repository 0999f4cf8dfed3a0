"""What a table of a language's dates has in it: how days are named, and what is said of those to come."""

import re
from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from bot.reading.dates.reckoning import Reckon


class Occasion(StrEnum):
    """What is to happen on a date."""

    ROUND = "round"
    EXPIRY = "expiry"
    VOTE = "vote"
    SIGNING = "signing"
    IN_FORCE = "in_force"
    FURLOUGH = "furlough"
    SUMMIT = "summit"
    START = "start"
    """Of the years that an agreement is for."""
    DEAL = "deal"
    """By when one is aimed at."""
    TROOPS = "troops"
    """Soldiers leave."""
    REVIEW = "review"
    GOAL = "goal"
    """By when something that was pledged is to be reached."""


class DateWords(Struct, frozen=True):
    """The dates of one language."""

    patterns: tuple[tuple[re.Pattern[str], Reckon], ...]
    """How days are named, and what days the words mean; the fullest forms first."""
    occasions: tuple[tuple[Occasion, re.Pattern[str]], ...]
    """The rarer occasion first: a sentence about an expiry mostly names talks too."""
    coming: re.Pattern[str]
    """What a sentence about something to come has."""
    today: re.Pattern[str]
    """What a sentence names the day by on which it was written."""
    past: re.Pattern[str]
    """What a sentence tells to have happened, which is then not to come; not so of an agreement's end, below."""
    over: re.Pattern[str]
    """An agreement has ended, or it is one on wages alone."""
    negated: re.Pattern[str]
    """It is not to be, or nobody knows when."""
    until: re.Pattern[str] | None = None
    """Words right before a date until which something goes on."""
    until_behind: str | None = None
    """What stands right behind such a date."""
    rounds: tuple[str, ...] = ()
    """How a round of talks is numbered: patterns with one group, a number in digits or one of ``ordinals``."""
    ordinals: Mapping[str, int] = {}


def any_case(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


def patterns(*rows: tuple[str, Reckon]) -> tuple[tuple[re.Pattern[str], Reckon], ...]:
    return tuple((any_case(pattern), reckon) for pattern, reckon in rows)
