"""Sentences of our own, and what their figures are in the talks."""

from datetime import date

import pytest

from bot.model import Figure, Hedge, Kind, Period, Report, Role
from bot.reading import Reader

TITLE = {
    "en": "US and South Korea hold cost-sharing talks on American troops",
    "ko": "한미, 주한미군 방위비 분담금 협상",
    "ja": "在日米軍の駐留経費、日米が協議",
    "de": "USA und Südkorea verhandeln über Kosten für US-Truppen",
}
DAY = date(2020, 5, 8)


def _read(reader: Reader, text: str, language: str = "en") -> list[Figure]:
    reading = reader.read(Report("x", TITLE[language], text, language, DAY))
    assert reading.relevance.on_topic
    return list(reading.figures)


ROLES = [
    ("en", "Washington is demanding $5 billion a year from Seoul.", "$5 billion", Role.DEMANDED),
    ("en", "Seoul was asked to pay $5 billion.", "$5 billion", Role.DEMANDED),
    ("en", "The United States proposed $1.3 billion.", "$1.3 billion", Role.DEMANDED),
    ("en", "Seoul proposed an increase of 13 percent.", "13 percent", Role.OFFERED),
    ("en", "Trump refused the offer of 13 percent.", "13 percent", Role.OFFERED),
    ("en", "South Korea agreed to pay 1.04 trillion won.", "1.04 trillion won", Role.AGREED),
    ("en", "Under the deal Seoul will contribute 1.18 trillion won.", "1.18 trillion won", Role.AGREED),
    ("en", "South Korea paid 960 billion won.", "960 billion won", Role.PAID),
    ("en", "The bill would rise to $5 billion, from $870 million.", "$870 million", Role.PAID),
    ("en", "Japan has earmarked 200 billion yen for it in its draft budget.", "200 billion yen", Role.BUDGET),
    ("en", "Trump called it $5 billion worth of protection.", "$5 billion", Role.ESTIMATE),
    ("en", "Increases are capped at 4 percent.", "4 percent", Role.AGREED),
    ("en", "The six-year agreement is ready.", "six-year", Role.AGREED),
    ("en", "It would push the demand to $5 billion, a fivefold increase.", "fivefold", Role.DEMANDED),
    ("en", "Some 28,500 American troops are in the country.", "28,500", Role.OTHER),
    ("en", "About half of the 9,000 Korean workers stay at home.", "half", Role.OTHER),
    ("ko", "미국은 한국에 50억 달러를 요구하고 있다.", "50억 달러", Role.DEMANDED),
    ("ko", "한국은 13% 인상을 제안했다.", "13%", Role.OFFERED),
    ("ko", "한국은 1조389억원을 내기로 합의했다.", "1조389억원", Role.AGREED),
    ("ko", "한국은 9천602억원을 지급했다.", "9천602억원", Role.PAID),
    ("ja", "米国は日本に80億ドルを要求した。", "80億ドル", Role.DEMANDED),
    ("ja", "日本側が2110億円を負担することで合意した。", "2110億円", Role.AGREED),
    ("de", "Washington fordert fünf Milliarden Dollar.", "fünf Milliarden Dollar", Role.DEMANDED),
    ("de", "Washington verlangt, dass Seoul fünf Milliarden Dollar zahlt.", "fünf Milliarden Dollar", Role.DEMANDED),
    ("de", "Deutschland zahlte bisher 1,3 Milliarden Euro.", "1,3 Milliarden Euro", Role.PAID),
]


@pytest.mark.parametrize(("language", "text", "surface", "role"), ROLES)
def test_roles(reader: Reader, language: str, text: str, surface: str, role: Role) -> None:
    found = {figure.surface: figure for figure in _read(reader, text, language)}
    assert surface in found
    assert found[surface].role is role, found[surface].why
    assert found[surface].why


@pytest.mark.parametrize(
    ("text", "surface", "hedge"),
    [
        ("Washington demands up to $5 billion.", "$5 billion", Hedge.UP_TO),
        ("Washington demands more than $5 billion.", "$5 billion", Hedge.MORE_THAN),
        ("Washington demands about $5 billion.", "$5 billion", Hedge.ABOUT),
        ("Washington demands nearly $5 billion.", "$5 billion", Hedge.NEARLY),
        ("There is anger over $5 billion demanded by Washington.", "$5 billion", None),
    ],
)
def test_hedges(reader: Reader, text: str, surface: str, hedge: Hedge | None) -> None:
    assert {figure.surface: figure.hedge for figure in _read(reader, text)}[surface] is hedge


