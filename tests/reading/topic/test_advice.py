"""What is made of an opinion on a whole report: whether it is on the topic, and what it reports."""

import pytest

from bot.model import Event, Relevance
from bot.reading.encoder import Opinion
from bot.reading.topic import advice


def opinion(topic: float = 0.99, event: Event = Event.SIGNED, chance: float = 0.9) -> Opinion:
    return Opinion(topic, event, chance, {})


@pytest.mark.parametrize(
    ("by_queries", "chance", "expected"),
    [
        (True, advice.TOPIC_OUT, True), (True, advice.TOPIC_OUT - 0.01, False), (False, advice.TOPIC_IN, True),
        (False, advice.TOPIC_IN - 0.01, False),
    ],
)  # fmt: skip
def test_the_topic(by_queries: bool, chance: float, expected: bool) -> None:
    judgement = Relevance(by_queries, 3.0, (), "a rule" if by_queries else "")
    weighed = advice.combined_relevance(judgement, opinion(chance))
    assert weighed.on_topic is expected
    assert weighed.score == judgement.score
    assert weighed.rule == ((judgement.rule or advice.RULE) if expected else "")


def test_an_event_of_which_it_is_not_sure_is_a_report() -> None:
    assert advice.event_of(opinion(chance=advice.EVENT)) is Event.SIGNED
    assert advice.event_of(opinion(chance=advice.EVENT - 0.01)) is Event.REPORT


def test_where_no_encoder_reads_a_report_only_reports() -> None:
    assert advice.event_of(None) is Event.REPORT
