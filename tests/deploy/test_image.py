"""The Dockerfile: what it starts, as whom, how it is asked whether it lives, and what it is made of."""

import asyncio
import fnmatch
import json
import os
import shlex
import subprocess
import sys
import tomllib
from datetime import UTC, datetime

from bot.web import Health
from bot.web.probes import Probes
from tests.deploy.files import ROOT, SETTINGS, instructions, is_command, last_stage
from tests.web.test_probes import Bench

STAGE = last_stage()
ENVIRONMENT = dict(word.split("=", 1) for line in STAGE["ENV"] for word in shlex.split(line))
OF_PYTHON = {"PATH", "HOME", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}


def test_it_starts_the_program_as_nobody_in_particular() -> None:
    assert is_command([*json.loads(STAGE["ENTRYPOINT"][0]), *json.loads(STAGE["CMD"][0])])
    user = STAGE["USER"][-1].partition(":")[0]
    assert user.isdigit(), "a host that refuses root goes by the number"
    assert int(user) > 1000
    assert STAGE["STOPSIGNAL"] == ["SIGTERM"]
    assert ENVIRONMENT.keys() - OF_PYTHON <= SETTINGS


def test_what_it_keeps_is_in_the_volume() -> None:
    assert STAGE["VOLUME"] == STAGE["WORKDIR"] == [ENVIRONMENT["DATA_DIR"]]
    assert ENVIRONMENT["HOME"] == ENVIRONMENT["DATA_DIR"], "the root may be read-only"


async def test_its_health_check_is_that_of_the_loop() -> None:
    """The command itself, run against the worker's own probes: well though not ready, and ill where nobody answers."""
    command = json.loads(STAGE["HEALTHCHECK"][0].partition("CMD")[2])
    assert command[0] == "python3"
    bench = Bench(broken=True)
    bench.answers.set()
    health = Health(bench, now=lambda: datetime.now(UTC))
    health.add_routes(Probes(health.verdict, lambda: "no Telegram").routes())
    await health.start("127.0.0.1", 0)

    async def asked() -> int:
        # A proxy for feeds is none for this.
        environment = os.environ | {"PORT": str(health.port), "http_proxy": "http://127.0.0.1:9"}
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command[1:], env=environment, stderr=subprocess.DEVNULL
        )
        return await process.wait()

    assert await asked() == 0
    await health.stop()
    assert await asked() != 0


def test_what_is_installed_has_its_hash() -> None:
    steps = [step for name, rest in instructions() if name == "RUN" for step in rest.split("&&")]
    installs = [step for step in steps if " install " in step]
    assert installs
    for step in installs:
        from_the_net = "--no-index" not in step
        assert "--no-deps" in step
        assert not from_the_net or ("--require-hashes" in step and "--only-binary :all:" in step)
        named = [word for word in step.split() if word.endswith(".lock")]
        assert all((ROOT / name).is_file() for name in named)
        assert bool(named) is from_the_net


def test_what_a_wheel_is_made_of_reaches_the_build_and_secrets_do_not() -> None:
    allowed = [line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")]

    def reaches(name: str) -> bool:
        # As Docker has it, a star does not go over a slash; of these names none has one more than its pattern.
        return any(name == one or name.startswith(f"{one}/") or fnmatch.fnmatchcase(name, one) for one in allowed)

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {*wheel["packages"], *wheel["force-include"], project["project"]["readme"], "pyproject.toml", "LICENSE"}
    assert {name for name in needed if not reaches(name)} == set()
    for name in (".env", "config/deploy/.env", "data/burdenwatch.db", ".git/config", "tests/conftest.py"):
        assert not reaches(name)
    assert {f"config/{path.name}" for path in (ROOT / "config").glob("*.toml")} <= needed
