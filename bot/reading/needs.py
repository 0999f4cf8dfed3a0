"""What an expression needs: its leaves, and the sets of them of which one is there wherever it holds."""

from collections.abc import Collection, Iterable, Iterator
from functools import reduce
from itertools import product

from bot.reading.expression import About, All, Expression, Leaf, Name, Near, Not, Phrase, Some, Title, Word

_MOST_WAYS = 200

Way = frozenset[Leaf | About]
Ways = frozenset[Way]
"""Sets of leaves, one of which is found whole wherever an expression holds."""
_ANYWAY: Ways = frozenset({frozenset()})


def ways(part: Expression) -> Ways:
    """The ways in which an expression can hold; an empty one where there is nothing that it needs."""
    match part:
        case Word() | Phrase() | Name() | About():
            return frozenset({frozenset({part})})
        case All(parts):
            return reduce(_both, map(ways, parts), _ANYWAY)
        case Near(left, right):
            return _both(ways(left), ways(right))
        case Some(parts):
            found = _shortest(way for inner in parts for way in ways(inner))
            return found if len(found) <= _MOST_WAYS else _ANYWAY
        case Title(inner):
            return ways(inner)
        case Not():
            return _ANYWAY


def _both(known: Ways, more: Ways) -> Ways:
    both = _shortest(a | b for a, b in product(known, more))
    return both if len(both) <= _MOST_WAYS else known  # too many to tell apart: the part goes unasked


def _shortest(every: Iterable[Way]) -> Ways:
    """Without those that ask for more than another one does."""
    different = set(every)
    return frozenset(way for way in different if not any(other < way for other in different))


def leaves(part: Expression) -> Iterator[Leaf | About]:
    """Every word, phrase, concept and field of an expression, in order."""
    match part:
        case Word() | Phrase() | Name() | About():
            yield part
        case All(parts) | Some(parts):
            for inner in parts:
                yield from leaves(inner)
        case Near(left, right):
            yield from leaves(left)
            yield from leaves(right)
        case Not(inner) | Title(inner):
            yield from leaves(inner)


def could_hold(part: Expression, found: Collection[str]) -> bool:
    """Whether a rule would hold with these concepts in a report, the near ones near each other."""
    match part:
        case Name(name):
            return name in found
        case All(parts):
            return all(could_hold(inner, found) for inner in parts)
        case Some(parts):
            return any(could_hold(inner, found) for inner in parts)
        case Near(left, right):
            return could_hold(left, found) and could_hold(right, found)
        case Not(inner):
            return not could_hold(inner, found)
        case Title(inner):
            return could_hold(inner, found)
    return False
