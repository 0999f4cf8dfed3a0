"""What a query asks of an index of lexemes (see ``lexemes``).

Wherever the query holds, so does the lookup; where the lookup is ``exact``, the reverse is true as well, and no report
need be read again to be sure.
"""

from collections.abc import Iterable
from itertools import pairwise

from msgspec import Struct

from bot.reading.fulltext.lexemes import LONGEST, RUN, has_capitals_lexeme, mark_of, pair_of, tag_of
from bot.reading.query.expression import About, All, Expression, Form, Near, Not, Phrase, Some, Title, Word
from bot.reading.query.prepared import glued_text
from bot.reading.words.folding import lower
from bot.reading.words.glued import LATIN, SUBSTRING, guard
from bot.reading.words.stems import stems_of

_DEEPEST = 12  # levels of a lookup; SQLite's parser of such expressions has a small stack


class Lexeme(Struct, frozen=True):
    text: str
    starts: bool = False
    """Any lexeme that starts so will do."""


class Every(Struct, frozen=True):
    """Asks for all of the parts, of which there is one at least, and none of ``without``."""

    parts: tuple["Condition", ...]
    without: tuple["Condition", ...] = ()


class Either(Struct, frozen=True):
    """Asks for one of the parts at least."""

    parts: tuple["Condition", ...]


Condition = Lexeme | Every | Either

ANY_REPORT = Lexeme("l", starts=True)
"""Every report is in a language."""


class Lookup(Struct, frozen=True):
    asked: Condition
    exact: bool
    """Whoever answers it answers the query; otherwise the query is still to be held against each report."""


class _Index(Struct, frozen=True):
    """What an index has to be asked for."""

    tags: tuple[str, ...]
    """Of the languages that set their words apart, in which there are reports."""
    glued: bool
    """There are reports in languages that are searched as strings."""


def lookup(query: Expression, languages: Iterable[str]) -> Lookup:
    """What the query asks of an index that has reports in these languages (ISO 639-1) and in no others."""
    known = frozenset(languages)
    tags = {tag_of(language) for language in known - SUBSTRING} or {"en"}
    # The commonest first: where it holds, a database looks at no other.
    index = _Index(tuple(sorted(tags, key=lambda tag: (tag != "en", tag))), not known.isdisjoint(SUBSTRING))
    return _of(query, index, 0, in_title=False)


def _of(part: Expression, index: _Index, depth: int, *, in_title: bool) -> Lookup:
    if depth > _DEEPEST:
        return Lookup(ANY_REPORT, exact=False)
    match part:
        case Word() | Phrase():
            return _of_leaf(part, index, in_title)
        case About(field, value):
            return _of_field(field, value)
        case Title(inner):
            return _of(inner, index, depth, in_title=True)
        case All(parts):
            return _of_all(parts, index, depth, in_title)
        case Some(parts):
            found = [_of(inner, index, depth + 1, in_title=in_title) for inner in parts]
            return Lookup(_either([one.asked for one in found]), all(one.exact for one in found))
        case Near(left, right):
            both = [_of(inner, index, depth + 1, in_title=in_title) for inner in (left, right)]
            return Lookup(_every([one.asked for one in both]), exact=False)
    return Lookup(ANY_REPORT, exact=False)  # NOT alone, which says nothing about what must be there


def _of_all(parts: tuple[Expression, ...], index: _Index, depth: int, in_title: bool) -> Lookup:
    wanted = [_of(one, index, depth + 1, in_title=in_title) for one in parts if not isinstance(one, Not)]
    refused = [_of(one.part, index, depth + 1, in_title=in_title) for one in parts if isinstance(one, Not)]
    # Whom an inexact lookup finds may not be what NOT takes away.
    without = tuple(one.asked for one in refused if one.exact)
    found = _every([one.asked for one in wanted], without)
    return Lookup(found, all(one.exact for one in (*wanted, *refused)))


def _of_field(field: str, value: str) -> Lookup:
    if field == "lang":
        return Lookup(Lexeme(f"l{value}"), exact=True)
    return Lookup(_every([_string("o", run) for run in RUN.findall(value)]), exact=False)


def _of_leaf(leaf: Word | Phrase, index: _Index, in_title: bool) -> Lookup:
    """In languages with words, or in those with strings."""
    if isinstance(leaf, Word):
        ways = [_spaced(leaf, index)] + [_glued(leaf)] * index.glued
    else:
        ways = [(_spaced_phrase(leaf.words, index), False)] + [(_glued_phrase(leaf.words), False)] * index.glued
    asked = _either([one for one, _ in ways])
    return Lookup(_of_title(asked) if in_title else asked, all(exact for _, exact in ways))


