"""The migrations: they end in the very tables that the code uses, and know a newer database when they meet one."""

import threading

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import select

from bot.model import EVERY_DAY, TELEGRAM, Interest, Manner, Role, Stance
from bot.store import StoreError, open_store
from bot.store.database.migrate import _config
from bot.store.database.tables import figures, holds, metadata
from tests.store.build import LEASE, NOW, ring

REVISIONS = [
    *(
        "0001",
        "0002",
        "0003",
        "0004",
        "0005",
        "0008",
        "0009",
        "0010",
        "0011",
        "0012",
        "0013",
        "0014",
        "0015",
        "0016",
        "0017",
        "0018",
        "0019",
        "0020",
        "0021",
        "0022",
        "0023",
        "0024",
        "0025",
        "0026",
        "0027",
        "0028",
        "0029",
        "0030",
        "0031",
    )
]

READING = (
    '{"language":"en","relevance":{"on_topic":true,"score":4.5,"why":[],"rule":""},"event":"none","track":"KR","figures":'
    '[{"surface":"$5 billion","kind":"money","value":5e9,"role":"demanded","where":"text","start":0,"currency":"USD",'
    '"why":"a demand by the words around it"}]}'
)
OLD = (
    "INSERT INTO stories (id, title, track, event, last_published, alerted) "
    "VALUES (1, 'Talks', 'KR', 'none', '2026-11-24 12:00:00', false)",
    "INSERT INTO articles "  # noqa: S608  # our own words
    "(id, story_id, url, outlet, language, title, text, published, seen, on_topic, track, reading, why) "
    "VALUES (1, 1, 'https://wire.test/1', 'Wire', 'en', 'Talks', '$5 billion', '2026-11-24 12:00:00', "
    f"'2026-11-24 12:00:00', true, 'KR', '{READING}', 'new story')",
    'INSERT INTO figures (article_id, position, surface, kind, value, role, "where", start, currency, on_topic, why) '
    "VALUES (1, 0, '$5 billion', 'money', 5e9, 'demanded', 'text', 0, 'USD', true, 'a demand by the words around it')",
)
"""What revision 0016 has of a report."""


def test_a_fresh_database_ends_in_the_tables_of_the_code(database_url: str) -> None:
    with open_store(database_url, worker="w") as store:
        assert store.pending() == REVISIONS
        assert store.migrate() == REVISIONS
        with store._database.read() as connection:
            context = MigrationContext.configure(connection, opts={"include_name": _is_no_index})
            assert compare_metadata(context, metadata) == []


def _is_no_index(name: str | None, kind: str, parents: object) -> bool:
    """All but the full-text index, which is another kind of table in each database, and told in SQL."""
    return kind != "table" or not (name or "").startswith("search")


def test_migrating_again_does_nothing(database_url: str) -> None:
    with open_store(database_url, worker="w") as store:
        store.migrate()
        assert store.pending() == []
        assert store.migrate() == []


