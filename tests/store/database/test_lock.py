"""One worker for one SQLite file, however the worker before it ended."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import Store, StoreError, open_store

WORKER = """
import os, sys
from bot.store import open_store
store = open_store(sys.argv[1], worker="child")
store.acquire()
if sys.argv[2] == "alone" or os.fork() == 0:
    # With "fork" this is a helper process, such as the feed parser, that outlives its worker; it speaks up once it has
    # let go of the lock.
    print("ready", flush=True)
os.read(0, 1)
os._exit(0)
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'one.db'}"


@pytest.fixture(params=["alone", "fork"])
def worker(url: str, request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[str]]:
    """A worker process that holds the lock."""
    command = [sys.executable, "-c", WORKER, url, request.param]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        process.kill()


def test_a_second_worker_is_refused_and_told_what_to_do(url: str, worker: subprocess.Popen[str]) -> None:
    with open_store(url, worker="second") as second:
        with pytest.raises(
            StoreError, match=rf"another worker runs on this database \(.*one.db\) \(process {worker.pid}\)"
        ):
            second.acquire()
        with pytest.raises(StoreError, match="stop it first, or give DATABASE_URL a PostgreSQL address"):
            second.acquire()


def test_the_kernel_frees_the_lock_of_a_killed_worker(url: str, worker: subprocess.Popen[str]) -> None:
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    with open_store(url, worker="next") as following:
        following.acquire()


def test_closing_frees_the_lock_and_acquiring_twice_keeps_it(url: str) -> None:
    with open_store(url, worker="first") as first, open_store(url, worker="second") as second:
        first.acquire()
        first.acquire()
        with pytest.raises(StoreError, match=f"process {os.getpid()}"):
            second.acquire()
        first.close()
        second.acquire()


def test_reading_needs_no_lock(url: str, worker: subprocess.Popen[str]) -> None:
    with open_store(url, worker="reader") as reader:
        reader.migrate()
        assert reader.archive.articles() == []


def test_workers_share_a_postgresql(postgres_url: str) -> None:
    with open_store(postgres_url, worker="first") as first, open_store(postgres_url, worker="second") as second:
        first.acquire()
        second.acquire()


def test_a_lock_file_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "one.db.lock").mkdir()
    refusal = pytest.raises(StoreError, match=r"The lock file .*one.db.lock cannot be opened: Is a directory")
    with open_store(f"sqlite:///{tmp_path / 'one.db'}", worker="w") as store, refusal:
        store.acquire()


def test_the_store_says_its_dialect(store: Store, migrated_url: str) -> None:
    assert store.dialect == migrated_url.partition(":")[0]
