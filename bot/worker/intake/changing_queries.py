"""Thousands of queries that come and go one by one, held against reports all at once.

To compile ten thousand takes the better part of a second, and somebody changes his nearly every minute. So what has
come since is compiled by itself, and what has gone is passed over, until that is much.
"""

import logging
from collections.abc import Mapping

from bot.reading.query.pages import Page
from bot.reading.query.query import Query, QueryError, parse_query
from bot.reading.query.queryset import QuerySet

log = logging.getLogger(__name__)

_FEW = 100
"""Queries that came or went before all are compiled anew; of many, a tenth of all."""


class ChangingQueries:
    """Queries by the ids of their watches. From one thread at a time."""

    def __init__(self) -> None:
        self._texts: Mapping[int, str] = {}
        self._queries: dict[int, Query] = {}
        self._compiled: QuerySet[int] = QuerySet({})
        self._come: dict[int, Query] = {}
        self._few: QuerySet[int] = QuerySet({})
        self._gone: set[int] = set()
        """Of those that are compiled."""

    def become(self, texts: Mapping[int, str]) -> None:
        """Takes over which queries there are. One that cannot be read any more is logged, and answered by nothing."""
        gone = [number for number, text in self._texts.items() if texts.get(number) != text]
        come = {number: text for number, text in texts.items() if self._texts.get(number) != text}
        self._texts = texts
        for number in gone:
            self._queries.pop(number, None)
            if self._come.pop(number, None) is None:
                self._gone.add(number)
        for number, text in come.items():
            if (query := _read(number, text)) is not None:
                self._queries[number] = self._come[number] = query
        if len(self._come) + len(self._gone) > max(_FEW, len(self._queries) // 10):
            self._compiled, self._come, self._gone = QuerySet(self._queries), {}, set()
        self._few = QuerySet(self._come)

    def matching(self, page: Page) -> tuple[int, ...]:
        """The ids of those that a report answers, in order."""
        found = [number for number in self._compiled.matching(page) if number not in self._gone]
        return tuple(sorted([*found, *self._few.matching(page)]))

    def __len__(self) -> int:
        return len(self._queries)


def _read(number: int, text: str) -> Query | None:
    try:
        return parse_query(text)
    except QueryError as problem:
        log.warning("watch %d cannot be read any more: %s", number, problem.sentence)
        return None
