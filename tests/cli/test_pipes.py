"""What a verb does when nobody reads its output any more: ``burdenwatch summary --json | head``."""

import os
import subprocess

import pytest

from bot.store import Store
from tests.cli.conftest import Program

VERBS = (
    "summary", "summary --json", "figures all", "figures --json", "compare --json", "timeline --json", "story 1 --json",
    "asof 2024-10-05 --json", "calendar --json", "calendar --ics", "search troops --json", "export", "stories",
    "feeds --json", "check", "read report.txt --json", "--help", "--version",
)  # fmt: skip


@pytest.mark.parametrize("line", VERBS)
def test_a_verb_whose_reader_left_ends_quietly(program: Program, command: list[str], seeded: Store, line: str) -> None:
    seeded.close()
    program.file(
        "report.txt", "Seoul offers 13% more\n\nSeoul offered 13% more for US troops, cost-sharing talks said."
    )
    reader, writer = os.pipe()
    os.close(reader)
    try:
        ran = subprocess.run(  # our own program
            [*command, *line.split()],
            stdin=subprocess.DEVNULL, stdout=writer, stderr=subprocess.PIPE, timeout=120, check=False,
            cwd=program.folder, env=program.environment(ENCODER="off"),
        )  # fmt: skip
    finally:
        os.close(writer)
    assert ran.stderr.decode() == ""
    assert ran.returncode in {0, 1}
