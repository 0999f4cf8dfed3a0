"""What is typed after /watch: a name with a colon, where there is one, and a query."""

import re

from msgspec import Struct

from bot.chat.typed.bad_argument import BadArgument
from bot.reading.query.expression import OPERATORS, About, All, Expression, Near, Not, Phrase, Some, Title, Word
from bot.reading.query.limits import refuse_costly
from bot.reading.query.query import Query, QueryError, parse_query
from bot.reading.query.syntax import FIELDS

LONGEST_NAME = 40
EXAMPLE = '/watch submarines: "nuclear submarine" OR 핵잠수함'

_NAMED = re.compile(r"""\s*([^:："“”„«»「」『』＂()（）]+?)\s*(?:：|:(?=[\s"“„«「『＂(（]|$))""")
"""A colon right before a word is a field's."""
_LOOKED_AT = 300
"""Characters in which a name is looked for: a row of thousands of blanks is not to be walked for each of them."""
_IN_A_NAME = 3
"""Terms of a query that its name is made of."""


class WatchWords(Struct, frozen=True):
    """What was typed."""

    name: str
    """"" where none was."""
    query: Query


def watch_words(typed: str) -> WatchWords:
    """A name and a query. Raises BadArgument for the name, and QueryError with the place in what was typed."""
    name, begins = _name(typed)
    body = typed[begins:].strip()
    offset = typed.index(body, begins)
    try:
        query = parse_query(body)
        refuse_costly(query)
    except QueryError as problem:
        raise QueryError(typed, problem.position + offset, problem.sentence) from None
    return WatchWords(name, query)


def _name(typed: str) -> tuple[str, int]:
    """The name, and where the query begins. Raises BadArgument."""
    found = _NAMED.match(typed, 0, _LOOKED_AT)
    name = " ".join(found[1].split()) if found else ""
    words = name.split()
    # In "korea title: troops" and "a OR b: c" no name ends at the colon; the query's own errors tell what is wrong.
    is_query = not words or words[-1].lower() in FIELDS or not OPERATORS.isdisjoint(words) or words[0].startswith("-")
    if found is None or is_query or not any(letter.isalpha() for letter in name):
        return "", 0
    if len(name) > LONGEST_NAME:
        sentence = "A name has {most} characters at most; this one has {number}."
        raise BadArgument(sentence, EXAMPLE, most=str(LONGEST_NAME), number=str(len(name)))
    return name, found.end()


def name_of(query: Query) -> str:
    """A name for a query that was given none: the first words that it looks for."""
    terms = _terms(query.root)[:_IN_A_NAME]
    return " ".join(" ".join(terms).split())[:LONGEST_NAME].rstrip()


def _terms(part: Expression) -> list[str]:
    """The words and phrases that a report has where it answers in the first way; outlets and languages last."""
    match part:
        case Word(text):
            return [text]
        case Phrase(words):
            return [" ".join(word.text for word in words)]
        case All(parts):
            wanted = [inner for inner in parts if not isinstance(inner, Not)]
            return [term for inner in sorted(wanted, key=_is_field) for term in _terms(inner)]
        case Some(parts):
            return _terms(parts[0])
        case Near(left, right):
            return [*_terms(left), *_terms(right)]
        case Title(inner):
            return _terms(inner)
        case About(_, value):
            return [value]
    return []


def languages_in(part: Expression) -> list[str]:
    """The languages that a query names."""
    match part:
        case About("lang", value):
            return [value]
        case All(parts) | Some(parts):
            return [code for inner in parts for code in languages_in(inner)]
        case Not(inner) | Title(inner):
            return languages_in(inner)
        case Near(left, right):
            return [*languages_in(left), *languages_in(right)]
    return []


def _is_field(part: Expression) -> bool:
    return isinstance(part, About)
