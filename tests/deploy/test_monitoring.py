"""Alert rules and dashboard: promtool takes them, and each metric that they name is one that the worker has."""

import json
import re
import shutil
import subprocess
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml

from bot.web.metrics import Metrics, MetricsPage, Source
from tests.deploy.files import DEPLOY
from tests.web.test_metrics import STATUS

ALERTS = DEPLOY / "alerts.yaml"
BOARD: dict[str, Any] = json.loads((DEPLOY / "grafana.json").read_text("utf-8"))
NAME = re.compile(r"\b(?:burdenwatch|process)_[a-z_]+\b")

by_promtool = pytest.mark.skipif(shutil.which("promtool") is None, reason="no promtool here")


@pytest.fixture(scope="module")
def shown() -> set[str]:
    """Every name that /metrics has, as queries write it."""
    metrics = Metrics("1")
    metrics.sends_by("telegram")
    source = Source(lambda now: STATUS, dict, lambda: None, lambda: datetime.now(UTC))
    page = MetricsPage(metrics, source, token=None, is_open=True)
    page._looks.look(0.0)
    page.close()
    return {sample.name for family in metrics.registry.collect() for sample in family.samples}


def queries() -> list[str]:
    rules = yaml.safe_load(ALERTS.read_text("utf-8"))["groups"][0]["rules"]
    return [rule["expr"] for rule in rules] + [
        target["expr"] for panel in BOARD["panels"] for target in panel["targets"]
    ]


def test_each_metric_that_is_named_exists_and_each_is_on_the_board(shown: set[str]) -> None:
    named = {name for query in queries() for name in NAME.findall(query)}
    assert named - shown == set()
    families = {name.removesuffix("_bucket").removesuffix("_sum").removesuffix("_count") for name in shown}
    ours = {name for name in families if name.startswith("burdenwatch_") and not name.endswith("_created")}
    assert {name for name in ours if not any(one.startswith(name) for one in named)} == {"burdenwatch_info"}


def test_the_board_has_each_panel_once_and_in_its_place() -> None:
    places = [panel["gridPos"] for panel in BOARD["panels"]]
    cells = [
        (x, y)
        for one in places
        for x in range(one["x"], one["x"] + one["w"])
        for y in range(one["y"], one["y"] + one["h"])
    ]
    assert len(set(cells)) == len(cells)
    assert max(x for x, _ in cells) == 23
    assert len({panel["id"] for panel in BOARD["panels"]}) == len(BOARD["panels"])


@by_promtool
def test_promtool_takes_the_rules_and_they_ring_when_they_should() -> None:
    for command in (["check", "rules", "--lint-fatal", ALERTS.name], ["test", "rules", "alerts.test.yaml"]):
        said = subprocess.run(["promtool", *command], cwd=DEPLOY, capture_output=True, text=True, check=False)
        assert said.returncode == 0, said.stdout + said.stderr


@by_promtool
def test_promtool_takes_what_is_shown_and_what_the_board_asks(tmp_path: Any) -> None:
    from prometheus_client import generate_latest

    metrics = Metrics("1")
    said = subprocess.run(
        ["promtool", "check", "metrics"], input=generate_latest(metrics.registry), capture_output=True, check=False
    )
    ours = [line for line in said.stderr.decode().splitlines() if line.startswith("burdenwatch_")]
    assert (ours, said.returncode in {0, 3}) == ([], True), said.stderr
    asked = [query.replace("$job", "burdenwatch") for query in queries()]
    rules = {"groups": [{"name": "board", "rules": [{"record": f"x:{n}", "expr": q} for n, q in enumerate(asked)]}]}
    (tmp_path / "board.yaml").write_text(yaml.safe_dump(rules), encoding="utf-8")
    checked = subprocess.run(
        ["promtool", "check", "rules", tmp_path / "board.yaml"], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
