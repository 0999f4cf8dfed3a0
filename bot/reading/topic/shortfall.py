"""What a report lacks of a rule that does not let it in."""

from collections.abc import Collection, Iterable

from bot.model import Lack, Shortfall
from bot.reading.query.expression import Expression, Name
from bot.reading.query.needs import could_hold, ways

_NEARNESS = (Lack.NOTHING, Lack.WEIGHT, Lack.PLACE, Lack.AGAINST, Lack.WORDS)


def lack_of(
    rule: str, expression: Expression, found: Collection[str], score: float, needed: float, it_holds: bool
) -> Shortfall:
    """Why a rule does not let a report in that has these concepts; ``it_holds``: it does, were the score enough."""
    if it_holds:
        return Shortfall(Lack.NOTHING if score >= needed else Lack.WEIGHT, rule, round(score, 2), needed)
    if could_hold(expression, found):
        return Shortfall(Lack.PLACE, rule, round(score, 2), needed)
    missing = _missing(expression, found)
    against = () if missing else _against(expression, found)
    lack = Lack.WORDS if missing else Lack.AGAINST
    return Shortfall(lack, rule, round(score, 2), needed, missing or against)


def distance(one: Shortfall) -> tuple[int, int, float]:
    """How far it is from letting the report in."""
    return (len(one.concepts) if one.lack is Lack.WORDS else 0, _NEARNESS.index(one.lack), -one.score)


def _missing(expression: Expression, found: Collection[str]) -> tuple[str, ...]:
    """The fewest concepts that the rule needs beside those."""
    needs = [tuple(sorted(_names(way) - set(found))) for way in ways(expression)]
    return min(needs, key=lambda names: (len(names), names), default=())


def _against(expression: Expression, found: Collection[str]) -> tuple[str, ...]:
    """The concepts without which it would hold; each alone where that does, else all that may be."""
    alone = [name for name in sorted(found) if could_hold(expression, set(found) - {name})]
    if alone:
        return tuple(alone)
    met = sorted((names for names in map(_names, ways(expression)) if names <= set(found)), key=len)
    return tuple(sorted(set(found) - met[0])) if met else ()


def _names(way: Iterable[object]) -> set[str]:
    """The concepts among the leaves of a way in which a rule can hold."""
    return {leaf.name for leaf in way if isinstance(leaf, Name)}
