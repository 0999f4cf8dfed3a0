"""The figures of a report that its story did not have, held against the archive and the baseline."""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec.structs import replace

from bot.desk.intake.novelty.findings import Finding, New
from bot.desk.intake.stories import new_figures, news_figures
from bot.desk.ledger.compare import is_plausible_ratio
from bot.model import (
    Background,
    Baseline,
    Convert,
    Figure,
    Kind,
    KnownFigure,
    Level,
    Period,
    Reading,
    Role,
    Stance,
    StorySketch,
)
from bot.phrases.amounts import amount

SAME = 0.005
"""One sum, rounded by one outlet and not by another."""
NEARLY = 0.1
"""4.7 billion and 5 billion are one position, counted and rounded."""
APART = 0.05
"""Sums agreed for one year that are further apart than this are not one sum, rounded."""
EXACT = frozenset({Kind.MONEY, Kind.PERCENT})


def figure_findings(
    reading: Reading,
    story: StorySketch | None,
    known: Background,
    baseline: Baseline | None,
    convert: Convert,
    on: date,
) -> list[Finding]:
    """What is new of the figures; ``story`` is None where the report begins one."""
    figures = _asserted(new_figures(reading, story) if story is not None else news_figures(reading.figures))
    there = [one for one in (*known.figures, *_of_baseline(baseline)) if one.track == reading.track]
    found: list[Finding] = []
    for figure in figures:
        finding = _finding(figure, reading.track, there, baseline, convert, on)
        if finding is None or any(finding.words == other.words for other in found):
            continue
        if finding.sign == "position" and story is not None and _is_converted(figure, story, convert, on):
            finding = replace(finding, sign="")
        found.append(finding)
    return found


def _asserted(figures: Iterable[Figure]) -> list[Figure]:
    """Without those that the report has only to deny them: they are nobody's position."""
    return [figure for figure in figures if figure.stance is not Stance.DENIED]


def _is_converted(figure: Figure, story: StorySketch, convert: Convert, on: date) -> bool:
    """Whether it is nearly a sum that the story has in another currency."""
    told = [one for one in story.figures if one[1] != Role.UNCLEAR]
    sums = [(value, currency) for kind, _, currency, value in told if kind == Kind.MONEY]
    others = [(value, currency) for value, currency in sums if currency and currency != figure.currency]
    same = (convert(value, currency, figure.currency or "", on) for value, currency in others)
    return any(value is not None and _near(_top(figure), value, NEARLY) for value in same)


def contradictions(reading: Reading, story: StorySketch | None) -> list[Finding]:
    """Sums agreed that cannot both hold: of one story, in one currency and kind, and too far apart to be one."""
    if story is None:
        return []
    agreed = [(value, currency) for kind, role, currency, value in story.figures if (kind, role) == ("money", "agreed")]
    found: list[Finding] = []
    for figure in _asserted(news_figures(reading.figures)):
        if figure.kind is not Kind.MONEY or figure.role is not Role.AGREED or figure.hedge or figure.where != "title":
            continue
        others = [value for value, currency in agreed if currency == figure.currency and value]
        if others and not any(_near(figure.value, value, APART) for value in others):
            found.append(Finding(New.CONTRADICTION, f"{amount(figure)} agreed is at odds with what the story has"))
    return found


