"""What the rooms are opened with."""

import os
import platform
import subprocess
import sys
import time

import psycopg
import pytest

from bot.settings import load
from bot.store import open_store
from bot.store.database import statements
from bot.worker import factories
from bot.worker.factories import claim_database, free_those_of_the_dead, is_worker_gone, sandbox_token, worker_name
from tests.store.build import LEASE, NOW, add_feed, new, plan


def test_no_two_starts_of_the_sandbox_have_one_token() -> None:
    tokens = {sandbox_token() for _ in range(100)}
    assert len(tokens) == 100
    assert {token.partition(":")[0] for token in tokens} == {"1000000"}, "what the chats know the bot by"
    assert min(len(token.partition(":")[2]) for token in tokens) >= 32


def of_an_ended_process() -> str:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return f"{platform.node()}-{ended.pid}-00c0ffee"


def test_a_worker_is_gone_whose_process_has_ended_here() -> None:
    assert is_worker_gone(of_an_ended_process())
    assert is_worker_gone(worker_name()), "the process before had our number, as in a container"
    assert not is_worker_gone(f"{platform.node()}-{os.getppid()}-00c0ffee")
    for elsewhere in (f"x{platform.node()}-1-00c0ffee", "other-1-00c0ffee", f"{platform.node()}-more-1-0", "", "first"):
        assert not is_worker_gone(elsewhere)


def test_a_start_leaves_the_feeds_of_the_living_alone_behind_a_pooler(postgres_url: str) -> None:
    """There the server knows no worker's name, and all of them look as if they were gone."""
    living, dead = f"{platform.node()}-{os.getppid()}-00c0ffee", of_an_ended_process()
    with open_store(postgres_url, worker="starting") as store:
        store.migrate()
        numbers = [add_feed(store, name) for name in ("one", "two", "three")]
        for name in (living, "elsewhere-1-00c0ffee", dead):
            with open_store(postgres_url, worker=name) as worker:
                assert len(worker.feeds.claim_due(NOW, 1, LEASE)) == 1
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            # The server notices a closed connection in its own time.
            named = "SELECT FROM pg_stat_activity WHERE application_name LIKE '%-00c0ffee'"
            while connection.execute(named).fetchone() is not None:
                time.sleep(0.02)
        claim_database(store, load({"DATABASE_URL": postgres_url}))
        assert [feed.id for feed in store.feeds.claim_due(NOW, 9, LEASE)] == numbers[2:]


def test_a_worker_that_runs_frees_the_feeds_of_the_dead_and_never_its_own(
    postgres_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Even behind a pooler, where it looks as if it were gone, and its number is that of a process before."""
    own = worker_name()
    with open_store(postgres_url, worker=own) as store:
        store.migrate()
        numbers = [add_feed(store, name) for name in ("one", "two")]
        assert [feed.id for feed in store.feeds.claim_due(NOW, 1, LEASE)] == numbers[:1]
        with open_store(postgres_url, worker=of_an_ended_process()) as dead:
            assert [feed.id for feed in dead.feeds.claim_due(NOW, 1, LEASE)] == numbers[1:]
        with store._database.read() as connection:
            connection.exec_driver_sql("SET application_name TO 'a pooler'")
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            named = "SELECT FROM pg_stat_activity WHERE application_name LIKE 'burdenwatch %'"
            while connection.execute(named).fetchone() is not None:
                time.sleep(0.02)
        with caplog.at_level("INFO"):
            free_those_of_the_dead(store)
        assert caplog.messages == ["given back what workers that have ended had claimed: feeds: 1"]
        assert [feed.id for feed in store.feeds.claim_due(NOW, 9, LEASE)] == numbers[1:]


def test_a_start_that_makes_the_ledger_again_tells_how_far_it_has_come(
    migrated_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    settings = load({"DATABASE_URL": migrated_url})
    with open_store(migrated_url, worker="before") as store:
        store.intake.apply(plan(add_feed(store), *(new(f"report {n}", opens=n) for n in range(3))), NOW)
        store.migrate()
        store.put("ledger", "an older version")
    monkeypatch.setattr(statements.chunks, "__defaults__", (2,))
    monkeypatch.setattr(factories, "TELL_EVERY", 0.0)
    with caplog.at_level("INFO"), factories.open_database(settings):
        pass
    assert caplog.messages == ["bringing the database up to date: ledger, 2 of 3 reports"]
    caplog.clear()
    with factories.open_database(settings):
        pass
    assert caplog.messages == []
