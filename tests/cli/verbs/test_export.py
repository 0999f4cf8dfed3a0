"""``export``: to a file or to standard output, as bytes, and what it says beside them."""

import json

from bot.store import Store
from tests.cli.conftest import Program
from tests.cli.texts import PAST


def test_a_file_and_standard_output_have_the_same(program: Program, seeded: Store) -> None:
    shown = program("export", "--what", "reports", "--since", "2026")
    assert (shown.code, shown.out.splitlines()[0][:10]) == (0, "article_id")
    assert shown.err == f"Reports: {len(PAST)} rows from {len(PAST)} reports.\n"
    ran = program("export", "--what", "reports", "--since", "2026", "-o", "reports.csv")
    assert (ran.out, ran.err) == ("", f"reports.csv: {shown.err}")
    assert (program.folder / "reports.csv").read_bytes().decode("utf-8-sig").splitlines() == shown.out.splitlines()


def test_kinds_countries_and_what_is_left_out(program: Program, seeded: Store) -> None:
    told = json.loads(program("export", "--format", "json", "--track", "korea").out)
    assert told["rows"]
    assert {row["track"] for row in told["rows"]} == {"KR"}
    ran = program("export", "--format", "markdown", "--what", "stories", "--most", "1")
    assert "are left out. They come with --until 20" in ran.err
    assert ran.out.startswith("# Who pays for US forces abroad: stories\n")
    assert program("export", "--format", "atom").out.startswith("<?xml version='1.0' encoding='utf-8'?>\n<feed xmlns=")


def test_bad_arguments_and_nothing_to_write(program: Program, seeded: Store) -> None:
    for arguments in (["--track", "mars"], ["--since", "mars"], ["--format", "atom", "--what", "figures"]):
        ran = program("export", *arguments)
        assert (ran.code, ran.out, "Try: burdenwatch export --format csv" in ran.err) == (2, "", True)
    ran = program("export", "--until", "2001")
    assert (ran.code, ran.out.count("\n"), ran.err) == (0, 1, "no figures are on record for this\n")
    ran = program("export", "-o", "no/such/folder.csv")
    assert (ran.code, "cannot be written: No such file" in ran.err) == (3, True)
