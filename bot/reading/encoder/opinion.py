"""What the encoder makes of a report: answers, each with its probability."""

from collections.abc import Mapping
from typing import NamedTuple

from bot.model import Event, Role


class Answer(NamedTuple):
    """A name with how probable it is that it is right (0 to 1)."""

    name: str | None
    chance: float


class OnFigure(NamedTuple):
    """The encoder's answers on one figure."""

    role: Role | None
    """None: it is no figure of the topic."""
    chance: float
    roles: Mapping[str, float]
    """Every role (``none`` too) with its probability."""
    measure: Answer
    period: Answer
    stance: Answer
    payer: Answer
    """A country (alpha-2); None for nobody; ``SOMEBODY`` where it is one that the text does not name."""
    actor: Answer
    """A party's name, or what the report calls somebody whom the vocabulary does not know; else as ``payer``."""
    source: Answer
    people: Answer
    """``troops`` or ``count``, for a number of people."""


class Opinion(NamedTuple):
    """The encoder's answers on a report."""

    topic: float
    """How probable it is that the report is on the topic."""
    event: Event
    event_chance: float
    figures: Mapping[int, OnFigure]
    """By the number of the span in the sheet."""


SOMEBODY = "somebody"
"""Whoever the vocabulary has no name for."""