@pytest.mark.parametrize(
    ("text", "period", "year"),
    [
        ("Washington demands $5 billion a year.", Period.YEAR, None),
        ("Washington demands $5 billion annually.", Period.YEAR, None),
        ("Seoul paid $870 million last year.", Period.YEAR, 2019),
        ("Washington demands $5 billion for next year.", Period.YEAR, 2021),
        ("Seoul paid $830 million in 2018.", Period.YEAR, 2018),
        ("Seoul will pay $6 billion over five years.", Period.TOTAL, None),
        ("Washington demands $5 billion.", None, None),
        ("Seoul will pay $1 billion until 2025.", None, None),
    ],
)
def test_period_and_year(reader: Reader, text: str, period: Period | None, year: int | None) -> None:
    (figure,) = [f for f in _read(reader, text) if f.kind is Kind.MONEY]
    assert (figure.period, figure.year) == (period, year)


@pytest.mark.parametrize(
    ("text", "payer"),
    [
        ("Washington demands $5 billion from Seoul.", "KR"),
        ("Washington demands $8 billion from Tokyo.", "JP"),
        ("Washington demands $8 billion.", "KR"),
        ("Washington would charge Japan, Germany and others 50 percent more for the troops.", None),
    ],
)
def test_payer(reader: Reader, text: str, payer: str | None) -> None:
    assert [figure.payer for figure in _read(reader, text)] == [payer]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("South Korean lawmakers said the US was seeking $5 billion.", "South Korean lawmakers"),
        ("Washington demands $5 billion, according to Yonhap.", "Yonhap"),
        ("Mark Esper met the press. Esper said Seoul would be asked for $5 billion.", "Mark Esper"),
        ("Washington demands $5 billion.", "United States"),
        ("South Korea paid $870 million.", None),
    ],
)
def test_speaker(reader: Reader, text: str, speaker: str | None) -> None:
    assert [figure.attributed_to for figure in _read(reader, text)] == [speaker]


@pytest.mark.parametrize(
    ("language", "text", "pairs"),
    [
        ("en", "Seoul pays 1.04 trillion won ($890 million).", [("$890 million", "1.04 trillion won")]),
        ("en", "Seoul pays 1.04 trillion won, or about $890 million.", [("$890 million", "1.04 trillion won")]),
        ("en", "Seoul paid 1 trillion won in 2019 (US$850 million).", [("US$850 million", "1 trillion won")]),
        ("en", "Seoul pays 1.04 trillion won and Tokyo $1.9 billion.", []),
        ("ko", "미국은 50억 달러(약 6조원)를 요구했다.", [("6조원", "50억 달러")]),
        ("ja", "米国は80億ドル(約8600億円)を要求した。", [("8600億円", "80億ドル")]),
        (
            "de",
            "Seoul zahlt 1,04 Billionen Won (rund 800 Millionen Euro).",
            [("800 Millionen Euro", "1,04 Billionen Won")],
        ),
    ],
)
def test_conversions(reader: Reader, language: str, text: str, pairs: list[tuple[str, str]]) -> None:
    found = _read(reader, text, language)
    assert [(figure.surface, figure.converts) for figure in found if figure.role is Role.CONVERSION] == pairs


@pytest.mark.parametrize(
    "text",
    [
        "The 66-year alliance began after the 1950-53 war.",
        "They met for an hour and a half on Nov. 19, 2019.",
        "A group of 47 members of parliament objected in the seventh round.",
        "The two ministers spoke twice this week.",
        "Seoul pays for three categories under the 10th SMA.",
        "The deal expires in two years, before the next agreement.",
        "Section 232 and Article 5 were cited by the 29 members.",
    ],
)
def test_other_numbers_are_no_figures(reader: Reader, text: str) -> None:
    assert _read(reader, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The US imposed a 25 percent tariff on cars.",
        "Seoul drew $8.72 billion from the swap line with the Fed.",
        "The won traded at 1,170 won to the dollar.",
    ],
)
def test_money_of_other_topics_is_marked(reader: Reader, text: str) -> None:
    found = _read(reader, text)
    assert found
    assert not any(figure.on_topic for figure in found)


def test_off_the_topic_there_are_no_figures(reader: Reader) -> None:
    reading = reader.read(Report("x", "Insurers lose cost-sharing payments", "They got $7 billion under Obamacare."))
    assert not reading.relevance.on_topic
    assert reading.figures == ()


def test_a_title_borrows_the_role_from_the_text(reader: Reader) -> None:
    report = Report(
        "x", "Cost-sharing talks on US troops: $5 billion", "Washington is demanding $5 billion from Seoul."
    )
    assert [figure.role for figure in reader.read(report).figures] == [Role.DEMANDED]


def test_equal_surfaces_with_two_roles_are_two_figures(reader: Reader) -> None:
    found = _read(reader, "Washington demands $5 billion. Trump called it $5 billion worth of protection.")
    assert [(figure.surface, figure.role) for figure in found] == [
        ("$5 billion", Role.DEMANDED),
        ("$5 billion", Role.ESTIMATE),
    ]
