"""The signs by which reports are compared, and how far two reports are apart in time."""

from datetime import datetime, timedelta
from itertools import chain

from bot.model import Figure, Kind, Reading, Signs

WINDOW = timedelta(days=7)
"""Reports further apart are of two stories, whatever they share: a turn is told for days, its background for years."""

FigureSign = tuple[str, str | None, float]


def signs_of(reading: Reading, published: datetime | None, until: datetime | None = None) -> Signs:
    """The signs of a report; without ``published`` its words alone tell.

    The length of a deal is no sign: six years are six years in any other deal too.
    """
    return Signs(
        language=reading.language,
        event=reading.event,
        track=reading.track,
        on_topic=reading.relevance.on_topic,
        words=reading.fingerprint,
        parties=reading.parties,
        names=reading.names,
        numbers=reading.numbers,
        figures=frozenset(chain.from_iterable(map(signs_of_figure, reading.figures))),
        published=published,
        until=until,
    )


def is_placed(report: Signs) -> bool:
    """Whether a report is on the topic and names what it is about there: a line of talks, or a party to them.

    Of other news, which a topic of one's own may follow, events and figures are read as well, but they are no facts by
    which one story of it is told from another.
    """
    return report.on_topic and (report.track is not None or bool(report.parties))


def signs_of_figure(figure: Figure) -> list[FigureSign]:
    """A figure as a sign, of a range both ends; none for what is off the topic."""
    if not figure.on_topic or figure.kind is Kind.YEARS:
        return []
    values = [value for value in (figure.value, figure.value_max) if value is not None]
    return [(figure.kind.value, figure.currency, value) for value in values]


def are_nearly_equal(a: FigureSign, b: FigureSign) -> bool:
    """Within half a percent: one outlet's 1.04 trillion is another's 1.0389."""
    return a[0] == b[0] and a[1] == b[1] and abs(a[2] - b[2]) <= 0.005 * abs(b[2])


def gap(a: Signs, b: Signs) -> timedelta | None:
    """The least time between two reports; None where one of them has no date."""
    if a.published is None or b.published is None:
        return None
    if a.until is None and b.until is None:
        return abs(a.published - b.published)
    later = max(a.published - (b.until or b.published), b.published - (a.until or a.published))
    return max(later, timedelta(0))
