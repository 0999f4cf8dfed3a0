"""Databases of every revision, with rows in every table, brought to the newest: what was in them is in them still.

Revisions follow one another in one line, so one database that is given rows at each of them holds what a database of
each could hold. The few that were on main for minutes as something else than what they are now have tests of their own.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from alembic import command
from sqlalchemy import (
    Boolean,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    MetaData,
    Table,
    create_engine,
    func,
    insert,
    inspect,
    select,
)
from sqlalchemy.pool import NullPool

from bot.chat.commands.command import CommandRequest
from bot.model import Alerts, Chat, ChatSubscription, ChatType, Interest, Manner, NewsKind
from bot.store import Store, open_store
from bot.store.database.migrate import _config
from bot.store.database.tables import metadata
from tests import shared
from tests.chat.builders import context, families
from tests.store.build import DEMAND, HOUR, LEASE, NOW, entry, new, plan, settlement
from tests.store.database.test_migrations import READING, REVISIONS

BREAKS = {"0017": "figures"}
"""Revisions after which a worker of before cannot write to a table. No more may come: see README on upgrades."""
TOLD: dict[tuple[str, str], Any] = {
    ("articles", "reading"): READING,
    ("articles", "on_topic"): True,
    ("articles", "track"): "KR",
    ("articles", "language"): "en",
    ("article_versions", "reading"): READING,
    ("article_versions", "level"): "none",
    ("chats", "type"): "group",
    ("chats", "subscribed"): True,
    ("chats", "time_zone"): "UTC",
    ("chats", "alerts"): "all",
    ("chats", "digest_at"): "08:00",
    ("chats", "digest_days"): "1234567",
    ("chats", "channel"): "telegram",
    ("chats", "interest"): "",
    ("chats", "quiet"): "",
    ("chats", "cap"): 0,
    ("chats", "counted"): 0,
    ("chats", "counted_on"): "",
    ("chats", "language"): "",
    ("chats", "called"): "",
    ("chats", "preferred"): "",
    ("chat_subscriptions", "interest"): "",
    ("chat_subscriptions", "alerts"): "all",
    ("chat_subscriptions", "silent"): False,
    ("corrections", "aspect"): "event",
    ("corrections", "value"): "none",
    ("corrections", "was"): "none",
    ("corrections", "holds_at"): "[]",
    ("corrections", "undone"): NOW,
    ("feeds", "state"): "active",
    ("feeds", "kind"): "agency",
    ("feeds", "origin"): "topic",
    ("feeds", "language"): "en",
    ("feeds", "interval"): 3600.0,
    ("figures", "kind"): "money",
    ("figures", "role"): "demanded",
    ("figures", "stance"): "asserted",
    ("figures", "value"): 5e9,
    ("figures", "currency"): "USD",
    ("gists", "event"): "none",
    ("outbox", "kind"): "alert",
    ("outbox", "state"): "owed",
    ("outbox", "great"): False,
    ("stories", "event"): "none",
    ("stories", "track"): "KR",
    ("subscriptions", "state"): "active",
}
"""What stands in a column that not just anything may stand in; elsewhere stands what its type asks for."""


class Filler:
    """Rows for the tables of any revision, the nth of each named after n, and pointing at the nth of others."""

    def __init__(self) -> None:
        self.given: dict[str, list[dict[str, Any]]] = {}

    def fill(self, connection: Connection, number: int, columns: dict[str, set[str]]) -> None:
        """One row for each table that the revision of ``columns`` knew, of the columns that it knew."""
        schema = MetaData()
        schema.reflect(connection, only=lambda name, _: not name.startswith("search") and name in columns)
        for table in schema.sorted_tables:
            row = {
                column.name: self.value(table, column.name, number)
                for column in table.columns
                if column.name in columns[table.name]
            }
            connection.execute(insert(table), [row])
            self.given.setdefault(table.name, []).append(row)
            if connection.dialect.name == "postgresql" and "id" in row and table.name != "chats":
                # It was numbered by us.
                connection.exec_driver_sql(f"SELECT setval('{table.name}_id_seq', {number})")

    def value(self, table: Table, name: str, number: int) -> Any:
        column = table.columns[name]
        if column.primary_key or column.foreign_keys:
            return f"key {number}" if not isinstance(column.type, Integer) else number
        if (table.name, name) in TOLD:
            return TOLD[table.name, name]
        if column.nullable:
            return None
        return _any(column.type, f"{table.name} {name} {number}")


def _any(kind: Any, words: str) -> Any:
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, DateTime):
        return NOW
    if isinstance(kind, Date):
        return date(2026, 11, 24 + len(words) % 2)
    if isinstance(kind, Float):
        return 1.0
    return 1 if isinstance(kind, Integer) else words


def columns_of(connection: Connection) -> dict[str, set[str]]:
    there = inspect(connection)
    return {
        table: {column["name"] for column in there.get_columns(table)}
        for table in there.get_table_names()
        if not table.startswith("search") and table != "alembic_version"
    }


def to(store: Store, revision: str) -> None:
    with store._database.write() as connection:
        command.upgrade(_config(connection), revision)


@pytest.fixture
def opened(database_url: str) -> Iterator[Store]:
    with open_store(database_url, worker="w") as store:
        yield store


def test_rows_of_every_revision_are_there_at_the_newest_and_old_workers_could_write_meanwhile(opened: Store) -> None:
    filler, before, number = Filler(), dict[str, set[str]](), 0
    for revision in REVISIONS:
        to(opened, revision)
        with opened._database.write() as connection:
            columns = columns_of(connection)
            number += 1
            # As a worker of the revision before writes, which still runs.
            broken = BREAKS.get(revision)
            filler.fill(connection, number, {name: before[name] for name in before if name != broken})
            number += 1
            filler.fill(connection, number, columns)
        before = columns
    assert opened.migrate() == []
    assert set(filler.given) == {table.name for table in metadata.sorted_tables}
    with opened._database.read() as connection:
        for table in metadata.sorted_tables:
            _same(connection, table, filler.given[table.name])
    _works(opened, len(filler.given["chats"]), len(filler.given["articles"]))


def _same(connection: Connection, table: Table, given: list[dict[str, Any]]) -> None:
    """Each row has what it was given, where the column stands yet."""
    # Migrating makes anew what follows from articles; their own tests hold that.
    if table.name in {"ledger", "gists", "ahead", "meta"}:
        return
    assert connection.scalar(select(func.count()).select_from(table)) == len(given)
    keys = list(table.primary_key.columns)
    kept = {tuple(row[key.name] for key in keys): row for row in connection.execute(select(table)).mappings()}
    for row in given:
        found = kept[tuple(row[key.name] for key in keys)]
        lacking = {name: value for name, value in row.items() if name in found and found[name] != value}
        assert lacking == {}, table.name


def _works(store: Store, chats: int, articles: int) -> None:
    """What is owed is owed and can be settled; the guids are known; a poll files; /figures answers."""
    owed = store.outbox.owed()
    assert owed == chats
    claimed = store.outbox.claim_owed(NOW, 2 * owed, LEASE)
    assert len(claimed) == owed
    for row in claimed:
        store.outbox.settle(settlement(row.id), NOW)
    assert store.outbox.owed() == 0
    kept = store.archive.kept(range(2, articles + 1))
    assert [len(kept[number][0].reading.figures) for number in range(2, articles + 1)] == [1] * (articles - 1)
    again = new("again", entry=entry("again", guid=f"entries guid {articles}"))
    applied = store.intake.apply(plan(articles, again, new("fresh", DEMAND, ring=True)), NOW + HOUR)
    assert len(applied.article_ids) == 1
    assert store.outbox.owed() == chats
    surroundings = context(store, topic=shared.topic(), convert=shared.rates().convert, now=lambda: NOW + 2 * HOUR)
    reader = CommandRequest(Chat(1, ChatType.PRIVATE, "", subscribed=True))
    assert "US$5bn a year" in families(surroundings).message_of("figures", reader).html


def test_the_one_subscription_of_a_chat_goes_on_as_it_was_with_all_that_was_set(opened: Store) -> None:
    to(opened, "0029")
    was = {
        "id": 1, "type": "supergroup", "title": "Desk", "subscribed": True, "time_zone": "Asia/Tokyo", "language": "ja",
        "alerts": "digest", "digest_at": "07:30", "digest_days": "135", "quiet": "22:00-07:00", "great_pass": True,
        "silent": True, "cap": 4, "counted_on": "2026-11-23", "counted": 2, "editor": 1, "channel": "telegram",
        "address": "-100777/5", "interest": '{"tracks":["JP"],"kinds":["deals"],"muted":["KCNA"],"languages":["ja"]}',
    }  # fmt: skip
    with opened._database.write() as connection:
        old = Table("chats", MetaData(), autoload_with=connection)
        connection.execute(insert(old).values(**was))
        (before,) = connection.execute(select(old)).mappings()
    opened.migrate()
    with opened._database.read() as connection:
        (after,) = connection.execute(select(metadata.tables["chats"])).mappings()
    assert {name: after[name] for name in was} == was
    assert {name for name in after if name not in before} == {"called", "preferred"}
    wanted = Interest(tracks=("JP",), kinds=(NewsKind.DEALS,), muted=("KCNA",), languages=("ja",))
    assert opened.subscriptions.of_chat(1) == [ChatSubscription(0, "", wanted, Alerts.DIGEST, silent=True)]
    chat = opened.outbox.chat(1)
    assert chat is not None
    assert (chat.manner, chat.called, chat.preferred) == (Manner("22:00-07:00", True, True, 4), "", ())


def described(connection: Connection) -> dict[str, Any]:
    """Tables, columns, what may be NULL, defaults, keys and indices by their names, in no order."""
    there = inspect(connection)
    return {
        name: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"], column["default"] or "")
                for column in there.get_columns(name)
            },
            "indices": {
                (index["name"], tuple(index["column_names"]), bool(index["unique"]))
                for index in there.get_indexes(name)
            },
            "key": (there.get_pk_constraint(name)["name"], there.get_pk_constraint(name)["constrained_columns"]),
            "unique": {(one["name"], tuple(one["column_names"])) for one in there.get_unique_constraints(name)},
            "foreign": {
                (one["name"], tuple(one["constrained_columns"]), one["referred_table"])
                for one in there.get_foreign_keys(name)
            },
        }
        for name in there.get_table_names()
        if not name.startswith("search") and name != "alembic_version"
    }


def test_migrated_tables_are_those_that_the_code_would_make(opened: Store) -> None:
    opened.migrate()
    anew = create_engine("sqlite://", poolclass=NullPool)
    with opened._database.write() as connection:
        migrated = described(connection)
        if connection.dialect.name == "sqlite":
            with anew.connect() as other:
                metadata.create_all(other)
                made = described(other)
        else:
            for name in migrated:
                connection.exec_driver_sql(f"DROP TABLE {name} CASCADE")
            metadata.create_all(connection)
            made = described(connection)
    assert migrated == made


STRAYS = {
    "0001": (
        "DROP INDEX ix_outbox_chat_id_state_id",
        "DROP INDEX ix_outbox_state_id",
        "CREATE INDEX ix_outbox_state_chat_id_id ON outbox (state, chat_id, id)",
    ),
    "0011": ("DROP INDEX ix_entries_feed_id_seen",),
    "0016": (
        "DROP TABLE messages",
        "ALTER TABLE entries DROP COLUMN shown",
        "ALTER TABLE feeds DROP COLUMN noted",
    ),
    "0027": (
        "ALTER TABLE outbox DROP COLUMN great",
        "ALTER TABLE muted_stories DROP COLUMN until",
        "ALTER TABLE chats DROP COLUMN language",
    ),
}
"""Revisions that were on main for minutes as something else: 24, 21, 9 and 14 of them."""


@pytest.mark.parametrize(
    ("revision", "is_migrated_since"), [("0001", True), ("0011", True), ("0016", False), ("0016", True), ("0027", True)]
)
def test_a_revision_that_was_on_main_as_something_else_is_mended(
    opened: Store, revision: str, is_migrated_since: bool
) -> None:
    to(opened, revision)
    with opened._database.write() as connection:
        for statement in STRAYS[revision]:
            connection.exec_driver_sql(statement)
    if is_migrated_since:
        # By a program that did not know of it: later revisions are at peace with what is missing.
        to(opened, "head")
    opened.migrate()
    with opened._database.read() as connection:
        mended = described(connection)
    with opened._database.write() as connection:
        for name in mended:
            connection.exec_driver_sql(f"DROP TABLE {name}" + (" CASCADE" if opened.dialect == "postgresql" else ""))
        for name in ("search", "alembic_version"):
            connection.exec_driver_sql(f"DROP TABLE {name}")
    opened.migrate()
    with opened._database.read() as connection:
        assert mended == described(connection)
