"""An export as CSV for spreadsheets and as JSON for programs."""

import csv
import re
from codecs import BOM_UTF8
from datetime import date, datetime
from io import StringIO

import msgspec

from bot.chat.render.html import tidy
from bot.desk.answers.export import Export, FigureRow, ReportRow, StoryRow, What

ROWS: dict[What, type[FigureRow] | type[StoryRow] | type[ReportRow]] = {
    What.FIGURES: FigureRow,
    What.STORIES: StoryRow,
    What.REPORTS: ReportRow,
}
_NESTED = "sources"
"""What a table has no room for; JSON has it."""

_FORMULA = re.compile(r"\s*['\"]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
"""How a cell begins that a spreadsheet would run (https://owasp.org/www-community/attacks/CSV_Injection)."""


def as_csv(export: Export) -> bytes:
    """The rows under a line of names (RFC 4180), in UTF-8; what a spreadsheet would run begins with an apostrophe.

    The mark of UTF-8 comes first: without it Excel reads Korean as something else.
    """
    out = StringIO()
    names = [name for name in ROWS[export.what].__struct_fields__ if name != _NESTED]
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(names)
    for row in export.rows:
        table.writerow([_cell(getattr(row, name)) for name in names])
    return BOM_UTF8 + out.getvalue().encode("utf-8", "replace")


def as_json(export: Export) -> bytes:
    """All of the export, with every source of a row."""
    return msgspec.json.format(msgspec.json.encode(export), indent=2) + b"\n"


def _cell(value: object) -> object:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer() and abs(value) < 1e15:
            return int(value)  # 5000000000, as some programs read no 5e9
        case datetime():
            return f"{value:%Y-%m-%dT%H:%M:%SZ}"
        case date():
            return value.isoformat()
        case str():
            return _safe(value)
        case tuple():
            return _safe("; ".join(map(str, value)))
    return value


def _safe(words: str) -> str:
    line = tidy(words)
    return f"'{line}" if _FORMULA.match(line) else line
