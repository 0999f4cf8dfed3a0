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
    """Queries by the ids of their watches. Of an id the query never changes. From one thread at a time."""

    def __init__(self) -> None:
        self._texts: Mapping[int, str] = {}
        self._queries: dict[int, Query] = {}
        self._compiled: QuerySet[int] = QuerySet({})
        self._come: dict[int, Query] = {}
        self._few: QuerySet[int] = QuerySet({})
        self._gone = 0

    def become(self, texts: Mapping[int, str]) -> None:
        """Takes over which queries there are. One that cannot be read any more is logged, and answered by nothing."""
        gone = self._texts.keys() - texts.keys()
        come = {number: text for number, text in texts.items() if number not in self._texts}
        self._texts = texts
        for number in gone:
            self._queries.pop(number, None)
            if self._come.pop(number, None) is None:
                self._gone += 1
        for number, text in come.items():
            if (query := _read(number, text)) is not None:
                self._queries[number] = self._come[number] = query
        if len(self._come) + self._gone > max(_FEW, len(self._queries) // 10):
            self._compiled, self._come, self._gone = QuerySet(self._queries), {}, 0
        self._few = QuerySet(self._come)

    def matching(self, page: Page) -> tuple[int, ...]:
        """The ids of those that a report answers, in order."""
        found = [number for number in self._compiled.matching(page) if number in self._queries]
        return tuple(sorted([*found, *self._few.matching(page)]))

    def __len__(self) -> int:
        return len(self._queries)


def _read(number: int, text: str) -> Query | None:
    try:
        return parse_query(text)
    except QueryError as problem:
        log.warning("watch %d cannot be read any more: %s", number, problem.sentence)
        return None
