"""The ledger's table: kept up as reports come in, so that no answer adds up the figures of the whole archive.

The intake adds what a report tells to the rows of its figures. What a row holds follows from the articles alone, so it
can be made again from them; see ``recount``.

Kept up past SQLAlchemy, which takes 2.7 times as long to find a report's rows; see ``tests.bench.bench_direct``.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, delete, func, select, text

from bot.desk.ledger.entries import Entries, Key, LedgerTally, on_tracks
from bot.desk.ledger.revisions import moved_tally
from bot.desk.ledger.selection import MOST_TOLD, NEWEST, digest_of
from bot.model import LEDGER_ROLES, Hedge, Kind, Measure, Role
from bot.store.database.direct import Exchange, Order, Statement, ask_all, for_rows, inserting, moment, spelt
from bot.store.database.marks import marked
from bot.store.database.statements import Speaks, chunks, listed
from bot.store.database.tables import articles, ledger

MOST_MADE = 4000
"""Entries kept in memory, of 2 KB or so."""

SOME = 2 * (NEWEST + MOST_TOLD)
"""Rows of a role that are looked at to tell whether all are picked."""

_Row = tuple[Any, ...]
_told = msgspec.json.Decoder(LedgerTally)


def drop(connection: Connection, key: Key) -> None:
    connection.execute(delete(ledger).where(_c.digest == digest_of(key)))


def move(connection: Connection, key: Key, now: LedgerTally, article_id: int) -> None:
    """Notes the new place of a figure in an article that tells the same of it as before."""
    total = get(connection, key)
    if total is not None:
        change(connection, key, moved_tally(total, now, article_id))


def get(connection: Connection, key: Key) -> LedgerTally | None:
    """The tally of the row of a key; None where there is none. The key has the track of the reports."""
    stored = connection.scalar(select(_c.told).where(_c.digest == digest_of(key)))
    return None if stored is None else _told.decode(stored)


def is_counted_otherwise(connection: Connection, key: Key) -> bool:
    """Whether as many soldiers are told of in another measure too, which the rows of figures do not tell apart."""
    if key.kind is not Kind.TROOPS:
        return False
    same = _c.track.is_not_distinct_from(key.track), _c.role == key.role.value, _c.value == key.value
    others = select(_c.id).where(*same, _c.kind == key.kind.value, _c.digest != digest_of(key))
    return connection.scalar(others.limit(1)) is not None


def change(connection: Connection, key: Key, told: LedgerTally) -> None:
    """Replaces the tally of a row."""
    row = {"digest": digest_of(key)} | _changing(connection, told)
    ask_all(connection, for_rows(connection, _CHANGE, [row]))


class Reader:
    """Reads entries, and keeps those that it read last: each is made again only where its row is another.

    Nobody may change what it gives. Any thread may ask.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[str | None, tuple[str, ...]], _Kept] = {}
        self._made: dict[int, tuple[_Row, tuple[Key, LedgerTally]]] = {}
        """By the ids of the rows."""

    def read(self, connection: Connection, track: str | None, tracks: Sequence[str]) -> Entries:
        """The entries of a track, or of all of ``tracks``: of each role those told last, and those told most."""
        which = track, tuple(tracks)
        state, kept = _state(connection), self._kept.get(which)
        if kept is None or kept.state != state:
            rows = _read(connection, track, tracks)
            same = kept is not None and kept.rows == rows
            entries = kept.entries if kept is not None and same else self._entries(rows, track, tracks)
            kept = self._kept[which] = _Kept(state, rows, entries)
        return kept.entries

    def is_whole(self, connection: Connection, track: str | None, tracks: Sequence[str]) -> bool:
        """Whether every row of a track, or of all of ``tracks``, is one of those that are read."""
        self.read(connection, track, tracks)
        kept = self._kept[track, tuple(tracks)]
        if kept.whole is None:
            known = {row[0] for row in kept.rows}
            owners = tracks if track is None else (track,)
            beyond = (row for one in owners for row in connection.scalars(_SOME, {"track": one, "some": SOME}))
            kept = self._kept[track, tuple(tracks)] = kept._replace(whole=known.issuperset(beyond))
        return kept.whole is True

    def _entries(self, rows: Sequence[_Row], track: str | None, tracks: Sequence[str]) -> Entries:
        entries = on_tracks(map(self._entry, rows), tracks)
        if len(self._made) > MOST_MADE:
            self._made = {}
        return {key: told for key, told in entries.items() if track is None or key.track == track}

    def _entry(self, row: _Row) -> tuple[Key, LedgerTally]:
        made = self._made.get(row[0])
        if made is None or made[0] != row:
            made = self._made[row[0]] = row, (_key(row), _told.decode(row[-1]))
        return made[1]


class _Kept(NamedTuple):
    state: tuple[str | None, int]
    rows: list[_Row]
    entries: Entries
    whole: bool | None = None
    """No row is left out; None where nobody has asked."""


def _state(connection: Connection) -> tuple[str | None, int]:
    """The mark of ``stories.changed`` and the newest article: while both stay the same, no row has become another."""
    return marked(connection), connection.scalar(_NEWEST_ARTICLE) or 0


def _read(connection: Connection, track: str | None, tracks: Sequence[str]) -> list[_Row]:
    ids: set[int] = set()
    for one in tracks if track is None else (track,):
        ids.update(connection.scalars(_PICK, {"track": one, "newest": NEWEST, "most": MOST_TOLD}))
    asked = {"ids": listed(connection, sorted(ids))}
    # As plain tuples, which are compared ten times as fast.
    return list(map(tuple, connection.execute(_ROWS[connection.dialect.name], asked)))


