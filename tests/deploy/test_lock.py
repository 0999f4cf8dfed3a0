"""The lock that the image is made from: the versions of ``requirements.txt``, each with its hashes."""

import json
import re

from tests.deploy.files import DEPLOY, ROOT

UNLICENSED = {"CurrencyConverter", "ahocorasick_rs", "protobuf", "resvg_py"}
"""Whose metadata names no licence in a form that the bill takes; ``licences.toml`` has them."""

PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)(?: ; (.+?))?(?: \\)?$")


def pins(text: str) -> dict[str, tuple[str, str]]:
    """Package, as indices write it -> version and marker."""
    found = [pin.groups("") for line in text.splitlines() if (pin := PIN.match(line))]
    return {
        re.sub(r"[-_.]+", "-", name).lower(): (version, marker.replace('"', "'")) for name, version, marker in found
    }


def test_it_has_the_same_versions_as_the_requirements() -> None:
    required = pins((ROOT / "requirements.txt").read_text("utf-8"))
    locked = pins((DEPLOY / "requirements.lock").read_text("utf-8"))
    assert locked.keys() == required.keys()
    assert {name: (pin[0], locked[name][0]) for name, pin in required.items() if locked[name][0] != pin[0]} == {}


def test_everything_has_hashes() -> None:
    for name in ("requirements.lock", "build.lock"):
        blocks = (DEPLOY / name).read_text("utf-8").replace("\\\n", " ").splitlines()
        named = [line for line in blocks if line and not line.startswith("#")]
        assert named
        assert [line[:60] for line in named if not re.search(r" --hash=sha256:[0-9a-f]{64}\b", line)] == []


def test_the_bill_of_materials_has_the_same_versions() -> None:
    bill = json.loads((DEPLOY / "sbom.cdx.json").read_text("utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    listed = {re.sub(r"[-_.]+", "-", one["name"]).lower(): one["version"] for one in bill["components"]}
    required = pins((ROOT / "requirements.txt").read_text("utf-8"))
    assert listed == {name: version for name, (version, _) in required.items()}
    assert all(one.get("licenses") for one in bill["components"] if one["name"] not in UNLICENSED)
