"""What a report is found by in a full-text index, and what a query asks of that index.

Databases part no words in Korean and Japanese, know no ``US`` from ``us`` and stem in one language at a time. So a
report is kept as lexemes of our own, one list for every database, and none of them is asked to understand text:

    s + language + stem     a word in any of its forms       g + two characters     of languages searched as strings
    w + word                a word as written                k, u + word            in these: a Latin word, in capitals
    c + word                a short word in capitals         l + language, o + two characters of the outlet's name
    p + number              two words in a row, as stems     t + any of these but l and o: in the title

All of it stands in ASCII letters, digits and letters beyond ASCII, which SQLite's ``ascii`` tokenizer leaves whole.

``lookup`` turns a query into what these lexemes must be. Wherever the query holds, so does the lookup; where the lookup
is ``exact``, the reverse is true as well, and no report need be read again to be sure.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

from bot.reading.expression import About, All, Expression, Form, Near, Not, Phrase, Some, Title, Word
from bot.reading.glued import LATIN, SUBSTRING, guard
from bot.reading.pages import comparable, glued_text
from bot.reading.stems import STEMMED, stems_of
from bot.reading.terms import fold, lower
from bot.reading.words import words_of

_RUN = re.compile(r"[^\W_]+")
_LONGEST_CAPITALS = 6  # U.S.S.R. and the like; longer ones are no abbreviations
_LONGEST = 60  # characters of a lexeme: nobody writes such words, and PostgreSQL takes no endless ones
_BUCKETS = 65_521  # a prime
"""Pairs of words share so many numbers: a lexeme for each of them was most of the index, six times as much."""
_DEEPEST = 12  # levels of a lookup; SQLite's parser of such expressions has a small stack
_NO_STEMS = "xx"
_TAGS = ("en", *sorted(STEMMED - {"en"}), _NO_STEMS)
"""The commonest first: where it holds, a database looks at no other."""


# --- What a report has


def lexemes(title: str, text: str, language: str, source: str) -> set[str]:
    """The lexemes of a report. Deterministic, so that a report's can be made again to take it out of an index."""
    of_part = _strings if language in SUBSTRING else _words
    in_title = set(of_part(title, language))
    found = in_title.union(of_part(text, language), (f"o{gram}" for gram in _grams(lower(fold(source)))))
    found.update(f"t{lexeme}" for lexeme in in_title)
    found.add(f"l{language if language.isalnum() else ''}")
    return {lexeme[:_LONGEST] for lexeme in found}


def _words(text: str, language: str) -> Iterator[str]:
    """Of a language that sets its words apart."""
    cased = words_of(text)
    tag, stems = _tag(language), stems_of(language).of(cased)
    marks = {stem: _mark(tag, stem) for stem in set(stems)}
    yield from (f"s{tag}{stem}" for stem in marks)
    yield from (f"w{word}" for word in set(comparable(" ".join(cased)).split(" ")) if word)
    yield from (f"c{lower(word)}" for word in set(cased) if _is_capitals(word))
    yield from (_pair(*two) for two in set(pairwise(map(marks.__getitem__, stems))))


def _strings(text: str, language: str) -> Iterator[str]:
    """Of a language whose words are found as strings."""
    folded = fold(text)
    small = lower(folded)
    yield from (f"g{gram}" for gram in _grams(small))
    yield from (f"k{run}" for run in set(LATIN.findall(small)))
    yield from (f"u{lower(run)}" for run in set(LATIN.findall(folded)) if _is_capitals(run))


def _grams(small: str) -> set[str]:
    """Every two characters in a row, and the last of each run, so that single ones are found by how grams begin."""
    runs = _RUN.findall(small)
    return {run[at : at + 2] for run in runs for at in range(len(run))}


def _mark(tag: str, stem: str) -> int:
    return crc32(f"{tag} {stem}".encode("utf-8", "surrogatepass"))


def _pair(first: int, second: int) -> str:
    """Of the marks of two stems."""
    return f"p{(31 * first + second) % _BUCKETS:04x}"


def _tag(language: str) -> str:
    return language if language in STEMMED else _NO_STEMS


def _is_capitals(word: str) -> bool:
    return 1 < len(word) <= _LONGEST_CAPITALS and word.isupper()


# --- What a query asks


@dataclass(frozen=True, slots=True)
class Lexeme:
    text: str
    starts: bool = False
    """Any lexeme that starts so will do."""


