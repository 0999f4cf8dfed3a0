"""Two reports compared: what speaks for one story and what against it, in figures and in words.

Each sign adds to the odds, in logits, that two reports are of one story. The weights began as those of a
logistic regression over pairs of labelled reports, the archive's and a small sample apart from it: as they are, with a
third of the dates taken away or made coarse, and with every story put on the day of another one of its track, so that
the day alone joins nothing. Then they were rounded and some set by hand with all of those reports in view (names,
numbers, what speaks against, what is needed), and the wording's by judgement, as reports that were written anew share
less of it than those of agencies. So figures on the archive tell how well it is fitted, not how well it will do.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Set
from datetime import timedelta
from functools import cache
from math import inf, sqrt
from operator import attrgetter
from typing import Generic, NamedTuple, Protocol, TypeVar

from bot.desk.intake.stories.index import Index
from bot.desk.intake.stories.rarity import UNSEEN, Rarity
from bot.desk.intake.stories.signs import WINDOW, FigureSign, are_nearly_equal, gap, is_placed
from bot.model import Event, Signs

T = TypeVar("T", bound=Hashable)
_ARTICLE = attrgetter("article")

HOUR = timedelta(hours=1)

ROUND = frozenset({Event.TALKS_START, Event.TALKS_ROUND, Event.TALKS_RESUME})
"""Whether talks begin, resume or go on is a matter of wording: it is one turn."""
UNTOLD = frozenset({Event.OTHER, Event.NONE})
VAGUE = frozenset(event for event in Event if event.traits.recurs == "daily")
"""What happens every day and tells no story by itself."""
OFTEN = frozenset(event for event in Event if event.traits.recurs == "often")


class Shares(NamedTuple):
    """A number for each kind of sign that any text has."""

    words: float
    names: float
    numbers: float
    parties: float


TOPIC = Shares(7.0, 2.5, 2.0, 1.9)
"""Of all of each sign's weight."""
FIGURE = 3.5
"""Of the weight of the rarest one that both have."""
SAME_EVENT, SAME_TURN = 1.3, 1.2
"""Events that happen once, and rounds of talks, of which there are many."""
LITTLE = 0.2
"""The least total weight that shares are taken of, so that two allies that every report names weigh little."""
STEP, NEXT_STEP = timedelta(hours=66), -1.5
"""Agreed again after more than that, it is the next step of the agreeing."""
OTHER_EVENT, OTHERWISE_READ, OTHERWISE_TOLD, OTHER_TRACK = -4.5, -1.9, -1.2, -2.0
"""Two turns; a turn and a statement, which may be one thing read in two ways; a statement and a report of it, which are
so more often; another country's talks."""
FOREIGN = 1.0
"""Two languages share neither wording nor names, so that less must do."""
APART = (
    (18 * HOUR, 0.9, "the same day"),
    (42 * HOUR, 0.75, "a day apart"),
    (66 * HOUR, -0.4, "two days apart"),
    (114 * HOUR, -0.6, "days apart"),
    (WINDOW, -0.9, "days apart"),
)
COARSE, UNDATED = 0.6, -1.5
"""Where one date is a month's, and where there is none."""
NEEDED = 3.1
"""What must be made up for, that two reports are rather of one story than not."""

LIKENESS, LIKE, FEW = Shares(20.0, 1.5, 0.0, 0.0), 1.2, 1
"""Weights, what must be made up for, and ``unseen`` of ``Rarity.weigh``, of two reports neither of which is placed on
the topic (see ``is_placed``): text against text, as in TF-IDF. Reports of a single topic cannot tell how much wording
two of any topic have in common: chosen among some hundred pairs of a weight of names and a ``LIKE``, with ECB+, FNC-1
and BASIL in view, each in three orders, as the pair whose least lead on TF-IDF's best threshold was greatest. So
figures on these three tell how well it is fitted. On BASIL TF-IDF does better where both are told the days, and where
neither is. Numbers did not help, nor does the day tell: of other news there are many stories a day."""


class _Summed(Protocol[T]):
    """``Places`` of signs of one kind, or of words."""

    lengths: list[float]

    def sums(self, weights: Mapping[T, float], /) -> list[float]: ...


class Part(NamedTuple):
    weight: float
    why: str


