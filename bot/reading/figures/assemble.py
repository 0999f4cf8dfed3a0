"""The figures of a report: numbers that belong to the topic, with everything that the text says about them.

Where they stand, what they are worth, which converts which, whose year and how hedged they are is found by code; all
that context tells (whether a number is a figure at all, its role, who pays, acts and says so) is the encoder's opinion.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from msgspec.structs import replace

from bot.model import Figure, Hedge, Kind, Measure, Period, Role, Stance
from bot.reading.encoder.opinion import SOMEBODY, Answer, OnFigure
from bot.reading.figures.candidates import Candidate
from bot.reading.figures.numbered_passage import NumberedPassage
from bot.reading.figures.timing import hedge_of, own_year
from bot.reading.numbers.kinds import MONEY, PEOPLE

CLEAR = 0.65
"""How probable a role is to be at least; below it the figure's is unclear."""
CLEAR_ELSEWHERE, AGREED_ELSEWHERE = 0.25, 0.40
"""The same for a topic that the encoder has not learned: its probabilities are lower there, and still in order.

A deal is not told on so little: "without a deal on the 39 percent tariff" read as agreed at .30.
"""
_SMALLEST_SUM = 100_000  # in any currency; below it are exchange rates and prices

Opinions = Mapping[tuple[str, int], OnFigure]
"""By (title or text, start)."""


class ExplainedFigure(NamedTuple):
    """A figure with what the encoder makes of it."""

    figure: Figure
    opinion: OnFigure | None
    """None where no encoder reads, and for figures too far down in a long report."""


def figures_of(
    parts: Sequence[NumberedPassage], opinions: Opinions, said_on: date | None, *, glued: bool, knows_topic: bool = True
) -> tuple[ExplainedFigure, ...]:
    """Every figure, in the order of title and text; of equal ones (surface and role) the one that says most.

    ``glued``: the language writes no spaces between words. Without an opinion a figure's role is unclear; of a topic
    that the encoder does not know, no number is left out as none of its figures.
    """
    found = [one for part in parts for one in _figures(part, opinions, said_on, glued=glued)]
    found = _told_once(found if knows_topic else [_elsewhere(one) for one in found])
    best: dict[tuple[str, Role], int] = {}
    hedges: dict[tuple[str, Role], Hedge] = {}
    for at, one in enumerate(found):
        key = (one.figure.surface, one.figure.role)
        if key not in best or _told(one.figure) > _told(found[best[key]].figure):
            best[key] = at
        if one.figure.hedge is not None:
            hedges.setdefault(key, one.figure.hedge)
    return tuple(_with_hedge(found[at], hedges.get(key)) for key, at in sorted(best.items(), key=itemgetter(1)))


def _with_hedge(one: ExplainedFigure, hedge: Hedge | None) -> ExplainedFigure:
    """The figure with the hedge that another place has; a headline has no room for "over"."""
    figure = one.figure
    is_bare = hedge is not None and figure.hedge is None and figure.value_max is None
    return one._replace(figure=replace(figure, hedge=hedge)) if is_bare else one


def _figures(
    part: NumberedPassage, opinions: Opinions, said_on: date | None, *, glued: bool
) -> Iterator[ExplainedFigure]:
    made: dict[int, ExplainedFigure] = {}
    for candidate in part.found:
        source = part.converts.get(candidate.start)
        opinion = opinions.get((part.passage.where, candidate.start))
        if source is None:
            figure = _figure(candidate, opinion, own_year(candidate, part.marks, said_on), glued=glued)
            one = ExplainedFigure(figure, opinion)
        else:
            one = ExplainedFigure(_conversion(candidate, made[source.start].figure), opinion)
        made[candidate.start] = one
        yield one


def _figure(candidate: Candidate, opinion: OnFigure | None, year: int | None, *, glued: bool) -> Figure:
    amount = candidate.amount
    figure = Figure(
        surface=candidate.surface,
        kind=candidate.kind,
        value=amount.value,
        role=Role.UNCLEAR,
        where=candidate.passage.where,
        start=candidate.start,
        value_max=amount.high,
        currency=amount.currency,
        year=year,
        hedge=hedge_of(candidate, glued=glued),
        on_topic=candidate.kind is not MONEY or amount.value >= _SMALLEST_SUM,
    )
    return _with_opinion(figure, opinion) if opinion is not None else figure


def _with_opinion(figure: Figure, told: OnFigure) -> Figure:
    role, chance = likeliest(told)
    people = figure.kind in PEOPLE
    period = _period(told.period.name) if figure.kind is MONEY else None
    return replace(
        figure,
        kind=Kind(told.people.name or figure.kind) if people else figure.kind,
        role=role if chance >= CLEAR else Role.UNCLEAR,
        likely=None if chance >= CLEAR else role,
        chance=round(chance, 4),
        on_topic=figure.on_topic and told.role is not None,
        period=period,
        year=None if period is Period.TOTAL else figure.year,  # it is one of several
        payer=_named(told.payer) if not people else None,
        attributed_to=_named(told.source),
        actor=_named(told.actor),
        measure=Measure(told.measure.name) if told.measure.name else None,
        stance=Stance(told.stance.name) if told.stance.name else Stance.ASSERTED,
    )


def _elsewhere(one: ExplainedFigure) -> ExplainedFigure:
    """A figure of a topic that the encoder has not learned."""
    figure, told = one.figure, one.opinion
    if told is None or figure.converts is not None:
        return one
    role, chance = likeliest(told)
    clear = chance >= (AGREED_ELSEWHERE if role is Role.AGREED else CLEAR_ELSEWHERE)
    large = figure.kind is not MONEY or figure.value >= _SMALLEST_SUM
    told_role, likely = (role, None) if clear else (Role.UNCLEAR, role)
    return one._replace(figure=replace(figure, role=told_role, likely=likely, on_topic=large))


def likeliest(told: OnFigure) -> tuple[Role, float]:
    """The likeliest role, and how likely it is if the number is a figure at all. Code finds conversions."""
    name, chance = max(
        ((name, chance) for name, chance in told.roles.items() if name not in {"none", Role.CONVERSION}),
        key=lambda one: one[1],
    )
    return Role(name), chance / max(1e-6, 1.0 - told.roles["none"])


def _period(name: str | None) -> Period | None:
    return Period(name) if name in {one.value for one in Period} else None


def _named(told: Answer) -> str | None:
    """The country or party that is meant; None for nobody, and for somebody without a name."""
    return None if told.name == SOMEBODY else told.name


def _told_once(found: Sequence[ExplainedFigure]) -> list[ExplainedFigure]:
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


def _told(figure: Figure) -> tuple[bool, int]:
    """Whether a figure is one of the topic, and how much it says, to choose between two that are the same."""
    facts = (figure.period, figure.attributed_to, figure.year, figure.hedge, figure.payer)
    return figure.on_topic, sum(fact is not None for fact in facts)


def _conversion(candidate: Candidate, source: Figure) -> Figure:
    """The same money in another currency: all but its own digits is the converted amount's."""
    return replace(
        source,
        surface=candidate.surface,
        value=candidate.amount.value,
        value_max=candidate.amount.high,
        currency=candidate.amount.currency,
        role=Role.CONVERSION,
        start=candidate.start,
        hedge=hedge_of(candidate, glued=False),
        attributed_to=None,
        chance=None,
        likely=None,
        converts=source.surface,
    )
