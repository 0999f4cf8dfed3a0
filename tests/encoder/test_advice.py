"""What is made of an opinion: the encoder decides where it is sure, the rules elsewhere."""

from dataclasses import replace

import pytest

from bot.model import Event, Figure, Kind, Period, Relevance, Role
from bot.reading import advice
from bot.reading.encoder import SOMEBODY, Answer, OnFigure, Opinion
from bot.reading.encoder.answers import NO_ROLE, ROLES

BY_RULES = Figure(
    "$5 billion", Kind.MONEY, 5e9, Role.PAID, "text", 10, currency="USD", payer="JP", attributed_to="Tokyo", why="pays"
)


def told(role: Role | None, chance: float, **others: Answer) -> OnFigure:
    """An opinion on a figure; what it does not give goes to the last role but one."""
    name = NO_ROLE if role is None else role.value
    roles = dict.fromkeys(ROLES, 0.0) | {"other": 1.0 - chance} | {name: chance}
    unsure = Answer(None, 0.1)
    rest = dict.fromkeys(OnFigure._fields[3:], unsure) | others
    return OnFigure(role, chance, roles, **rest)


def opinion(topic: float = 0.99, event: Event = Event.SIGNED, chance: float = 0.9) -> Opinion:
    return Opinion(topic, event, chance, {})


@pytest.mark.parametrize(
    ("by_rules", "chance", "expected"),
    [
        (True, 0.5, True), (True, advice.TOPIC_OUT - 0.01, False), (False, advice.TOPIC_IN, True),
        (False, advice.TOPIC_IN - 0.01, False),
    ],
)  # fmt: skip
def test_the_topic(by_rules: bool, chance: float, expected: bool) -> None:
    judgement = Relevance(by_rules, 3.0, (), "a rule" if by_rules else "")
    weighed = advice.weighed(judgement, opinion(chance))
    assert weighed.on_topic is expected
    assert bool(weighed.rule) is expected


def test_an_event_of_which_it_is_not_sure_is_the_rules() -> None:
    assert advice.event_of(Event.REPORT, opinion()) is Event.SIGNED
    assert advice.event_of(Event.REPORT, opinion(chance=advice.EVENT - 0.01)) is Event.REPORT


def test_a_role_of_which_it_is_sure_counts_and_says_how_sure() -> None:
    figure = advice.advised(BY_RULES, told(Role.DEMANDED, 0.9), structural=False)
    assert (figure.role, figure.why) == (Role.DEMANDED, "the report as a whole (90% sure)")
    assert advice.advised(BY_RULES, told(Role.DEMANDED, advice.ROLE - 0.1), structural=False).role is not Role.DEMANDED


def test_a_number_that_is_no_figure_is_off_the_topic() -> None:
    assert not advice.advised(BY_RULES, told(None, 0.9), structural=False).on_topic


def test_a_conversion_that_code_has_found_stays_one() -> None:
    conversion = replace(BY_RULES, role=Role.CONVERSION, converts="7 trillion won")
    figure = advice.advised(conversion, told(Role.DEMANDED, 0.99), structural=True)
    assert (figure.role, figure.attributed_to) == (Role.CONVERSION, None)


def test_who_pays_who_says_so_and_for_how_long() -> None:
    sure = {"payer": Answer("KR", 0.9), "source": Answer("Trump", 0.9), "period": Answer("year", 0.9)}
    figure = advice.advised(BY_RULES, told(Role.DEMANDED, 0.9, **sure), structural=False)
    assert (figure.payer, figure.attributed_to, figure.period) == ("KR", "Trump", Period.YEAR)
    somebody = {"payer": Answer(SOMEBODY, 0.9), "source": Answer(SOMEBODY, 0.9), "period": Answer(None, 0.9)}
    figure = advice.advised(BY_RULES, told(Role.DEMANDED, 0.9, **somebody), structural=False)
    assert (figure.payer, figure.attributed_to, figure.period) == ("JP", "Tokyo", None)