class _Weighed(Generic[T]):
    """One kind of a report's signs with their squared weights, to hold those of other reports against."""

    __slots__ = ("_all", "_part", "_signs")

    def __init__(self, weights: Mapping[T, float]) -> None:
        self._signs = {sign: weight * weight for sign, weight in weights.items()}
        self._all = frozenset(self._signs)
        self._part = sum(self._signs.values()) / sqrt(len(self._signs)) if self._signs else 0.0

    def share(self, other: Set[T]) -> float:
        """How much of it the other has, 0 to 1: the cosine, the other's length guessed from its number of signs."""
        both = self._all & other
        if not both:
            return 0.0
        return min(1.0, sum([self._signs[sign] for sign in both]) / max(LITTLE, self._part * sqrt(len(other))))

    def add_shares(self, told: list[float], weight: float, places: "_Summed[T]") -> None:
        """Adds the same, times a weight, for each report of an index."""
        part = self._part
        for place, (both, its) in enumerate(zip(places.sums(self._signs), places.lengths, strict=True)):
            if both:
                length = part * its
                share = both / (length if length > LITTLE else LITTLE)  # noqa: FURB136  # a call takes twice as long
                told[place] += weight * share if share < 1.0 else weight

    def rarest(self, other: Set[T], most: int = 3) -> list[T]:
        """Those that both have, the ones that tell most first."""
        both = sorted(self._all & other, key=str)
        return sorted(both, key=lambda sign: -self._signs[sign])[:most]


class Comparer:
    """A report that others are compared with: its own weights are worked out once."""

    def __init__(
        self, signs: Signs, rarity: Rarity, amount: Callable[[FigureSign], str] = str, *, indexed: bool = True
    ) -> None:
        """``amount`` names a figure in reasons. ``indexed``: it is compared with most of the reports at hand."""
        self._signs = signs
        self._is_likened = not is_placed(signs)
        """Whether it is held against others that are not placed on the topic either by its text alone."""
        unseen = FEW if self._is_likened else UNSEEN
        self._words = _Weighed(rarity.weigh(rarity.words, signs.words, unseen))
        self._names = _Weighed(rarity.weigh(rarity.names, signs.names, unseen))
        self._parties = _Weighed(rarity.weigh(rarity.parties, signs.parties))
        self._numbers = _Weighed(rarity.weigh(rarity.numbers, signs.numbers))
        figures = rarity.weigh_figures(signs.figures)
        self._figures = sorted(figures.items(), key=lambda one: (-one[1], str(one[0])))
        self._most_figure = FIGURE * self._figures[0][1] if self._figures else 0.0
        self._events = _against(signs.event)
        self._amount = amount
        self._weights = LIKENESS if self._is_likened else TOPIC
        self._index = rarity.at_hand if indexed else Index()
        self._indexed = self._of_indexed(self._index)
        self._far = frozenset[int]() if signs.until else self._far_off(self._index)

    def score(self, other: Signs) -> float | None:
        """Above 0 where the two are rather of one story than not; None where they are too far apart for any."""
        apart = gap(self._signs, other)
        if apart is not None and apart > WINDOW:
            return None
        weights = LIKENESS if self._is_likened_to(other) else TOPIC
        place = self._index.place(other) if weights is self._weights else None
        told = _sum(weights, self._shares(other)) if place is None else self._indexed[place]
        if weights is LIKENESS:
            return told - LIKE
        figure = self._figure(other)
        odds = self._event(other, apart) + _time(self._signs, other, apart) + _place(self._signs, other)
        return told + (FIGURE * figure[1] if figure else 0.0) + odds - NEEDED

    def are_far(self, others: Iterable[Signs]) -> bool:
        """Whether ``score`` of each is below 0 or None for certain, told by little: of most reports it is."""
        return self._far.issuperset(map(_ARTICLE, others))

    def why(self, other: Signs) -> str:
        """The signs that speak for one story, the strongest first."""
        parts = sorted((part for part in self._parts(other) if part.weight >= _TOLD), key=lambda part: -part.weight)
        return "; ".join(part.why for part in parts) or "a little of everything"

    def _is_likened_to(self, other: Signs) -> bool:
        return self._is_likened and not is_placed(other)

    def _shares(self, other: Signs) -> Shares:
        """How much of each kind of sign the other has, each 0 to 1."""
        words, names = self._words.share(other.words), self._names.share(other.names)
        return Shares(words, names, self._numbers.share(other.numbers), self._parties.share(other.parties))

    def _of_indexed(self, index: Index) -> list[float]:
        """What words, names, numbers and parties of the reports in an index add to the odds, by place."""
        told, weights = [0.0] * len(index.words.lengths), self._weights
        self._words.add_shares(told, weights.words, index.words)
        self._names.add_shares(told, weights.names, index.names)
        self._numbers.add_shares(told, weights.numbers, index.numbers)
        self._parties.add_shares(told, weights.parties, index.parties)
        return told

    def _far_off(self, index: Index) -> frozenset[int]:
        """The articles in an index, by their numbers, whose ``score`` is below 0 or None for certain."""
        told = self._indexed
        if self._is_likened:
            return frozenset(n for n, at in index.places.items() if not index.placed[at] and told[at] < LIKE)
        # In the order of events. Of a report with more than one possible date nothing is certain.
        likely = [*(max(both) + APART[0][1] - NEEDED for both in self._events.values()), inf]
        own, most = self._signs.language, self._most_figure
        rows = zip(index.numbers_by_place, told, index.events, index.languages, index.has_figures, strict=True)
        return frozenset(
            [
                number
                for number, odds, event, language, has_figures in rows
                if odds + likely[event] + (0.0 if language == own else FOREIGN) + (most if has_figures else 0.0) < 0
            ]
        )

    def _figure(self, other: Signs) -> tuple[FigureSign, float] | None:
        """The rarest figure that both have, with its weight."""
        if other.figures:
            for one in self._figures:
                for its in other.figures:
                    if are_nearly_equal(one[0], its):
                        return one
        return None

    def _event(self, other: Signs, apart: timedelta | None) -> float:
        soon, later = self._events[other.event]
        return later if apart is not None and apart > STEP else soon

    def _parts(self, other: Signs) -> Iterator[Part]:
        weights = LIKENESS if self._is_likened_to(other) else TOPIC
        told = self._shares(other)
        names, numbers = self._names.rarest(other.names), self._numbers.rarest(other.numbers)
        yield Part(weights.words * told.words, f"{told.words:.0%} of the wording")
        yield Part(weights.names * told.names, f"the same names ({', '.join(names)})")
        yield Part(weights.numbers * told.numbers, f"the same numbers ({', '.join(numbers)})")
        parties = self._parties.rarest(other.parties)
        yield Part(weights.parties * told.parties, f"the same parties ({', '.join(parties)})")
        if weights is LIKENESS:
            return
        if (figure := self._figure(other)) is not None:
            yield Part(FIGURE * figure[1], f"the same figure ({self._amount(figure[0])})")
        apart = gap(self._signs, other)
        event = self._signs.event.value.replace("_", " ")
        yield Part(self._event(other, apart), f"the same event ({event})")
        if apart is not None and not (self._signs.until or other.until):
            yield Part(_time(self._signs, other, apart), next(words for most, _, words in APART if apart <= most))
        if self._signs.language != other.language:
            yield Part(FOREIGN, "in another language")


