"""How rare a sign is among the reports that are known: 28,500 troops are in every one of them and tell nothing."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from math import isfinite, log, log1p
from typing import TypeVar

from bot.model import Signs

from .index import Index
from .signs import FigureSign

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
        self.words: Counter[int] = Counter()
        self.names: Counter[str] = Counter()
        self.parties: Counter[str] = Counter()
        self.numbers: Counter[str] = Counter()
        self.figures: Counter[FigureSign] = Counter()
        for report in reports:
            self.add(report)

    def add(self, report: Signs) -> None:
        self._count(report, 1)

    def remove(self, report: Signs) -> None:
        """Forget a report that was added."""
        self._count(report, -1)

    def _count(self, report: Signs, by: int) -> None:
        self.reports += by
        figures = frozenset(map(_rounded, report.figures))
        _change(self.words, report.words, by)
        _change(self.names, report.names, by)
        _change(self.parties, report.parties, by)
        _change(self.numbers, report.numbers, by)
        _change(self.figures, figures, by)

    def weigh(self, counts: Mapping[T, int], signs: Iterable[T]) -> dict[T, float]:
        """The weight of each sign."""
        whole = UNSEEN + self.reports + 1
        most = log(whole)
        return {sign: 1 - log(counts.get(sign, 0) + 1) / most for sign in signs}

    def weigh_figures(self, figures: Iterable[FigureSign]) -> dict[FigureSign, float]:
        """The same, with figures that are nearly the same counted as one."""
        most = log(UNSEEN + self.reports + 1)
        return {figure: 1 - log(self._told(figure) + 1) / most for figure in figures}

    def _told(self, figure: FigureSign) -> int:
        kind, currency, step = _rounded(figure)
        return max(self.figures.get((kind, currency, step + near), 0) for near in (-1, 0, 1))


def _change(counts: Counter[T], signs: Iterable[T], by: int) -> None:
    for sign in signs:
        counts[sign] += by
        if not counts[sign]:
            del counts[sign]


def _rounded(figure: FigureSign) -> FigureSign:
    """On a grid whose steps are one percent."""
    kind, currency, value = figure
    return kind, currency, round(log(abs(value)) / _GRID) if value and isfinite(value) else _NOUGHT
