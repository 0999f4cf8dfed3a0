"""``read``: the reader without any bot. The report with its figures marked and a table of them, or JSON lines."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from msgspec import Struct, field
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from bot.chat.render.words import (
    ToldFigure,
    by_account,
    language_name,
    likeliest,
    role_words,
    sized,
    sureness,
    track_of,
)
from bot.cli.terminal.common import emit, fail, reader_of
from bot.cli.terminal.consoles import ENDLESS, complain, hanging, stdout
from bot.cli.terminal.marked_text import marked_part, paragraphs, style_of
from bot.cli.verbs.corrected import CorrectedReports, as_corrected, in_words
from bot.cli.verbs.reports import day_of, language_of, reports
from bot.desk.answers.export import read_of
from bot.desk.corrections.applying import by_spot
from bot.desk.corrections.wording import net
from bot.desk.intake.stories import signs_of, stories_of_reports
from bot.model import Aspect, Correction, Figure, Reading, Reasons, Report, Role, Signs, Spot, Topic
from bot.phrases.context import base_in, change_in
from bot.phrases.wording import count
from bot.rates import Rates
from bot.reading import Reader
from bot.reading.figures.checks import misfits
from bot.settings import Settings

COLUMNS = ("#", "reads as", "role", "payer", "said by", "as printed", "where")

NOT_OF_TOPIC = "not of the topic"
_NUMBERS = frozenset({"#", "reads as", "where"})

T = TypeVar("T")


class Record(Struct, frozen=True):
    """A report and what was read in it."""

    report: Report
    reading: Reading
    misfits: Mapping[int, str]
    """What does not fit, by a figure's place."""
    reasons: Mapping[int, Reasons] = field(default_factory=dict)
    """Why figures have their roles, by a figure's place, where that was asked for."""
    corrections: tuple[Correction, ...] = ()
    """What operators corrected."""


def read(
    file: str, topic: Topic, settings: Settings, *, as_json: bool, explain: bool, date: str | None, lang: str | None
) -> None:
    """Read every report of the file and print what it says; exit code 1 where a line could not be read, or none.

    What an operator corrected of a report with the same words goes over what is read.
    """
    on, language = _option("--date", date, day_of), _option("--lang", lang, language_of)
    reader, convert = reader_of(topic, encoder=settings.encoder), Rates().convert
    known = CorrectedReports(settings.data_dir, complain)
    count_read = faults = 0
    records: list[Record] = []

    def fault(sentence: str) -> None:
        nonlocal faults
        faults += 1
        complain(sentence)

    for report in reports(file, on, language, fault):
        what, made = as_corrected(report, reader.read(report), known.of(report))
        why = _reasons(reader, report, what, by_spot(made)) if explain else {}
        record = Record(report, what, misfits(what.figures, report.date, convert), why, made)
        count_read += 1
        if as_json:
            records.append(record)
        else:
            show(record, topic, explain=explain)
    for record, story in zip(records, _stories(records, topic, reader), strict=True):
        emit(as_record(record, story))
    if faults:
        fail(1, f"{file}: {count(faults, 'line')} could not be read; {count(count_read, 'report')} could")
    if not count_read:
        fail(1, f"{file}: there is no report in it")


def _reasons(
    reader: Reader, report: Report, reading: Reading, made: Mapping[Spot, Sequence[Correction]]
) -> dict[int, Reasons]:
    """Takes up to a second for each figure. For a role that an operator gave there is no other reason."""
    own = (
        (place, figure)
        for place, figure in enumerate(reading.figures)
        if figure.on_topic and not any(one.aspect is Aspect.ROLE for one in made.get(figure.spot, ()))
    )
    asked = ((place, reader.reasons(report, figure)) for place, figure in own)
    return {place: found for place, found in asked if found is not None}


def _stories(records: Sequence[Record], topic: Topic, reader: Reader) -> Sequence[str]:
    """Each record's story, by the id of the report that begins it; the topic's archive tells which signs are rare."""
    known: Iterable[Signs] = ()
    if sum(record.reading.relevance.on_topic for record in records) > 1:
        past = (Report(one.id, one.title, one.text, one.language, one.date) for one in topic.archive if one.on_topic)
        known = (signs_of(reader.read(report), None) for report in past)
    return stories_of_reports(((record.report, record.reading) for record in records), known)


