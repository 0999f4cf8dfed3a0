"""What a report is found by in a full-text index; ``lookups`` tells what a query asks of it.

Databases part no words in Korean and Japanese, know no ``US`` from ``us`` and stem in one language at a time. So a
report is kept as lexemes of our own, one list for every database, and none of them is asked to understand text:

    s + language + stem     a word in any of its forms       g + two characters     of languages searched as strings
    w + word                a word as written                k, u + word            in these: a Latin word, in capitals
    c + word                a short word in capitals         l + language, o + two characters of the outlet's name
    p + number              two words in a row, as stems     t + any of these but l and o: in the title

All of it stands in ASCII letters, digits and letters beyond ASCII, which SQLite's ``ascii`` tokenizer leaves whole.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from zlib import crc32

from bot.reading.query.prepared import comparable
from bot.reading.words.folding import fold, lower
from bot.reading.words.glued import LATIN, SUBSTRING
from bot.reading.words.split import words_of
from bot.reading.words.stems import STEMMED, stems_of

RUN = re.compile(r"[^\W_]+")
"""Letters and digits in a row."""
_LONGEST_CAPITALS = 6  # U.S.S.R. and the like; longer ones are no abbreviations
LONGEST = 60
"""Characters of a lexeme: nobody writes such words, and PostgreSQL takes no endless ones."""
_BUCKETS = 65_521  # a prime
"""Pairs of words share so many numbers: a lexeme for each of them was most of the index, six times as much."""
_NO_STEMS = "xx"


def lexemes(title: str, text: str, language: str, source: str) -> set[str]:
    """The lexemes of a report. Deterministic, so that a report's can be made again to take it out of an index."""
    of_part = _strings if language in SUBSTRING else _words
    in_title = set(of_part(title, language))
    found = in_title.union(of_part(text, language), (f"o{gram}" for gram in _grams(lower(fold(source)))))
    found.update(f"t{lexeme}" for lexeme in in_title)
    found.add(f"l{language if language.isalnum() else ''}")
    return {lexeme[:LONGEST] for lexeme in found}


def _words(text: str, language: str) -> Iterator[str]:
    """Of a language that sets its words apart."""
    cased = words_of(text)
    tag, stems = tag_of(language), stems_of(language).of(cased)
    marks = {stem: mark_of(tag, stem) for stem in set(stems)}
    yield from (f"s{tag}{stem}" for stem in marks)
    yield from (f"w{word}" for word in set(comparable(" ".join(cased)).split(" ")) if word)
    yield from (f"c{lower(word)}" for word in set(cased) if has_capitals_lexeme(word))
    yield from (pair_of(*two) for two in set(pairwise(map(marks.__getitem__, stems))))


def _strings(text: str, language: str) -> Iterator[str]:
    """Of a language whose words are found as strings."""
    folded = fold(text)
    small = lower(folded)
    yield from (f"g{gram}" for gram in _grams(small))
    yield from (f"k{run}" for run in set(LATIN.findall(small)))
    yield from (f"u{lower(run)}" for run in set(LATIN.findall(folded)) if has_capitals_lexeme(run))


def _grams(small: str) -> set[str]:
    """Every two characters in a row, and the last of each run, so that single ones are found by how grams begin."""
    runs = RUN.findall(small)
    return {run[at : at + 2] for run in runs for at in range(len(run))}


def mark_of(tag: str, stem: str) -> int:
    """The number of a stem, of which those of pairs are made."""
    return crc32(f"{tag} {stem}".encode("utf-8", "surrogatepass"))


def pair_of(first: int, second: int) -> str:
    """The lexeme of two stems in a row, by their marks."""
    return f"p{(31 * first + second) % _BUCKETS:04x}"


def tag_of(language: str) -> str:
    """The name of a language in the lexemes of stems: those without an algorithm have one tag."""
    return language if language in STEMMED else _NO_STEMS


def has_capitals_lexeme(word: str) -> bool:
    """Whether a word has a lexeme of its capitals."""
    return 1 < len(word) <= _LONGEST_CAPITALS and word.isupper()
