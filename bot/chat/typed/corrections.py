"""What operators type behind /correct, and what of it becomes a ruling."""

import re
from collections.abc import Callable, Mapping
from math import isfinite

from msgspec import Struct

from bot.chat.languages.lists import listed
from bot.chat.languages.names import track_in_list
from bot.chat.typed.arguments import find_track
from bot.chat.typed.bad_argument import BadArgument, shown
from bot.desk.corrections.values import Sum, sum_in_words
from bot.model import Aspect, Event, Figure, Kind, Role, Ruling, Vocabulary
from bot.reading.numbers.grammar import grammar_of
from bot.reading.words.folding import fold

LONGEST, LONGEST_NAME = 300, 80
"""Characters of all that is typed, and of a name."""
MOST = 1e17
"""A sum or a number above is none of any talks."""
EXAMPLE = "/correct 12 2 role offered"

ROLES = tuple(role for role in Role if role.traits.is_label and role.traits.in_ledger)
"""Those that an operator may say."""
EVENTS = tuple(event for event in Event if event is not Event.NONE)

_NOBODY = frozenset({"none", "nobody", "no", "nothing", "no-one", "-"})
_ASPECTS = {
    Aspect.ROLE: {"role"},
    Aspect.VALUE: {"value", "amount", "sum"},
    Aspect.ACTOR: {"actor", "whose", "by"},
    Aspect.SPEAKER: {"speaker", "source", "said"},
    Aspect.PAYER: {"payer", "pays"},
    Aspect.EVENT: {"event"},
    Aspect.STORY: {"story"},
}
EXAMPLES = {
    Aspect.ROLE: "role offered",
    Aspect.VALUE: "value US$4.7bn",
    Aspect.ACTOR: "actor United States",
    Aspect.SPEAKER: "speaker Yonhap",
    Aspect.PAYER: "payer korea",
    Aspect.EVENT: "event signed",
    Aspect.STORY: "story 7",
}
_NUMBER = re.compile(r"#?(\d{1,9})", re.ASCII)
_AROUND = re.compile(r"(?:an?|per) year|in total|troops?|soldiers?|workers?|people|years?|won|times", re.IGNORECASE)
"""What may stand beside an amount and changes nothing."""
KINDS = {
    Kind.MONEY: ("a sum of money", "US$4.7bn"),
    Kind.PERCENT: ("a percentage", "8.3%"),
    Kind.MULTIPLE: ("a multiple", "5 times"),
    Kind.TROOPS: ("a number of soldiers", "28,500"),
    Kind.COUNT: ("a number of workers", "9,200"),
    Kind.YEARS: ("a number of years", "5 years"),
}


class CorrectWords(Struct, frozen=True):
    """What is to be corrected, as far as it was said."""

    report: int
    figure: int | None = None
    """Its number in the report, from 1."""
    aspect: Aspect | None = None
    value: str = ""
    """As it was typed."""


def correct_words(typed: str) -> CorrectWords:
    """``12``, ``12 2``, ``12 2 role offered``, ``12 event signed``. Raises BadArgument."""
    if len(typed) > LONGEST:
        raise BadArgument(
            "That is too long for a correction: it is one line, of one figure or report, not “{typed}”.",
            EXAMPLE,
            typed=shown(typed),
        )
    words = "".join(letter if letter.isprintable() else " " for letter in typed).split()
    report, rest = _number(words[0]) if words else None, words[1:]
    if report is None:
        raise BadArgument(
            "[“{typed}” is no number of a report. ]Say which report first, by its number: /why shows it below an "
            "alert.",
            EXAMPLE,
            typed=shown(words[0] if words else typed),
        )
    if not rest:
        return CorrectWords(report)
    figure = _number(rest[0])
    rest = rest[1:] if figure is not None else rest
    if not rest:
        return CorrectWords(report, figure)
    aspect = next((one for one, names in _ASPECTS.items() if rest[0].casefold() in names), None)
    if aspect is None:
        known = ", ".join(_ASPECTS)
        told = "“{typed}” is nothing that can be corrected; say one of {known}."
        raise BadArgument(told, EXAMPLE, typed=shown(rest[0]), known=known)
    if aspect.is_of_figure and figure is None:
        told = "Say which figure: {command} shows them with their numbers."
        raise BadArgument(told, EXAMPLE, command=f"/correct_{report}")
    example = f"/correct {report} {f'{figure} ' if aspect.is_of_figure else ''}{EXAMPLES[aspect]}"
    if figure is not None and not aspect.is_of_figure:
        told = "The {aspect} is the report's, not a figure's; leave out the {figure}."
        raise BadArgument(told, example, aspect=str(aspect), figure=str(figure))
    if len(rest) == 1:
        raise BadArgument("Say what is right instead.", example)
    return CorrectWords(report, figure, aspect, " ".join(rest[1:]))


def ruling_of(asked: CorrectWords, figure: Figure | None, vocabulary: Vocabulary) -> Ruling:
    """What was typed as it is kept; ``figure`` is the one that it is about. Raises BadArgument."""
    assert asked.aspect is not None  # noqa: S101  # what is to be corrected was said
    if asked.aspect is Aspect.VALUE:
        assert figure is not None  # noqa: S101  # a sum is a figure's
        return Ruling(asked.aspect, sum_in_words(_sum(asked.value, figure, _example(asked))))
    return Ruling(asked.aspect, _READ[asked.aspect](asked.value, vocabulary, _example(asked)))