def _option(name: str, text: str | None, read_as: Callable[[str], T]) -> T | None:
    if text is None:
        return None
    try:
        return read_as(text)
    except ValueError as problem:
        fail(2, f"{name}: {problem}")


def as_record(record: Record, story: str) -> dict[str, Any]:
    """A reading as a JSON object, in the form that scorers and spreadsheets read.

    ``story`` is the report's own id: a report that is read alone is a story of its own.
    """
    reading = record.reading
    return {
        "id": record.report.id,
        "on_topic": reading.relevance.on_topic,
        "score": round(reading.relevance.score, 3),
        "rule": reading.relevance.rule,
        "why": [
            {"concept": m.concept, "word": m.word, "where": m.where, "start": m.start} for m in reading.relevance.why
        ],
        "lang": reading.language,
        "event": reading.event.value,
        "event_day": reading.event_day.isoformat() if reading.event_day else None,
        "track": reading.track,
        "story": story,
        "figures": [
            _figure(figure, record.misfits.get(place, "")) | _why(record.reasons.get(place))
            for place, figure in enumerate(reading.figures)
        ],
    } | ({"corrected": [msgspec.to_builtins(one) for one in record.corrections]} if record.corrections else {})


def _why(reasons: Reasons | None) -> dict[str, Any]:
    if reasons is None:
        return {}
    words = [{"word": weight.word, "by": weight.by} for weight in reasons.words]
    alike = [{"words": one.words, "surface": one.surface, "role": one.role} for one in reasons.examples]
    return {"reasons": {"words": words, "alike": alike}}


def _figure(figure: Figure, misfit: str) -> dict[str, Any]:
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
        "check": misfit,
        **read_of(figure),
    }


def show(record: Record, topic: Topic, *, explain: bool = False) -> None:
    """A reading for people."""
    report, reading = record.report, record.reading
    coloured = stdout.is_terminal and stdout.color_system is not None and not stdout.no_color
    title = report.title or report.id
    stdout.print(marked_part("title", title, reading.figures, record.misfits, coloured=coloured, style="bold"))
    stdout.print(_verdict(reading, topic))
    words = dict.fromkeys(match.word for match in reading.relevance.why)
    reason = f"because of: {', '.join(words)}" if words else "none of the topic's words is in it"
    stdout.print(Text(" ".join(reason.split()), style="dim"))
    for one in net(one for one in record.corrections if one.aspect is Aspect.EVENT):
        stdout.print(Text(in_words(one, topic)))
    if explain and reading.relevance.rule:
        stdout.print(Text(f"by the rule: {reading.relevance.rule}", style="dim"))
    if reading.figures:
        stdout.print()
        for paragraph in paragraphs(report, reading.figures, record.misfits, coloured=coloured):
            stdout.print(paragraph)
        stdout.print()
        _show_figures(report, reading.figures, coloured=coloured)
        _show_notes(record, topic, explain=explain)
    elif reading.relevance.on_topic:
        stdout.print(Text("no figure of the topic in it", style="dim"))
    stdout.print()


def _verdict(reading: Reading, topic: Topic) -> Text:
    """``on the topic · South Korea · talks broken off · English · score 43.5``."""
    relevance = reading.relevance
    verdict = ("on the topic", "green") if relevance.on_topic else ("not on the topic", "yellow")
    track = track_of(topic, reading.track)
    language = language_name(reading.language) if reading.language != "und" else "language unknown"
    event = reading.event.traits.words + (f" on {reading.event_day.isoformat()}" if reading.event_day else "")
    parts = [track.name if track else "", event, language]
    about = " · ".join(filter(None, [*parts, f"score {relevance.score:g}"]))
    return Text.assemble(verdict, " · ", about)


