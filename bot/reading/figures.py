"""The figures of a report: numbers that belong to the topic, with everything that the text says about them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from bot.model import Figure, Hedge, Kind, Period, Role
from bot.reading.advice import advised, why
from bot.reading.asides import off_topic_cost
from bot.reading.candidates import Candidate
from bot.reading.encoder.opinion import OnFigure
from bot.reading.kinds import MONEY, PERCENT, SHARES, VALUES
from bot.reading.lengths import periods_by_length
from bot.reading.levels import by_level, by_rise
from bot.reading.numbered import Numbered
from bot.reading.payers import payer_of
from bot.reading.roles import role_of
from bot.reading.scene import UNCUED, Ruling, Scene, Told
from bot.reading.shares import inherit, part_of_sum, rise_of_sum
from bot.reading.speakers import speaker_of
from bot.reading.timing import Timing, hedge_of, timing_of

_SMALLEST_SUM = 100_000  # in any currency; below it are exchange rates and prices
_COMPARED_SPAN = 60  # characters between a year's sum and the one that it is compared with
_LEADS_TO = 8  # characters between a rise and the sum that it leads to


class Explained(NamedTuple):
    """A figure with the rules that gave its payer and its speaker; ``figure.why`` is the rule of its role."""

    figure: Figure
    payer_why: str
    speaker_why: str
    opinion: OnFigure | None = None
    """What the encoder makes of it."""


def figures_of(
    parts: Sequence[Numbered],
    scene: Scene,
    said_on: date | None,
    opinions: Mapping[tuple[str, int], OnFigure] = MappingProxyType({}),
) -> tuple[Explained, ...]:
    """Every figure, in the order of title and text; of equal ones (surface and role) the one that says most.

    ``opinions``: what the encoder makes of some, by (title or text, start).
    """
    drafts = [draft for part in parts for draft in _drafts(part, scene, said_on)]
    found = _of_lengths(_finished(_borrowed(drafts), scene), scene)
    if opinions:
        found = _advised(found, opinions)
    found = _told_once(found)
    best: dict[tuple[str, Role], int] = {}
    for at, one in enumerate(found):
        key = (one.figure.surface, one.figure.role)
        if key not in best or _told(one.figure) > _told(found[best[key]].figure):
            best[key] = at
    return tuple(found[at] for at in sorted(best.values()))


def _advised(found: Sequence[Explained], opinions: Mapping[tuple[str, int], OnFigure]) -> Sequence[Explained]:
    """The figures with what the encoder is sure of."""
    rows = []
    for one in found:
        told = opinions.get((one.figure.where, one.figure.start))
        if told is not None:
            figure = advised(one.figure, told, structural=one.figure.converts is not None)
            payer_why = one.payer_why if figure.payer == one.figure.payer else why(told.payer.chance)
            same = figure.attributed_to == one.figure.attributed_to
            one = Explained(figure, payer_why, one.speaker_why if same else why(told.source.chance), told)
        rows.append(one)
    return rows


def _of_lengths(found: Sequence[Explained], scene: Scene) -> Sequence[Explained]:
    """The figures with the periods that the length of a deal gives their sums."""
    currencies = frozenset(track.currency for track in scene.tracks if track.currency)
    periods = periods_by_length([one.figure for one in found], currencies)
    return [
        one._replace(figure=replace(one.figure, period=periods[at])) if at in periods else one
        for at, one in enumerate(found)
    ]


def _told_once(found: Sequence[Explained]) -> Sequence[Explained]:
    """The figures, of which a title's has the period that the text tells of the same sum in the same role."""
    periods = {_same(one.figure): one.figure for one in found if one.figure.period is not None}
    return [
        one._replace(figure=replace(one.figure, period=known.period, year=one.figure.year or known.year))
        if one.figure.period is None and (known := periods.get(_same(one.figure))) is not None
        else one
        for one in found
    ]


def _same(figure: Figure) -> tuple[str, Role]:
    return figure.surface.casefold(), figure.role


class _Draft(NamedTuple):
    """A figure with its ruling, before it is compared with the report's other figures."""

    candidate: Candidate
    timing: Timing
    ruling: Ruling | None
    """None for a conversion."""
    other: Candidate | None = None
    """The sum that a share describes or a conversion converts."""


def _told(figure: Figure) -> int:
    """How much a figure says, to choose between two that are the same."""
    facts = (figure.period, figure.attributed_to, figure.year, figure.hedge, figure.payer)
    return sum(fact is not None for fact in facts) + figure.on_topic


def _drafts(part: Numbered, scene: Scene, said_on: date | None) -> list[_Draft]:
    timings = {c.start: timing_of(c, part.marks, part.spans, said_on) for c in part.found}
    timings |= _of_compared(part, scene, timings)
    ages = {start: t.year - said_on.year for start, t in timings.items() if said_on and t.year is not None}
    money = scene.sums[part.passage.where]
    rulings = {c.start: _ruling(c, scene, timings[c.start], ages.get(c.start)) for c in money}
    drafts = []
    for candidate in part.found:
        timing, source = timings[candidate.start], part.converts.get(candidate.start)
        if source is not None:
            drafts.append(_Draft(candidate, timing, None, source))
            continue
        ruling, described = rulings.get(candidate.start), None
        if ruling is None:
            ruling = role_of(candidate, scene, when=ages.get(candidate.start))
            if candidate.kind in SHARES:
                ruling, described = inherit(candidate, ruling, rulings, scene)
                ruling = by_rise(candidate, ruling, scene)
        if candidate.kind in {MONEY, PERCENT} and described is None:
            ruling, described = part_of_sum(candidate, ruling, rulings, scene)
        described = described or rise_of_sum(candidate, scene)
        rulings[candidate.start] = ruling
        drafts.append(_Draft(candidate, timing, ruling, described))
    return drafts


