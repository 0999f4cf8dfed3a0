"""What the archive knew before of figures like those of new reports, and of dates to come: a few rows, by an index.

As in ``known``, the lists go to the database as one value.

Past SQLAlchemy, which takes 1.3 times as long over figures, 5.6 over days; see ``tests.bench.bench_direct``.
"""

import json
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from math import isfinite
from typing import NamedTuple

from bot.desk.intake.novelty.figures import NEARLY, SAME, may_be_record
from bot.desk.intake.stories import news_figures
from bot.model import LEDGER_ROLES, Background, Convert, Figure, Kind, KnownFigure, Reading, Role
from bot.store.database.direct import Exchange, Order, Statement, spelt
from bot.store.database.statements import Speaks

MOST_DAYS, MOST_FIGURES = 5000, 100
"""Rows read; and looked at for each question. More tell no more of what is new."""
HIGHER = 5.0
"""Times a demand, up to which a higher one is looked for."""
CURRENCIES = ("USD", "KRW", "EUR", "JPY", "GBP")
"""In which reports have the sums that others give in their own currency."""


Dated = tuple[Reading, date]
"""A reading, and the day of its report."""


class _Asked(NamedTuple):
    """One row of the ledger like this is enough: others would tell nothing else."""

    track: str
    role: str
    kind: str
    currency: str | None
    low: float
    high: float
    """Between which its value is."""
    least: float = -sys.float_info.max
    highest: float = sys.float_info.max
    """Between which its upper end is."""


# In the order of their values, which is an index's, so that a question is answered by the first row that is like it. A
# larger archive has more rows to answer, and costs no more.
_ROWS = (
    "SELECT k.id, k.track, k.kind, k.role, k.value, k.value_max, k.currency FROM ledger AS k "
    "WHERE k.track = a.track AND k.role = a.role AND k.value BETWEEN a.low AND a.high ORDER BY k.value LIMIT :most"
)
_COLUMNS = ", ".join(f"json_extract(value, '$[{place}]') AS {name}" for place, name in enumerate(_Asked._fields))
_LIKE = Statement(
    f"WITH a AS MATERIALIZED (SELECT {_COLUMNS} FROM json_each(:asked)) "  # noqa: S608  # our own names
    "SELECT l.track, l.kind, l.role, l.value, l.value_max, l.currency FROM ledger AS l WHERE l.id IN ("
    f"SELECT (SELECT id FROM ({_ROWS}) AS k WHERE k.kind = a.kind AND k.currency IS a.currency "
    "AND max(k.value, coalesce(k.value_max, k.value)) BETWEEN a.least AND a.highest LIMIT 1) FROM a)",
    "SELECT DISTINCT l.track, l.kind, l.role, l.value, l.value_max, l.currency FROM unnest("  # noqa: S608
    "CAST(:track AS text[]), CAST(:role AS text[]), CAST(:kind AS text[]), CAST(:currency AS text[]), "
    "CAST(:low AS float8[]), CAST(:high AS float8[]), CAST(:least AS float8[]), CAST(:highest AS float8[])) "
    f"AS a ({', '.join(_Asked._fields)}) CROSS JOIN LATERAL (SELECT * FROM ({_ROWS}) AS k "
    "WHERE k.kind = a.kind AND k.currency IS NOT DISTINCT FROM a.currency "
    "AND greatest(k.value, k.value_max) BETWEEN a.least AND a.highest LIMIT 1) AS l",
)


