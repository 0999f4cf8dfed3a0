"""Statements that go to the driver as they are: what comes back, what is raised, and what is undone."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.store import NaiveDatetimeError, Store, StoreError, open_store
from bot.store.database.direct import (
    Exchange,
    Order,
    Statement,
    ask,
    ask_all,
    for_rows,
    inserting,
    moment,
    spelt,
)
from bot.store.database.types import instant

PUT = Statement("INSERT INTO meta (key, value) VALUES (:key, :value)")
GET = Statement("SELECT value FROM meta WHERE key = :key")
ALL = Statement(
    "SELECT key, value FROM meta WHERE key LIKE 'k%' ORDER BY key",
    "SELECT key, value FROM meta WHERE key LIKE 'k%%' ORDER BY key",
)


def test_each_statement_sees_what_those_before_it_did(store: Store) -> None:
    with store._database.write() as connection:
        none, _, one, _, two = ask_all(
            connection,
            Order(GET, {"key": "k1"}),
            Order(PUT, {"key": "k1", "value": "a"}),
            Order(GET, {"key": "k1"}),
            Order(PUT, {"key": "k2", "value": "b"}),
            Order(ALL, {}),
        )
        assert (none, one, two) == ([], [("a",)], [("k1", "a"), ("k2", "b")])
        assert ask_all(connection) == []


@pytest.mark.parametrize(
    "value", ["it's; DROP TABLE meta; --", 'back\\slash "quoted"', "100 % %s %(key)s :key", "서울\n줄"]
)
def test_a_value_stays_a_value_alone_and_among_others(store: Store, value: str) -> None:
    with store._database.write() as connection:
        ask(connection, PUT, {"key": "k1", "value": value})
        ask_all(connection, Order(PUT, {"key": "k2", "value": value}), Order(PUT, {"key": "k3", "value": value}))
    with store._database.read() as connection:
        assert [row[1] for row in ask(connection, ALL, {})] == [value] * 3


def test_many_rows_go_in_together(store: Store) -> None:
    rows = [{"key": f"k{number}", "value": f"it's {number}"} for number in range(3)]
    with store._database.write() as connection:
        ask_all(connection, for_rows(connection, inserting("meta", ("key", "value")), rows))
        assert ask(connection, ALL, {}) == [(row["key"], row["value"]) for row in rows]


def test_a_time_comes_back_in_utc_and_is_never_naive(store: Store) -> None:
    when = datetime(2026, 1, 2, 3, 4, 5, 678, timezone(timedelta(hours=9)))
    put = Statement("INSERT INTO holds (name, until) VALUES (:name, :until)")
    with store._database.write() as connection:
        ask(connection, put, {"name": "x", "until": moment(connection, when)})
        ((stored,),) = ask(connection, Statement("SELECT until FROM holds"), {})
        assert instant(stored) == when
        assert instant(stored).tzinfo is UTC
        with pytest.raises(NaiveDatetimeError, match="no time zone"):
            moment(connection, datetime(2026, 1, 2))  # noqa: DTZ001  # which is what is refused


def test_an_error_is_sqlalchemys_and_undoes_the_transaction(store: Store) -> None:
    def twice() -> None:
        with store._database.write() as connection:
            ask_all(connection, Order(PUT, {"key": "k1", "value": "a"}), Order(PUT, {"key": "k1", "value": "secret"}))

    with pytest.raises(IntegrityError) as raised:
        twice()
    assert "secret" not in str(raised.value.statement)
    assert store.get("k1") is None


def test_missing_tables_are_told_in_words(store: Store) -> None:
    with (
        pytest.raises(StoreError, match="run `burdenwatch migrate`"),
        store._database.read() as connection,
    ):
        ask(connection, Statement("SELECT key FROM nowhere"), {})


def test_a_connection_lost_in_the_middle_is_told_and_not_used_again(postgres_url: str) -> None:
    kill = Statement("SELECT pg_terminate_backend(pg_backend_pid())")

    def breaks(store: Store) -> None:
        with store._database.write() as connection:
            ask_all(connection, Order(PUT, {"key": "k1", "value": "a"}), Order(kill, {}))

    with open_store(postgres_url, worker="w") as store:
        store.migrate()
        with pytest.raises(StoreError, match="cannot be reached"):
            breaks(store)
        assert store.get("k1") is None


def test_what_needs_no_answer_goes_with_what_does_and_in_its_order(store: Store) -> None:
    with store._database.write() as connection:
        exchange = Exchange(connection)
        before = exchange.ask(Order(GET, {"key": "k1"}))
        exchange.say([Order(PUT, {"key": "k1", "value": "a"}), Order(PUT, {"key": "k2", "value": "b"})])
        after = exchange.ask(Order(ALL, {}))
        assert ask(connection, ALL, {}) == []
        assert (after.rows, before.rows) == ([("k1", "a"), ("k2", "b")], [])
        exchange.say([Order(PUT, {"key": "k3", "value": "c"})])
        assert exchange.connection.scalar(text("SELECT value FROM meta WHERE key = 'k3'")) == "c"


def test_a_list_is_one_value(store: Store) -> None:
    words = ['a "quoted" word', "back\\slash", "with, comma {and} braces", "", "NULL", "서울", None]
    listed = Statement(
        "SELECT value FROM json_each(:words)", "SELECT word FROM unnest(CAST(:words AS text[])) AS w (word)"
    )
    numbers = Statement(
        "SELECT value FROM json_each(:numbers)", "SELECT n FROM unnest(CAST(:numbers AS float8[])) AS l (n)"
    )
    with store._database.read() as connection:
        assert ask(connection, listed, {"words": spelt(connection, words)}) == [(word,) for word in words]
        found = ask(connection, numbers, {"numbers": spelt(connection, [1, -0.1, 1.7976931348623157e308])})
        assert found == [(1,), (-0.1,), (1.7976931348623157e308,)]
        assert ask(connection, listed, {"words": spelt(connection, [])}) == []
