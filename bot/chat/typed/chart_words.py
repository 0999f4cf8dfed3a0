"""What may be typed behind ``/chart``, and stands on the buttons below a chart: a country, a period, light or dark."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from bot.chat.typed.arguments import BadArgument, Span, summary_words
from bot.model import Track

_GROUNDS = {"dark": True, "night": True, "light": False, "day": False}
_DAY = timedelta(days=1)


class ChartWords(Struct, frozen=True):
    track: Track
    span: Span | None = None
    """None for all of it."""
    dark: bool = False

    def begins(self, today: datetime) -> date | None:
        """The first day of the period; None for all of it."""
        return self.span.begins(today).date() if self.span else None


def chart_words(typed: str, tracks: Sequence[Track]) -> ChartWords:
    """A country (the first one where none is named), a period, ``light`` or ``dark``, in any order.

    Raises BadArgument.
    """
    if not tracks:
        raise BadArgument("This topic has no countries to draw.", "/figures")
    grounds = [_GROUNDS[word] for word in typed.casefold().split() if word in _GROUNDS]
    rest = " ".join(word for word in typed.split() if word.casefold() not in _GROUNDS)
    named = summary_words(rest, tracks, f"/chart {tracks[0].name.split()[-1].lower()} 5y")
    return ChartWords(named.track or tracks[0], named.span, dark=bool(grounds and grounds[-1]))


def typed_again(words: ChartWords) -> str:
    """The words as a button has them; read again, they are the same."""
    return " ".join(filter(None, [words.track.key, _span(words.span), "dark" if words.dark else ""]))


def _span(span: Span | None) -> str:
    if span is None:
        return ""
    if span.since:
        return f"since {span.since:%Y-%m-%d}"
    days, rest = divmod(span.length, _DAY)
    return f"{span.length // timedelta(hours=1)}h" if rest else f"{days}d"
