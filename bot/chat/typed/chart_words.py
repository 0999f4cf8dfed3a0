"""What may be typed behind ``/chart``, and stands on the buttons below a chart: a country, a period, light or dark."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from msgspec import Struct

from bot.chat.typed.arguments import countries, short_name, tracks_in
from bot.chat.typed.bad_argument import BadArgument, shown
from bot.chat.typed.periods import Span, take_span
from bot.model import Track

_GROUNDS = {"dark": True, "light": False}


class ChartWords(Struct, frozen=True):
    track: Track
    span: Span | None = None
    """None for all of it."""
    dark: bool = False

    def begins(self, today: datetime) -> date | None:
        """The first day of the period; None for all of it."""
        return self.span.begins(today).date() if self.span else None

    @property
    def ends(self) -> date | None:
        """The last day of the period; None where it goes on."""
        return self.span.until if self.span else None


def chart_words(typed: str, tracks: Sequence[Track], today: date | None = None) -> ChartWords:
    """A country (the first one where none is named), a period, ``light`` or ``dark``, in any order.

    ``today`` tells the year of a day that has none. Raises BadArgument, also for several countries.
    """
    if not tracks:
        raise BadArgument("This topic has no countries to draw.", "/figures")
    grounds = [_GROUNDS[word] for word in typed.casefold().split() if word in _GROUNDS]
    rest = " ".join(word for word in typed.split() if word.casefold() not in _GROUNDS)
    span, where = take_span(rest, "/chart", today)
    found, unknown = tracks_in(where, tracks)
    if unknown:
        example = f"/chart {short_name(tracks[0], tracks)} 5y"
        raise BadArgument(
            "“{typed}” is neither a period nor one of {countries}.",
            example,
            typed=shown(where),
            countries=partial(countries, tracks),
        )
    if len(found) > 1:
        raise BadArgument("A chart is of one country.", f"/chart {short_name(found[0], tracks)}")
    return ChartWords(found[0] if found else tracks[0], span, dark=bool(grounds and grounds[-1]))


def typed_again(words: ChartWords) -> str:
    """The words as a button has them; read again, they are the same."""
    parts = [words.track.key, words.span.typed if words.span else "", "dark" if words.dark else ""]
    return " ".join(filter(None, parts))
