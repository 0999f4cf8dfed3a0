"""Rules: Boolean expressions over the names of concepts, such as ``agreement AND (force OR ally) AND NOT health``.

    expression = term { OR term }        term = factor { AND factor }        factor = [NOT] (name | "(" expression ")")

AND binds tighter than OR, NOT tighter than both; the three are written in capitals.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import product

_TOKEN = re.compile(r"\s*(?:(?P<bracket>[()])|(?P<word>[A-Za-z_][A-Za-z0-9_-]*)|(?P<other>\S))")
_OPERATORS = frozenset({"AND", "OR", "NOT"})
_DEEPEST = 50  # brackets within brackets
_MOST_WAYS = 200

Ways = frozenset[frozenset[str]]
"""Sets of concepts, one of which must be there for an expression to hold."""


class QuerySyntaxError(ValueError):
    """An expression that cannot be read; the message tells the place (counted from 1) and what was expected."""


@dataclass(frozen=True, slots=True)
class Name:
    name: str

    def holds(self, found: Collection[str]) -> bool:
        return self.name in found

    def ways(self) -> Ways:
        return frozenset({frozenset({self.name})})


@dataclass(frozen=True, slots=True)
class Not:
    part: "Expression"

    def holds(self, found: Collection[str]) -> bool:
        return not self.part.holds(found)

    def ways(self) -> Ways:
        return frozenset({frozenset()})


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple["Expression", ...]

    def holds(self, found: Collection[str]) -> bool:
        return all(part.holds(found) for part in self.parts)

    def ways(self) -> Ways:
        known: Ways = frozenset({frozenset()})
        for part in self.parts:
            both = _shortest(a | b for a, b in product(known, part.ways()))
            known = both if len(both) <= _MOST_WAYS else known  # too many to tell apart: the part goes unasked
        return known


@dataclass(frozen=True, slots=True)
class Some:
    parts: tuple["Expression", ...]

    def holds(self, found: Collection[str]) -> bool:
        return any(part.holds(found) for part in self.parts)

    def ways(self) -> Ways:
        ways = _shortest(way for part in self.parts for way in part.ways())
        return ways if len(ways) <= _MOST_WAYS else frozenset({frozenset()})


def _shortest(ways: Iterable[frozenset[str]]) -> Ways:
    """Without those that ask for more than another one does."""
    every = set(ways)
    return frozenset(way for way in every if not any(other < way for other in every))


Expression = Name | Not | All | Some


def parse(text: str, names: Collection[str]) -> Expression:
    """The expression in a text over these concept names. Raises QuerySyntaxError."""
    parser = _Parser(text, names)
    expression = parser.either(0)
    if parser.word is not None:
        raise parser.error("AND, OR or the end")
    return expression


class _Parser:
    """Recursive descent; ``word`` is the token that is looked at, None at the end."""

    def __init__(self, text: str, names: Collection[str]) -> None:
        self._text = text
        self._names = names
        self._next = 0
        self.word: str | None = None
        self._step()

    def _step(self) -> None:
        match = _TOKEN.match(self._text, self._next)
        self.word = match[match.lastgroup] if match and match.lastgroup else None
        self._place = match.start(match.lastgroup) if match and match.lastgroup else len(self._text)
        self._next = match.end() if match else len(self._text)

    def error(self, expected: str) -> QuerySyntaxError:
        found = repr(self.word) if self.word is not None else "the end"
        return QuerySyntaxError(f"at {self._place + 1} of {self._text!r}: found {found} instead of {expected}")

    def either(self, depth: int) -> Expression:
        parts = [self._both(depth)]
        while self.word == "OR":
            self._step()
            parts.append(self._both(depth))
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def _both(self, depth: int) -> Expression:
        parts = [self._factor(depth)]
        while self.word == "AND":
            self._step()
            parts.append(self._factor(depth))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _factor(self, depth: int) -> Expression:
        if depth > _DEEPEST:
            raise self.error(f"no more than {_DEEPEST} brackets and NOTs within each other")
        if self.word == "NOT":
            self._step()
            return Not(self._factor(depth + 1))
        if self.word == "(":
            self._step()
            inner = self.either(depth + 1)
            if self.word != ")":
                raise self.error("a closing bracket")
            self._step()
            return inner
        return self._name()

    def _name(self) -> Expression:
        word = self.word
        if word is None or word in _OPERATORS or not word[0].isalpha():
            raise self.error("a concept, NOT or an opening bracket")
        if word not in self._names:
            raise self.error(f"a concept (there are: {', '.join(sorted(self._names)) or 'none'})")
        self._step()
        return Name(word)
