"""The table of threats: each has a guard and names tests, and each test that is named is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / ".github" / "SECURITY.md").read_text("utf-8").splitlines()
    if line.startswith("| ")
][1:]


def test_each_threat_has_a_guard_and_tests_that_are_there() -> None:
    assert ROWS
    rows = [row for row in ROWS if set(row[0]) != {"-"} and row[0] != "---"]
    defined = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^(?:async )?def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    for threat, guard, tests in rows:
        assert threat
        assert guard
        named = re.findall(r"`(test_\w+)`", tests)
        assert named, threat
        assert set(named) - defined == set(), threat


def test_no_fuzzer_is_left_out() -> None:
    fuzzers = re.findall(
        r"^def (test_\w+)", (ROOT / "tests" / "fuzz" / "test_fuzz.py").read_text("utf-8"), re.MULTILINE
    )
    assert fuzzers
    assert {name for name in fuzzers if not any(f"`{name}`" in row[-1] for row in ROWS)} == set()
