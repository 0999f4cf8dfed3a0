"""Strangers at the worker's port: idle connections beyond all files, and requests that are none."""

import socket
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.web.test_log_filter import MALFORMED
from tests.web.wire import visitors
from tests.whole.process import TOKEN, WorkerProcess, make_topic

IDLE = 300


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
async def worker(telegram: str, tmp_path: Path) -> AsyncIterator[WorkerProcess]:
    """As many open files as make the test quick; a usual limit is 1,024."""
    settings = {
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": telegram,
        "BURDENWATCH_TOPIC": str(make_topic(tmp_path, {})),
        "PORT": str(free_port()),
    }
    process = WorkerProcess(tmp_path, settings, files=256)
    await process.start()
    yield process
    await process.close()


async def test_idle_connections_and_malformed_requests_stop_nothing_and_fill_no_log(worker: WorkerProcess) -> None:
    port = int(worker.settings["PORT"])
    before = len(worker.log.splitlines())
    async with (
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as session,
        visitors(port, IDLE, b"GET /healthz HTTP/1.1\r\nHost:"),
    ):
        for _ in range(3):
            async with session.get(f"http://127.0.0.1:{port}/healthz") as response:
                assert response.status == 200
        for words in MALFORMED * 20:
            async with visitors(port, 1, words) as (stranger,):
                assert await stranger.status() == 400
    await worker.terminate()
    written = worker.log.splitlines()[before:]
    assert "Traceback" not in worker.log
    assert len(written) <= 15, "\n".join(written)
