"""What is made of the encoder's opinion: where it is sure it decides, elsewhere the rules do.

Its probabilities are calibrated, so a bound is the share of answers at it that are right. The bounds were chosen on
labelled reports that the model had not learned from (see the model's card).
"""

from dataclasses import replace

from bot.model import Event, Figure, Kind, Period, Relevance, Role
from bot.reading.encoder.opinion import SOMEBODY, Answer, OnFigure, Opinion

TOPIC_IN = 0.95
"""From here on a report that the queries nearly let in is on the topic."""
TOPIC_OUT = 0.50
"""Below it one that they let in is not."""
EVENT = 0.70
ROLE = 0.40
NO_FIGURE = 0.60
"""From here on a number is no figure of the topic."""
PARTY = 0.60
PERIOD = 0.50
RULE = "as a whole"
"""The name of the rule by which the encoder puts a report on the topic."""


def weighed(judgement: Relevance, opinion: Opinion) -> Relevance:
    """Whether a report is on the topic, once both have spoken."""
    if judgement.on_topic and opinion.topic < TOPIC_OUT:
        return replace(judgement, on_topic=False, rule="")
    if not judgement.on_topic and opinion.topic >= TOPIC_IN:
        return replace(judgement, on_topic=True, rule=RULE)
    return judgement


def event_of(by_rules: Event, opinion: Opinion) -> Event:
    return opinion.event if opinion.event_chance >= EVENT else by_rules


def advised(figure: Figure, told: OnFigure, *, structural: bool) -> Figure:
    """A figure with what the encoder is sure of; ``structural``: code has found that it converts another."""
    if structural:
        return replace(figure, attributed_to=None)
    if told.role is None and told.chance >= NO_FIGURE:
        return replace(figure, on_topic=False, why=f"no figure of the talks: {why(told.chance)}")
    role, chance = best_role(told)
    if chance >= ROLE and role is not Role.CONVERSION:
        figure = replace(figure, role=role, on_topic=True, why=why(chance))
    if figure.kind is Kind.MONEY and told.period.chance >= PERIOD:
        figure = replace(figure, period=_period(told.period.name))
    if told.payer.chance >= PARTY and told.payer.name != SOMEBODY:
        figure = replace(figure, payer=told.payer.name)
    if told.source.chance >= PARTY:
        figure = replace(figure, attributed_to=_source(figure, told.source))
    return figure


def best_role(told: OnFigure) -> tuple[Role, float]:
    """The likeliest role, and how likely it is if the number is a figure at all."""
    name, chance = max(
        ((name, chance) for name, chance in told.roles.items() if name != "none"), key=lambda one: one[1]
    )
    return Role(name), chance / max(1e-6, 1.0 - told.roles["none"])


def _source(figure: Figure, told: Answer) -> str | None:
    return figure.attributed_to if told.name == SOMEBODY else told.name


def _period(name: str | None) -> Period | None:
    return Period(name) if name in {one.value for one in Period} else None


def why(chance: float) -> str:
    """What is told in a rule's place where the encoder decided."""
    return f"the report as a whole ({chance:.0%} sure)"
