"""The compose file: its worker has the settings and bounds that it needs, and the database the worker alone."""

import os
import shutil
import subprocess
from typing import Any

import pytest
import yaml

from bot.settings import load
from bot.worker.service import STOP_WITHIN
from tests.deploy.files import DEPLOY, SETTINGS

FILE = DEPLOY / "compose.yaml"
GIVEN = {"TELEGRAM_TOKEN": "424242:compose-test-never-real", "POSTGRES_PASSWORD": "secret"}


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))["services"]
    return found


def test_the_worker_is_as_closed_as_it_can_be(services: dict[str, Any]) -> None:
    worker = services["worker"]
    assert worker["read_only"] is True
    assert worker["cap_drop"] == ["ALL"]
    assert worker["security_opt"] == ["no-new-privileges:true"]
    assert all(port.startswith("127.0.0.1:") for port in worker["ports"])
    assert float(worker["stop_grace_period"].removesuffix("s")) > STOP_WITHIN + 1
    assert (FILE.parent / worker["build"]["context"] / "Dockerfile").is_file()


def test_the_database_is_reached_by_the_worker_alone(services: dict[str, Any]) -> None:
    assert services["postgres"]["networks"] == ["database"]
    assert "ports" not in services["postgres"]
    assert yaml.safe_load(FILE.read_text("utf-8"))["networks"]["database"]["internal"] is True
    assert services["worker"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}


def test_what_it_sets_can_be_set(services: dict[str, Any]) -> None:
    environment: dict[str, str] = services["worker"]["environment"]
    assert environment.keys() <= SETTINGS
    assert "${POSTGRES_PASSWORD}" in environment["DATABASE_URL"]
    filled = environment | {
        "TELEGRAM_TOKEN": GIVEN["TELEGRAM_TOKEN"],
        "OPERATOR_IDS": "",
        "PUBLIC_URL": "",
        "METRICS_TOKEN": "",
    }
    assert load(filled | {"TIME_ZONE": "UTC", "LOG_FORMAT": "json"}).database_url.startswith("postgres://burdenwatch:")


@pytest.mark.skipif(shutil.which("docker-compose") is None, reason="no docker-compose here")
def test_compose_itself_takes_it_and_says_what_is_missing() -> None:
    def said(**more: str) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if name not in SETTINGS}
        command = ["docker-compose", "--env-file", os.devnull, "-f", str(FILE), "config", "-q"]
        return subprocess.run(command, env=kept | more, capture_output=True, text=True, check=False)

    assert said(**GIVEN).returncode == 0
    assert "BotFather" in said(POSTGRES_PASSWORD="secret").stderr