def _of_compared(part: Numbered, scene: Scene, timings: Mapping[int, Timing]) -> dict[int, Timing]:
    """The timings of sums that a year's sum is compared with: $1 billion a year, up from roughly $800 million."""
    found = {}
    for base in scene.bases[part.passage.where]:
        other = scene.sums[part.passage.where].last_before(base.start)
        if other is None or timings[base.start].period is not None or base.start - other.end > _COMPARED_SPAN:
            continue
        every_year = timings[other.start].period is Period.YEAR and timings[other.start].year is None
        if other.sentence == base.sentence and every_year:
            found[base.start] = timings[base.start]._replace(period=Period.YEAR)
    return found


def _ruling(candidate: Candidate, scene: Scene, timing: Timing, when: int | None) -> Ruling:
    return by_level(candidate, role_of(candidate, scene, when=when), timing.period, scene)


def _borrowed(drafts: Sequence[_Draft]) -> list[_Draft]:
    """Where no word near a figure gives its role (in titles, mostly), the same figure elsewhere in the report does."""
    known: dict[tuple[Kind, float, str | None], Ruling] = {}
    for draft in drafts:
        if draft.ruling is not None and draft.ruling.cost < UNCUED:
            known.setdefault(_key(draft), draft.ruling)
    return [
        draft._replace(ruling=known[_key(draft)]._replace(cost=UNCUED))
        if draft.ruling is not None and draft.ruling.cost >= UNCUED and _key(draft) in known
        else draft
        for draft in drafts
    ]


def _key(draft: _Draft) -> tuple[Kind, float, str | None]:
    return draft.candidate.kind, draft.candidate.amount.value, draft.candidate.amount.currency


def _finished(drafts: Sequence[_Draft], scene: Scene) -> list[Explained]:
    made: dict[tuple[str, int], Explained] = {}
    for draft in drafts:
        where = draft.candidate.passage.where
        other = made.get((where, draft.other.start)) if draft.other else None
        if draft.ruling is not None:
            made[where, draft.candidate.start] = _figure(draft.candidate, draft.ruling, other, draft.timing, scene)
        elif other is not None:
            made[where, draft.candidate.start] = _conversion(draft.candidate, other)
    return list(made.values())


def _figure(candidate: Candidate, ruling: Ruling, of: Explained | None, timing: Timing, scene: Scene) -> Explained:
    amount, described = candidate.amount, of.figure if of else None
    payer = Told(described.payer, f"that of {described.surface}") if described else payer_of(candidate, scene)
    speaker = speaker_of(candidate, ruling, scene)
    figure = Figure(
        surface=candidate.surface,
        kind=candidate.kind,
        value=amount.value,
        role=ruling.role,
        where=candidate.passage.where,
        start=candidate.start,
        value_max=amount.high,
        currency=amount.currency,
        period=_period(candidate, ruling, timing, described),
        payer=payer.who,
        attributed_to=speaker.who,
        year=_year(candidate, timing, of),
        hedge=Hedge.UP_TO if ruling.cue == "cap" else hedge_of(candidate, glued=scene.glued),
        on_topic=_on_topic(candidate, ruling, scene),
        why=ruling.why,
    )
    return Explained(figure, payer.why, speaker.why)


def _year(candidate: Candidate, timing: Timing, of: Explained | None) -> int | None:
    """A figure's own year, else that of the sum it describes; by 8.3 percent to $1.1 billion is all of one year."""
    if of is None:
        return timing.year
    gap = of.figure.start - candidate.end
    leads_to = candidate.kind is PERCENT and 0 <= gap <= _LEADS_TO and of.figure.year is not None
    return of.figure.year if leads_to or timing.year is None else timing.year


def _period(candidate: Candidate, ruling: Ruling, timing: Timing, described: Figure | None) -> Period | None:
    """A limit on a percentage is one on every year's rise; a part of a sum is paid when the sum is."""
    limits_years = ruling.cue == "cap" and (timing.yearly or candidate.kind is PERCENT)
    if limits_years:
        return Period.YEAR
    if described is None or candidate.kind is not MONEY:
        return timing.period
    return described.period or timing.period


def _on_topic(candidate: Candidate, ruling: Ruling, scene: Scene) -> bool:
    if candidate.kind is MONEY and candidate.amount.value < _SMALLEST_SUM:
        return False
    if candidate.kind not in VALUES:
        return True
    return off_topic_cost(candidate, scene) > ruling.cost


def _conversion(candidate: Candidate, of: Explained) -> Explained:
    """The same money in another currency: all but its own digits is the converted amount's."""
    source = of.figure
    figure = replace(
        source,
        surface=candidate.surface,
        value=candidate.amount.value,
        value_max=candidate.amount.high,
        currency=candidate.amount.currency,
        role=Role.CONVERSION,
        start=candidate.start,
        hedge=hedge_of(candidate, glued=False),
        why=f"the same as {source.surface} in another currency",
        converts=source.surface,
    )
    same = f"that of {source.surface}"
    return Explained(figure, same, same)