@dataclass(frozen=True, slots=True)
class Every:
    """All of the parts, of which there is one at least, and none of ``without``."""

    parts: tuple["Asked", ...]
    without: tuple["Asked", ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """One of the parts at least."""

    parts: tuple["Asked", ...]


Asked = Lexeme | Every | Either

ANY_REPORT = Lexeme("l", starts=True)
"""Every report is in a language."""


@dataclass(frozen=True, slots=True)
class Lookup:
    asked: Asked
    exact: bool
    """Whoever answers it answers the query; otherwise the query is still to be held against each report."""


def lookup(query: Expression) -> Lookup:
    """What the query asks of an index."""
    return _of(query, 0, in_title=False)


def _of(part: Expression, depth: int, *, in_title: bool) -> Lookup:
    if depth > _DEEPEST:
        return Lookup(ANY_REPORT, exact=False)
    match part:
        case Word() | Phrase():
            return _of_leaf(part, in_title)
        case About(field, value):
            return _of_field(field, value)
        case Title(inner):
            return _of(inner, depth, in_title=True)
        case All(parts):
            return _of_all(parts, depth, in_title)
        case Some(parts):
            found = [_of(inner, depth + 1, in_title=in_title) for inner in parts]
            return Lookup(_either([one.asked for one in found]), all(one.exact for one in found))
        case Near(left, right):
            both = [_of(inner, depth + 1, in_title=in_title) for inner in (left, right)]
            return Lookup(_every([one.asked for one in both]), exact=False)
    return Lookup(ANY_REPORT, exact=False)  # NOT alone, which says nothing about what must be there


def _of_all(parts: tuple[Expression, ...], depth: int, in_title: bool) -> Lookup:
    wanted = [_of(one, depth + 1, in_title=in_title) for one in parts if not isinstance(one, Not)]
    refused = [_of(one.part, depth + 1, in_title=in_title) for one in parts if isinstance(one, Not)]
    # Whom an inexact lookup finds may not be what NOT takes away.
    without = tuple(one.asked for one in refused if one.exact)
    found = _every([one.asked for one in wanted], without)
    return Lookup(found, all(one.exact for one in (*wanted, *refused)))


def _of_field(field: str, value: str) -> Lookup:
    if field == "lang":
        return Lookup(Lexeme(f"l{value}"), exact=True)
    return Lookup(_every([_string("o", run) for run in _RUN.findall(value)]), exact=False)


def _of_leaf(leaf: Word | Phrase, in_title: bool) -> Lookup:
    """In languages with words, or in those with strings."""
    if isinstance(leaf, Word):
        ways = [_spaced(leaf), _glued(leaf)]
    else:
        ways = [(_spaced_phrase(leaf.words), False), (_glued_phrase(leaf.words), False)]
    asked = _either([one for one, _ in ways])
    return Lookup(_of_title(asked) if in_title else asked, all(exact for _, exact in ways))


# --- In languages that set their words apart


def _spaced(word: Word) -> tuple[Asked, bool]:
    if len(word.text) > _LONGEST // 2:
        return Lexeme(f"w{word.text[: _LONGEST // 4]}", starts=True), False
    match word.form:
        case Form.PREFIX:
            return Lexeme(f"w{word.text}", starts=True), True
        case Form.CAPITALS:
            short = _is_capitals(word.text)
            return Lexeme(f"{'c' if short else 'w'}{lower(word.text)}"), short
        case Form.EXACT:
            return Lexeme(f"w{lower(word.text)}"), True
    return _either([Lexeme(f"s{tag}{stems_of(tag)(word.text)}") for tag in _TAGS]), True


def _spaced_phrase(words: tuple[Word, ...]) -> Asked:
    """The words, and their pairs: who has both of a pair somewhere seldom is who has them in a row."""
    spelt = [_spaced(word)[0] for word in words if word.form != Form.ANY]
    return _every([*spelt, _either([_pairs(tag, words) for tag in _TAGS])])


def _pairs(tag: str, words: tuple[Word, ...]) -> Asked:
    stems = [None if word.form == Form.PREFIX else stems_of(tag)(word.text) for word in words]
    two = ((first, second) for first, second in pairwise(stems) if first is not None and second is not None)
    pairs = [Lexeme(_pair(_mark(tag, first), _mark(tag, second))) for first, second in two]
    return _every(pairs or [Lexeme(f"s{tag}{stem}") for stem in stems if stem is not None])


# --- In languages that are searched as strings


def _glued(word: Word) -> tuple[Asked, bool]:
    text, most = glued_text(word), _LONGEST // 2
    if word.form == Form.CAPITALS:
        if _is_capitals(word.text) and LATIN.fullmatch(word.text):
            return Lexeme(f"u{lower(word.text)}"), True
        return _string("g", text), False
    if LATIN.fullmatch(text):
        return Lexeme(f"k{text[:most]}", starts=len(text) > most), len(text) <= most
    return _string("g", text), len(text) == 2 and guard(text) is None


def _glued_phrase(words: tuple[Word, ...]) -> Asked:
    return _every([_string("g", glued_text(word)) for word in words])


# --- Putting together


def _string(kind: str, text: str) -> Asked:
    """A string within a run of letters, by its grams."""
    if len(text) < 2:
        return Lexeme(f"{kind}{text}", starts=True)
    return _every([Lexeme(f"{kind}{text[at : at + 2]}") for at in range(len(text) - 1)])


def _every(parts: Iterable[Asked], without: tuple[Asked, ...] = ()) -> Asked:
    """All of them, in the plainest form."""
    kept = tuple(dict.fromkeys(part for part in parts if part != ANY_REPORT)) or (ANY_REPORT,)
    return kept[0] if len(kept) == 1 and not without else Every(kept, without)


def _either(parts: Iterable[Asked]) -> Asked:
    """One of them, in the plainest form; where one is any report, any report."""
    kept = tuple(dict.fromkeys(parts))
    if ANY_REPORT in kept:
        return ANY_REPORT
    return kept[0] if len(kept) == 1 else Either(kept)


def _of_title(part: Asked) -> Asked:
    match part:
        case _ if part == ANY_REPORT:
            return part
        case Lexeme(text, starts):
            return Lexeme(f"t{text}", starts)
        case Every(parts, without):
            return Every(tuple(map(_of_title, parts)), tuple(map(_of_title, without)))
        case Either(parts):
            return Either(tuple(map(_of_title, parts)))


def answers(part: Asked, there: set[str]) -> bool:
    """Whether a report with these lexemes answers; what databases find out by their indexes."""
    match part:
        case Lexeme(text, starts):
            return any(one.startswith(text) for one in there) if starts else text in there
        case Every(parts, without):
            return all(answers(one, there) for one in parts) and not any(answers(one, there) for one in without)
        case Either(parts):
            return any(answers(one, there) for one in parts)
