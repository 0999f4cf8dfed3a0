"""Reading a text as a query, or as a rule over concepts.

    expression = both { OR both }                     OR binds loosest
    both       = unary { [AND] unary }                words side by side are all asked for
    unary      = NOT unary | -single | nearby
    nearby     = single { (NEAR/n | ONEAR/n) single }
    single     = word | "phrase" | field:single | ( expression )

Operators are written in capitals, as Google, Lucene and LexisNexis write them; one in small letters is an error rather
than a surprise. Written by hand, as the sentences of its errors are the greater part of it.
"""

import re
from collections.abc import Collection
from typing import NamedTuple

from bot.reading.query.expression import (
    About,
    All,
    Expression,
    Form,
    Name,
    Near,
    Not,
    Phrase,
    QueryError,
    Some,
    Title,
    Word,
)
from bot.reading.words.folding import CAPITALS_UP_TO, WORD, fold, lower

LONGEST = 2000
"""Characters of a query."""

FIELDS = ("title", "source", "lang")
_DEEPEST = 50  # brackets within brackets
_MOST_WORDS = 200
_FARTHEST = 100  # words between two that are near each other
_SHORTEST_PREFIX = 2
_QUOTES = {'"': '"', "“": "”“", "„": "“”„", "«": "»", "»": "«", "「": "」", "『": "』", "＂": "＂"}
_TOKEN = re.compile(
    r"""(?P<open>[(（]) | (?P<close>[)）])
    | (?P<quote>["“„«»「『＂])
    | (?P<operator>(?:AND|OR|NOT|O?NEAR(?:/\w*)?)(?=[\s()（）"“„«「『＂]|$))
    | (?P<minus>-)(?=[^\s\-])
    | (?P<field>[A-Za-z]+):
    | (?P<word>[^\s()（）"“”„«»「」『』＂]+)
    | (?P<stray>\S)""",
    re.VERBOSE,
)
_STRAY_STAR = "a * ends a word; it cannot begin one or stand alone"
_SMALL_OPERATOR = re.compile(r"(?:and|or|not|o?near/\d+)")


class _Token(NamedTuple):
    kind: str
    """``open``, ``close``, ``phrase``, ``operator``, ``minus``, ``field``, ``word`` or ``end``."""
    text: str
    at: int


def parse(text: str) -> Expression:
    """The expression that a query says. Raises QueryError."""
    if len(text) > LONGEST:
        raise QueryError(text, LONGEST, f"a query has at most {LONGEST:,} characters; this one has {len(text):,}")
    parser = _Parser(text, None)
    found = parser.whole()
    if fault := _asks_for_nothing(found):
        raise QueryError(text, max(0, text.find("NOT")) if "NOT" in text else 0, fault)
    return found


def parse_rule(text: str, names: Collection[str]) -> Expression:
    """The expression that a rule says over these concept names. Raises QueryError."""
    return _Parser(text, names).whole()


def _asks_for_nothing(part: Expression) -> str | None:
    """Why an expression would be true of nearly everything, or None."""
    match part:
        case Not():
            return "NOT takes away and has nothing to take from; add what a report must have"
        case All(parts):
            return _asks_for_nothing(parts[0]) if all(_asks_for_nothing(inner) for inner in parts) else None
        case Some(parts):
            return next(filter(None, map(_asks_for_nothing, parts)), None)
        case Title(inner):
            return _asks_for_nothing(inner)
    return None


