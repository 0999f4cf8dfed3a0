"""Corrections in words: ``demanded → offered``."""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from bot.desk.corrections.values import sum_of_words
from bot.model import Aspect, Correction, Event, Figure, Role, Track
from bot.phrases.amounts import amount
from bot.phrases.wording import name_in_sentence

BY_THE_OPERATOR = "corrected by the operator"
NO_FIGURE = "no figure of the talks"
_NO_ROLE = "in no role of the talks"

Countries = Mapping[str, str]
"""Names by their codes (alpha-2)."""


def countries_of(tracks: Iterable[Track]) -> Countries:
    """The names of the countries that pay."""
    return {track.payer: track.name for track in tracks if track.payer}


def value_in_words(aspect: Aspect, value: str, countries: Countries) -> str:
    """``demanded``, ``US$5bn``, ``by the United States``, ``said by nobody in particular``, ``story 12``."""
    match aspect:
        case Aspect.ROLE:
            return (Role(value).traits.word or _NO_ROLE) if value else NO_FIGURE
        case Aspect.VALUE:
            told = sum_of_words(value)
            return amount(Figure("", told.kind, told.value, Role.OTHER, "text", 0, told.value_max, told.currency))
        case Aspect.ACTOR:
            return f"by {_name(value) or 'nobody in particular'}"
        case Aspect.SPEAKER:
            return f"said by {_name(value) or 'the outlet itself'}"
        case Aspect.PAYER:
            return f"paid by {_name(countries.get(value, value)) or 'nobody in particular'}"
        case Aspect.EVENT:
            return Event(value).traits.words or "nothing of the kind"
        case Aspect.STORY:
            return f"story {value}"


def net(corrections: Iterable[Correction]) -> list[Correction]:
    """Of several corrections of one aspect one that leads from the first to the last; none where that is no change."""
    found: dict[Aspect, Correction] = {}
    for one in corrections:
        first = found.get(one.aspect, one)
        found[one.aspect] = replace(one, was=first.was)
    return [one for one in found.values() if one.was != one.value]


def change_in_words(correction: Correction, countries: Countries) -> str:
    """``demanded → offered``."""
    before, after = (value_in_words(correction.aspect, one, countries) for one in (correction.was, correction.value))
    return f"{before} → {after}"


def _name(name: str) -> str:
    return name_in_sentence(name) if name else ""
