"""Words that follow each other with nothing but a gap in between, as a pattern that is searched for fast."""

import re
from functools import lru_cache

from bot.reading.words.folding import GAP

WIDEST_GAP = 2
"""Characters between two words of a phrase."""
JOINTS = frozenset("&/:.,")
"""What may stand between them alone: AT&T, 10:30, 1.04."""
_GAP, _JOINT = (f"[{re.escape(''.join(sorted(marks)))}]" for marks in (GAP, JOINTS))
_BETWEEN, _BEHIND_DOT = (f"(?:{_GAP}{{{least},{WIDEST_GAP}}}|{_JOINT})" for least in (1, 0))
_LONGEST_ABBREVIATION = 6  # letters


@lru_cache(maxsize=50_000)
def phrase_pattern(spelt: str, abbreviations: bool) -> re.Pattern[str]:
    """The pattern of words with nothing but gaps between; begins with a letter, so that it is searched for fast."""
    *words, last = spelt.split()
    parts = [_written(word, _BETWEEN, _BEHIND_DOT, abbreviations) for word in words]
    pattern = "".join([*parts, _written(last, r"(?![^\W_])", "", abbreviations)])
    return re.compile(f"{pattern[0]}(?<![^\\W_]{pattern[0]}){pattern[1:]}")


def _written(word: str, then: str, then_behind_dot: str, abbreviations: bool) -> str:
    """The pattern of a word with what follows it, and of the same as an abbreviation: us or u.s."""
    tails = [word[1:] + then]
    if abbreviations and word.isalpha() and len(word) <= _LONGEST_ABBREVIATION:
        tails.append("".join(rf"\.{letter}" for letter in word[1:]) + r"\.(?![^\W\d_]\.)" + then_behind_dot)
    return f"{word[0]}(?:{'|'.join(tails)})"
