"""Labelled reports as lessons: what a number without a label teaches."""

from bot.reading.encoder.answers import NO_ROLE, ROLES
from bot.reading.encoder.keeper import SHIPPED
from bot.reading.encoder.model import Encoder
from bot.reading.training.data import UNKNOWN, Labelled, Open, lessons
from tests import shared

TITLE = "Seoul and Washington talk about the cost of US troops"
TEXT = "Washington demanded $5 billion a year from Seoul for the US troops. Some 900 million dollars more are open."


def test_a_number_without_a_label_is_none_and_one_that_is_left_open_teaches_nothing() -> None:
    roles = {}
    for name, left_open in (("none", ()), ("open", (Open("900 million dollars", "text", TEXT.index("900")),))):
        report = Labelled("one", "en", "statement", TITLE, TEXT, open=left_open)
        (lesson,) = lessons(report, shared.reader(), Encoder(SHIPPED)._code)
        roles[name] = [figure.role for figure in lesson.figures]
    assert roles == {"none": [ROLES.index(NO_ROLE)] * 2, "open": [ROLES.index(NO_ROLE), UNKNOWN]}
