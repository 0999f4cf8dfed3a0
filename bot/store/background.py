"""What the archive knew before of figures like those of new reports, and of dates to come: a few rows, by an index.

As in ``known``, the lists go to the database as one value.
"""

import json
import sys
from collections.abc import Collection, Iterator
from datetime import date
from math import isfinite
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, text

from bot.desk.novelty.figures import NEARLY, SAME
from bot.desk.stories import news
from bot.model import AheadDay, Background, Figure, Kind, KnownFigure, Reading, Role
from bot.store.statements import listed
from bot.store.tables import ahead

MOST_DAYS, MOST_FIGURES = 5000, 100
"""Rows read; and looked at for each question. More tell no more of what is new."""
HIGHER = 5.0
"""Times a demand, up to which a higher one is looked for."""
ALIKE = ("USD", "EUR", "GBP")
"""Currencies of which one is worth nearly the other, so that sums in both may be compared as they are."""


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
_LIKE = {
    "sqlite": text(
        f"WITH a AS MATERIALIZED (SELECT {_COLUMNS} FROM json_each(:asked)) "  # noqa: S608  # our own names
        "SELECT l.track, l.kind, l.role, l.value, l.value_max, l.currency FROM ledger AS l WHERE l.id IN ("
        f"SELECT (SELECT id FROM ({_ROWS}) AS k WHERE k.kind = a.kind AND k.currency IS a.currency "
        "AND max(k.value, coalesce(k.value_max, k.value)) BETWEEN a.least AND a.highest LIMIT 1) FROM a)"
    ),
    "postgresql": text(
        "SELECT DISTINCT l.track, l.kind, l.role, l.value, l.value_max, l.currency FROM unnest("  # noqa: S608
        "CAST(:track AS text[]), CAST(:role AS text[]), CAST(:kind AS text[]), CAST(:currency AS text[]), "
        "CAST(:low AS float8[]), CAST(:high AS float8[]), CAST(:least AS float8[]), CAST(:highest AS float8[])) "
        f"AS a ({', '.join(_Asked._fields)}) CROSS JOIN LATERAL (SELECT * FROM ({_ROWS}) AS k "
        "WHERE k.kind = a.kind AND k.currency IS NOT DISTINCT FROM a.currency "
        "AND greatest(k.value, k.value_max) BETWEEN a.least AND a.highest LIMIT 1) AS l"
    ),
}


def background(connection: Connection, readings: Collection[Reading], since: date) -> Background:
    """What was known that these readings must be held against, and the dates named from ``since`` on."""
    on_topic = [reading for reading in readings if reading.relevance.on_topic]
    if not on_topic:
        return Background()
    return Background(_figures(connection, on_topic), _days(connection, {reading.track for reading in on_topic}, since))


def _figures(connection: Connection, readings: Collection[Reading]) -> tuple[KnownFigure, ...]:
    asked = list(dict.fromkeys(one for reading in readings for one in _asked(reading)))
    if not asked:
        return ()
    values: dict[str, object] = {"most": MOST_FIGURES}
    if connection.dialect.name == "sqlite":
        values["asked"] = json.dumps(asked)
    else:
        columns = (list(column) for column in zip(*asked, strict=True))
        values |= dict(zip(_Asked._fields, columns, strict=True))
    rows = connection.execute(_LIKE[connection.dialect.name], values)
    return tuple(KnownFigure(row[0], Kind(row[1]), Role(row[2]), row[3], row[4], row[5]) for row in rows)


def _asked(reading: Reading) -> Iterator[_Asked]:
    """Of each figure that can be news, what is the same in any role, what is nearly it in its own, and what is more."""
    track = reading.track
    if track is None:
        return
    for figure in news(reading.figures):
        about, kind, currency = figure.role.value, figure.kind.value, figure.currency
        top = _around(max(_ends(figure), default=0.0), NEARLY)
        alike = ALIKE if currency in ALIKE else (currency,)
        for value in _ends(figure):
            for role in Role:
                yield _Asked(track, role.value, kind, currency, *_around(value, SAME))
            for other in alike:
                yield _Asked(track, about, kind, other, *_around(value, NEARLY), *top)
                if figure.role is Role.DEMANDED and figure.kind is Kind.MONEY and value > 0:
                    yield _Asked(track, about, kind, other, value * (1 - SAME), value * HIGHER)


def _ends(figure: Figure) -> list[float]:
    return [end for end in (figure.value, figure.value_max) if end is not None and isfinite(end)]


def _around(value: float, within: float) -> tuple[float, float]:
    """Everything that is no further apart than a share of the larger one."""
    ends = sorted((value * (1 - within), value / (1 - within)))
    return ends[0], ends[1]


_DAY = ahead.c.day.type
_OF_TRACKS = {
    "sqlite": "track IN (SELECT value FROM json_each(:tracks))",
    "postgresql": "track = ANY(CAST(:tracks AS text[]))",
}
_DAYS = {
    dialect: text(
        f"SELECT track, occasion, day FROM ahead WHERE day >= :since AND {those} ORDER BY day LIMIT {MOST_DAYS}"  # noqa: S608  # our own names
    )
    .bindparams(bindparam("since", type_=_DAY))
    .columns(ahead.c.track, ahead.c.occasion, ahead.c.day)
    for dialect, those in _OF_TRACKS.items()
}


def _days(connection: Connection, tracks: Collection[str | None], since: date) -> frozenset[AheadDay]:
    asked = {"since": since, "tracks": listed(connection, sorted({track or "" for track in tracks}))}
    rows = connection.execute(_DAYS[connection.dialect.name], asked)
    return frozenset((track or None, occasion, day) for track, occasion, day in rows)
