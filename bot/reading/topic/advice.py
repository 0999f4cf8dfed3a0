"""What is made of the encoder's opinion on a whole report: whether it is on the topic, and what it reports.

Its probabilities are calibrated, so a bound is the share of answers at it that are right. The bounds were chosen on
labelled reports that the model had not learned from (see the model's card).
"""

from msgspec.structs import replace

from bot.model import Event, Relevance
from bot.reading.encoder.opinion import Opinion

TOPIC_IN = 0.90
"""From here on a report that the queries nearly let in is on the topic."""
TOPIC_OUT = 0.50
"""Below it one that they let in is not."""
EVENT = 0.30
"""Below it nothing is told of what happened but that somebody reports."""
RULE = "as a whole"
"""The name of the rule by which the encoder puts a report on the topic."""


def combined_relevance(judgement: Relevance, opinion: Opinion) -> Relevance:
    """Whether a report is on the topic, once both have spoken."""
    if judgement.on_topic and opinion.topic < TOPIC_OUT:
        return replace(judgement, on_topic=False, rule="")
    if not judgement.on_topic and opinion.topic >= TOPIC_IN:
        return replace(judgement, on_topic=True, rule=RULE)
    return judgement


def event_of(opinion: Opinion | None) -> Event:
    """What a report on the topic reports; ``report`` where that is uncertain, or no encoder reads."""
    if opinion is None or opinion.event_chance < EVENT:
        return Event.REPORT
    return opinion.event