def test_workers_that_start_together_take_turns(database_url: str) -> None:
    done: list[list[str]] = []

    def start(name: str) -> None:
        with open_store(database_url, worker=name) as store:
            done.append(store.migrate())

    threads = [threading.Thread(target=start, args=(f"w{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [[], [], [], REVISIONS]


def test_a_database_of_a_newer_program_is_refused(database_url: str) -> None:
    with open_store(database_url, worker="w") as store:
        store.migrate()
        with store._database.write() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        for attempt in (store.migrate, store.pending):
            with pytest.raises(StoreError, match=r"newer version of burdenwatch \(revision 9999\); update the program"):
                attempt()


def test_figures_of_before_the_language_model_are_asserted_and_no_more_is_known(database_url: str) -> None:
    with open_store(database_url, worker="w") as store:
        with store._database.write() as connection:
            command.upgrade(_config(connection), "0016")
            for statement in OLD:
                connection.exec_driver_sql(statement)
        assert store.migrate() == [
            "0017",
            "0018",
            "0019",
            "0020",
            "0021",
            "0022",
            "0023",
            "0024",
            "0025",
            "0026",
            "0027",
            "0028",
            "0029",
            "0030",
            "0031",
        ]
        with store._database.read() as connection:
            (row,) = connection.execute(select(figures)).mappings()
        article = store.archive.article(1)
    assert (row["surface"], row["role"], row["stance"]) == ("$5 billion", "demanded", "asserted")
    assert {row[name] for name in ("actor", "measure", "chance", "likely")} == {None}
    assert article is not None
    (figure,) = article.reading.figures
    assert (figure.role, figure.stance, figure.chance, figure.likely) == (Role.DEMANDED, Stance.ASSERTED, None, None)


def test_chats_of_before_the_channels_are_telegrams_and_what_was_held_still_is(database_url: str) -> None:
    with open_store(database_url, worker="w") as store:
        with store._database.write() as connection:
            command.upgrade(_config(connection), "0017")
            for number in (5, -100777):
                connection.exec_driver_sql(
                    "INSERT INTO chats (id, type, title, subscribed, time_zone) "  # noqa: S608  # our own numbers
                    f"VALUES ({number}, 'group', 'Desk', true, 'UTC')"
                )
            connection.exec_driver_sql("INSERT INTO holds (name, until) VALUES ('all chats', '2026-11-24 12:00:00')")
        assert store.migrate() == [f"{number:04}" for number in range(18, 32)]
        assert [(chat.id, chat.channel, chat.address) for chat in store.outbox.chats()] == [
            (-100777, TELEGRAM, ""),
            (5, TELEGRAM, ""),
        ]
        with store._database.read() as connection:
            assert list(connection.scalars(select(holds.c.name))) == [TELEGRAM]


def test_digests_of_before_the_days_come_every_day(database_url: str) -> None:
    with open_store(database_url, worker="w") as store:
        with store._database.write() as connection:
            command.upgrade(_config(connection), "0018")
            connection.exec_driver_sql(
                "INSERT INTO chats (id, type, title, subscribed, time_zone, alerts, digest_at) "
                "VALUES (5, 'group', 'Desk', true, 'UTC', 'digest', '09:30')"
            )
        assert store.migrate() == [
            "0019",
            "0020",
            "0021",
            "0022",
            "0023",
            "0024",
            "0025",
            "0026",
            "0027",
            "0028",
            "0029",
            "0030",
            "0031",
        ]
        (chat,) = store.outbox.chats()
    assert (chat.digest_at, chat.digest_days) == ("09:30", EVERY_DAY)


def test_chats_of_before_the_wishes_hear_of_everything_at_any_hour(database_url: str) -> None:
    with open_store(database_url, worker="w") as store:
        with store._database.write() as connection:
            command.upgrade(_config(connection), "0021")
            connection.exec_driver_sql(
                "INSERT INTO chats (id, type, title, subscribed, time_zone) VALUES (5, 'group', 'Desk', true, 'UTC')"
            )
        assert store.migrate() == ["0022", "0023", "0024", "0025", "0026", "0027", "0028", "0029", "0030", "0031"]
        (chat,) = store.outbox.chats()
        assert (chat.interest, chat.manner) == (Interest(), Manner())
        assert ring(store, name="one") == 1
        assert [row.chat.id for row in store.outbox.claim_owed(NOW, 9, LEASE)] == [5]


def test_a_migration_that_fails_leaves_nothing(database_url: str) -> None:
    with open_store(database_url, worker="w") as store:
        with store._database.write() as connection:
            # The last of the tables is in the way, so that those before it are made in vain.
            connection.exec_driver_sql("CREATE TABLE figures (id INTEGER)")
        with pytest.raises(Exception, match="already exists"):
            store.migrate()
        with store._database.write() as connection:
            connection.exec_driver_sql("DROP TABLE figures")
        assert store.migrate() == REVISIONS
