"""``read``: the reader without any bot. A table for people, or JSON lines for programs."""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from bot.cli.common import fail, stdout
from bot.desk.amounts import amount
from bot.model import Day, Figure, Reading, Report, Topic
from bot.reading import Reader


@dataclass(frozen=True, slots=True)
class Record:
    """A report and what was read in it."""

    report: Report
    reading: Reading


def read(file: str, topic: Topic, *, as_json: bool, date: str | None, lang: str | None) -> None:
    """Read every report of the file and print what it says."""
    day = _day(date, "--date") if date else None
    reader = Reader(topic.vocabulary)
    count = 0
    for report in reports(file, day, lang):
        record = Record(report, reader.read(report))
        count += 1
        if as_json:
            sys.stdout.write(json.dumps(as_record(record), ensure_ascii=False) + "\n")
        else:
            show(record)
    if not count:
        fail(1, f"{file}: there is no report in it")


def reports(file: str, day: Day | None, lang: str | None) -> Iterator[Report]:
    """The file's reports: a line each for JSONL, else one report whose first line is its title."""
    text = _content(file)
    if text.lstrip().startswith("{"):
        yield from _json_lines(file, text, day, lang)
    elif text.strip():
        title, _, body = text.strip().partition("\n")
        yield Report(Path(file).stem if file != "-" else "-", title.strip(), body.strip(), lang, day)


def _content(file: str) -> str:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as problem:
        fail(2, f"{file}: {problem.strerror or problem}")
    except UnicodeDecodeError as problem:
        fail(2, f"{file}: is no UTF-8 text ({problem.reason} at byte {problem.start})")


def _json_lines(file: str, text: str, day: Day | None, lang: str | None) -> Iterator[Report]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        place = f"{file}, line {number}"
        try:
            row = json.loads(line)
        except json.JSONDecodeError as problem:
            fail(2, f"{place}: is no JSON ({problem})")
        if not isinstance(row, dict):
            fail(2, f"{place}: is no JSON object")
        yield _report(place, row, day, lang)


def _report(place: str, row: dict[str, Any], day: Day | None, lang: str | None) -> Report:
    for key in ("id", "title", "text", "lang", "date"):
        if not isinstance(row.get(key, ""), str | None):
            fail(2, f"{place}: {key} is no text: {row[key]!r}")
    if not (row.get("title") or row.get("text")):
        fail(2, f"{place}: needs a title or a text")
    given = _day(row["date"], place) if row.get("date") else day
    return Report(row.get("id") or place, row.get("title") or "", row.get("text") or "", row.get("lang") or lang, given)


def _day(text: str, place: str) -> Day:
    """A date; a month alone is its first day, as archives have it."""
    try:
        return Day.fromisoformat(f"{text}-01" if len(text) == 7 else text[:10])
    except ValueError:
        fail(2, f"{place}: date {text!r} is none; write 2019-11-19")


def as_record(record: Record) -> dict[str, Any]:
    """A reading as a JSON object, in the form that scorers and spreadsheets read."""
    reading = record.reading
    return {
        "id": record.report.id,
        "on_topic": reading.relevance.on_topic,
        "score": round(reading.relevance.score, 3),
        "why": [
            {"concept": m.concept, "word": m.word, "where": m.where, "start": m.start} for m in reading.relevance.why
        ],
        "lang": reading.language,
        "event": reading.event.value,
        "track": reading.track,
        "story": record.report.id,
        "figures": [_figure(figure) for figure in reading.figures],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "surface": figure.surface,
        "kind": figure.kind.value,
        "value": figure.value,
        "value_max": figure.value_max,
        "currency": figure.currency,
        "period": figure.period.value if figure.period else None,
        "year": figure.year,
        "hedge": figure.hedge.value if figure.hedge else None,
        "role": figure.role.value,
        "payer": figure.payer,
        "attributed_to": figure.attributed_to,
        "converts": figure.converts,
        "on_topic": figure.on_topic,
        "where": figure.where,
        "start": figure.start,
        "why": figure.why,
    }


def show(record: Record) -> None:
    """A reading for people."""
    report, reading = record.report, record.reading
    verdict = "[green]on the topic[/]" if reading.relevance.on_topic else "[yellow]not on the topic[/]"
    stdout.print(Text(report.title or report.id, style="bold"))
    where = f", {reading.track}" if reading.track else ""
    stdout.print(f"{verdict} (score {reading.relevance.score:.1f}; {reading.language}; {reading.event.value}{where})")
    words = ", ".join(dict.fromkeys(match.word for match in reading.relevance.why))
    stdout.print(Text(f"because of: {words}" if words else "none of the topic's words is in it", style="dim"))
    if reading.figures:
        stdout.print(_table(reading.figures))
    elif reading.relevance.on_topic:
        stdout.print(Text("no figure of the topic in it", style="dim"))
    stdout.print()


def _table(figures: Iterable[Figure]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("figure", "reads as", "role", "payer", "period", "said by", "as printed"):
        table.add_column(name, justify="right" if name == "reads as" else "left", overflow="fold")
    for figure in figures:
        period = " ".join(str(part) for part in (figure.period, figure.year) if part)
        role = f"{figure.role} of {figure.converts}" if figure.converts else str(figure.role)
        cells = (
            figure.kind,
            amount(figure),
            role,
            figure.payer or "",
            period,
            figure.attributed_to or "",
            figure.surface,
        )
        table.add_row(*(Text(str(cell)) for cell in cells))
    return table
