"""SIGTERM ends the worker within ten seconds, mid-send included, with nothing lost."""

import socket
from contextlib import suppress
from pathlib import Path

from bot.store import open_store
from tests.sandbox.client import YOU
from tests.whole.conftest import Build
from tests.whole.reports import BREAK_OFF, OLD


async def test_the_end_comes_in_time_with_a_send_under_way(house: Build, database_url: str) -> None:
    built = await house({"Morning Paper": "morning"})
    stand, users, worker = built.stand, built.users, built.worker
    stand.items["morning"] = [OLD]
    await worker.start()
    await users.ask(YOU, "/subscribe")
    await worker.wait_log("Morning Paper: 5 new, 1 on the topic, no alerts owed")
    await users.fault("sendMessage", "stall", times=100)
    stand.items["morning"] = [BREAK_OFF, OLD]
    before = len(await users.requests("sendMessage"))
    await users.wait_request("sendMessage", count=before + 1, seconds=30)

    took = await worker.terminate()

    assert took < 10
    with open_store(database_url, worker="test") as store:
        assert store.outbox.owed() == 1
    await users.clear_faults()
    await worker.start()
    alert = await users.wait_message(YOU, "walks out", seconds=90)
    assert "Morning Paper" in alert["text"]


async def test_an_idle_worker_ends_at_once_and_tells_systemd(house: Build, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.setblocking(False)
        built = await house({}, NOTIFY_SOCKET=str(tmp_path / "notify"), WATCHDOG_USEC="60000000")
        await built.worker.start()
        await built.users.wait_request("setMyCommands")
        assert await built.worker.terminate() < 5
        assert built.worker.exit_code == 0
        told = []
        with suppress(BlockingIOError):
            while True:
                told += systemd.recv(4096).decode().splitlines()
    assert [line for line in told if not line.startswith("STATUS=")] == [
        "EXTEND_TIMEOUT_USEC=60000000", "WATCHDOG=1", "READY=1", "STOPPING=1",
    ]  # fmt: skip
