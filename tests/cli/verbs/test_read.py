"""``read``: texts and JSON lines in, a table or JSON lines out."""

import json
import re
from typing import Any
from unittest.mock import ANY

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from bot.cli.terminal.marked_text import marked_part
from bot.cli.verbs.reading import Record, as_record, show
from bot.desk.corrections.labelled import FILE
from bot.model import Measure, Report, Role, Stance
from tests.cli.conftest import Program
from tests.cli.texts import KOREAN_TEXT, KOREAN_TITLE, OFF_TOPIC, TEXT, TITLE
from tests.shared import reader, topic

JAPANESE_TEXT = (
    "在韓米軍の駐留経費をめぐり、米国は韓国に60億ドルを要求した。韓国の今年の負担額は1兆5192億ウォン(約1700億円)。"
)
REPORT = f"{TITLE}\n\n{TEXT}\n"
ROLES = {"demanded", "offered", "agreed", "paid", "budget", "estimate", "conversion", "other", "unclear"}
KINDS = {"money", "percent", "multiple", "troops", "count", "years"}
RECORD = {
    "id": str, "on_topic": bool, "score": float, "rule": str, "why": list, "lang": str, "event": str,
    "event_day": str | None, "track": str | None,
    "story": str, "figures": list,
}  # fmt: skip
FIGURE = {
    "surface": str, "kind": str, "value": float, "value_max": float | None, "currency": str | None,
    "period": str | None, "year": int | None, "hedge": str | None, "role": str, "payer": str | None,
    "attributed_to": str | None, "converts": str | None, "on_topic": bool, "where": str, "start": int, "check": str,
    "actor": str | None, "measure": str | None, "stance": str, "chance": float | None, "likely": str | None,
}  # fmt: skip


def lines(*records: Any) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def fits(record: dict[str, Any], shape: dict[str, Any]) -> bool:
    return record.keys() == shape.keys() and all(isinstance(record[key], kind) for key, kind in shape.items())


def read_json(program: Program, *arguments: str, input: str | None = None) -> list[dict[str, Any]]:  # noqa: A002
    ran = program("read", *arguments, "--json", input=input)
    assert (ran.code, ran.err) == (0, "")
    return [json.loads(line) for line in ran.out.splitlines()]


# --- What comes out


def test_a_table_for_people(program: Program) -> None:
    ran = program("read", program.file("report.txt", REPORT))
    assert (ran.code, ran.err) == (0, "")
    title, verdict, because, *rest = ran.out.splitlines()
    head, *rows = rest[rest.index("", 1) + 1 :]
    assert title == TITLE
    assert verdict.startswith("on the topic · South Korea · talks broken off · English · score ")
    assert because.startswith("because of: ")
    assert head.split("  ")[-1].strip() == "where"
    demanded = next(row for row in rows if "demanded" in row)
    assert re.sub(" {2,}", "  ", demanded.strip()) == (
        "1  up to US$6bn a year  demanded  KR  United States  US$6 billion  text, character 141"
    )
    assert len({row.index("KR") for row in rows if "KR" in row}) == 1


def test_a_percentage_is_read_as_what_it_is(program: Program) -> None:
    words = "Seoul offers more for the troops\n\nSeoul offered 13% more for the US troops than it pays, Yonhap said."
    file = program.file("report.txt", words)
    assert "1  a rise of 13%" in program("read", file, "--date", "2020-03-20").out


@pytest.mark.parametrize("columns", ["40", "60", "80"])
def test_a_narrow_terminal_gets_paragraphs(program: Program, columns: str) -> None:
    ran = program("read", program.file("report.txt", REPORT), COLUMNS=columns)
    assert max(map(len, ran.out.splitlines())) <= int(columns)
    words = " ".join(ran.out.split())
    assert "1 up to US$6bn a year demanded, payer KR, according to the United States" in words
    assert "“US$6 billion” in the text, character 141" in words


def test_figures_are_marked_where_they_stand(program: Program) -> None:
    text = program("read", program.file("report.txt", REPORT)).out.split("\n\n")[1]
    assert "demanded up to [US$6 billion]¹ a year from Seoul" in text
    assert "against the [1.52 trillion won]² ([US$1.1 billion]³) that South Korea agreed" in text
    assert text.translate(str.maketrans("", "", "[]¹²³⁴")) == TEXT.replace("\n\n", "\n")