class _Parser:
    """Recursive descent; ``token`` is the one that is looked at."""

    def __init__(self, text: str, names: Collection[str] | None) -> None:
        self._text = text
        self._names = names
        self._next = 0
        self._words = 0
        self.token = self._read()

    def error(self, sentence: str, at: int | None = None) -> QueryError:
        return QueryError(self._text, self.token.at if at is None else at, sentence)

    def _step(self) -> _Token:
        passed, self.token = self.token, self._read()
        return passed

    def _read(self) -> _Token:
        at = self._next
        while at < len(self._text) and self._text[at].isspace():
            at += 1
        match = _TOKEN.match(self._text, at)
        if match is None:
            return _Token("end", "", len(self._text))
        kind = match.lastgroup or "stray"
        self._next = match.end()
        if kind == "quote":
            return self._phrase(match.group(), at)
        if kind == "stray":
            raise QueryError(self._text, at, f"{match.group()!r} closes a phrase that nothing has opened")
        return _Token(kind, match[kind], at)

    def _phrase(self, opening: str, at: int) -> _Token:
        closers = _QUOTES[opening]
        end = next((n for n in range(at + 1, len(self._text)) if self._text[n] in closers), None)
        if end is None:
            raise QueryError(self._text, at, f"the phrase that {opening} opens is never closed")
        self._next = end + 1
        return _Token("phrase", self._text[at + 1 : end], at)

    def whole(self) -> Expression:
        if self.token.kind == "end":
            raise self.error(f"the query is empty; write {self._wanted()}")
        found = self._either(0)
        if self.token.kind == "close":
            raise self.error("this bracket closes nothing; take it out, or open one before it")
        return found

    def _wanted(self) -> str:
        return "a word or a phrase" if self._names is None else f"a concept ({', '.join(sorted(self._names))})"

    def _is(self, operator: str) -> bool:
        return self.token.kind == "operator" and self.token.text == operator

    def _either(self, depth: int) -> Expression:
        parts = [self._both(depth)]
        while self._is("OR"):
            self._step()
            parts.append(self._both(depth))
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def _both(self, depth: int) -> Expression:
        parts = [self._unary(depth)]
        while not (self.token.kind in {"end", "close"} or self._is("OR")):
            if self._is("AND"):
                self._step()
            elif self._names is not None and not self._is("NOT"):
                raise self.error("AND or OR is missing before this")
            parts.append(self._unary(depth))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _unary(self, depth: int) -> Expression:
        if depth > _DEEPEST:
            raise self.error(f"more than {_DEEPEST} brackets and NOTs within each other")
        if self._is("NOT"):
            self._step()
            return Not(self._unary(depth + 1))
        if self.token.kind == "minus":
            self._step()
            return Not(self._single(depth + 1))
        return self._nearby(depth)

    def _nearby(self, depth: int) -> Expression:
        at = self.token.at
        found = self._single(depth)
        while self.token.kind == "operator" and "NEAR" in self.token.text:
            operator = self.token
            distance = self._distance(operator)
            self._near_operand(found, operator, at)
            self._step()
            at = self.token.at
            right = self._single(depth)
            self._near_operand(right, operator, at)
            found = Near(found, right, distance, ordered=operator.text.startswith("O"))
        return found

    def _distance(self, operator: _Token) -> int:
        name, _, number = operator.text.partition("/")
        if not number.isdecimal():
            raise self.error(f"{name} needs the words that may stand in between: {name}/5")
        if len(number) > len(str(_FARTHEST)) or int(number) > _FARTHEST:
            raise self.error(f"{name} reaches {_FARTHEST} words at most")
        return int(number)

    def _near_operand(self, part: Expression, operator: _Token, at: int) -> None:
        if not _is_term(part):
            raise self.error(f"{operator.text} stands between words, phrases, or a bracket of these joined by OR", at)

    def _single(self, depth: int) -> Expression:
        token = self.token
        if token.kind == "open":
            return self._bracket(depth)
        if token.kind in {"end", "close", "operator", "minus"}:
            raise self.error(self._unexpected())
        self._words += 1
        if self._words > _MOST_WORDS:
            raise self.error(f"a query has at most {_MOST_WORDS} words")
        self._step()
        if token.kind == "field":
            return self._field(token, depth)
        if self._names is not None:
            return self._name(token)
        return self._quoted(token) if token.kind == "phrase" else self._word(token)

    def _unexpected(self) -> str:
        token = self.token
        if token.kind == "end":
            return f"the query ends here; {self._wanted()} is missing"
        if token.kind == "close":
            return f"this bracket closes too early; {self._wanted()} is missing before it"
        if token.text in {"AND", "OR"} or "NEAR" in token.text:
            return f"{token.text} joins two terms, and {self._wanted()} is missing before it"
        return f"{token.text} cannot stand here; {self._wanted()} is missing before it"

    def _bracket(self, depth: int) -> Expression:
        opened = self._step()
        if self.token.kind == "close":
            raise self.error("there is nothing in these brackets", opened.at)
        inner = self._either(depth + 1)
        if self.token.kind != "close":
            raise self.error("this bracket is never closed", opened.at)
        self._step()
        return inner

    def _field(self, token: _Token, depth: int) -> Expression:
        name = token.text.lower()
        if name not in FIELDS or (self._names is not None and name != "title"):
            known = ", ".join(f"{field}:" for field in FIELDS)
            raise self.error(
                f"there is no field {token.text}: (there are {known}); quote a word with a colon", token.at
            )
        if depth > _DEEPEST:
            raise self.error(f"more than {_DEEPEST} fields within each other")
        if name == "title":
            return Title(self._single(depth + 1))
        if self.token.kind not in {"word", "phrase"} or self.token.at != token.at + len(token.text) + 1:
            raise self.error(f"{name}: needs {_example(name)} right behind it", token.at)
        value = self._step()
        if name == "lang" and not re.fullmatch(r"[A-Za-z]{2}", value.text):
            raise self.error("a language is two letters (ISO 639-1), such as lang:ko", value.at)
        if not value.text.strip():
            raise self.error("there is nothing in this phrase", value.at)
        return About(name, lower(fold(value.text)).strip())

    def _name(self, token: _Token) -> Expression:
        if token.kind != "word" or token.text not in (self._names or ()):
            raise self.error(f"{token.text!r} is not {self._wanted()}", token.at)
        return Name(token.text)

    def _quoted(self, token: _Token) -> Expression:
        words = self._pieces(token, Form.EXACT)
        if not words:
            raise self.error("there is no word in this phrase", token.at)
        return words[0] if len(words) == 1 else Phrase(words)

    def _word(self, token: _Token) -> Expression:
        if _SMALL_OPERATOR.fullmatch(token.text):
            raise self.error(
                f'write {token.text.upper()} in capitals if it joins, "{token.text}" if it is looked for', token.at
            )
        if token.text.startswith("~"):
            raise self.error('a distance is written with NEAR: cost NEAR/5 troops, not "cost troops"~5', token.at)
        words = self._pieces(token, Form.ANY)
        if not words:
            raise self.error(f"{token.text!r} has no letter or digit", token.at)
        return words[0] if len(words) == 1 else Phrase(words)

    def _pieces(self, token: _Token, form: str) -> tuple[Word, ...]:
        folded = fold(token.text)
        words, end = [], 0
        for match in WORD.finditer(folded):
            stars, end = folded.count("*", end, match.start()), match.end()
            shown = match.group().replace(".", "")
            starred = folded.startswith("*", end)
            if stars:
                raise self.error(_STRAY_STAR, token.at)
            if starred and len(shown) < _SHORTEST_PREFIX:
                raise self.error(f"a * needs {_SHORTEST_PREFIX} letters before it", token.at)
            end += starred
            words.append(_form_of(shown, Form.PREFIX if starred else form, dotted="." in match.group()))
        if "*" in folded[end:]:
            raise self.error(_STRAY_STAR, token.at)
        return tuple(words)


def _form_of(shown: str, form: str, *, dotted: bool) -> Word:
    if form != Form.PREFIX and (dotted or (len(shown) <= CAPITALS_UP_TO and shown.isupper() and len(shown) > 1)):
        return Word(shown.upper(), Form.CAPITALS)
    return Word(lower(shown), form)


def _example(field: str) -> str:
    return "a name, such as source:kyodo" if field == "source" else "a language, such as lang:ko"


def _is_term(part: Expression) -> bool:
    match part:
        case Word() | Phrase() | Name() | Near():
            return True
        case Some(parts):
            return all(map(_is_term, parts))
    return False
