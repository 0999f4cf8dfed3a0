"""What systemd is told, over a real datagram socket in its place."""

import asyncio
import os
import select
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from bot.worker.upkeep.supervisor import SIGN_EVERY, Supervisor, supervised

PATIENCE = 10.0
"""Seconds for what should come at once: a bound for tests that fail."""


@pytest.fixture(params=["path", "abstract"])
def systemd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[socket.socket, str]]:
    """A socket that hears, and its name as NOTIFY_SOCKET has it."""
    name = str(tmp_path / "notify") if request.param == "path" else f"@burdenwatch-{uuid4().hex}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(name.replace("@", "\0", 1))
        heard.setblocking(False)
        yield heard, name


async def next_of(heard: socket.socket) -> list[str]:
    async with asyncio.timeout(PATIENCE):
        return (await asyncio.get_running_loop().sock_recv(heard, 4096)).decode().splitlines()


@asynccontextmanager
async def told(name: str, **more: str) -> AsyncIterator[Supervisor]:
    async with supervised({"NOTIFY_SOCKET": name, **more}) as supervisor:
        yield supervisor


async def test_a_start_asks_for_time_is_ready_and_ends(systemd: tuple[socket.socket, str]) -> None:
    heard, name = systemd
    async with told(name) as supervisor:
        assert await next_of(heard) == ["EXTEND_TIMEOUT_USEC=60000000"]
        assert await next_of(heard) == ["WATCHDOG=1"]
        supervisor.ready("follows the talks")
        assert await next_of(heard) == ["READY=1", "STATUS=follows the talks"]
        supervisor.ending("ending")
        assert await next_of(heard) == ["STOPPING=1", "STATUS=ending"]


async def test_a_watchdog_hears_from_a_loop_that_turns_and_from_none_that_hangs(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(tmp_path / "notify"))
        heard.setblocking(False)
        async with told(str(tmp_path / "notify"), WATCHDOG_USEC="20000", WATCHDOG_PID=str(os.getpid())) as supervisor:
            supervisor.ready("follows")
            signs = 0
            while signs < 3:
                signs += await next_of(heard) == ["WATCHDOG=1"]
            hung = [heard.recv(4096) for _ in range(signs) if select.select([heard], [], [], 0.1)[0]]
            assert len(hung) <= 1, "the loop does not turn meanwhile; one sign may have been on its way"


@pytest.mark.parametrize(
    ("environment", "pause"),
    [
        ({}, SIGN_EVERY),
        ({"WATCHDOG_USEC": "20000000"}, 10.0),
        ({"WATCHDOG_USEC": "90000000"}, SIGN_EVERY),
        ({"WATCHDOG_USEC": "20000000", "WATCHDOG_PID": "1"}, SIGN_EVERY),
        ({"WATCHDOG_USEC": "often"}, SIGN_EVERY),
    ],
)
async def test_signs_come_twice_as_often_as_they_are_waited_for(environment: dict[str, str], pause: float) -> None:
    async with supervised({"NOTIFY_SOCKET": "/nowhere", **environment}) as supervisor:
        assert supervisor.pause == pause


async def test_the_names_are_kept_from_those_that_the_worker_starts() -> None:
    environment = {"NOTIFY_SOCKET": "/nowhere", "WATCHDOG_USEC": "1", "WATCHDOG_PID": "2", "PATH": "/bin"}
    async with supervised(environment):
        assert environment == {"PATH": "/bin"}


@pytest.mark.parametrize("name", ["", "/nowhere/at/all", "vsock:2:1234", "@" + "x" * 200])
async def test_a_supervisor_that_does_not_hear_is_no_trouble(name: str) -> None:
    async with told(name) as supervisor:
        supervisor.ready("follows")
        supervisor.ending("ends")