# --- In languages that set their words apart


def _spaced(word: Word, index: _Index) -> tuple[Condition, bool]:
    if len(word.text) > LONGEST // 2:
        return Lexeme(f"w{word.text[: LONGEST // 4]}", starts=True), False
    match word.form:
        case Form.PREFIX:
            return Lexeme(f"w{word.text}", starts=True), True
        case Form.CAPITALS:
            short = has_capitals_lexeme(word.text)
            return Lexeme(f"{'c' if short else 'w'}{lower(word.text)}"), short
        case Form.EXACT:
            return Lexeme(f"w{lower(word.text)}"), True
    return _either([Lexeme(f"s{tag}{stems_of(tag)(word.text)}") for tag in index.tags]), True


def _spaced_phrase(words: tuple[Word, ...], index: _Index) -> Condition:
    """The words, and their pairs: who has both of a pair somewhere seldom is who has them in a row."""
    spelt = [_spaced(word, index)[0] for word in words if word.form != Form.ANY]
    return _every([*spelt, _either([_pairs(tag, words) for tag in index.tags])])


def _pairs(tag: str, words: tuple[Word, ...]) -> Condition:
    stems = [None if word.form == Form.PREFIX else stems_of(tag)(word.text) for word in words]
    two = ((first, second) for first, second in pairwise(stems) if first is not None and second is not None)
    pairs = [Lexeme(pair_of(mark_of(tag, first), mark_of(tag, second))) for first, second in two]
    return _every(pairs or [Lexeme(f"s{tag}{stem}") for stem in stems if stem is not None])


# --- In languages that are searched as strings


def _glued(word: Word) -> tuple[Condition, bool]:
    text, most = glued_text(word), LONGEST // 2
    if word.form == Form.CAPITALS:
        if has_capitals_lexeme(word.text) and LATIN.fullmatch(word.text):
            return Lexeme(f"u{lower(word.text)}"), True
        return _string("g", text), False
    if LATIN.fullmatch(text):
        return Lexeme(f"k{text[:most]}", starts=len(text) > most), len(text) <= most
    return _string("g", text), len(text) == 2 and guard(text) is None


def _glued_phrase(words: tuple[Word, ...]) -> Condition:
    return _every([_string("g", glued_text(word)) for word in words])


# --- Putting together


def _string(kind: str, text: str) -> Condition:
    """A string within a run of letters, by its grams."""
    if len(text) < 2:
        return Lexeme(f"{kind}{text}", starts=True)
    return _every([Lexeme(f"{kind}{text[at : at + 2]}") for at in range(len(text) - 1)])


def _every(parts: Iterable[Condition], without: tuple[Condition, ...] = ()) -> Condition:
    """All of them, in the plainest form."""
    flat = (one for part in parts for one in (part.parts if isinstance(part, Every) and not part.without else (part,)))
    kept = tuple(dict.fromkeys(part for part in flat if part != ANY_REPORT)) or (ANY_REPORT,)
    return kept[0] if len(kept) == 1 and not without else Every(kept, without)


def _either(parts: Iterable[Condition]) -> Condition:
    """One of them, in the plainest form; where one is any report, any report."""
    kept = tuple(dict.fromkeys(one for part in parts for one in (part.parts if isinstance(part, Either) else (part,))))
    if ANY_REPORT in kept:
        return ANY_REPORT
    return kept[0] if len(kept) == 1 else Either(kept)


def _of_title(part: Condition) -> Condition:
    match part:
        case _ if part == ANY_REPORT:
            return part
        case Lexeme(text, starts):
            return Lexeme(f"t{text}", starts)
        case Every(parts, without):
            return Every(tuple(map(_of_title, parts)), tuple(map(_of_title, without)))
        case Either(parts):
            return Either(tuple(map(_of_title, parts)))


def is_answered_by(part: Condition, there: set[str]) -> bool:
    """Whether a report with these lexemes answers; what databases find out by their indexes."""
    match part:
        case Lexeme(text, starts):
            return any(one.startswith(text) for one in there) if starts else text in there
        case Every(parts, without):
            return all(is_answered_by(one, there) for one in parts) and not any(
                is_answered_by(one, there) for one in without
            )
        case Either(parts):
            return any(is_answered_by(one, there) for one in parts)
