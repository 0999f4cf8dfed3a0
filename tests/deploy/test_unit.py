"""The systemd unit: what it starts, its bounds beside the worker's own, and what systemd says of it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.worker.service import STOP_WITHIN
from bot.worker.upkeep.supervisor import SIGN_EVERY
from tests.deploy.files import DEPLOY, SETTINGS, is_command, unit

UNIT = unit()
MOST_EXPOSED = 15
"""Tenths, of systemd's own reckoning: 0 is a unit that can do nothing, 96 one without any hardening."""

by_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze here")


def test_it_starts_the_program_with_settings_that_it_has() -> None:
    (start,) = UNIT["ExecStart"]
    assert is_command(start.split())
    given = {word.partition("=")[0] for line in UNIT["Environment"] for word in line.split()}
    assert given - {"PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"} <= SETTINGS
    (folder,) = UNIT["WorkingDirectory"]
    assert folder == f"/var/lib/{UNIT['StateDirectory'][0]}"
    assert f"DATA_DIR={folder}" in UNIT["Environment"][0].split()


def test_its_bounds_are_wider_than_those_of_the_worker() -> None:
    assert UNIT["Type"] == ["notify"]
    assert float(UNIT["WatchdogSec"][0]) / 2 >= SIGN_EVERY
    assert float(UNIT["TimeoutStartSec"][0]) > 2 * SIGN_EVERY
    assert float(UNIT["TimeoutStopSec"][0]) > STOP_WITHIN + 1
    assert UNIT["RestartPreventExitStatus"] == ["2"], "what a restart cannot mend"


@by_systemd
def test_systemd_takes_it(tmp_path: Path) -> None:
    text = (DEPLOY / "burdenwatch.service").read_text("utf-8").replace(UNIT["ExecStart"][0], sys.executable)
    (tmp_path / "burdenwatch.service").write_text(text, encoding="utf-8")
    said = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / "burdenwatch.service"], capture_output=True, text=True, check=False
    )
    ours = [line for line in said.stderr.splitlines() if "burdenwatch.service" in line]
    assert (said.returncode, ours) == (0, []), said.stderr


@by_systemd
def test_systemd_finds_it_little_exposed() -> None:
    said = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", f"--threshold={MOST_EXPOSED}", DEPLOY / "burdenwatch.service"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said.returncode == 0, said.stdout + said.stderr
