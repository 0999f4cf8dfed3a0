"""Sentences of our own that turn on how a clause is built: who is told, what a verb governs, what a sum is of."""

from datetime import date

import pytest

from bot.model import Figure, Period, Report, Role
from bot.reading import Reader

OPEN = "Seoul, Washington at odds over cost of US troops"
SIGNED = "Seoul, Washington sign cost-sharing deal for US troops"
CLAIM = "Trump renews complaint about cost of US troops in South Korea"
ANSWER = "한미 방위비 분담금 협상 이견"
BERLIN = "Seoul und Washington streiten über Kosten der US-Truppen"
TOKYO = "在日米軍駐留経費、日米が合意"


def figure_of(reader: Reader, language: str, title: str, text: str, surface: str) -> Figure:
    reading = reader.read(Report("x", title, text, language, date(2020, 5, 10)))
    assert reading.relevance.on_topic
    return next(figure for figure in reading.figures if figure.where == "text" and figure.surface == surface)


ROLES = [
    # who is told to pay does not ask, and what is wanted has not happened
    ("en", OPEN, "South Korea is being pushed to raise its payments to $5 billion.", "$5 billion", Role.DEMANDED),
    ("en", OPEN, "The U.S. wants the contribution lifted to $1.3 billion.", "$1.3 billion", Role.DEMANDED),
    ("en", OPEN, "Washington has made what it calls a final offer of $1.3 billion.", "$1.3 billion", Role.DEMANDED),
    ("en", CLAIM, "Trump told his Cabinet that he got Seoul to hand over $500 million.", "$500 million", Role.AGREED),
    ("de", BERLIN, "Die Amerikaner verlangen von Seoul 1,3 Milliarden Dollar.", "1,3 Milliarden Dollar", Role.DEMANDED),
    # what follows from a demand is demanded, and what is only expected is a guess
    (
        "en",
        OPEN,
        "Washington asked for a 50 percent rise, which would take the bill to $1.3 billion.",
        "$1.3 billion",
        Role.DEMANDED,
    ),
    ("en", OPEN, "Tokyo's payments are likely to top 200 billion yen.", "200 billion yen", Role.ESTIMATE),
    # a clause behind a figure is said of it, one behind a comma of another
    ("en", OPEN, "Seoul balked at the $5 billion that negotiators had asked for.", "$5 billion", Role.DEMANDED),
    ("en", OPEN, "Trump spoke of the $870 million it used to pay.", "$870 million", Role.PAID),
    (
        "en",
        OPEN,
        "Washington asked for more from Seoul, which runs to some 1.04 trillion won in payments.",
        "1.04 trillion won",
        Role.PAID,
    ),
    (
        "en",
        OPEN,
        "Washington wants $1.3 billion; Seoul has stuck at 13 percent.",
        "13 percent",
        Role.OFFERED,
    ),
    # a noun tells what a copula says: a contribution is paid
    ("en", OPEN, "For now Seoul's share is about 1.04 trillion won.", "1.04 trillion won", Role.PAID),
    # what is multiplied, and what multiplies it
    ("en", OPEN, "Trump would have Seoul pay five times what it paid.", "five times", Role.DEMANDED),
    ("ko", ANSWER, "미국은 올해 분담금의 5배인 50억달러를 제시했다.", "5배", Role.DEMANDED),
    ("en", SIGNED, "A fivefold increase had been talked about.", "fivefold", Role.DEMANDED),
    # by how much deals raise what is paid
    ("en", OPEN, "Officials speak of an increase of 50 percent for Seoul.", "50 percent", Role.DEMANDED),
    # verbs at the end of a German clause
    ("de", BERLIN, "Seoul wird künftig 1,1 Billionen Won zahlen.", "1,1 Billionen Won", Role.AGREED),
    ("de", BERLIN, "Seoul soll 1,3 Milliarden Dollar zahlen.", "1,3 Milliarden Dollar", Role.DEMANDED),
]


@pytest.mark.parametrize(
    ("language", "title", "text", "surface", "role"), ROLES, ids=[text[:50] for _, _, text, *_ in ROLES]
)
def test_roles(reader: Reader, language: str, title: str, text: str, surface: str, role: Role) -> None:
    figure = figure_of(reader, language, title, text, surface)
    assert figure.role is role, figure.why


PERIODS = [
    (
        "en",
        SIGNED,
        "In the first year of the accord South Korea pays 1.52 trillion won.",
        "1.52 trillion won",
        Period.YEAR,
    ),
    (
        "en",
        OPEN,
        "Washington wants to see Seoul's yearly contribution toward its forces raised to $1.3 billion.",
        "$1.3 billion",
        Period.YEAR,
    ),
    ("en", OPEN, "It asks for $1 billion a year, up from roughly $800 million.", "$800 million", Period.YEAR),
    ("en", OPEN, "Washington asked Seoul late last year for 1.4 trillion won.", "1.4 trillion won", None),
    ("en", OPEN, "Seoul got a request for $5 billion, against last year's $870 million.", "$5 billion", None),
    (
        "en",
        SIGNED,
        "The pact provides for an annual average of 1.2 trillion won over five years.",
        "1.2 trillion won",
        Period.YEAR,
    ),
    ("ko", ANSWER, "2021년 총액은 2020년보다 13.9% 늘어난 1조1천833억원이다.", "1조1천833억원", Period.YEAR),
    ("ja", TOKYO, "昨年7月に米側は80億ドルの負担を求めた。", "80億ドル", None),
]


@pytest.mark.parametrize(
    ("language", "title", "text", "surface", "period"), PERIODS, ids=[text[:50] for _, _, text, *_ in PERIODS]
)
def test_periods(reader: Reader, language: str, title: str, text: str, surface: str, period: Period | None) -> None:
    assert figure_of(reader, language, title, text, surface).period is period


@pytest.mark.parametrize(
    ("language", "title", "text", "surface"),
    [
        ("ko", ANSWER, "협정 기간은 2020년부터 2025년까지 6년이라고 외교부가 밝혔다.", "6년"),
        ("en", OPEN, "Seoul prefers an accord valid for three to five years.", "three to five years"),
        ("ja", TOKYO, "現行協定は有効で、日本は5年間に総額1兆550億円を負担する。", "5年間"),
    ],
)
def test_lengths(reader: Reader, language: str, title: str, text: str, surface: str) -> None:
    figure_of(reader, language, title, text, surface)


def test_a_year_before_a_bracket_tells_its_sum_and_no_conversion(reader: Reader) -> None:
    text = "미국은 40억달러로 요구를 낮췄지만 한국은 지난해(1조389억원)보다 10% 오른 금액을 제안했다."
    figure = figure_of(reader, "ko", ANSWER, text, "1조389억원")
    assert (figure.role, figure.year) == (Role.PAID, 2019)


def test_the_one_who_stations_troops_does_not_pay_for_them(reader: Reader) -> None:
    text = "Seoul's share of the cost of stationing U.S. troops will rise by 8.3 percent."
    assert figure_of(reader, "en", SIGNED, text, "8.3 percent").payer == "KR"


def test_spellings_are_told_apart(reader: Reader) -> None:
    """One label for each distinct surface: a headline's capitals make another one."""
    reading = reader.read(
        Report("x", "Seoul to Pay 8.2 Percent More for US Troops", "Seoul agreed to pay 8.2 percent more.", "en", None)
    )
    assert [figure.surface for figure in reading.figures] == ["8.2 Percent", "8.2 percent"]