def background(exchange: Exchange, dated: Collection[Dated], since: date, convert: Convert) -> Callable[[], Background]:
    """Asks what was known that these readings must be held against, and the dates named from ``since`` on.

    Sums in other currencies are looked for at the rate of the report's day, as ``convert`` has it.
    """
    on_topic = [(reading, on) for reading, on in dated if reading.relevance.on_topic]
    if not on_topic:
        return Background
    tracks = {reading.track for reading, _ in on_topic}
    asked = list(dict.fromkeys(one for reading, on in on_topic for one in _asked(reading, on, convert)))
    days = exchange.ask(_of_days(exchange, tracks, since))
    figures = exchange.ask(_of_figures(exchange, asked)) if asked else None

    def answered() -> Background:
        return Background(
            tuple(
                KnownFigure(track, Kind(kind), Role(role), value, value_max, currency)
                for track, kind, role, value, value_max, currency in (figures.rows if figures else ())
            ),
            frozenset((track or None, occasion, _day(day)) for track, occasion, day in days.rows),
        )

    return answered


def _of_figures(to: Speaks, asked: Sequence[_Asked]) -> Order:
    if to.dialect.name == "sqlite":
        return Order(_LIKE, {"asked": json.dumps(asked), "most": MOST_FIGURES})
    columns = (spelt(to, column) for column in zip(*asked, strict=True))
    return Order(_LIKE, {"most": MOST_FIGURES} | dict(zip(_Asked._fields, columns, strict=True)))


def _asked(reading: Reading, on: date, convert: Convert) -> Iterator[_Asked]:
    """Of each figure that can be news, what is the same in any role, what is nearly it in its own, and what is more."""
    track = reading.track
    if track is None:
        return
    for figure in news_figures(reading.figures):
        kind, currency = figure.kind.value, figure.currency
        for value in _ends(figure):
            for role in _ROLES:
                yield _Asked(track, role, kind, currency, *_around(value, SAME))
        for other, worth in _worths(figure, on, convert):
            yield from _near(track, figure, other, worth)


_ROLES = tuple(role.value for role in LEDGER_ROLES if role is not Role.UNCLEAR)
"""Those in which a sum counts as known: of one that stands in an unclear role its first clear one is news."""


def _worths(figure: Figure, on: date, convert: Convert) -> Iterator[tuple[str | None, float]]:
    """The currencies in which a position may be told, each with what one unit of the figure's is in it."""
    yield figure.currency, 1.0
    if not figure.role.traits.is_position or figure.currency is None:
        return
    for other in CURRENCIES:
        worth = convert(1.0, figure.currency, other, on) if other != figure.currency else None
        if worth is not None:
            yield other, worth


def _near(track: str, figure: Figure, currency: str | None, worth: float) -> Iterator[_Asked]:
    role, kind, ends = figure.role.value, figure.kind.value, [end * worth for end in _ends(figure)]
    top = _around(max(ends, default=0.0), NEARLY)
    for value in ends:
        yield _Asked(track, role, kind, currency, *_around(value, NEARLY), *top)
    if ends and max(ends) > 0 and may_be_record(figure):
        yield _Asked(track, role, kind, currency, max(ends) * (1 - SAME), max(ends) * HIGHER)


def _ends(figure: Figure) -> list[float]:
    return [end for end in (figure.value, figure.value_max) if end is not None and isfinite(end)]


def _around(value: float, within: float) -> tuple[float, float]:
    """Everything that is no further apart than a share of the larger one."""
    ends = sorted((value * (1 - within), value / (1 - within)))
    return ends[0], ends[1]


_NAMED = "SELECT track, occasion, day FROM ahead WHERE day >= :since AND track"
_IN_ORDER = f"ORDER BY day LIMIT {MOST_DAYS}"
_DAYS = Statement(
    f"{_NAMED} IN (SELECT value FROM json_each(:tracks)) {_IN_ORDER}",  # noqa: S608  # our own names
    f"{_NAMED} = ANY(CAST(:tracks AS text[])) {_IN_ORDER}",
)


def _of_days(to: Speaks, tracks: Collection[str | None], since: date) -> Order:
    named = spelt(to, sorted({track or "" for track in tracks}))
    return Order(_DAYS, {"since": since.isoformat(), "tracks": named})


def _day(stored: str | date) -> date:
    """A day as the driver gives it."""
    return date.fromisoformat(stored) if isinstance(stored, str) else stored
