"""Roles that one worker of several has, and deciding, which takes turns across workers."""

import threading
import time

import psycopg
import pytest

from bot.store import Store, open_store
from tests.store.build import NOW


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


@pytest.mark.parametrize("workers", [1, 2])
def test_deciding_takes_turns(store: Store, other: Store, workers: int) -> None:
    inside, most = 0, 0
    lock = threading.Lock()

    def decide(mine: Store) -> None:
        nonlocal inside, most
        for _ in range(5):
            with mine.deciding():
                with lock:
                    inside += 1
                    most = max(most, inside)
                time.sleep(0.002)
                with lock:
                    inside -= 1

    # Two workers are two on PostgreSQL only; SQLite has one, whose threads take turns.
    theirs = other if workers == 2 and store.dialect == "postgresql" else store
    threads = [threading.Thread(target=decide, args=(mine,)) for mine in (store, theirs) * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


def test_deciding_is_left_when_something_fails_inside(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.deciding():
        raise ZeroDivisionError
    with store.deciding():
        assert store.stories_since(NOW) == []
