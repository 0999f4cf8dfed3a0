"""Signs and codes of currencies before a number: US$5 billion, Rp 14 triliun."""

from bot.reading.locales import SIGNS

_SIGN_SPAN = 7
_ONLY_GLUED = frozenset({"w", "won"})  # Won1.04tn, but not "it won 3"
_SIGNS = sorted(SIGNS, key=len, reverse=True)


def sign_before(text: str, start: int) -> tuple[str | None, int]:
    """The currency whose sign stands before a number, and where the surface starts."""
    end = start - 1 if start and text[start - 1] == " " else start
    tail = text[max(0, end - _SIGN_SPAN) : end]
    for sign in _SIGNS:
        if not tail.endswith(sign):
            continue
        opening = end - len(sign)
        glued = sign[0].isalpha() and opening > 0 and text[opening - 1].isalnum()
        if glued or (sign in _ONLY_GLUED and end != start):
            continue
        return SIGNS[sign], opening
    return None, start


def skip_space(text: str, place: int) -> int:
    return place + 1 if text[place : place + 1] == " " else place


def skip_sign(text: str, place: int) -> int:
    """Past a currency sign, to the number behind it."""
    for sign in _SIGNS:
        if text.startswith(sign, place):
            return skip_space(text, place + len(sign))
    return place
