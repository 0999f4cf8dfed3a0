"""What a report says, and why it is read so."""

from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from bot.model.aliases import Day, Spot, Where
from bot.model.events import Event
from bot.model.roles import Role


class Kind(StrEnum):
    """What a figure measures."""

    MONEY = "money"
    PERCENT = "percent"
    MULTIPLE = "multiple"
    TROOPS = "troops"
    COUNT = "count"
    """Korean workers on US bases."""
    YEARS = "years"
    """The length of a cost-sharing deal, nothing else."""


class Measure(StrEnum):
    """What a figure is a measure of: only likes are compared."""

    LEVEL = "level"
    """All of a contribution, a budget, a share of an economy."""
    INCREASE = "increase"
    """By how much it changes."""
    SHARE = "share"
    PART = "part"
    """A sum within a larger one: labour, utilities, construction."""
    TOTAL = "total"
    """Over several years."""
    GAP = "gap"
    """Between two sides."""
    COUNT = "count"
    """Of people."""
    LENGTH = "length"
    """Of a deal."""
    # Of soldiers; those who are there are a count. The desk tells them apart, and no encoder has learned them.
    LEAVING = "to leave"
    WEIGHED = "might leave"
    """Nobody has decided that they do."""
    KEPT = "not withdrawn"
    """They were to leave, and did not."""
    COMING = "to come"
    STAYING = "to stay"
    """At the most: what a force is cut to."""
    FLOOR = "a floor"
    """So many are to stay at the least."""

    @property
    def is_of_troops(self) -> bool:
        """Whether it tells what becomes of soldiers."""
        return self in _OF_TROOPS


_OF_TROOPS = frozenset({Measure.LEAVING, Measure.WEIGHED, Measure.KEPT, Measure.COMING, Measure.STAYING, Measure.FLOOR})


class Stance(StrEnum):
    ASSERTED = "asserted"
    DENIED = "denied"
    """Somebody denies that it is so."""
    HYPOTHETICAL = "hypothetical"


class Period(StrEnum):
    YEAR = "year"
    TOTAL = "total"


class Hedge(StrEnum):
    UP_TO = "up to"
    MORE_THAN = "more than"
    AT_LEAST = "at least"
    ABOUT = "about"
    NEARLY = "nearly"


class Report(Struct, frozen=True):
    """A text to read: what ``reading`` takes in."""

    id: str
    title: str
    text: str
    language: str | None = None
    """ISO 639-1 where the source says so; reading finds out otherwise."""
    date: Day | None = None
    source: str = ""
    """The outlet, for queries that ask for one."""
    until: Day | None = None
    """The last day that it can be of, where only its month is known; ``date`` is the first one then."""


class Match(Struct, frozen=True):
    """A word of the topic's queries, found in a report."""

    concept: str
    word: str
    """As the report spells it: ``report.title[start:start + len(word)] == word`` (or ``.text``)."""
    where: Where
    start: int


class Relevance(Struct, frozen=True):
    on_topic: bool
    score: float
    why: tuple[Match, ...]
    """The words that made the score, in the order of the text; words against the topic among them."""
    rule: str = ""
    """The name of the rule that put the report on the topic."""


class Figure(Struct, frozen=True):
    """One figure of a report, with its exact place and everything the text says about it."""

    surface: str
    """The figure as printed: ``text[start:start + len(surface)] == surface``."""
    kind: Kind
    value: float
    """In base units as printed, an outlet's own error included; of a range, the low end."""
    role: Role
    where: Where
    start: int
    value_max: float | None = None
    currency: str | None = None
    period: Period | None = None
    payer: str | None = None
    """The country that pays (alpha-2); None for workers and where several pay. Of troops the host, where the report is
    about another one's.
    """
    attributed_to: str | None = None
    year: int | None = None
    hedge: Hedge | None = None
    on_topic: bool = True
    converts: str | None = None
    """For a conversion: the surface of the amount that it converts."""
    actor: str | None = None
    """Whose position or payment it is, which is not always who says so (``attributed_to``)."""
    measure: Measure | None = None
    stance: Stance = Stance.ASSERTED
    chance: float | None = None
    """How probable it is (0 to 1) that the likeliest role is right; None where code has found it, as of conversions."""
    likely: Role | None = None
    """Of a figure whose role is unclear: the likeliest one."""

    @property
    def spot(self) -> Spot:
        """What the figures of one report are told apart by."""
        return self.where, self.start, self.surface


class Reading(Struct, frozen=True):
    """What a report says about the topic: what ``reading`` hands out."""

    language: str
    relevance: Relevance
    event: Event
    track: str | None
    """The key of the track the report is mostly about (``KR``, ``JP``, ``DE``, ``PL``, ``NATO`` by default), if any."""
    figures: tuple[Figure, ...]
    fingerprint: frozenset[int] = frozenset()
    """Hashed words and word pairs of title and lead, stable across processes, to tell one story from another."""
    parties: frozenset[str] = frozenset()
    """The topic's parties that it names, in any language, by their English names."""
    names: frozenset[str] = frozenset()
    """Names in title and lead by their capitals, folded and cut short; of scripts without capitals none."""
    numbers: frozenset[str] = frozenset()
    """Numbers in digits, spelled one way: days, ordinals, sums and all."""
    event_day: Day | None = None
    """When the event took place, as far as the lead names a day and the report has a date."""


class Weight(NamedTuple):
    """A word, and by how much (of a probability) it makes the role likelier."""

    word: str
    by: float


class Example(NamedTuple):
    """A labelled figure: the words around it, itself among them, and the role that its reader gave it."""

    words: str
    surface: str
    role: str


class Reasons(NamedTuple):
    """Both may be empty: where no single word weighs, and where no examples came with the model."""

    words: tuple[Weight, ...]
    examples: tuple[Example, ...]
