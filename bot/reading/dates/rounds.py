"""Which round of talks a report is about: "the third round", "8차 회의", "第3回", "dritte Verhandlungsrunde"."""

import re

_WORDS = {
    "en": ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
           "twelfth"),
    "de": ("erste", "zweite", "dritte", "vierte", "fünfte", "sechste", "siebte", "achte", "neunte", "zehnte", "elfte",
           "zwölfte"),
}  # fmt: skip
_NUMBERS = {word: n for words in _WORDS.values() for n, word in enumerate(words, 1)} | {"opening": 1, "siebente": 7}
_LEAD = 700
"""Characters of a text in which the round that it is about is named; farther down stand earlier ones."""

_ROUND = re.compile(
    rf"\b(?P<word>{'|'.join((*_WORDS['en'], 'opening'))}) (?:\w+ ){{0,2}}?rounds?\b"
    r"|\b(?P<th>\d{1,2})(?:st|nd|rd|th) round\b|\bround (?P<of>\d{1,2})\b"
    rf"|\b(?P<wort>{'|'.join(_WORDS['de'])}|siebente)[nrs]? (?:\w*runde\b)|\b(?P<te>\d{{1,2}})\. \w*runde\b"
    r"|(?<![\d제])(?P<cha>\d{1,2})차 (?:회의|회담|고위급)|第(?P<dai>\d{1,2})回|(?P<kai>\d{1,2})回目",
    re.IGNORECASE,
)


def round_of(title: str, text: str) -> int | None:
    """The number of the round that title or lead name first; None where they name none."""
    for passage in (title, text[:_LEAD]):
        if found := _ROUND.search(passage):
            named = next(value for value in found.groups() if value is not None)
            return int(named) if named.isdecimal() else _NUMBERS[named.lower()]
    return None
