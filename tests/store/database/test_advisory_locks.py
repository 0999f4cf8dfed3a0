"""Roles that one worker of several has."""

import psycopg

from bot.store import open_store


def test_on_sqlite_the_only_worker_has_every_role(tmp_path: object) -> None:
    with open_store(f"sqlite:///{tmp_path}/test.db", worker="w") as store:
        assert store.try_role("sender")
        assert store.try_role("sender")


def test_a_role_is_one_workers_until_it_ends(postgres_url: str) -> None:
    with open_store(postgres_url, worker="second") as second:
        with open_store(postgres_url, worker="first") as first:
            assert first.try_role("sender")
            assert first.try_role("sender")
            assert not second.try_role("sender")
            assert second.try_role("telegram listener")
            assert not first.try_role("telegram listener")
        assert second.try_role("sender")
        assert second.try_role("telegram listener")


def test_a_role_is_lost_with_its_connection_and_can_be_taken_again(postgres_url: str) -> None:
    with open_store(postgres_url, worker="cut off") as first, open_store(postgres_url, worker="other") as second:
        assert first.try_role("sender")
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                "WHERE application_name = 'burdenwatch cut off'"
            )
        assert second.try_role("sender")
        assert not first.try_role("sender")
        assert not first.try_role("sender")
    with open_store(postgres_url, worker="cut off") as first:
        assert first.try_role("sender")


def test_roles_of_two_installations_in_one_database_are_their_own(postgres_server: str, postgres_url: str) -> None:
    with open_store(postgres_url, worker="w") as here, open_store(postgres_server, worker="w") as there:
        assert here.try_role("sender")
        assert there.try_role("sender")