_TOLD = 0.3
"""Weaker signs are not worth a word."""


def _sum(weights: Shares, told: Shares) -> float:
    return (
        weights.words * told.words
        + weights.names * told.names
        + weights.numbers * told.numbers
        + weights.parties * told.parties
    )


def same_event(a: Event, b: Event) -> bool:
    return a is b or (a in ROUND and b in ROUND)


@cache
def _against(event: Event) -> dict[Event, tuple[float, float]]:
    """What each event adds to the odds: within ``STEP``, and later."""
    return {other: _both(event, other) for other in Event}


def _both(a: Event, b: Event) -> tuple[float, float]:
    if not same_event(a, b):
        vague = (a in VAGUE) + (b in VAGUE)
        other = (OTHER_EVENT, OTHERWISE_READ, OTHERWISE_TOLD)[vague]
        return other, other
    if a in VAGUE:
        return 0.0, 0.0
    return SAME_TURN if a in OFTEN else SAME_EVENT, NEXT_STEP


def _time(a: Signs, b: Signs, apart: timedelta | None) -> float:
    if apart is None:
        return UNDATED
    weight = _apart(apart)
    if a.until is None and b.until is None:
        return weight
    return COARSE + (0.0 if apart <= APART[0][0] else weight)


def _apart(time: timedelta) -> float:
    for most, weight, _ in APART[:-1]:
        if time <= most:
            return weight
    return APART[-1][1]


def _place(a: Signs, b: Signs) -> float:
    """What track and language add to the odds."""
    other_track = None not in (a.track, b.track) and a.track != b.track
    return (OTHER_TRACK if other_track else 0.0) + (FOREIGN if a.language != b.language else 0.0)
