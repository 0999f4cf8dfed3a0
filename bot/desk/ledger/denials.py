"""What a report denies or corrects, by its own words: cues of the languages, and of no topic.

A denial is told in the headline; in the text somebody denies something in every other report. A correction is an
outlet's word on what it told before.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter

from bot.model import Figure, Reading, Spot, Stance


def words_of(initials: str, pattern: str) -> re.Pattern[str]:
    """A pattern of any of some words in any case. Whatever the pattern matches begins with one of ``initials``.

    Told of a place before anything else is, they leave out nearly all places: each answer looks through thousands of
    headlines, and to try all the words at each place took three times as long.
    """
    return re.compile(f"(?=[{initials}])(?:{pattern})", re.IGNORECASE)


DENIES = words_of(
    "drunkw부사否",
    r"\b(?:den(?:y|ies|ied)|rejects? (?:the )?reports?|untrue|not true|rules? out|knows of no|nothing settled"
    r"|no plans? to|dementier\w*|weist\b.*\bzurück)\b"
    r"|(?<!대통령 )(?<!총리 )(?<!장관 )(?<!의원 )부인|사실 아니|否定",
)
"""In a headline."""
DENIES_DEAL = words_of(
    "nwfdruyko부아불결못否拒至せな",
    r"\b(?:no|not|nothing|never|without|fails?|failed|den(?:y|ies|ied)|rejects?|refus\w+|yet to|far from|urges?|kein\w*"
    r"|nicht|ohne|dementier\w*)\b|n['’]t\b|부인|아니|불발|결렬|못|否定|拒否|至らず|せず|ならず",
)
_DEAL = re.compile(r"\b(?:deal|agreement|accord|pact|Einigung|Abkommen)\b|합의|타결|合意|妥結", re.IGNORECASE)
_UNTRUE = re.compile(
    r"\bden(?:y|ies|ied)\b|\brejects? (?:the )?reports?\b|\buntrue\b|\bnot true\b|\bfalse\b|\bdementier\w*"
    r"|부인(?:했|하|해|$)|사실 ?(?:아니|무근|이 아니)|否定",
    re.IGNORECASE,
)
"""In a headline that says a figure to be none: to rule a sum out refuses it, and leaves it asked for."""
_CORRECTS_TITLE = re.compile(
    r"^\W*(?:correct(?:ion|ed|s)\b|korrektur\b|berichtigung\b|정정|訂正)|[(\[（［](?:correct(?:ion|ed)|정정|訂正)[)\]）］]",
    re.IGNORECASE,
)
_CORRECTS_TEXT = re.compile(
    r"\b(?:an )?earlier version of this\b|\bthis (?:story|article|report) (?:has been|was) corrected\b"
    r"|\bin einer früheren (?:fassung|version)\b|^\W*\(?corrects\b|바로잡습니다|訂正し(?:て|ます)",
    re.IGNORECASE | re.MULTILINE,
)
_OF_CORRECTIONS = ("correct", "earlier", "korrektur", "berichtigung", "früheren", "정정", "바로잡", "訂正")
"""One of these is in whatever the two find; to look for them takes a twentieth of the time."""
_WRONG = re.compile(
    r"\b(?:instead of|rather than|and not|not)\s+(?:the )?(?:about |some |up to )?$"
    r"|\bearlier version\b.{0,120}$|\b(?:misstated|wrongly|incorrectly|mistakenly|in error|fälschlich)\b.{0,80}$"
    r"|\bstatt(?: der)? $",
    re.IGNORECASE | re.DOTALL,
)
"""Before a figure that a correction takes back."""
_TAKEN_BACK = re.compile(
    r"^\S*\s?(?:가|이)? ?아니라|^\S*(?:では|じゃ)なく|^,? (?:was|were) (?:wrong|incorrect)", re.IGNORECASE
)
"""After it."""
_HEAD, _TAIL = 600, 400
"""Characters of a text in which it tells of its own correction."""
_SPOT = attrgetter("spot")
_NEAR = 160
"""Characters on either side of a figure in which a correction names it as the wrong one."""


class Retraction(StrEnum):
    """What a report does to a figure that it prints, other than telling it."""

    DENIED = "denied"
    CORRECTED = "corrected"


@lru_cache(maxsize=8192)
def denies(title: str) -> bool:
    """Whether a headline denies something. Remembered, as each answer asks it of thousands of headlines."""
    return DENIES.search(title) is not None


@lru_cache(maxsize=8192)
def denies_deal(title: str) -> bool:
    """Whether a headline denies a deal. Cached, as the next is: each answer asks it of thousands of headlines."""
    return DENIES_DEAL.search(title) is not None


@lru_cache(maxsize=8192)
def denies_by_name(title: str) -> bool:
    """``Seoul denies deal``: without a deal there is nothing to sign or ratify either."""
    return denies(title) and _DEAL.search(title) is not None


@lru_cache(maxsize=8)
def corrects(title: str, text: str) -> bool:
    """Whether an outlet takes back what it told before. Remembered, as a new report is asked about four times."""
    head, tail = text[:_HEAD], text[-_TAIL:]
    told = f"{title} {head} {tail}".lower()
    if not any(word in told for word in _OF_CORRECTIONS):
        return False
    return _CORRECTS_TITLE.search(title) is not None or any(map(_CORRECTS_TEXT.search, (head, tail)))


def retractions(reading: Reading, title: str, text: str) -> dict[Spot, Retraction]:
    """By the spot of a figure what the report does to it; nothing of those that it tells.

    A headline that denies takes back the figures that stand in it, and of a headline without any those of the sentence
    that begins the text. Anywhere else a figure is denied where its stance was read so, and the report does not tell it
    as well. A correction takes back what it names as the wrong figure.
    """
    told = [figure for figure in reading.figures if figure.on_topic]
    found: dict[Spot, Retraction] = dict.fromkeys(map(_SPOT, _only_denied(told)), Retraction.DENIED)
    if _UNTRUE.search(title):
        found |= dict.fromkeys(map(_SPOT, _denied(told, text)), Retraction.DENIED)
    if corrects(title, text):
        wrong = (figure for figure in told if _is_taken_back(figure, title if figure.where == "title" else text))
        found |= dict.fromkeys(map(_SPOT, wrong), Retraction.CORRECTED)
    return found


def _only_denied(figures: Sequence[Figure]) -> list[Figure]:
    told = {(one.kind, one.role, one.currency, one.value) for one in figures if one.stance is not Stance.DENIED}
    denied = (one for one in figures if one.stance is Stance.DENIED)
    return [one for one in denied if (one.kind, one.role, one.currency, one.value) not in told]


def _denied(figures: Sequence[Figure], text: str) -> list[Figure]:
    in_title = [figure for figure in figures if figure.where == "title"]
    if in_title:
        values = {(figure.kind, figure.currency, figure.value) for figure in in_title}
        return [figure for figure in figures if (figure.kind, figure.currency, figure.value) in values]
    from bot.reading.text import sentences  # here, as only who judges a text loads what reads it

    lead = next(iter(sentences(text)), (0, 0))
    return [figure for figure in figures if lead[0] <= figure.start < lead[1] and _UNTRUE.search(text[slice(*lead)])]


def _is_taken_back(figure: Figure, passage: str) -> bool:
    end = figure.start + len(figure.surface)
    before, after = passage[max(0, figure.start - _NEAR) : figure.start], passage[end : end + _NEAR]
    return _WRONG.search(before) is not None or _TAKEN_BACK.search(after) is not None
