"""Signs and codes of currencies before a number: US$5 billion, Rp 14 triliun."""

from collections import defaultdict

from bot.reading.languages import SIGNS

_ONLY_GLUED = frozenset({"w", "won", "try", "cad", "\\"})  # Won1.04tn, but not "it won 3"
_LETTERS = frozenset({"w", "won"})  # W1.04 trillion, but the W20 is a summit
_FEW = 1000  # won: less buys nothing
_IDEOGRAPHS = "\u2e80"  # from here on scripts need no space before a sign


def _by_first() -> dict[str, tuple[str, ...]]:
    """The signs by their first character, longest first."""
    found: dict[str, list[str]] = defaultdict(list)
    for sign in sorted(SIGNS, key=len, reverse=True):
        found[sign[0]].append(sign)
    return {first: tuple(signs) for first, signs in found.items()}


def _by_last() -> dict[str, tuple[str, ...]]:
    """The signs of several characters by their last two, longest first, and those of one by it.

    Every last character is a key, as it tells at once that a number has no sign.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for sign in sorted(SIGNS, key=len, reverse=True):
        found[sign[-2:]].append(sign)
    return {sign[-1]: () for sign in SIGNS} | {last: tuple(signs) for last, signs in found.items()}


_BY_LAST, _BY_FIRST = _by_last(), _by_first()


def sign_before(text: str, start: int) -> tuple[str | None, int]:
    """The currency whose sign stands before a number, and where the surface starts."""
    end = start - 1 if start and text[start - 1] in " -" else start
    if not end or text[end - 1] not in _BY_LAST:
        return None, start
    for last in (text[max(0, end - 2) : end], text[end - 1]):
        signs = _BY_LAST.get(last)
        if not signs or not text.endswith(signs, 0, end):
            continue
        for sign in signs:
            if text.endswith(sign, 0, end) and not (sign in _ONLY_GLUED and end != start):
                opening = end - len(sign)
                if not _is_glued(text, opening):
                    return SIGNS[sign], opening
    return None, start


def _is_glued(text: str, opening: int) -> bool:
    """Whether what looks like a sign is the end of a word: the letters before a number in F35."""
    if not opening or not text[opening].isalpha():
        return False
    return text[opening - 1].isalnum() and text[opening - 1] < _IDEOGRAPHS


def is_rather_name(sign: str, value: float) -> bool:
    """Whether letters that may be the sign of the won are more likely a name before a small number: W20."""
    return sign in _LETTERS and value < _FEW


def skip_space(text: str, place: int) -> int:
    return place + 1 if text[place : place + 1] == " " else place


def skip_sign(text: str, place: int) -> int:
    """Past a currency sign, to the number behind it."""
    for sign in _BY_FIRST.get(text[place : place + 1], ()):
        if text.startswith(sign, place):
            return skip_space(text, place + len(sign))
    return place
