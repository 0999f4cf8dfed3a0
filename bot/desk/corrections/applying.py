"""A reading as operators have corrected it.

The store keeps what the program read beside what is shown, so that corrections go over whatever is read of the report
next: of its text as it was, or as its outlet edited it. One by one, in the order in which they were made, each changes
what the operator saw: a figure, and every mention of it that the report tells as the same.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from bot.desk.corrections.values import with_value
from bot.model import Aspect, Correction, Event, Figure, Reading, Spot
from bot.reading.text import sentences


class Corrected(Struct, frozen=True):
    """A reading with its corrections."""

    reading: Reading
    holds_at: Mapping[int, tuple[Spot, ...]] = field(default_factory=dict)
    """By the number of a correction the figures that it has changed; none where its figure is in the report no more."""


def corrected(reading: Reading, title: str, text: str, corrections: Iterable[Correction]) -> Corrected:
    """Applies corrections to what the program has read of a report with this title and text."""
    figures, event, holds_at = list(reading.figures), reading.event, {}
    for one in corrections:
        if one.aspect is Aspect.EVENT:
            event = Event(one.value)
        elif one.spot is not None:
            places = _mentions(figures, _found(figures, title, text, one, one.spot))
            for place in places:
                figures[place] = with_value(figures[place], one.aspect, one.value)
            holds_at[one.id] = tuple(figures[place].spot for place in places)
    return Corrected(replace(reading, figures=tuple(figures), event=event), holds_at)


def by_spot(corrections: Iterable[Correction]) -> dict[Spot, list[Correction]]:
    """Corrections by the figures that they hold at."""
    found: dict[Spot, list[Correction]] = {}
    for one in corrections:
        for spot in one.holds_at:
            found.setdefault(spot, []).append(one)
    return found


def sentence_of(figure: Figure, title: str, text: str) -> str:
    """The sentence that a figure stands in, with single blanks; "" where its place is not in the text."""
    if figure.where == "title":
        return " ".join(title.split())
    return next((" ".join(text[a:b].split()) for a, b in sentences(text) if a <= figure.start < b), "")


def _found(figures: Sequence[Figure], title: str, text: str, of: Correction, spot: Spot) -> int | None:
    """The place of a correction's figure: in its sentence, else where its words stand nearest to where they stood."""
    where, start, surface = spot
    same = [place for place, one in enumerate(figures) if one.surface == surface]
    there = [place for place in same if sentence_of(figures[place], title, text) == of.sentence]
    beside = [place for place in same if figures[place].where == where]
    pool = there or beside or same
    return min(pool, key=lambda place: (figures[place].where != where, abs(figures[place].start - start)), default=None)


def _mentions(figures: Sequence[Figure], place: int | None) -> list[int]:
    """The places of a figure and of all that tell the same of the same sum: one line in every answer."""
    if place is None:
        return []
    own = figures[place]
    return [number for number, one in enumerate(figures) if number == place or _is_told_alike(own, one)]


def _is_told_alike(one: Figure, other: Figure) -> bool:
    alike = _told(one) == _told(other)
    return alike and (one.payer == other.payer or None in (one.payer, other.payer))


def _told(figure: Figure) -> tuple[object, ...]:
    return figure.kind, figure.value, figure.value_max, figure.currency, figure.role, figure.on_topic
