"""What the lead of a report reports: one table, an event a row, that every room reads."""

from enum import StrEnum
from typing import Literal

from msgspec import Struct


class NewsKind(StrEnum):
    """What chats may choose to hear of, in the order in which it is told; a report is of one by its event, and of the
    others by its figures."""

    DEALS = "deals"
    BREAK_OFFS = "break-offs"
    TALKS = "talks"
    TROOPS = "troops"
    DEMANDS = "demands"
    """By its figures: what a side demands or offers."""
    FIGURES = "figures"
    """By its figures: any that is told with its role."""
    STATEMENTS = "statements"
    """Whatever tells of no other event."""


class EventTraits(Struct, frozen=True):
    """A row of the table."""

    words: str = ""
    """What one report tells: a deal that one report tells of is reported, and no more than that. "" for nothing."""
    state: str = ""
    """Where talks stand once it is borne out; "" where it moves them nowhere."""
    stage: Literal["talks", "deal", ""] = ""
    """What the state is one of."""
    is_turn: bool = False
    """Whether it changes where things stand, and rings whatever story it joins."""
    recurs: Literal["", "often", "daily"] = ""
    """How often it is reported; "" for once. What comes daily tells no story from another, and is no news by itself."""
    news: NewsKind = NewsKind.STATEMENTS
    """What chats choose it by."""


class Event(StrEnum):
    """In the order in which a deal comes about; what is beside its way comes last."""

    traits: EventTraits

    def __new__(cls, value: str, *row: EventTraits) -> "Event":
        """``row``: one, without which a member cannot be made. Callers look an event up by its value alone."""
        event = str.__new__(cls, value)
        event._value_ = value
        (event.traits,) = row
        return event

    TALKS_START = "talks_start", EventTraits("talks begin", "talks begun", "talks", recurs="often", news=NewsKind.TALKS)
    TALKS_ROUND = "talks_round", EventTraits("round of talks", "in talks", "talks", recurs="often", news=NewsKind.TALKS)
    TALKS_BREAK_OFF = (
        "talks_break_off",
        EventTraits("talks broken off", "talks broken off", "talks", is_turn=True, news=NewsKind.BREAK_OFFS),
    )
    TALKS_RESUME = (
        "talks_resume",
        EventTraits("talks resume", "talks resumed", "talks", recurs="often", news=NewsKind.TALKS),
    )
    AGREEMENT_IN_PRINCIPLE = (
        "agreement_in_principle",
        EventTraits("deal reported", "agreed in principle", "deal", is_turn=True, news=NewsKind.DEALS),
    )
    SIGNED = "signed", EventTraits("signing reported", "agreement signed", "deal", is_turn=True, news=NewsKind.DEALS)
    RATIFIED = (
        "ratified",
        EventTraits("ratification reported", "agreement ratified", "deal", is_turn=True, news=NewsKind.DEALS),
    )
    IN_FORCE = "in_force", EventTraits("entry into force reported", "agreement in force", "deal", news=NewsKind.DEALS)
    FURLOUGH = "furlough", EventTraits("furlough", is_turn=True, news=NewsKind.TROOPS)
    STATEMENT = "statement", EventTraits("statement", recurs="daily")
    PROTEST = "protest", EventTraits("protest", recurs="often")
    REPORT = "report", EventTraits("report", recurs="daily")
    TROOP_CUT = "troop_cut", EventTraits("troop cut", is_turn=True, news=NewsKind.TROOPS)
    ANALYSIS = "analysis", EventTraits("analysis", recurs="daily")
    OTHER = "other", EventTraits(recurs="daily")
    NONE = "none", EventTraits(recurs="daily")
