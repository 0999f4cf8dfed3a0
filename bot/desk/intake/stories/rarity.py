"""How rare a sign is among the reports that are known: 28,500 troops are in every one of them and tell nothing."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from math import isfinite, log, log1p
from typing import Any, TypeVar

from bot.desk.intake.stories.index import Index
from bot.desk.intake.stories.packed import WordCounts
from bot.desk.intake.stories.signs import FigureSign
from bot.model import Signs

T = TypeVar("T", bound=Hashable)

UNSEEN = 300
"""Reports that are taken to be there from the start and to have no sign in common, so that the first ones that come
are not told apart by what merely nobody said before."""
_GRID = log1p(0.01)
_NOUGHT = -99_999.0


class Rarity:
    """Counts of the reports that have a sign. Weights are the logarithm of the inverse share, as in TF-IDF (Spärck
    Jones, 1972), over the greatest that there is: 0 to 1."""

    def __init__(self, reports: Iterable[Signs] = ()) -> None:
        self.reports = 0
        self.at_hand = Index()
        """Reports that others are compared with again and again: found by their signs then. It changes no weight."""
        self.words = WordCounts()
        self.names: Counter[str] = Counter()
        self.parties: Counter[str] = Counter()
        self.numbers: Counter[str] = Counter()
        self.figures: Counter[FigureSign] = Counter()
        for report in reports:
            self.add(report)

    def add(self, report: Signs) -> None:
        self.reports += 1
        self.words.add(report.words)
        for counts, signs in self._counts(report):
            counts.update(signs)

    def remove(self, report: Signs) -> None:
        """Forget a report that was added."""
        self.reports -= 1
        self.words.remove(report.words)
        for counts, signs in self._counts(report):
            for sign in signs:
                if counts[sign] > 1:
                    counts[sign] -= 1
                else:
                    del counts[sign]

    def _counts(self, report: Signs) -> Iterator[tuple[Counter[Any], Iterable[Any]]]:
        """What is counted beside words, with the signs of a report."""
        yield self.names, report.names
        yield self.parties, report.parties
        yield self.numbers, report.numbers
        yield self.figures, frozenset(map(_rounded, report.figures))

    def weigh(self, counts: Mapping[T, int], signs: Iterable[T], unseen: int = UNSEEN) -> dict[T, float]:
        """The weight of each sign; ``unseen`` reports are taken to be there from the start."""
        whole = unseen + self.reports + 1
        most = log(whole)
        return {sign: 1 - log(counts.get(sign, 0) + 1) / most for sign in signs}

    def weigh_figures(self, figures: Iterable[FigureSign]) -> dict[FigureSign, float]:
        """The same, with figures that are nearly the same counted as one."""
        most = log(UNSEEN + self.reports + 1)
        return {figure: 1 - log(self._told(figure) + 1) / most for figure in figures}

    def _told(self, figure: FigureSign) -> int:
        kind, currency, step = _rounded(figure)
        return max(self.figures.get((kind, currency, step + near), 0) for near in (-1, 0, 1))


def _rounded(figure: FigureSign) -> FigureSign:
    """On a grid whose steps are one percent."""
    kind, currency, value = figure
    return kind, currency, round(log(abs(value)) / _GRID) if value and isfinite(value) else _NOUGHT
