"""What is typed behind /correct: read, or answered with a sentence that says what to send."""

import pytest
from msgspec.structs import replace

from bot.chat.typed.arguments import BadArgument
from bot.chat.typed.corrections import CorrectWords, correct_words, ruling_of
from bot.desk.corrections.values import sum_of_words
from bot.model import Aspect, Figure, Kind, Party, Role
from tests.chat.builders import DEMAND, TOPIC, TROOPS

WORDS = replace(
    TOPIC.vocabulary,
    parties=(
        Party("United States", "asks", {"en": ("Washington",), "ko": ("미국",)}, country="US"),
        Party("Mark Esper", "asks", {"en": ("Esper",)}, country="US", person=True),
    ),
)
SHARE = Figure("5 percent", Kind.PERCENT, 5.0, Role.DEMANDED, "text", 3)
LENGTH = Figure("five years", Kind.YEARS, 5.0, Role.AGREED, "text", 3)


def said(typed: str, figure: Figure = DEMAND) -> str:
    return ruling_of(correct_words(typed), figure, WORDS).value


def test_reports_figures_and_what_is_right() -> None:
    assert correct_words("12") == CorrectWords(12)
    assert correct_words("#12 2") == CorrectWords(12, 2)
    assert correct_words(" 12  2 ROLE offered ") == CorrectWords(12, 2, Aspect.ROLE, "offered")
    assert correct_words("12 event talks round") == CorrectWords(12, None, Aspect.EVENT, "talks round")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1 1 role Demand", "demanded"),
        ("1 1 role budgeted", "budget"),
        ("1 1 role none", ""),
        ("1 1 actor 미국", "United States"),
        ("1 1 actor the united states", "United States"),
        ("1 1 speaker three officials", "three officials"),
        ("1 1 speaker nobody", ""),
        ("1 1 payer korea", "KR"),
        ("1 1 payer US", "US"),
        ("1 1 payer washington", "US"),
        ("1 1 payer none", ""),
        ("1 event talks_round", "talks_round"),
        ("1 event talks broken off", "talks_break_off"),
        ("1 story #7", "7"),
        ("1 story new", "new"),
    ],
)
def test_words_are_read_as_they_are_kept(typed: str, value: str) -> None:
    assert said(typed) == value


@pytest.mark.parametrize(
    ("typed", "figure", "value", "high", "currency"),
    [
        ("US$4.7bn", DEMAND, 4.7e9, None, "USD"),
        ("4.7bn", DEMAND, 4.7e9, None, "USD"),
        ("1.52 trillion won", DEMAND, 1.52e12, None, "KRW"),
        ("5 billion Canadian dollars", DEMAND, 5e9, None, "CAD"),
        ("$4.7-5bn a year", DEMAND, 4.7e9, 5e9, "USD"),
        ("8.3%", SHARE, 8.3, None, None),
        ("28,500 troops", TROOPS, 28500.0, None, None),
        ("6 years", LENGTH, 6.0, None, None),
        ("6", LENGTH, 6.0, None, None),
    ],
)
def test_amounts(typed: str, figure: Figure, value: float, high: float | None, currency: str | None) -> None:
    told = sum_of_words(said(f"1 1 value {typed}", figure))
    assert (told.kind, told.value, told.value_max, told.currency) == (figure.kind, value, high, currency)


@pytest.mark.parametrize(
    ("typed", "figure", "says"),
    [
        ("", DEMAND, "Say which report first"),
        ("korea", DEMAND, "Say which report first"),
        ("9999999999", DEMAND, "Say which report first"),
        ("1 role offered", DEMAND, "Say which figure: /correct_1 shows them"),
        ("1 1 colour red", DEMAND, "“colour” is nothing that can be corrected; say one of role, value, actor"),
        ("1 1 role", DEMAND, "Say what is right instead."),
        ("1 1 role president", DEMAND, "“president” is no role; say one of demanded, offered, agreed"),
        ("1 1 role conversion", DEMAND, "is no role"),
        ("1 1 value many", DEMAND, "is no amount that I can read; the figure is a sum of money"),
        ("1 1 value -5bn", DEMAND, "“-” beside the amount says nothing to me"),
        ("1 1 value 5bn zorkmids", DEMAND, "“zorkmids” beside the amount says nothing to me, nor is it a currency"),
        ("1 1 value 0", DEMAND, "An amount is above 0"),
        ("1 1 value 1e400", DEMAND, "beside the amount"),
        ("1 1 value nan", DEMAND, "is no amount"),
        ("1 1 value 5bn and 6bn", DEMAND, "is no amount that I can read"),
        ("1 1 value 900,000 trillion dollars", DEMAND, "none of any talks is that large"),
        ("1 1 value US$5bn", SHARE, "The figure is a percentage; “US$5bn” is something else."),
        ("1 1 value 8%", DEMAND, "The figure is a sum of money"),
        ("1 1 actor " + "x" * 81, DEMAND, "at most 80 characters"),
        ("1 1 actor 123", DEMAND, "A name has letters"),
        ("1 1 payer atlantis", DEMAND, "“atlantis” is no country that I know"),
        ("1 2 event signed", DEMAND, "The event is the report's, not a figure's; leave out the 2."),
        ("1 event party", DEMAND, "“party” is no event; say one of talks_start"),
        ("1 story old", DEMAND, "is no number of a story; say one, or new"),
        ("1 1 actor " + "x" * 5000, DEMAND, "That is too long for a correction"),
    ],
)
def test_what_cannot_be_read_is_answered_with_what_to_send(typed: str, figure: Figure, says: str) -> None:
    with pytest.raises(BadArgument) as refused:
        said(typed, figure)
    assert says in str(refused.value)
    assert len(str(refused.value)) < 400
    assert refused.value.example.startswith("/correct ")


@pytest.mark.parametrize("figure", [DEMAND, SHARE, TROOPS, LENGTH])
def test_an_example_works_when_it_is_typed(figure: Figure) -> None:
    with pytest.raises(BadArgument) as refused:
        said("1 1 value many", figure)
    assert said(refused.value.example.removeprefix("/correct "), figure)
