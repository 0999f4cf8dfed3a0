"""A report of the day of the baseline, in our own words and built like it, reads as it should."""

from datetime import date

import pytest

from bot.model import Event, Figure, Hedge, Kind, Period, Reading, Report, Role
from bot.reading import Reader
from bot.reading.encoder import OnFigure
from tests.reading.opinions import Script, Scripted, told

TITLE = "Seoul meeting on troop costs collapses as Washington holds out for US$5 billion"
TEXT = """\
SEOUL (AGENCY) - American negotiators walked out of cost-sharing talks with South Korea on Tuesday (Nov 19), leaving \
the allies further apart than ever over who pays for the US forces on the peninsula.

Rarely have the partners of a 66-year alliance quarrelled so openly. Some 28,500 US troops are stationed in the South, \
where the 1950-53 Korean War ended without a peace treaty.

Legislators were told the size of the bill. South Korean lawmakers said the United States was seeking up to US$5 \
billion (S$6.81 billion) a year, more than five times the 1.04 trillion won (S$1.21 billion) that Seoul \
agreed to pay this year.

Neither government has confirmed it. US President Donald Trump has called the presence "US$5 billion worth of \
protection" for a rich country.

The envoys had sat together for about an hour. Jeong Eun-bo, who leads the South Korean side, said the American \
proposal was far from what the two had settled before.

In the years past, Seoul covered three categories of expenses. A group of 47 members of parliament warned last week \
that Washington must not use the troops as a threat.

Talks with Japan, Germany and Nato are due next year.
"""


DEMAND = told(Role.DEMANDED, period="year", payer="KR", source="South Korean lawmakers", actor="United States")
OPINIONS: dict[str, OnFigure | tuple[OnFigure, ...]] = {
    "US$5 billion": (told(Role.DEMANDED, payer="KR"), DEMAND, told(Role.ESTIMATE, source="Donald Trump")),
    "five times": told(Role.DEMANDED, payer="KR"),
    "1.04 trillion won": told(Role.AGREED, period="year", payer="KR"),
    "28,500": told(Role.OTHER, people="troops", payer="US"),
}
"""As a model that is right has them."""


@pytest.fixture(scope="module")
def reading(scripted: Scripted) -> Reading:
    script = Script(OPINIONS, event=Event.TALKS_BREAK_OFF)
    return scripted.read(Report("baseline", TITLE, TEXT, date=date(2019, 11, 19)), script)


def _figure(reading: Reading, surface: str, role: Role) -> Figure:
    found = [figure for figure in reading.figures if (figure.surface, figure.role) == (surface, role)]
    assert len(found) == 1, [(figure.surface, figure.role) for figure in reading.figures]
    return found[0]


def test_it_is_on_the_topic_and_says_what_happened(reading: Reading) -> None:
    assert reading.language == "en"
    assert reading.relevance.on_topic
    assert reading.event is Event.TALKS_BREAK_OFF
    assert reading.event_day == date(2019, 11, 19)
    assert reading.track == "KR"
    assert {"South Korea", "United States", "Donald Trump"} <= reading.parties
    assert reading.fingerprint


def test_the_demand_is_told_by_lawmakers(reading: Reading) -> None:
    demand = _figure(reading, "US$5 billion", Role.DEMANDED)
    assert (demand.value, demand.currency, demand.period, demand.payer) == (5e9, "USD", Period.YEAR, "KR")
    assert demand.hedge is Hedge.UP_TO
    assert demand.attributed_to == "South Korean lawmakers"
    assert demand.where == "text"
    assert TEXT[demand.start :].startswith("US$5 billion (S$6.81")


def test_brackets_convert(reading: Reading) -> None:
    demand = _figure(reading, "S$6.81 billion", Role.CONVERSION)
    assert (demand.value, demand.currency, demand.converts) == (6.81e9, "SGD", "US$5 billion")
    agreed = _figure(reading, "S$1.21 billion", Role.CONVERSION)
    assert (agreed.value, agreed.currency, agreed.converts) == (1.21e9, "SGD", "1.04 trillion won")
    assert (agreed.period, agreed.year, agreed.payer) == (Period.YEAR, 2019, "KR")


def test_this_year_is_the_year_of_the_report(reading: Reading) -> None:
    agreed = _figure(reading, "1.04 trillion won", Role.AGREED)
    assert (agreed.value, agreed.currency, agreed.year) == (1.04e12, "KRW", 2019)


def test_the_multiple_is_hedged(reading: Reading) -> None:
    multiple = _figure(reading, "five times", Role.DEMANDED)
    assert (multiple.kind, multiple.value, multiple.hedge) == (Kind.MULTIPLE, 5, Hedge.MORE_THAN)


def test_troops_are_counted_and_no_other_number_is_shown(reading: Reading) -> None:
    """Not the 66 years, the war, the three categories, the hour or the 47 members of parliament."""
    troops = _figure(reading, "28,500", Role.OTHER)
    assert (troops.kind, troops.value, troops.payer) == (Kind.TROOPS, 28_500, None)
    assert [figure.surface for figure in reading.figures] == [
        "28,500",
        "US$5 billion",
        "S$6.81 billion",
        "five times",
        "1.04 trillion won",
        "S$1.21 billion",
        "US$5 billion",
    ]


def test_without_a_date_no_year_is_guessed(reader: Reader) -> None:
    undated = reader.read(Report("baseline", TITLE, TEXT))
    assert undated.figures
    assert {figure.year for figure in undated.figures} == {None}