def _finding(
    figure: Figure,
    track: str | None,
    there: Sequence[KnownFigure],
    baseline: Baseline | None,
    convert: Convert,
    on: date,
) -> Finding | None:
    said = f"{amount(figure)} {figure.role.traits.word}"
    if is_record(figure, track, there, baseline, convert, on):
        return Finding(New.RECORD, f"{said} is the highest demand so far", Level.CRITICAL, sign="record")
    same = [one for one in there if one.kind is figure.kind and _is_same(figure, one)]
    if figure.role in {one.role for one in same}:
        return None
    if same and figure.kind is not Kind.MONEY:
        return None  # a percentage is of one thing in this sentence and of another in that
    if same:
        roles = {one.role for one in same}
        before = next((role for role in Role if role.traits.is_position and role in roles), None)
        return Finding(New.ROLE, f"{said}, and {before} before") if before else Finding(New.ROLE, f"{said} is new")
    near = [one for one in there if _is_nearly(figure, one, convert, on)]
    if figure.role.traits.is_position and not near:
        sign = "position" if figure.where == "title" and figure.kind in EXACT else ""
        return Finding(New.POSITION, f"{said} is a new position", sign=sign)
    if any(one.currency != figure.currency for one in near):
        return None  # what is known, in another currency
    return Finding(New.FIGURE, f"{said} is new")


def is_record(
    figure: Figure,
    track: str | None,
    there: Iterable[KnownFigure],
    baseline: Baseline | None,
    convert: Convert,
    on: date,
) -> bool:
    """Whether a year's demand is above all of its track that are known, and may be a year's whole sum at all.

    Sums in other currencies count at the rate of the day ``on``.
    """
    if not may_be_record(figure) or figure.currency is None:
        return False
    mark = _yardstick(baseline, track)
    if mark is None or mark.currency is None or (figure.payer is not None and figure.payer != track):
        return False
    value = convert(_top(figure), figure.currency, mark.currency, on)
    if value is None or value <= _top(mark) * (1 + NEARLY) or not is_plausible_ratio(Role.DEMANDED, value / _top(mark)):
        return False
    for one in there:
        if one.role is Role.DEMANDED and one.kind is Kind.MONEY and one.currency is not None:
            before = convert(_top(one), one.currency, mark.currency, on)
            if (
                before is not None
                and before >= value * (1 - SAME)
                and is_plausible_ratio(Role.DEMANDED, before / _top(mark))
            ):
                return False
    return True


def may_be_record(figure: Figure) -> bool:
    """Whether it is a year's demand that the headline has, or that somebody who is named puts."""
    if figure.kind is not Kind.MONEY or figure.role is not Role.DEMANDED or figure.currency is None:
        return False
    return figure.period is Period.YEAR and (figure.where == "title" or bool(figure.attributed_to))


def _yardstick(baseline: Baseline | None, track: str | None) -> KnownFigure | None:
    """The baseline's own demand of a year, or several years' on end the highest."""
    demands = [one for one in _of_baseline(baseline) if one.track == track and _is_demand(one)]
    return max(demands, key=lambda one: one.value, default=None)


def _is_demand(one: KnownFigure) -> bool:
    return one.kind is Kind.MONEY and one.role is Role.DEMANDED and one.value > 0


def _of_baseline(baseline: Baseline | None) -> list[KnownFigure]:
    if baseline is None:
        return []
    return [
        KnownFigure(one.track, one.kind, one.role, one.value, one.value_max, one.currency) for one in baseline.figures
    ]


def _top(figure: Figure | KnownFigure) -> float:
    return max(figure.value, figure.value_max or figure.value)


def _is_same(figure: Figure, one: KnownFigure) -> bool:
    if figure.currency != one.currency:
        return False
    ends = [end for end in (figure.value, figure.value_max) if end is not None]
    theirs = [end for end in (one.value, one.value_max) if end is not None]
    return any(_near(end, other, SAME) for end in ends for other in theirs)


def _is_nearly(figure: Figure, one: KnownFigure, convert: Convert, on: date) -> bool:
    if one.role is not figure.role or one.kind is not figure.kind:
        return False
    value: float | None = _top(one)
    if one.currency != figure.currency:
        if one.currency is None or figure.currency is None:
            return False
        value = convert(_top(one), one.currency, figure.currency, on)
    return value is not None and _near(_top(figure), value, NEARLY)


def _near(one: float, other: float, within: float) -> bool:
    return abs(one - other) <= within * max(abs(one), abs(other))