def test_a_terminal_marks_by_colour() -> None:
    figures = reader().read(Report("r", TITLE, TEXT)).figures
    shown = marked_part("text", TEXT, figures, {0: "does not fit"}, coloured=True)
    assert "up to US$6 billion¹ a year" in shown.plain
    styles = {shown.plain[span.start : span.end]: span.style for span in shown.spans}
    assert styles["US$6 billion"] == "bold red underline"
    assert styles["1.52 trillion won"] == "bold green"


def test_wide_characters_fit_the_terminal(program: Program) -> None:
    rows = lines({"title": KOREAN_TITLE, "text": KOREAN_TEXT}, {"title": KOREAN_TITLE, "text": JAPANESE_TEXT})
    for columns in (34, 110):
        ran = program("read", "-", "--explain", input=rows, COLUMNS=str(columns))
        assert max(map(cell_len, ran.out.splitlines())) <= columns
        assert "[60억달러]¹" in "".join(ran.out.split())


def test_what_does_not_fit_is_told(program: Program) -> None:
    text = (
        "South Korea agreed to pay 1.0389 trillion won ($92 million) for US troops, against a US demand of $5 billion."
    )
    ran = program("read", "-", "--date", "2019-02-10", input=f"{TITLE}\n\n{text}")
    note = "at the ECB rate of 2019-02-10, 1.0389 trillion won is 925.3 million USD: a digit seems lost or added"
    assert f"check 2: “$92 million”: {note}" in ran.out
    (record,) = read_json(program, "-", "--date", "2019-02-10", input=f"{TITLE}\n\n{text}")
    assert [figure["check"] for figure in record["figures"]] == ["", note, ""]


def test_explain_tells_all_that_was_read_of_a_figure(program: Program) -> None:
    ran = program("read", program.file("report.txt", REPORT), "--explain")
    assert "by the rule: a bill for forces by its name" in ran.out
    first = [line.strip() for line in ran.out.rsplit("\n\n", 2)[1].splitlines()[:7]]
    assert first[0] == "1 US$6 billion"
    assert first[1].startswith("demanded")
    assert first[2:] == ["payer KR", ANY, ANY, "stance asserted", "said by United States"]
    assert [line.split()[0] for line in first[3:5]] == ["actor", "measure"]


