"""The topic: what ``config/`` and ``seeds/`` say."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Literal

from msgspec import Struct

from bot.model.aliases import Day
from bot.model.events import Event
from bot.model.report import Hedge, Kind, Period
from bot.model.roles import Role


class FeedKind(StrEnum):
    AGENCY = "agency"
    NEWSPAPER = "newspaper"
    BROADCASTER = "broadcaster"
    MINISTRY = "ministry"
    SEARCH = "search"
    OTHER = "other"
    REPLAY = "replay"
    """The sandbox's replay of past reports; never in config/."""


class FeedSource(Struct, frozen=True):
    """A feed as the topic's ``feeds.toml`` lists it."""

    url: str
    outlet: str
    language: str
    country: str
    kind: FeedKind
    section: str = ""
    quirks: str = ""
    terms: str = ""
    folder: tuple[str, ...] = ()
    """Where it stood in the list that an operator imported, the outermost folder first; empty for the topic's own."""


class Concept(Struct, frozen=True):
    """A group of words that mean one thing, per language; see ``config/queries.toml``."""

    name: str
    weight: float
    terms: Mapping[str, tuple[str, ...]]
    """Language -> terms. A trailing ``*`` stands for any ending. A term in capitals must be capitals in the text."""


class Rule(Struct, frozen=True):
    """A combination of concepts that puts a report on the topic, such as ``subject AND (force OR ally)``."""

    name: str
    expression: str
    sure: bool = False
    """Where it holds, concepts of a weight below zero do not count: it cannot be mistaken."""


class Track(Struct, frozen=True):
    """One line of talks within the topic."""

    key: str
    name: str
    terms: Mapping[str, tuple[str, ...]]
    """Language -> words that put a report on this track."""
    payer: str | None = None
    """The country whose money it is about (alpha-2), or None for an alliance."""


class Term(Struct, frozen=True):
    """A time in office."""

    since: Day
    until: Day | None = None
    """The day of leaving it; None where it goes on."""


class Party(Struct, frozen=True):
    """Somebody who asks, offers or pays: a country, a ministry, a person, an outlet that is quoted."""

    name: str
    """In English, as answers print it."""
    side: Literal["asks", "hosts", "observes"]
    names: Mapping[str, tuple[str, ...]]
    """Language -> how reports name it; the longest one counts first."""
    country: str | None = None
    person: bool = False
    """A person: after the first mention the last name alone will do."""
    role: str = ""
    in_office: tuple[Term, ...] = ()
    """When a person speaks for the side; what he asks for at other times is no position of it. () where always."""
    printed: Mapping[str, str] = {}
    """Language -> how answers in it print the name, where that is not the first of ``names``; and under ``de-dative``
    the German name in the dative with its article, where it takes one."""


class Vocabulary(Struct, frozen=True):
    """Everything ``reading`` needs to know of a topic."""

    concepts: tuple[Concept, ...]
    rules: tuple[Rule, ...]
    threshold: float
    """The least score that is on the topic, once a rule holds."""
    tracks: tuple[Track, ...]
    parties: tuple[Party, ...]
    cues: Mapping[str, Mapping[str, tuple[str, ...]]]
    """Name of a list of words (``hedge_up_to``, ``last_year``, ``troops`` ...) -> language -> words."""


class BaselineFigure(Struct, frozen=True):
    """A figure of the baseline, with who said it."""

    id: str
    label: str
    """What it is, in a few words: ``US demand, a year``."""
    track: str
    kind: Kind
    value: float
    role: Role
    value_max: float | None = None
    currency: str | None = None
    period: Period | None = None
    payer: str | None = None
    attributed_to: str | None = None
    year: int | None = None
    hedge: Hedge | None = None


class Position(Struct, frozen=True):
    """What one side holds, in a sentence of our own."""

    party: str
    text: str


class Baseline(Struct, frozen=True):
    """The yardstick: one report, its facts in our own words, and what was to come after it."""

    title: str
    date: Day
    outlet: str
    url: str
    text: str
    figures: tuple[BaselineFigure, ...]
    positions: tuple[Position, ...]
    ahead: tuple[str, ...]
    when: str = ""
    """What happened that day, behind ``the day when``; "" for nothing in particular."""


class PastReport(Struct, frozen=True):
    """A report of ``seeds/archive/``: real facts in our own words, with source and date."""

    id: str
    date: Day
    language: str
    outlet: str
    url: str
    title: str
    text: str
    on_topic: bool
    event: Event = Event.NONE
    track: str | None = None
    story: str | None = None
    """Reports of one event, from several outlets, share it."""


class Topic(Struct, frozen=True):
    """One negotiation to follow, as data: a folder with ``config/`` and ``seeds/``."""

    key: str
    name: str
    about: str
    """One sentence for ``/start`` and the README."""
    feeds: tuple[FeedSource, ...]
    vocabulary: Vocabulary
    baseline: Baseline
    archive: tuple[PastReport, ...]
    encoder: Path | None = None
    """The folder of a model that was trained for this topic (``config/encoder``); None for the one that ships."""
    sentences: Mapping[str, Mapping[str, str]] = {}
    """Language -> name, sentence and baseline of the topic in English -> in that language."""

    def sentence(self, english: str, language: str) -> str:
        """Something that the topic says of itself, in a language, or in English where the topic has it in no other."""
        return self.sentences.get(language, {}).get(english, english)
