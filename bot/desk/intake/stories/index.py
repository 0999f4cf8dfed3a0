"""Which of the reports at hand have a sign: found at once, instead of looking for it in each of them."""

from collections.abc import Hashable, Mapping, Set
from math import sqrt
from typing import Generic, TypeVar

from bot.desk.intake.stories.packed import WordPlaces
from bot.desk.intake.stories.signs import is_placed
from bot.model import Event, Signs

T = TypeVar("T", bound=Hashable)
_SPARE = 100
"""Reports that may be gone before the index is made anew."""
_NUMBERS = {event: number for number, event in enumerate(Event)}
_DATES = len(_NUMBERS)
"""In place of its event's number that of a report with more than one possible date."""
GONE = -1
"""No article's number."""


class Places(Generic[T]):
    """The places of the reports that have a sign of one kind. Places are counted from 0, so that lists serve."""

    __slots__ = ("_places", "lengths")

    def __init__(self) -> None:
        self._places: dict[T, list[int]] = {}
        self.lengths: list[float] = []
        """Of each place the root of how many signs it has."""

    def add(self, signs: Set[T]) -> None:
        """Gives a report the next place."""
        place = len(self.lengths)
        for sign in signs:
            there = self._places.get(sign)
            if there is None:
                self._places[sign] = [place]
            else:
                there.append(place)
        self.lengths.append(sqrt(len(signs)))

    def sums(self, weights: Mapping[T, float]) -> list[float]:
        """Of each place the sum of these signs' weights; 0 where it has none."""
        found = [0.0] * len(self.lengths)
        for sign, weight in weights.items():
            for place in self._places.get(sign, ()):
                found[place] += weight
        return found


class Index:
    """Articles that reports are compared with again and again, by their signs. Each has its number as an article."""

    def __init__(self) -> None:
        self._reports: dict[int, Signs] = {}
        """By the articles' numbers."""
        self._clear()

    def _clear(self) -> None:
        self.places: dict[int, int] = {}
        """By the number of an article that is here its place, until articles are removed."""
        self.numbers_by_place: list[int] = []
        """Of each place its article's number, or ``GONE``."""
        self.events: list[int] = []
        """Of each place the number of its event, which hashes faster than an event."""
        self.languages: list[str] = []
        self.placed: list[bool] = []
        """Of each place whether its report is placed on the topic."""
        self.has_figures: list[bool] = []
        self.words = WordPlaces()
        self.names = Places[str]()
        self.parties = Places[str]()
        self.numbers = Places[str]()
        self._gone = 0

    def add(self, report: Signs) -> None:
        """Add an article, if it is not here. Raises ValueError for a report that is none yet."""
        if report.article is None:
            raise ValueError("a report that is not kept has no number to be found by")
        if report.article not in self._reports:
            self._reports[report.article] = report
            self._put(report.article, report)

    def remove(self, report: Signs) -> None:
        """Forget an article, if it is here."""
        if report.article is not None and self._reports.pop(report.article, None) is not None:
            self.numbers_by_place[self.places.pop(report.article)] = GONE
            self._gone += 1
        if self._gone > len(self._reports) + _SPARE:
            self._clear()
            for number, kept in self._reports.items():
                self._put(number, kept)

    def place(self, report: Signs) -> int | None:
        """Its place; None where it is not here."""
        return None if report.article is None else self.places.get(report.article)

    def _put(self, number: int, report: Signs) -> None:
        self.places[number] = len(self.events)
        self.numbers_by_place.append(number)
        self.events.append(_DATES if report.until else _NUMBERS[report.event])
        self.languages.append(report.language)
        self.placed.append(is_placed(report))
        self.has_figures.append(bool(report.figures))
        self.words.add(report.words)
        self.names.add(report.names)
        self.parties.add(report.parties)
        self.numbers.add(report.numbers)
