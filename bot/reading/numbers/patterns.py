"""Patterns of any of a list of words."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

NEVER = re.compile(r"(?!)")


def either(words: Iterable[str]) -> str:
    """The words as alternatives of a pattern, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


def pattern(words: Iterable[str], before: str = "", after: str = "") -> re.Pattern[str]:
    """A pattern of any of the words, between two others; its group 1 is the word."""
    any_word = either(words)
    return re.compile(f"{before}({any_word}){after}") if any_word else NEVER


def guarded(words: Iterable[str], unless: Mapping[str, str]) -> str:
    """Like ``either``, with the characters that may not follow a word.

    The words are grouped by their first letter, as these are many and each would be tried at any place.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        groups[word[0]].append(re.escape(word[1:]) + (f"(?![{unless[word]}])" if word in unless else ""))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in groups.items())


def first_letters(words: Iterable[str]) -> str:
    """A class of the characters that the words begin with."""
    return "[" + re.escape("".join(sorted({word[0] for word in words}))) + "]"


def with_hyphens(words: str) -> str:
    """The pattern of words whose blanks may be hyphens in a text: half a, half-a."""
    return words.replace(r"\ ", "[ -]")


def spaced_pattern(words: Iterable[str], before: str = "", after: str = "") -> re.Pattern[str]:
    """Like ``pattern``, with blanks or hyphens between the parts of a word."""
    any_word = with_hyphens(either(words))
    return re.compile(f"{before}({any_word}){after}") if any_word else NEVER