def _show_figures(report: Report, figures: Sequence[Figure], *, coloured: bool) -> None:
    """A table where it fits the width, else a paragraph for each figure."""
    rows = [(str(place), *_cells(report, figure)) for place, figure in enumerate(figures, start=1)]
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for n, name in enumerate(COLUMNS):
        if any(row[n] for row in rows):
            table.add_column(name, justify="right" if name in _NUMBERS else "left", overflow="fold")
    for figure, row in zip(figures, rows, strict=True):
        styles = dict.fromkeys(range(1, len(row)), "") | {2: style_of(figure) if coloured else ""}
        shown = (Text(cell, styles.get(n, "dim")) for n, cell in enumerate(row) if any(other[n] for other in rows))
        table.add_row(*shown)
    unfolded = stdout.options.update(max_width=ENDLESS)
    if Measurement.get(stdout, unfolded, table).maximum <= stdout.width:
        stdout.print(table)
        return
    for figure, (number, reads_as, role, payer, speaker, surface, where) in zip(figures, rows, strict=True):
        what, by = " ".join(filter(None, [reads_as, role])), by_account(speaker, figure.role)
        said = ", ".join(filter(None, [what, payer and f"payer {payer}", by]))
        stdout.print(
            hanging(f"{number:>{len(str(len(rows)))}}", Text.assemble(said, (f"\n“{surface}” in the {where}", "dim")))
        )


def _cells(report: Report, figure: Figure) -> tuple[str, ...]:
    role = f"conversion of {figure.converts}" if figure.converts else role_words(figure.role, figure.year)
    plain = role or ("conversion" if figure.role is Role.CONVERSION else "")
    plain = plain if figure.on_topic else NOT_OF_TOPIC
    place = f"{figure.where}, character {figure.start + 1}"
    told = ToldFigure(figure, base=base_in(report, figure), change=change_in(report, figure))
    return (
        sized(told),
        plain,
        figure.payer or "",
        figure.attributed_to or "",
        " ".join(figure.surface.split()),
        place,
    )


def _show_notes(record: Record, topic: Topic, *, explain: bool) -> None:
    """What was corrected, what does not fit, and on demand all that was read of each figure, by the table's numbers."""
    figures, made = record.reading.figures, by_spot(record.corrections)
    told = {place: [in_words(one, topic) for one in net(made.get(f.spot, ()))] for place, f in enumerate(figures)}
    for place, lines in told.items() if not explain else ():
        for line in lines:
            stdout.print(hanging(str(place + 1), f"“{_line(figures[place].surface)}”: {line}"))
    for place, note in record.misfits.items():
        stdout.print(hanging(Text("check", "bold yellow"), f"{place + 1}: “{_line(figures[place].surface)}”: {note}"))
    if not explain:
        return
    stdout.print()
    for place, figure in enumerate(figures):
        said = "\n".join([*_explained(figure), *told[place], *_weighed(record.reasons.get(place))])
        stdout.print(hanging(str(place + 1), Text.assemble((_line(figure.surface), "bold"), "\n", said)))


def _explained(figure: Figure) -> Iterator[str]:
    """``unclear: most likely offered, 48%``, and a line each for what else was read."""
    role = figure.role.value if figure.on_topic else NOT_OF_TOPIC
    if figure.role is Role.UNCLEAR:
        yield ": ".join(filter(None, [role, likeliest(figure)]))
    else:
        yield ", ".join(filter(None, [role, sureness(figure)]))
    yield f"payer {figure.payer or 'none'}"
    yield f"actor {figure.actor or 'none'}"
    yield f"measure {figure.measure or 'none'}"
    yield f"stance {figure.stance}"
    yield f"said by {figure.attributed_to or 'the outlet itself'}"


def _weighed(reasons: Reasons | None) -> Iterator[str]:
    """``by the words “asked for” (31%)``, and the labelled figures that are most alike."""
    if reasons is None:
        return
    if reasons.words:
        words = (f"“{_line(weight.word)}” ({weight.by:.0%})" for weight in reasons.words)
        yield f"by the words {', '.join(words)}"
    for example in reasons.examples:
        yield f"like {example.role}: “{_line(example.words)}”"


def _line(text: str) -> str:
    return " ".join(text.split())
