"""A look at a report that costs next to nothing: could it be on the topic at all?

Most of what feeds bring is about something else. One pass over the text (Aho-Corasick) finds the concepts whose words
could be there; where no rule of the topic can hold with these, reading is spared. The words are looked for more loosely
than ``index`` does, without word ends and with the longest piece of a term that has gaps, so nothing is lost.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from ahocorasick_rs import BytesAhoCorasick

from bot.model import Vocabulary
from bot.reading.words.folding import fold, lower, pieces
from bot.reading.words.glued import SUBSTRING


def near_ways(ways: frozenset[frozenset[str]]) -> frozenset[frozenset[str]]:
    """The ways with any one concept left out, of those that have more than one."""
    fewer = {way - {name} for way in ways if len(way) > 1 for name in way}
    return frozenset(fewer | {way for way in ways if len(way) == 1})


_HEAD = 600
"""Characters of a text that are looked at first: most reports on the topic say so there."""


class Glance:
    """The concepts of a vocabulary in every language, ready for one pass."""

    def __init__(self, vocabulary: Vocabulary, ways: frozenset[frozenset[str]]) -> None:
        """``ways`` are sets of concepts, one of which is in every report on the topic."""
        languages = sorted({language for concept in vocabulary.concepts for language in concept.terms})
        asked = sorted({name for way in ways for name in way})
        bits = {pair: 1 << at for at, pair in enumerate(product(languages, asked))}
        marks: dict[str, int] = defaultdict(int)
        for concept in vocabulary.concepts:
            for language, terms in concept.terms.items():
                for term in terms:
                    for piece in _pieces(term, language) if concept.name in asked else ():
                        marks[piece] |= bits[language, concept.name]
        self._needed = [sum(bits[language, name] for name in way) for language in languages for way in ways]
        self._always = frozenset() in ways
        # Most reports have the same few words or none, and trying every way costs more than finding them.
        self._holds = lru_cache(maxsize=4096)(self._could_hold)
        self._marks = list(marks.values())
        self._words = BytesAhoCorasick([mark.encode() for mark in marks]) if marks else None

    def __call__(self, title: str, text: str) -> bool:
        """Whether a report could be on the topic; False only where no rule can hold."""
        if self._always or self._words is None:
            return self._always
        if len(text) > 2 * _HEAD and self._holds(self._found(f"{title} {text[:_HEAD]}", self._words)):
            return True
        return self._holds(self._found(f"{title} {text}", self._words))

    def _found(self, text: str, words: BytesAhoCorasick) -> int:
        """The concepts whose words could be in a text."""
        found = 0
        loose = text.encode().translate(_LOOSE) if text.isascii() else _loose(text).encode("utf-8", "surrogatepass")
        for number, _, _ in words.find_matches_as_indexes(loose, overlapping=True):
            found |= self._marks[number]
        return found

    def _could_hold(self, found: int) -> bool:
        return any(found & needed == needed for needed in self._needed)


def _loose(text: str) -> str:
    """The text as ``folding`` makes it, with spaces for whatever it takes for a gap between words."""
    return lower(fold(text.replace("\n", " "))).replace("-", " ").replace("'", " ")


_LOOSE = bytes(ord(_loose(chr(c))) if c < 0x80 else c for c in range(0x100))
"""The same of each byte of ASCII."""


def _pieces(term: str, language: str) -> Iterator[str]:
    """The strings of which one is wherever the term is: its longest run of words, with one or two gaps between."""
    if language in SUBSTRING:
        yield _loose(term).strip().replace("*", "")
        return
    runs: list[list[str]] = [[]]
    for word, open_ended in pieces(term):
        runs[-1] += [word] if word else []
        if open_ended:
            runs.append([])
    longest = max(runs, key=lambda run: len(" ".join(run)))
    for gaps in product((" ", "  "), repeat=len(longest) - 1):
        yield "".join(word + gap for word, gap in zip(longest, (*gaps, ""), strict=True))
