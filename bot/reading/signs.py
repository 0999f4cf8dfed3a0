"""Signs and codes of currencies before a number: US$5 billion, Rp 14 triliun."""

from collections import defaultdict

from bot.reading.locales import SIGNS

_LONGEST = max(map(len, SIGNS))
_ONLY_GLUED = frozenset({"w", "won", "try", "cad", "\\"})  # Won1.04tn, but not "it won 3"
_IDEOGRAPHS = "\u2e80"  # from here on scripts need no space before a sign


def _by_edge(at: int) -> dict[str, tuple[str, ...]]:
    """The signs by their first or last character, longest first."""
    found: dict[str, list[str]] = defaultdict(list)
    for sign in sorted(SIGNS, key=len, reverse=True):
        found[sign[at]].append(sign)
    return {edge: tuple(signs) for edge, signs in found.items()}


_BY_LAST, _BY_FIRST = _by_edge(-1), _by_edge(0)


def sign_before(text: str, start: int) -> tuple[str | None, int]:
    """The currency whose sign stands before a number, and where the surface starts."""
    end = start - 1 if start and text[start - 1] in " -" else start
    signs = _BY_LAST.get(text[end - 1]) if end else None
    if signs is None or not text.endswith(signs, 0, end):
        return None, start
    tail = text[max(0, end - _LONGEST) : end]
    for sign in signs:
        if not tail.endswith(sign):
            continue
        opening = end - len(sign)
        glued = sign[0].isalpha() and opening > 0 and text[opening - 1].isalnum() and text[opening - 1] < _IDEOGRAPHS
        if glued or (sign in _ONLY_GLUED and end != start):
            continue
        return SIGNS[sign], opening
    return None, start


def skip_space(text: str, place: int) -> int:
    return place + 1 if text[place : place + 1] == " " else place


def skip_sign(text: str, place: int) -> int:
    """Past a currency sign, to the number behind it."""
    for sign in _BY_FIRST.get(text[place : place + 1], ()):
        if text.startswith(sign, place):
            return skip_space(text, place + len(sign))
    return place
