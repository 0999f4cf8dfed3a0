"""How a text and the terms of a vocabulary are made comparable: one kind of space, hyphen and digit, lower case.

Languages with spaces match whole words; ``*`` at the end of a word of a term stands for any ending, ``*`` alone for up
to four words. Languages that glue their endings on (``SUBSTRING``) match anywhere. Hyphens count as spaces, so
``cost sharing`` finds both spellings.
"""

import re

WORD = re.compile(r"[^\W_](?:(?<!\d)\.(?:[^\W\d_]\.){1,5}|[^\W_]*)")
"""Letters and digits, or letters with a dot behind each: u.s."""
_PIECE = re.compile(rf"({WORD.pattern})(\*)?|\*")
GAP = frozenset(" -'")
"""What may stand between two words of a term."""
CAPITALS_UP_TO = 3
"""Letters of a word of a query that, written in capitals, must be in capitals in the text: US, UN, WHO."""
_SPACES = dict.fromkeys((*"\t\n\r\v\f\u00a0\u202f\u205f\u3000", *map(chr, range(0x2000, 0x200B))), " ")
_MARKS = {
    "‐": "-",
    "‑": "-",
    "’": "'",
    "‘": "'",
    "％": "%",
    "，": ",",
    "．": ".",
    "＄": "$",
    "￥": "¥",
    "〜": "~",
    "～": "~",
}
_DIGITS = {chr(zero + n): str(n) for zero in (0xFF10, 0x0660) for n in range(10)}  # full width, Arabic
_FOLDED = _SPACES | _MARKS | _DIGITS | {"\u066b": ".", "\u066c": ",", "\u066a": "%"}
_FOLD = str.maketrans(_FOLDED)
_SURROGATE = re.compile("[\ud800-\udfff]")


class VocabularyError(ValueError):
    """The vocabulary cannot be used; the message names the concept, rule or term and says what is wrong with it."""


def without_lone_surrogates(text: str) -> str:
    """The text with U+FFFD for lone surrogates, which JSON and the web do hold and no index, file or database takes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


def fold(text: str) -> str:
    """The text with one kind of space, hyphen, digit and apostrophe, without lone surrogates; all keeps its place."""
    if text.isascii():
        return text.translate(_FOLD)
    text = without_lone_surrogates(text)
    for character, plain in _FOLDED.items():  # outside of ASCII, all these take half the time of one regular expression
        if character in text:
            text = text.replace(character, plain)
    return text


def lower(text: str) -> str:
    """Lower case of the same length (a capital dotted I has a longer small form and stays as it is)."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def pieces(term: str) -> tuple[tuple[str, bool], ...]:
    """The words of a term in lower case, each with whether any ending will do; a star alone is an empty word."""
    return tuple((m[1] or "", bool(m[2] or not m[1])) for m in _PIECE.finditer(lower(fold(term)).strip()))


def capitals_of(term: str) -> str | None:
    """The spelling that a text must have of a term written in capitals; None of all others."""
    return fold(term).strip().replace("*", "") if term.isupper() else None