def test_a_figure_whose_role_is_unclear(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    report = Report("r", TITLE, TEXT)
    known = reader().read(report)
    money = next(one for one in known.figures if one.surface == "US$6 billion")
    unsure = replace(money, role=Role.UNCLEAR, chance=0.4825, likely=Role.OFFERED, actor="Seoul", measure=Measure.TOTAL)
    reading = replace(
        known, figures=(unsure, replace(money, start=money.start + 1, chance=0.834, stance=Stance.DENIED))
    )
    record = Record(report, reading, {})
    (first, second) = as_record(record, "r")["figures"]
    told = ("role", "likely", "chance", "actor", "measure", "stance")
    assert [first[name] for name in told] == ["unclear", "offered", 0.482, "Seoul", "total", "asserted"]
    assert [second[name] for name in ("likely", "chance", "stance")] == [None, 0.834, "denied"]
    monkeypatch.setenv("COLUMNS", "60")
    show(record, topic(), explain=True)
    shown = capsys.readouterr().out
    assert "a year unclear, payer KR, named by the United States" in " ".join(shown.split())
    lines_of = [line.strip() for line in shown.splitlines()]
    assert "unclear: most likely offered, 48%" in lines_of
    assert {"actor Seoul", "measure total", "stance denied", "demanded, 83% sure"} <= set(lines_of)


def test_off_the_topic(program: Program) -> None:
    ran = program("read", "-", input=OFF_TOPIC)
    assert ran.code == 0
    assert ran.out.splitlines()[1].startswith("not on the topic")
    (record,) = read_json(program, "-", input=OFF_TOPIC)
    assert (record["on_topic"], record["figures"]) == (False, [])


def test_the_shape_of_json(program: Program) -> None:
    records = read_json(program, "-", input=lines({"id": "a", "title": TITLE, "text": TEXT}, {"id": "b", "title": "x"}))
    assert [record["id"] for record in records] == ["a", "b"]
    assert all(fits(record, RECORD) for record in records)
    figures = records[0]["figures"]
    assert len(figures) >= 4
    for figure in figures:
        assert fits(figure, FIGURE)
        assert figure["role"] in ROLES
        assert figure["kind"] in KINDS
        assert figure["period"] in {"year", "total", None}
        source = {"title": TITLE, "text": TEXT}[figure["where"]]
        assert source[figure["start"] :].startswith(figure["surface"])
    for match in records[0]["why"]:
        source = {"title": TITLE, "text": TEXT}[match["where"]]
        assert source[match["start"] :].startswith(match["word"])


def test_a_story_is_named_by_the_report_that_begins_it(program: Program) -> None:
    told: dict[str, str | None] = {"title": TITLE, "text": TEXT}
    days = [("b", "2019-11-20"), ("a", "2019-11-19"), ("c", "2019-11"), ("d", "2021-03-07"), ("e", None)]
    rows = [told | {"id": name, "date": day} for name, day in days]
    records = read_json(program, "-", input=lines(*rows, {"id": "x", "title": "x"}))
    assert [record["story"] for record in records] == ["a", "a", "a", "d", "d", "x"]


def test_json_keeps_letters_readable(program: Program) -> None:
    ran = program("read", "-", "--json", input=lines({"id": "a", "title": KOREAN_TITLE, "text": KOREAN_TEXT}))
    assert "방위비" in ran.out
    record = json.loads(ran.out)
    assert (record["lang"], record["on_topic"], record["track"]) == ("ko", True, "KR")
    assert {(f["kind"], f["value"]) for f in record["figures"]} >= {("money", 6e9), ("troops", 28500)}


# --- What goes in


def test_the_id_of_a_text_is_its_files_name(program: Program) -> None:
    assert read_json(program, program.file("march 3.txt", REPORT))[0]["id"] == "march 3"
    assert read_json(program, "-", input=REPORT)[0]["id"] == "-"


@pytest.mark.parametrize(
    "content",
    [REPORT.encode("utf-8-sig"), REPORT.replace("\n", "\r\n").encode(), b"\n\n" + REPORT.encode()],
    ids=["byte order mark", "CRLF", "blank lines first"],
)
def test_odd_but_readable_files_read_the_same(program: Program, content: bytes) -> None:
    plain = read_json(program, program.file("report.txt", REPORT))
    assert read_json(program, program.file("report.txt", content)) == plain


def test_jsonl_with_odd_line_ends(program: Program) -> None:
    rows = lines({"id": "a", "title": "one\u2028two"}, {"id": "b", "title": "x"}).replace("\n", "\r\n\r\n")
    assert [r["id"] for r in read_json(program, program.file("x.jsonl", rows.encode("utf-8-sig")))] == ["a", "b"]


def test_halves_of_characters_are_no_letters_and_stop_nothing(program: Program) -> None:
    row = {"id": "a\ud800", "title": f"{TITLE} \udcff", "text": "Seoul paid $2\ud83d billion for US troops."}
    file = program.file("x.jsonl", json.dumps(row))
    assert [r["id"] for r in read_json(program, file)] == ["a\ufffd"]
    assert f"{TITLE} \ufffd" in program("read", file).out


def test_a_text_that_begins_with_a_brace_is_a_text(program: Program) -> None:
    assert program("read", "-", input="{note} on ferries\n\nnothing").out.startswith("{note} on ferries\n")


def test_options_stand_in_where_a_report_does_not_say(program: Program) -> None:
    this_year = "South Korea agreed to pay 1.04 trillion won this year for the upkeep of US troops, officials said."
    rows = lines(
        {"id": "own", "title": TITLE, "text": this_year, "date": "2021-03-10"},
        {"id": "given", "title": TITLE, "text": this_year, "lang": None, "date": None},
        {"id": "month", "title": TITLE, "text": this_year, "date": "2022-05"},
        {"id": "time", "title": TITLE, "text": this_year, "date": "2023-05-01T10:00:00+09:00"},
    )
    records = read_json(program, "-", "--date", "2019-11-19", "--lang", "en-GB", input=rows)
    years = {r["id"]: {f["year"] for f in r["figures"] if f["role"] == "agreed"} for r in records}
    assert years == {"own": {2021}, "given": {2019}, "month": {2022}, "time": {2023}}
    assert {r["lang"] for r in records} == {"en"}


def test_a_line_without_an_id_is_called_by_its_place(program: Program) -> None:
    rows = "\n" + lines({"title": "x"})
    assert read_json(program, program.file("x.jsonl", rows))[0]["id"] == "x.jsonl, line 2"


# --- What cannot be read


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("not json", "is no JSON (Expecting value"),
        ('{"id": "x", "title"', "is no JSON"),
        ("[" * 100_000, "is no JSON"),
        ("[1]", "is no JSON object"),
        ('{"id": "x"}', "needs a title or a text"),
        ('{"id": 7, "title": "x"}', "id is no text: 7"),
        ('{"title": ["x"]}', "title is no text: ['x']"),
        ('{"title": "x", "date": "soon"}', "date 'soon' is none; write it as 2019-11-19"),
        ('{"title": "x", "date": 2019}', "date is no text: 2019"),
        ('{"title": "x", "lang": "English"}', "language 'English' is none"),
    ],
)
def test_a_bad_line_is_named_and_costs_only_itself(program: Program, line: str, sentence: str) -> None:
    name = program.file("x.jsonl", f"{lines({'id': 'before', 'title': 'one'})}{line}\n{lines({'title': 'two'})}")
    ran = program("read", name, "--json")
    assert ran.code == 1
    first, last = ran.err.splitlines()
    assert first.startswith(f"error: x.jsonl, line 2: {sentence}")
    assert last == "error: x.jsonl: 1 line could not be read; 2 reports could"
    assert [json.loads(row)["id"] for row in ran.out.splitlines()] == ["before", "x.jsonl, line 3"]


