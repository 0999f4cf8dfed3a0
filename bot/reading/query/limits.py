"""How much of the language a query may use that anybody may leave here to be held against every report.

A query that keeps to it is compiled within milliseconds, waits behind a few terms, and is held against a report in a
time that its length bounds. What is read once, such as a search, or written by the topic, needs no such bounds.
"""

from collections.abc import Iterator
from math import prod

from bot.reading.query.expression import All, Expression, Near, Not, QueryError, Some, Title
from bot.reading.query.query import Query

MOST_CHARACTERS = 400
MOST_TERMS = 40
"""Words, phrases and fields."""
MOST_NEAR = 4
"""Each looks at what the one before it has found, which may be every word of a long text."""
MOST_COMBINATIONS = 64
"""Sets of terms one of which a report must have: 12 for ``(a OR b OR c) AND (d OR e OR f OR g)``."""


def refuse_costly(query: Query) -> None:
    """Raises QueryError for a query that asks for more than these bounds allow."""
    text, split = query.text, "make two of it"
    if len(text) > MOST_CHARACTERS:
        told = f"{MOST_CHARACTERS} characters are the most, and here are {len(text):,}; {split}"
        raise QueryError(text, MOST_CHARACTERS, told)
    terms = sum(1 for part in _parts(query.root) if not isinstance(part, All | Some | Not | Title | Near))
    if terms > MOST_TERMS:
        raise QueryError(text, 0, f"{MOST_TERMS} words and phrases are the most, and here are {terms}; {split}")
    nears = sum(isinstance(part, Near) for part in _parts(query.root))
    if nears > MOST_NEAR:
        at = max(0, text.find("NEAR"))
        raise QueryError(text, at, f"NEAR may stand {MOST_NEAR} times, and here it does {nears} times; {split}")
    ways = combinations(query.root)
    if ways > MOST_COMBINATIONS:
        told = f"these ORs come to {ways:,} combinations, and {MOST_COMBINATIONS} are the most; {split}"
        raise QueryError(text, max(0, text.find(" OR ") + 1), told)


def combinations(part: Expression) -> int:
    """How many sets of terms answer an expression, with those that it must not have."""
    match part:
        case All(parts):
            refused = sum(combinations(inner) for inner in parts if isinstance(inner, Not))
            return prod(combinations(inner) for inner in parts if not isinstance(inner, Not)) + refused
        case Some(parts):
            return sum(map(combinations, parts))
        case Near(left, right):
            return combinations(left) * combinations(right)
        case Not(inner) | Title(inner):
            return combinations(inner)
    return 1


def _parts(part: Expression) -> Iterator[Expression]:
    """The expression and all that it is made of."""
    yield part
    match part:
        case All(parts) | Some(parts):
            for inner in parts:
                yield from _parts(inner)
        case Near(left, right):
            yield from _parts(left)
            yield from _parts(right)
        case Not(inner) | Title(inner):
            yield from _parts(inner)
