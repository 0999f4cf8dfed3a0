"""Hosts that install ``requirements.txt`` and nothing else (the usual buildpacks), and start what the Procfile says."""

import asyncio
import os
import re
import shutil
import signal
import socket
import sysconfig
import venv
from pathlib import Path

import aiohttp
import pytest

from tests.whole.process import ROOT, TOKEN, make_topic

LINES = dict(
    line.split(": ", 1) for line in (ROOT / "Procfile").read_text(encoding="utf-8").splitlines() if line.strip()
)


@pytest.fixture
def host(tmp_path: Path) -> dict[str, str]:
    """A copy of the checkout in ``app``, and the environment of a host that has its requirements, but not itself.

    An environment's ``.pth`` files are not read where another one names its folder, so what makes this checkout
    importable everywhere else stays behind, as do the programs that came with it.
    """
    app, python = tmp_path / "app", tmp_path / "python"
    app.mkdir()
    for name in ("bot", "config", "seeds"):
        shutil.copytree(ROOT / name, app / name)
    shutil.copy(ROOT / "Procfile", app)
    venv.create(python, symlinks=True)
    paths = {"base": str(python), "platbase": str(python)}
    packages = Path(sysconfig.get_path("purelib", "venv", paths))
    (packages / "requirements.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return {
        "PATH": f"{python / 'bin'}:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "PYTHONUNBUFFERED": "1",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'hosted.db'}",
        "BURDENWATCH_TOPIC": str(make_topic(tmp_path, {})),
        "TELEGRAM_TOKEN": TOKEN,
    }


async def start(line: str, host: dict[str, str], folder: Path) -> asyncio.subprocess.Process:
    """As a host does: by a shell that leaves its place to the program, in the checkout, in a group of its own."""
    return await asyncio.create_subprocess_exec(
        "/bin/sh", "-c", f"exec {line}", cwd=folder / "app", env=host, start_new_session=True,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip


async def test_both_lines_start_where_only_the_requirements_are_installed(
    host: dict[str, str], telegram: str, tmp_path: Path
) -> None:
    absent = await start("burdenwatch --version", host, tmp_path)
    said, _ = await absent.communicate()
    assert (absent.returncode, b"not found" in said) == (127, True), said.decode()

    release = await start(LINES["release"], host, tmp_path)
    said, _ = await release.communicate()
    assert (release.returncode, b"is up to date" in said) == (0, True), said.decode()

    # The host hands out a port, and probes it from outside.
    with socket.socket() as free:
        free.bind(("0.0.0.0", 0))
        port = free.getsockname()[1]
    given = {"TELEGRAM_API_URL": telegram, "PORT": str(port), "HOST": "0.0.0.0", "DASHBOARD": "open"}
    worker = await start(LINES["worker"], host | given, tmp_path)
    assert worker.stdout is not None
    try:
        log = (await worker.stdout.readuntil(b"burdenwatch follows")).decode()
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
            for probe in ("/healthz", "/livez", "/readyz"):
                async with session.get(probe) as response:
                    assert response.status == 200, await response.text()
            async with session.get("/dashboard") as response:
                assert "Where each country stands" in await response.text()
    finally:
        os.killpg(worker.pid, signal.SIGTERM)
        rest, _ = await worker.communicate()
    assert worker.returncode == 0, log + rest.decode()


def test_the_python_that_hosts_are_told_of_is_one_that_the_project_runs_on() -> None:
    version = (ROOT / ".python-version").read_text(encoding="utf-8").strip()
    assert re.fullmatch(r"3\.\d+", version)
    assert f"Programming Language :: Python :: {version}" in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