def test_bad_lines_are_told_beside_the_tables_too(program: Program) -> None:
    name = program.file("x.jsonl", f"{lines({'title': 'one'})}[]\nnone\n{lines({'title': 'two'})}")
    ran = program("read", name)
    assert ran.code == 1
    assert [line for line in ran.out.splitlines() if line in {"one", "two"}] == ["one", "two"]
    assert ran.err.endswith("error: x.jsonl: 2 lines could not be read; 2 reports could\n")


@pytest.mark.parametrize(
    ("name", "content", "code", "sentence"),
    [
        ("empty.txt", b"", 1, "there is no report in it"),
        ("blank.txt", b" \n\n", 1, "there is no report in it"),
        ("empty.jsonl", b"\n", 1, "there is no report in it"),
        ("bytes.bin", b"\xff\xfe\x00\x81", 2, "is no UTF-8 text (invalid start byte at byte 0)"),
    ],
)
def test_files_without_a_report(program: Program, name: str, content: bytes, code: int, sentence: str) -> None:
    ran = program("read", program.file(name, content))
    assert (ran.code, ran.out) == (code, "")
    assert ran.err == f"error: {name}: {sentence}\n"


def test_a_file_that_is_not_there(program: Program) -> None:
    ran = program("read", "nowhere.txt")
    assert (ran.code, ran.out, ran.err) == (2, "", "error: nowhere.txt: No such file or directory\n")
    assert program("read", ".").err == "error: .: Is a directory\n"


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--date", "yesterday", "--date: date 'yesterday' is none; write it as 2019-11-19"),
        ("--date", "2019-02-30", "--date: date '2019-02-30' is none; write it as 2019-11-19"),
        ("--lang", "English", "--lang: language 'English' is none; write its ISO 639-1 code"),
    ],
)
def test_options_that_cannot_be_read(program: Program, option: str, value: str, sentence: str) -> None:
    ran = program("read", "-", option, value, input=REPORT)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {sentence}")


# --- What an operator corrected


def test_what_an_operator_corrected_of_a_report_with_the_same_words_goes_over_what_is_read(
    program: Program,
) -> None:
    first = read_json(program, program.file("report.txt", REPORT))[0]["figures"][0]
    spot = [first["where"], first["start"], first["surface"]]
    made = {
        "aspect": "payer", "value": "JP", "was": "KR", "id": 1, "article_id": 5, "operator": 7,
        "made": "2026-11-24T12:00:00Z", "spot": spot, "sentence": "", "holds_at": [spot],
    }  # fmt: skip
    file = program.folder / "data" / FILE
    file.parent.mkdir()
    file.write_text(lines({"title": TITLE, "text": TEXT, "corrected": [made]}), "utf-8")
    (record,) = read_json(program, program.file("report.txt", REPORT))
    assert record["figures"][0]["payer"] == "JP"
    assert [(one["aspect"], one["value"]) for one in record["corrected"]] == [("payer", "JP")]
    explained = program("read", program.file("report.txt", REPORT), "--explain")
    assert "corrected by the operator: paid by South Korea → paid by Japan, 24 Nov 2026" in explained.out
    file.write_text("{", "utf-8")
    ran = program("read", program.file("report.txt", REPORT))
    assert ran.code == 0
    assert "cannot be read, so no correction shows" in ran.err
