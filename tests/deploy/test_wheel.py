"""The wheel: two builds of one checkout are the same bytes, and the topic is in it without what is for deploying."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.deploy.files import ROOT

CHECKOUT = ("bot", "config", "seeds", "pyproject.toml", "README.md", "LICENSE")


def built(folder: Path) -> Path:
    """A wheel of a fresh copy, whose files are of now."""
    source = folder / "source"
    source.mkdir(parents=True)
    for name in CHECKOUT:
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name, source / name, copy_function=shutil.copy, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            shutil.copy(ROOT / name, source)
    build = "import hatchling.build as b, sys; print(b.build_wheel(sys.argv[1]))"
    environment = {"PATH": "/usr/bin:/bin", "SOURCE_DATE_EPOCH": "1764633600"}
    done = subprocess.run(
        [sys.executable, "-c", build, folder], cwd=source, env=environment, capture_output=True, text=True, check=True
    )
    return folder / done.stdout.split()[-1]


def test_two_builds_are_the_same_bytes(tmp_path: Path) -> None:
    one, other = built(tmp_path / "one"), built(tmp_path / "other")
    assert one.read_bytes() == other.read_bytes()
    with zipfile.ZipFile(one) as wheel:
        names = set(wheel.namelist())
    assert {f"bot/_topic/config/{path.name}" for path in (ROOT / "config").glob("*.toml")} <= names
    topic = [name for name in names if name.startswith("bot/_topic/")]
    assert not [name for name in topic if "deploy" in name or "labelled" in name]
