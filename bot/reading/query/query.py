"""Queries as newsrooms write them, and what of a report answers one; the language is told in ``expression``."""

from msgspec import Struct

from bot.model import Report
from bot.reading.query.expression import Expression, Matches, QueryError, holds, matches_of
from bot.reading.query.pages import Page
from bot.reading.query.syntax import LONGEST, parse

__all__ = ["LONGEST", "Matches", "Query", "QueryError", "parse_query"]


class Query(Struct, frozen=True):
    """A query, ready to be held against reports."""

    text: str
    """As it was written; ``str(query)`` is the same query in the plainest spelling."""
    root: Expression

    def __str__(self) -> str:
        return str(self.root)

    def matches(self, report: Report | Page) -> Matches | None:
        """Where a report answers the query, or None where it does not.

        A Page saves the work of taking a report apart for each of several queries.
        """
        page = report if isinstance(report, Page) else Page(report)
        return matches_of(self.root, page, page.text_of)

    def holds(self, report: Report | Page) -> bool:
        """Whether a report answers the query at all."""
        return holds(self.root, report if isinstance(report, Page) else Page(report))


def parse_query(text: str) -> Query:
    """The query that a text says.

    Raises QueryError with the place at fault and a sentence that tells what to write instead.
    """
    return Query(text, parse(text))