def clear(connection: Connection) -> None:
    connection.execute(delete(ledger))


def add(connection: Connection, entries: Entries) -> None:
    """Adds up what reports tell with what is there already."""
    exchange = Exchange(connection)
    for chunk in chunks(list(entries.items())):
        exchange.say(Booking(exchange, dict(chunk)).orders())
    exchange.send()


class Booking:
    """Adds what reports tell to the rows of their figures. Call while holding the intake lock, once for each report."""

    def __init__(self, exchange: Exchange, entries: Entries) -> None:
        """Asks for the rows as they are stored."""
        self._exchange = exchange
        self._by_digest = {digest_of(key): (key, told) for key, told in entries.items()}
        self._stored = exchange.ask(Order(_KNOWN, {"digests": spelt(exchange, self._by_digest)})) if entries else None

    def orders(self) -> list[Order]:
        """The statements that write the rows with the reports added."""
        if self._stored is None:
            return []
        known = {digest: _told.decode(told) for digest, told in self._stored.rows}
        for digest, sum_so_far in known.items():
            sum_so_far.add(self._by_digest[digest][1])
        changed = [{"digest": digest} | _changing(self._exchange, told) for digest, told in known.items()]
        new = [
            _values(self._exchange, digest, key, told)
            for digest, (key, told) in self._by_digest.items()
            if digest not in known
        ]
        both = (_ADD, new), (_CHANGE, changed)
        return [for_rows(self._exchange, statement, rows) for statement, rows in both if rows]


def _values(to: Speaks, digest: str, key: Key, told: LedgerTally) -> dict[str, object]:
    plain = {name: getattr(value, "value", value) for name, value in key._asdict().items()}
    return {"digest": digest} | plain | _changing(to, told)


def _changing(to: Speaks, told: LedgerTally) -> dict[str, object]:
    seen = moment(to, told.last_seen)
    return {"last_seen": seen, "outlets": len(told.outlets), "told": msgspec.json.encode(told).decode()}


def _key(row: Sequence[object]) -> Key:
    track, kind, role, *rest, measure, bound, is_denied = row[1:-1]
    made = Key(track, Kind(kind), Role(role), *rest)  # type: ignore[arg-type]  # the columns' own types
    about = Measure(str(measure)) if measure else None, Hedge(str(bound)) if bound else None
    return made._replace(measure=about[0], bound=about[1], is_denied=bool(is_denied))


_ORDERS = (
    "ORDER BY last_seen DESC, digest DESC LIMIT :newest",
    "ORDER BY outlets DESC, value DESC, digest DESC LIMIT :most",
)
"""Down to the digest, which no two rows share: of equals each database would pick others. As most rows have a single
outlet, an index has their values too; few have one value or one time."""


def _picked() -> Iterable[str]:
    """The statements that pick rows by an index each, for every role; only names of our own are put in."""
    for owner in ("track", "payer"):
        for role in LEDGER_ROLES:
            for order in _ORDERS:
                rows = f"SELECT id FROM ledger WHERE {owner} = :track AND role = '{role.value}' {order}"  # noqa: S608
                yield f"SELECT id FROM ({rows}) AS one"  # noqa: S608


def _some() -> Iterable[str]:
    """The statements for some rows of every role: more than are picked, so that one of them shows whether any is not.

    To count them all takes a second of a large ledger.
    """
    for owner in ("track", "payer"):
        for role in LEDGER_ROLES:
            rows = f"SELECT id FROM ledger WHERE {owner} = :track AND role = '{role.value}' LIMIT :some"  # noqa: S608
            yield f"SELECT id FROM ({rows}) AS one"  # noqa: S608


_c = ledger.c
_NEWEST_ARTICLE = select(func.max(articles.c.id))
_ADD = inserting("ledger", ("digest", *Key._fields, "last_seen", "outlets", "told"))
_PICK = text(" UNION ".join(_picked()))
_SOME = text(" UNION ALL ".join(_some()))
_KNOWN = Statement(
    "SELECT digest, told FROM ledger WHERE digest IN (SELECT value FROM json_each(:digests))",
    "SELECT digest, told FROM ledger WHERE digest = ANY(CAST(:digests AS text[]))",
)
_CHANGE = Statement(
    "UPDATE ledger SET last_seen = :last_seen, outlets = :outlets, told = :told WHERE digest = :digest",
    "UPDATE ledger AS l SET last_seen = r.last_seen, outlets = r.outlets, told = r.told "
    "FROM json_populate_recordset(NULL::ledger, CAST(:rows AS json)) AS r WHERE l.digest = r.digest",
)
_COLUMNS = ", ".join(f"l.{name}" for name in ("id", *Key._fields, "told"))
# The ids as one value: a thousand parameters cost more to put together than to look up.
_ROWS = {
    "sqlite": text(
        f"SELECT {_COLUMNS} FROM json_each(:ids) AS i CROSS JOIN ledger AS l ON l.id = i.value ORDER BY l.id"  # noqa: S608
    ),
    "postgresql": text(
        f"SELECT {_COLUMNS} FROM ledger AS l WHERE l.id = ANY(CAST(:ids AS integer[])) ORDER BY l.id"  # noqa: S608
    ),
}