def _example(asked: CorrectWords) -> str:
    assert asked.aspect is not None  # noqa: S101  # as above
    return " ".join(filter(None, ["/correct", str(asked.report), str(asked.figure or ""), EXAMPLES[asked.aspect]]))


# --- Aspect by aspect ---------------------------------------------------------------------------------------------


def _role(typed: str, vocabulary: Vocabulary, example: str) -> str:
    word = typed.casefold()
    if word in _NOBODY:
        return ""
    for role in ROLES:
        if word in {role.value, role.traits.word, *role.traits.typed}:
            return role.value
    known = ", ".join(ROLES)
    told = "“{typed}” is no role; say one of {known}, or none: no figure of the talks."
    raise BadArgument(told, example, typed=shown(typed), known=known)


def _name(typed: str, vocabulary: Vocabulary, example: str) -> str:
    """A party by any of its names under the one that answers print; others as they were typed."""
    if typed.casefold() in _NOBODY:
        return ""
    if len(typed) > LONGEST_NAME or not any(letter.isalpha() for letter in typed):
        raise BadArgument("A name has letters, and at most {most} characters.", example, most=str(LONGEST_NAME))
    return _party(typed, vocabulary) or typed


def _party(typed: str, vocabulary: Vocabulary) -> str | None:
    wanted = _plain(typed)
    named = ((one, {one.name, *(name for names in one.names.values() for name in names)}) for one in vocabulary.parties)
    return next((one.name for one, names in named if wanted in map(_plain, names)), None)


def _payer(typed: str, vocabulary: Vocabulary, example: str) -> str:
    if typed.casefold() in _NOBODY:
        return ""
    track = find_track(typed, vocabulary.tracks)
    if track is not None and track.payer:
        return track.payer
    name = _party(typed, vocabulary)
    country = next((one.country for one in vocabulary.parties if one.name == name and not one.person), None)
    known = {one.country for one in vocabulary.parties} | {one.payer for one in vocabulary.tracks}
    code = typed.upper() if typed.upper() in known else None
    if country is None and code is None:
        payers = [one for one in vocabulary.tracks if one.payer]
        raise BadArgument(
            "“{typed}” is no country that I know; say {countries}, a code such as US, or none.",
            example,
            typed=shown(typed),
            countries=lambda t: listed([track_in_list(one, t) for one in payers], t),
        )
    return country or code or ""


def _event(typed: str, vocabulary: Vocabulary, example: str) -> str:
    wanted = typed.casefold().replace("_", " ")
    for event in EVENTS:
        if wanted in {event.value.replace("_", " "), event.traits.words, event.traits.state}:
            return event.value
    known = ", ".join(EVENTS)
    raise BadArgument("“{typed}” is no event; say one of {known}.", example, typed=shown(typed), known=known)


def _story(typed: str, vocabulary: Vocabulary, example: str) -> str:
    number = _number(typed)
    if number is None and typed.casefold() != "new":
        told = "“{typed}” is no number of a story; say one, or new for one of its own."
        raise BadArgument(told, example, typed=shown(typed))
    return "new" if number is None else str(number)


_READ: Mapping[Aspect, Callable[[str, Vocabulary, str], str]] = {
    Aspect.ROLE: _role,
    Aspect.ACTOR: _name,
    Aspect.SPEAKER: _name,
    Aspect.PAYER: _payer,
    Aspect.EVENT: _event,
    Aspect.STORY: _story,
}


def _sum(typed: str, figure: Figure, example: str) -> Sum:
    """An amount of the figure's kind; without a currency it is in that of the figure."""
    (what, such), read = KINDS[figure.kind], shown(typed)
    example = f"{example.partition(' value ')[0]} value {such}"
    folded = fold(typed)
    found = grammar_of("en").scan(folded)
    if len(found) != 1:
        told = "“{typed}” is no amount that I can read; the figure is {kind}."
        raise BadArgument(told, example, typed=read, kind=lambda t: t.say(what))
    (amount,) = found
    rest = " ".join(_AROUND.sub(" ", f"{folded[: amount.start]} {folded[amount.end :]}").split())
    if rest:
        told = "“{typed}” beside the amount says nothing to me, nor is it a currency."
        raise BadArgument(told, example, typed=shown(rest))
    if amount.kind not in {None, figure.kind}:
        told = "The figure is {kind}; “{typed}” is something else."
        raise BadArgument(told, example, typed=read, kind=lambda t: t.say(what))
    currency = amount.currency or figure.currency
    if figure.kind is Kind.MONEY and currency is None:
        raise BadArgument("Say the currency, too.", example)
    ends = [amount.value, *([amount.high] if amount.high is not None else [])]
    if not all(isfinite(end) and 0 < end <= MOST for end in ends):
        raise BadArgument("An amount is above 0, and none of any talks is that large.", example)
    return Sum(figure.kind, amount.value, amount.high, currency if figure.kind is Kind.MONEY else None)


def _number(word: str) -> int | None:
    found = _NUMBER.fullmatch(word)
    return int(found[1]) if found else None


def _plain(name: str) -> str:
    return " ".join(name.casefold().removeprefix("the ").split())
