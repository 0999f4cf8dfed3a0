"""Where a number may begin: at digits, number words, and words that are shares or multiples by themselves.

A pattern tells it exactly, but of languages with an alphabet it takes its time at each letter of a text. There the few
places where one of its words stands at all, be it within another word, are found first (Aho-Corasick).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import product

from ahocorasick_rs import AhoCorasick

from bot.reading.languages import Locale
from bot.reading.numbers.patterns import NEVER, either, first_letters, with_hyphens

_AT_ONCE = 4096  # characters whose places are found at a time: a million digits should not fill the memory
_DIGITS = "0123456789"
_TEN = 10


def has_unsaid_one(locale: Locale) -> bool:
    """Whether a unit needs no number before it: 천억, hundertfünfzig."""
    return locale.glued or locale.compound


def word_edge(locale: Locale) -> str:
    """The pattern of what must follow a number word."""
    units = either((*locale.small, *locale.large))
    edge = "" if locale.glued else r"(?![^\W_])"
    return f"(?:{edge}|(?={units}))" if locale.compound and units else edge


class Starts:
    """What an amount of one language may begin with."""

    def __init__(self, locale: Locale, lone: Iterable[str]) -> None:
        """``lone`` are the words that need no number."""
        plain = (*locale.words, *locale.unsaid, *(locale.small if has_unsaid_one(locale) else ()))
        self._pattern = _pattern(locale, plain, tuple(lone))
        before_unit = product((*locale.portions, *locale.articles), locale.large)
        phrases = (*plain, *lone, *(f"{word} {unit}" for word, unit in before_unit))
        spelt = {spelling for phrase in phrases for spelling in _spellings(phrase)}
        self._longest = max(map(len, spelt), default=1)
        self._words = None if locale.glued else AhoCorasick([*_DIGITS, *sorted(spelt)])

    def match(self, text: str, place: int) -> re.Match[str] | None:
        """What an amount may begin with at a place; its group ``lone`` is one of the words that need no number."""
        return self._pattern.match(text, place)

    def search(self, text: str) -> Callable[[int], re.Match[str] | None]:
        """The next match of a text from a place on; a place must not be before the one asked for last."""
        if self._words is None:
            return partial(self._pattern.search, text)
        places, match_at = self._places(text, self._words), self._pattern.match

        def following(place: int) -> re.Match[str] | None:
            for start in places:
                if start >= place and (match := match_at(text, start)) is not None:
                    return match
            return None

        return following

    def _places(self, text: str, words: AhoCorasick) -> Iterator[int]:
        """The places where something may be found, in order; at all others nothing is."""
        for base in range(0, len(text), _AT_ONCE):
            part = text[base : base + _AT_ONCE + self._longest]
            found = {start for _, start, _ in words.find_matches_as_indexes(part, overlapping=True)}
            yield from (base + start for start in sorted(found) if start < _AT_ONCE)


def ones_of(locale: Locale) -> str:
    """A class of the digits that are written as single characters: 二, 이, 두."""
    ones = (*locale.syllables, *(word for word, value in locale.words.items() if len(word) == 1 and value < _TEN))
    return f"[{''.join(ones)}]"


def _glued(locale: Locale, plain: Iterable[str]) -> str:
    """Number words that nothing sets apart: not from their middle (오십억 is not 십억, 二・三倍 not 三倍)."""
    ones, small = ones_of(locale), either(locale.small)
    alone = rf"(?<![{locale.letters_before}])" if locale.letters_before else ""
    single = {word for word in plain if len(word) == 1 and word not in locale.small} - locale.unsaid
    units, counted = either((*locale.small, *locale.large)), either({*locale.currencies, *locale.people} - locale.weak)
    parts = [
        f"{alone}(?:{either(locale.unsaid)})(?= ?(?:{counted})|{ones}(?:{small}))" if locale.unsaid else "",
        f"{alone}(?:{either(locale.syllables)})(?={units})" if locale.syllables else "",
        f"{alone}(?:{either(single)})(?!{ones}{{1,9}}(?:{small}))",
        f"(?:{either({*plain} - single - locale.unsaid)})",
    ]
    unlike = f"(?!{either(locale.unlike)})" if locale.unlike else ""
    return f"(?<!{ones})(?<!{ones}・){unlike}(?:{'|'.join(filter(None, parts))})"


def _spellings(words: str) -> Iterator[str]:
    """Words with blanks or hyphens between them: half a, half-a."""
    first, *rest = words.split(" ")
    for gaps in product(" -", repeat=len(rest)):
        yield first + "".join(gap + word for gap, word in zip(gaps, rest, strict=True))


def _pattern(locale: Locale, plain: tuple[str, ...], lone: tuple[str, ...]) -> re.Pattern[str]:
    before, after = ("", "") if locale.glued else (r"(?<![^\W_])", r"(?![^\W_])")
    before += f"(?<![{locale.vague}])(?<![{locale.vague}] )" if locale.vague else ""
    unit_ahead = rf"(?=[ -](?:{either(locale.large)}){after})"
    parts = [
        f"(?:{with_hyphens(either(locale.portions))}){unit_ahead}" if locale.portions else "",
        f"(?P<lone>{with_hyphens(either(lone)) or NEVER.pattern}){after}",
        _glued(locale, plain) if locale.glued else f"(?:{either(plain)}){word_edge(locale)}" if plain else "",
        f"(?:{either(locale.articles)}){unit_ahead}" if locale.articles else "",
    ]
    first = first_letters((*_DIGITS, *plain, *lone, *locale.syllables, *locale.portions, *locale.articles))
    return re.compile(f"(?={first})(?:{before}(?:{'|'.join(filter(None, parts))})|[0-9])")
