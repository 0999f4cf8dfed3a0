"""What the archive knew before of figures like those of new reports, and of dates to come: a few rows, by an index.

As in ``known``, the lists go to the database as one value.
"""

import json
from collections.abc import Collection, Iterator
from datetime import date
from math import isfinite

from sqlalchemy import Connection, bindparam, select, text

from bot.desk.novelty.figures import NEARLY, SAME
from bot.desk.stories import news
from bot.model import AheadDay, Background, Figure, Kind, KnownFigure, Reading, Role
from bot.store.tables import ahead

MOST_FIGURES, MOST_DAYS = 1000, 5000
"""Rows read; more tell no more of what is new."""
HIGHER = 5.0
"""Times a demand, up to which a higher one is looked for."""

_COLUMNS = "l.track, l.kind, l.role, l.value, l.value_max, l.currency"
_LIKE = {
    "sqlite": text(
        f"SELECT DISTINCT {_COLUMNS} FROM json_each(:asked) AS a CROSS JOIN ledger AS l "  # noqa: S608  # our own names
        "ON l.track = json_extract(a.value, '$[0]') AND l.role = json_extract(a.value, '$[1]') "
        "AND l.value BETWEEN json_extract(a.value, '$[2]') AND json_extract(a.value, '$[3]') LIMIT :most"
    ),
    "postgresql": text(
        f"SELECT DISTINCT {_COLUMNS} FROM unnest(CAST(:tracks AS text[]), CAST(:roles AS text[]), "  # noqa: S608
        "CAST(:lows AS double precision[]), CAST(:highs AS double precision[])) AS a (track, role, low, high) "
        "JOIN ledger AS l ON l.track = a.track AND l.role = a.role AND l.value BETWEEN a.low AND a.high LIMIT :most"
    ),
}
_Asked = tuple[str, str, float, float]
"""Track, role, and the least and the greatest value."""


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
    if connection.dialect.name == "sqlite":
        rows = connection.execute(_LIKE["sqlite"], {"asked": json.dumps(asked), "most": MOST_FIGURES})
    else:
        tracks, roles, lows, highs = (list(column) for column in zip(*asked, strict=True))
        values = {"tracks": tracks, "roles": roles, "lows": lows, "highs": highs, "most": MOST_FIGURES}
        rows = connection.execute(_LIKE["postgresql"], values)
    return tuple(KnownFigure(row[0], Kind(row[1]), Role(row[2]), row[3], row[4], row[5]) for row in rows)


def _asked(reading: Reading) -> Iterator[_Asked]:
    """Of each figure that can be news, what is the same in any role, what is nearly it in its own, and what is more."""
    track = reading.track
    if track is None:
        return
    for figure in news(reading.figures):
        for value in _ends(figure):
            for role in Role:
                yield track, role.value, *_around(value, NEARLY if role is figure.role else SAME)
            if figure.role is Role.DEMANDED and value > 0:
                yield track, role.DEMANDED.value, value * (1 - SAME), value * HIGHER


def _ends(figure: Figure) -> list[float]:
    return [end for end in (figure.value, figure.value_max) if end is not None and isfinite(end)]


def _around(value: float, within: float) -> tuple[float, float]:
    """Everything that is no further apart than a share of the larger one."""
    ends = sorted((value * (1 - within), value / (1 - within)))
    return ends[0], ends[1]


_DAYS = (
    select(ahead.c.track, ahead.c.occasion, ahead.c.day)
    .where(ahead.c.day >= bindparam("since"), ahead.c.track.in_(bindparam("tracks", expanding=True)))
    .order_by(ahead.c.day)
    .limit(MOST_DAYS)
)


def _days(connection: Connection, tracks: Collection[str | None], since: date) -> frozenset[AheadDay]:
    rows = connection.execute(_DAYS, {"since": since, "tracks": sorted({track or "" for track in tracks})})
    return frozenset((track or None, occasion, day) for track, occasion, day in rows)
