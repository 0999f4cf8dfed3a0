"""What an expression needs: sets of words, phrases and concepts, one of which is there whole wherever it holds."""

from collections.abc import Callable, Collection, Iterable
from functools import reduce
from itertools import product
from math import prod

from bot.reading.query.expression import About, All, Expression, Leaf, Name, Near, Not, Phrase, Some, Title, Word

_MOST_WAYS = 200
_MOST_PAIRS = 50

Way = frozenset[Leaf | About | Near | Title]
Ways = frozenset[Way]
"""Sets of leaves, one of which is found whole wherever an expression holds."""
_ANYWAY: Ways = frozenset({frozenset()})

Whole = Callable[[Expression], bool]
"""Whether a part of an expression is looked for as one thing, as words and phrases are."""


def _never(part: Expression) -> bool:
    return False


def ways(part: Expression, whole: Whole = _never) -> Ways:
    """The ways in which an expression can hold; an empty one where there is nothing that it needs."""
    match part:
        case Near() | Title() if whole(part):
            return frozenset({frozenset({part})})
        case Word() | Phrase() | Name() | About():
            return frozenset({frozenset({part})})
        case All(parts):
            return reduce(_both, (ways(inner, whole) for inner in parts), _ANYWAY)
        case Near(left, right):
            return _both(ways(left, whole), ways(right, whole))
        case Some(parts):
            found = _shortest(way for inner in parts for way in ways(inner, whole))
            return found if len(found) <= _MOST_WAYS else _ANYWAY
        case Title(inner):
            return ways(inner, whole)
        case Not():
            return _ANYWAY


def are_ways_enough(part: All | Some, whole: Whole) -> bool:
    """Whether the ways are all that an expression asks for, so that one of them that is there whole is enough."""
    several = [ways(inner, whole) for inner in part.parts]
    if _ANYWAY in several:
        return False
    return (prod if isinstance(part, All) else sum)(map(len, several)) <= _MOST_WAYS


def spread(part: Expression, *, in_title: bool = False) -> Expression:
    """What holds of the same reports, with OR outside of NEAR and with title: at single terms."""
    match part:
        case All(parts):
            return All(tuple(spread(inner, in_title=in_title) for inner in parts))
        case Some(parts):
            return Some(tuple(spread(inner, in_title=in_title) for inner in parts))
        case Not(inner):
            return Not(spread(inner, in_title=in_title))
        case Title(inner):
            return spread(inner, in_title=True)
        case About():
            return part
        case Near(left, right, distance, ordered):
            pairs = [Near(*pair, distance, ordered) for pair in product(_either(left), _either(right))]
            if 1 < len(pairs) <= _MOST_PAIRS:
                return Some(tuple(Title(pair) if in_title else pair for pair in pairs))
    return Title(part) if in_title else part


def _either(part: Expression) -> list[Expression]:
    return [one for inner in part.parts for one in _either(inner)] if isinstance(part, Some) else [part]


def _both(known: Ways, more: Ways) -> Ways:
    if len(known) * len(more) > _MOST_WAYS:
        return known  # too many to tell apart: the part goes unasked, and nobody puts them together first
    return _shortest(a | b for a, b in product(known, more))


def _shortest(every: Iterable[Way]) -> Ways:
    """Without those that ask for more than another one does."""
    different = set(every)
    return frozenset(way for way in different if not any(other < way for other in different))


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
