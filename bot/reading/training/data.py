"""Labelled reports as lessons: windows of pieces, each with the answers that the labels give."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from bot.model import Day, Kind, Party, Report
from bot.reading.encoder.answers import COUNTED, ELSE, LONGEST_NAME, MEASURES, NO_ROLE, NULL, PERIODS, ROLES, STANCES
from bot.reading.encoder.pieces import Window, windows
from bot.reading.encoder.sheet import Sheet, Span
from bot.reading.encoder.tokens import Coded, Tokenizer
from bot.reading.numbers.kinds import PEOPLE
from bot.reading.reader import Reader

UNKNOWN = -100
"""No answer: counts for nothing."""
_LEAST_NAME = 4
"""Letters of a last name that is looked for alone."""


class Label(msgspec.Struct, frozen=True):
    """A figure of a labelled report; see ``seeds/labelled/README.md``."""

    surface: str
    where: str
    start: int
    kind: Kind
    value: float
    role: str
    currency: str | None = None
    value_max: float | None = None
    period: str | None = None
    year: int | None = None
    payer: str | None = None
    attributed_to: str | None = None
    actor: str | None = None
    measure: str | None = None
    stance: str | None = None
    source_surface: str | None = None
    """The words of the report that name who says so, as ``actor_surface`` has those of whose position it is."""
    actor_surface: str | None = None
    sourced: bool = True
    """Whether it is labelled who says so."""


class Open(msgspec.Struct, frozen=True):
    """A number of a labelled report of which nobody says what it is."""

    surface: str
    where: str
    start: int


class Labelled(msgspec.Struct, frozen=True):
    """A labelled report."""

    id: str
    lang: str
    event: str
    title: str
    text: str
    figures: tuple[Label, ...] = ()
    open: tuple[Open, ...] = ()
    """Numbers without a label that are not none for that: they teach nothing."""
    on_topic: bool = True
    date: Day | None = None
    counted: bool = True
    """Whether the figures are labelled at all."""
    full: bool = False
    """Whether actor, measure and stance are labelled too."""


@dataclass(slots=True)
class Answers:
    """What is right of one figure; ``UNKNOWN`` where the label does not say."""

    role: int = UNKNOWN
    measure: int = UNKNOWN
    period: int = UNKNOWN
    stance: int = UNKNOWN
    payer: int = UNKNOWN
    """As an option of ``Lesson.countries``."""
    actor: int = UNKNOWN
    """As an option of ``Lesson.parties``, as ``source`` is."""
    source: int = UNKNOWN
    people: int = UNKNOWN
    actor_first: int = UNKNOWN
    """The piece of the window at which the words begin that name the actor; the others likewise."""
    actor_last: int = UNKNOWN
    source_first: int = UNKNOWN
    source_last: int = UNKNOWN


@dataclass(slots=True, eq=False)
class Lesson:
    """A window with its answers; no two are equal."""

    report: Labelled
    window: Window
    first: bool
    """The window in which the report begins; only this one is asked for event and topic."""
    figures: list[Answers] = field(default_factory=list)
    """In the order of ``window.spans``."""
    labels: list[Label | None] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    parties: list[str] = field(default_factory=list)


def read_labelled(path: Path) -> Iterator[Labelled]:
    """Every report of a file. Raises ValueError, which names file, line and fault."""
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
            raw["counted"] = "figures" in raw
            raw["full"] = any("measure" in figure for figure in raw.get("figures", ()))
            for figure in raw.get("figures", ()):
                figure["sourced"] = "attributed_to" in figure
                _place(figure, raw)
            yield msgspec.convert(raw, Labelled)
        except (ValueError, KeyError, msgspec.ValidationError) as fault:
            raise ValueError(f"{path.name}, line {number}: {fault}") from fault


def _place(figure: dict[str, Any], raw: dict[str, Any]) -> None:
    """Fills in where a figure stands, if its label leaves that out: at its first place. Raises ValueError."""
    if "start" in figure:
        return
    where = figure.get("where") or next((part for part in ("title", "text") if figure["surface"] in raw[part]), "text")
    figure |= {"where": where, "start": raw[where].index(figure["surface"])}


def lessons(report: Labelled, reader: Reader, code: Tokenizer) -> Iterator[Lesson]:
    """The windows of a report with their answers."""
    sheet, labels = labelled_sheet(report, reader)
    coded = code(sheet.whole)
    for number, window in enumerate(windows(sheet, coded)):
        lesson = Lesson(report, window, first=number == 0)
        lesson.countries = list(dict.fromkeys(p.country for p, _, _ in window.names if p.country))
        lesson.parties = list(dict.fromkeys(p.name for p, _, _ in window.names))
        known = {party.name: party for party, _, _ in window.names}
        for at, _, _ in window.spans:
            label = labels[at]
            lesson.labels.append(label)
            repeat = _repeats(sheet.spans[at], at, labels, report)
            answers = _answers(label, report, lesson, known) if label else Answers(role=repeat)
            if label:
                _point_at_words(answers, label, sheet, window, coded)
            lesson.figures.append(answers)
        yield lesson


def labelled_sheet(report: Labelled, reader: Reader) -> tuple[Sheet, list[Label | None]]:
    """A report as the encoder is shown it, with every labelled figure among its spans, and the label of each span."""
    sheet = reader.sheet(Report(report.id, report.title, report.text, report.lang, report.date))
    return _with_gold(sheet, report)


def _point_at_words(answers: Answers, label: Label, sheet: Sheet, window: Window, coded: Coded) -> None:
    """Fills in where the words stand that name the actor and the source, if they do."""
    place = sheet.place("title" if label.where == "title" else "text", label.start)
    for name, said, surface in (
        ("actor", label.actor, label.actor_surface),
        ("source", label.attributed_to, label.source_surface),
    ):
        found = _words_at(surface or said, sheet.whole, place)
        pieces = [
            number
            for number, row in enumerate(window.rows, 1)
            if found and coded.offsets[row][0] < found[1] and coded.offsets[row][1] > found[0]
        ]
        if pieces and pieces[-1] - pieces[0] < LONGEST_NAME:
            setattr(answers, f"{name}_first", pieces[0])
            setattr(answers, f"{name}_last", pieces[-1])


def _words_at(name: str | None, text: str, near: int) -> tuple[int, int] | None:
    """The place nearest to a figure where a name stands: all of it, else the last of its words."""
    words = [name, name.split()[-1]] if name and name.strip() else []
    for word in words:
        places = [found.start() for found in re.finditer(re.escape(word), text)]
        if places and (len(word) >= _LEAST_NAME or word == name):
            start = min(places, key=lambda at: abs(at - near))
            return start, start + len(word)
    return None


def _with_gold(sheet: Sheet, report: Labelled) -> tuple[Sheet, list[Label | None]]:
    spans, labels = list(sheet.spans), [None] * len(sheet.spans)
    found: list[Label | None] = list(labels)
    for label in report.figures:
        start = sheet.place("title" if label.where == "title" else "text", label.start)
        end = start + len(label.surface)
        at = next((i for i, s in enumerate(spans) if s.start < end and s.end > start and found[i] is None), None)
        if at is None:
            spans.append(Span(start, end, label.kind))
            found.append(label)
        else:
            if not {spans[at].kind, label.kind} <= PEOPLE:  # what it counts is to be learned
                spans[at] = spans[at]._replace(kind=label.kind)
            found[at] = label
    return sheet._replace(spans=tuple(spans)), found


def _repeats(span: Span, at: int, labels: Sequence[Label | None], report: Labelled) -> int:
    """The role of a number without a label: that of its equals where all have one, unknown where they differ."""
    if any(_is_at(one, span, report) for one in report.open):
        return UNKNOWN
    text = f"{report.title}\n{report.text}"[span.start : span.end].casefold().strip()
    roles = {one.role for one in report.figures if one.surface.casefold().strip() == text}
    if not report.counted:
        return UNKNOWN
    if not roles:
        return ROLES.index(NO_ROLE)
    return ROLES.index(roles.pop()) if len(roles) == 1 else UNKNOWN


def _is_at(one: Open, span: Span, report: Labelled) -> bool:
    start = one.start if one.where == "title" else len(report.title) + 1 + one.start
    return span.start < start + len(one.surface) and start < span.end


def _answers(label: Label, report: Labelled, lesson: Lesson, known: dict[str, Party]) -> Answers:
    found = Answers(role=ROLES.index(label.role))
    if label.kind is Kind.MONEY and label.period in (None, *PERIODS):
        found.period = PERIODS.index(label.period or "none")
    if label.kind.value in COUNTED:
        found.people = COUNTED.index(label.kind.value)
    if label.payer is None:
        found.payer = NULL
    elif label.payer in lesson.countries:
        found.payer = 2 + lesson.countries.index(label.payer)
    if label.sourced:
        found.source = _party(label.attributed_to, lesson.parties, known)
    if report.full:
        found.measure = MEASURES.index(label.measure) if label.measure in MEASURES else UNKNOWN
        found.stance = STANCES.index(label.stance) if label.stance in STANCES else UNKNOWN
        found.actor = _party(label.actor, lesson.parties, known)
    return found


def _party(said: str | None, options: Sequence[str], known: dict[str, Party]) -> int:
    """The option that a name stands for."""
    if said is None:
        return NULL
    for number, name in enumerate(options):
        if same_name(said, known[name]):
            return 2 + number
    return ELSE


def same_name(said: str, party: Party) -> bool:
    """Whether a label means a party: by one of its names, or a person's last name."""
    said = _plain(said)
    names = {_plain(party.name), *(_plain(name) for name in party.names.get("en", ()))}
    if said in names:
        return True
    return party.person and any(set(said.split()) <= set(name.split()) for name in names)


def _plain(name: str) -> str:
    return " ".join(name.casefold().removeprefix("the ").replace("-", " ").replace(".", "").split())


def all_lessons(reports: Iterable[Labelled], reader: Reader, code: Tokenizer) -> list[Lesson]:
    return [lesson for report in reports for lesson in lessons(report, reader, code)]
