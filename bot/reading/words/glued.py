"""Words within words: where a string counts in languages that set no spaces or glue their endings on.

A string of two characters and more counts wherever it stands: 방위비 is found in 한미방위비분담금. Four kinds do not.
Latin letters are words of their own (SMA, not SMART); a katakana word of up to three characters is one only where no
katakana touches it (ドル, not ハードル); the currencies 원, 엔, 円, 元 count behind a numeral only; and any other
single character counts where none of its script touches it.
"""

import re
from collections.abc import Callable

SUBSTRING = frozenset({"ko", "ja", "zh", "ar", "th"})
"""Languages whose words carry particles or have no spaces around them."""

UNSPACED = frozenset({"ja", "zh", "th"})
"""Of these, the languages without spaces between words."""

Guard = Callable[[str, int, int], bool]
"""Whether a string counts at ``start`` to ``end`` of a text."""

_CURRENCIES = frozenset("원엔円元")
_NUMERAL = frozenset("0123456789〇一二三四五六七八九十百千万億兆백천만억조")
_SHORT_KATAKANA = 3
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc]+")
_HANGUL = re.compile(r"[\uac00-\ud7a3]+")
_HAN = re.compile(r"[\u4e00-\u9fff々]+")
LATIN = re.compile(r"[A-Za-z0-9\u00c0-\u024f]+")
_SCRIPTS = (_KATAKANA, _HANGUL, _HAN, LATIN)


def guard(term: str) -> Guard | None:
    """What must be true of the characters around a term, or None where it counts anywhere."""
    if term in _CURRENCIES:
        return _behind_numeral
    if len(term) == 1 and (script := _script(term)):
        return _apart(script, script)
    first, last = _bounded(term, term[:1]), _bounded(term, term[-1:])
    return _apart(first, last) if first or last else None


def _script(character: str) -> re.Pattern[str] | None:
    return next((script for script in _SCRIPTS if script.fullmatch(character)), None)


def _bounded(term: str, character: str) -> re.Pattern[str] | None:
    """The script that must not go on at an end of a term."""
    script = _script(character)
    short = script is _KATAKANA and len(term) <= _SHORT_KATAKANA and bool(_KATAKANA.fullmatch(term))
    return script if script is LATIN or short else None


def _apart(before: re.Pattern[str] | None, after: re.Pattern[str] | None) -> Guard:
    def stands(text: str, start: int, end: int) -> bool:
        if before is not None and start and before.fullmatch(text[start - 1]):
            return False
        return after is None or end >= len(text) or not after.fullmatch(text[end])

    return stands


def _behind_numeral(text: str, start: int, end: int) -> bool:
    place = start - 1 if start and text[start - 1] == " " else start
    return place > 0 and text[place - 1] in _NUMERAL
