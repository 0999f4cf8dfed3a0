"""What ``read`` takes in: a text, or JSON lines, from a file or from standard input. A bad line costs only itself."""

import json
import re
import sys
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.cli.terminal.common import fail
from bot.model import Day, Report
from bot.reading.words.folding import without_lone_surrogates

_OBJECT = re.compile(r'\s*\{\s*["}]')
_LANGUAGE = re.compile(r"[a-z]{2}")

_MONTH = len("2019-11")

Fault = Callable[[str], None]
"""Takes a sentence about a line that cannot be read."""


def reports(file: str, day: Day | None, lang: str | None, fault: Fault) -> Iterator[Report]:
    """The file's reports: a line each for JSONL, else one report whose first line is its title.

    ``day`` and ``lang`` stand in where a report does not say. A file that cannot be read at all is exit code 2.
    """
    text = _content(file)
    if Path(file).suffix in {".jsonl", ".ndjson"} or _OBJECT.match(text):
        yield from _json_lines(file, text, day, lang, fault)
    elif text.strip():
        title, _, body = text.strip().partition("\n")
        yield Report(Path(file).stem if file != "-" else "-", title.strip(), body.strip(), lang, day)


def day_of(text: str) -> Day:
    """A date or a time; a month alone is its first day, as archives have it. Raises ValueError with a sentence."""
    try:
        if len(text) == _MONTH:
            return Day.fromisoformat(f"{text}-01")
        return datetime.fromisoformat(text.strip()).date()
    except ValueError:
        raise ValueError(f"date {text!r} is none; write it as 2019-11-19") from None


def language_of(text: str) -> str:
    """``en`` of ``en`` or ``EN-us``. Raises ValueError with a sentence."""
    code = text.strip().casefold().replace("_", "-").partition("-")[0]
    if not _LANGUAGE.fullmatch(code):
        raise ValueError(f"language {text!r} is none; write its ISO 639-1 code, such as en, ko, ja or de")
    return code


def _content(file: str) -> str:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as problem:
        fail(2, f"{file}: {problem.strerror or problem}")
    except UnicodeDecodeError as problem:
        fail(2, f"{file}: is no UTF-8 text ({problem.reason} at byte {problem.start})")


def _json_lines(file: str, text: str, day: Day | None, lang: str | None, fault: Fault) -> Iterator[Report]:
    # By "\n" alone: other line ends, U+2028 among them, may stand within a JSON string (RFC 8259, section 7).
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = f"{file}, line {number}"
        try:
            report = _report(place, _row(line), day, lang)
        except ValueError as problem:
            fault(f"{place}: {problem}")
        else:
            yield report


def _row(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as problem:
        raise ValueError(f"is no JSON ({problem})") from None
    if not isinstance(row, dict):
        raise ValueError("is no JSON object")
    return row


def _report(place: str, row: dict[str, Any], day: Day | None, lang: str | None) -> Report:
    for key in ("id", "title", "text", "lang", "date"):
        if not isinstance(row.get(key), str | None):
            raise ValueError(f"{key} is no text: {row[key]!r}")
    if not (row.get("title") or row.get("text")):
        raise ValueError("needs a title or a text")
    when = day_of(row["date"]) if row.get("date") else day
    until = _last_of(when) if when and len((row.get("date") or "").strip()) == _MONTH else None
    language = language_of(row["lang"]) if row.get("lang") else lang
    title, text = (without_lone_surrogates(row.get(key) or "") for key in ("title", "text"))
    return Report(without_lone_surrogates(row.get("id") or place), title, text, language, when, until=until)


def _last_of(first: Day) -> Day:
    """The last day of a month, by its first one."""
    return first.replace(day=monthrange(first.year, first.month)[1])
