"""``read``: the reader without any bot. A table for people, or JSON lines for programs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from bot.chat.render.words import EVENTS, by_account, language_name, role_words, track_of
from bot.cli.common import ENDLESS, complain, emit, fail, hanging, reader_of, stdout
from bot.cli.reports import day_of, language_of, reports
from bot.desk.amounts import amount_with_period
from bot.desk.wording import count
from bot.model import Figure, Reading, Report, Role, Topic

COLUMNS = ("reads as", "role", "payer", "said by", "as printed", "where")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Record:
    """A report and what was read in it."""

    report: Report
    reading: Reading


def read(file: str, topic: Topic, *, as_json: bool, date: str | None, lang: str | None) -> None:
    """Read every report of the file and print what it says; exit code 1 where a line could not be read, or none."""
    day, language = _option("--date", date, day_of), _option("--lang", lang, language_of)
    reader = reader_of(topic)
    count_read = faults = 0

    def fault(sentence: str) -> None:
        nonlocal faults
        faults += 1
        complain(sentence)

    for report in reports(file, day, language, fault):
        record = Record(report, reader.read(report))
        count_read += 1
        if as_json:
            emit(as_record(record))
        else:
            show(record, topic)
    if faults:
        fail(1, f"{file}: {count(faults, 'line')} could not be read; {count(count_read, 'report')} could")
    if not count_read:
        fail(1, f"{file}: there is no report in it")


def _option(name: str, text: str | None, read_as: Callable[[str], T]) -> T | None:
    if text is None:
        return None
    try:
        return read_as(text)
    except ValueError as problem:
        fail(2, f"{name}: {problem}")


def as_record(record: Record) -> dict[str, Any]:
    """A reading as a JSON object, in the form that scorers and spreadsheets read.

    ``story`` is the report's own id: a report that is read alone is a story of its own.
    """
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


def show(record: Record, topic: Topic) -> None:
    """A reading for people."""
    report, reading = record.report, record.reading
    stdout.print(Text(report.title or report.id, style="bold"))
    stdout.print(_verdict(reading, topic))
    words = dict.fromkeys(match.word for match in reading.relevance.why)
    reason = f"because of: {', '.join(words)}" if words else "none of the topic's words is in it"
    stdout.print(Text(" ".join(reason.split()), style="dim"))
    if reading.figures:
        _show_figures(reading.figures)
    elif reading.relevance.on_topic:
        stdout.print(Text("no figure of the topic in it", style="dim"))
    stdout.print()


def _verdict(reading: Reading, topic: Topic) -> Text:
    """``on the topic · South Korea · talks broken off · English · score 43.5``."""
    relevance = reading.relevance
    verdict = ("on the topic", "green") if relevance.on_topic else ("not on the topic", "yellow")
    track = track_of(topic, reading.track)
    language = language_name(reading.language) if reading.language != "und" else "language unknown"
    parts = [track.name if track else "", EVENTS[reading.event], language]
    about = " · ".join(filter(None, [*parts, f"score {relevance.score:g}"]))
    return Text.assemble(verdict, " · ", about)


def _show_figures(figures: Sequence[Figure]) -> None:
    """A table where it fits the width, else a paragraph for each figure."""
    rows = [_cells(figure) for figure in figures]
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for n, name in enumerate(COLUMNS):
        if any(row[n] for row in rows):
            table.add_column(name, justify="right" if name in {"reads as", "where"} else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for n, cell in enumerate(row) if any(other[n] for other in rows)))
    unfolded = stdout.options.update(max_width=ENDLESS)
    if Measurement.get(stdout, unfolded, table).maximum <= stdout.width:
        stdout.print(table)
        return
    for reads_as, role, payer, speaker, surface, where in rows:
        said = ", ".join(
            filter(None, [" ".join(filter(None, [reads_as, role])), payer and f"payer {payer}", by_account(speaker)])
        )
        stdout.print(hanging("•", Text.assemble(said, (f"\n“{surface}” at {where}", "dim"))))


def _cells(figure: Figure) -> tuple[str, ...]:
    role = f"conversion of {figure.converts}" if figure.converts else role_words(figure.role, figure.year)
    plain = role or ("conversion" if figure.role is Role.CONVERSION else "")
    place = f"{figure.where} {figure.start}"
    return (
        amount_with_period(figure),
        plain,
        figure.payer or "",
        figure.attributed_to or "",
        " ".join(figure.surface.split()),
        place,
    )
