"""Patterns of any of a list of words."""

import re
from collections.abc import Iterable, Mapping

NEVER = re.compile(r"(?!)")


def either(words: Iterable[str]) -> str:
    """The words as alternatives of a pattern, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


def pattern(
    words: Iterable[str], before: str = "", after: str = "", unless: Mapping[str, str] | None = None
) -> re.Pattern[str]:
    """A pattern of any of the words, between two others; its group 1 is the word.

    ``unless`` has the characters that may not follow a word.
    """
    any_word = either(words) if not unless else _guarded(words, unless)
    return re.compile(f"{before}({any_word}){after}") if any_word else NEVER


def _guarded(words: Iterable[str], unless: Mapping[str, str]) -> str:
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) + (f"(?![{unless[word]}])" if word in unless else "") for word in longest_first)


def with_hyphens(words: str) -> str:
    """The pattern of words whose blanks may be hyphens in a text: half a, half-a."""
    return words.replace(r"\ ", "[ -]")


def spaced_pattern(words: Iterable[str], before: str = "", after: str = "") -> re.Pattern[str]:
    """Like ``pattern``, with blanks or hyphens between the parts of a word."""
    any_word = with_hyphens(either(words))
    return re.compile(f"{before}({any_word}){after}") if any_word else NEVER
