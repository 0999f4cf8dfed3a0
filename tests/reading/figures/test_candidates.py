"""Which numbers are shown to the encoder, whatever stands near them; and sums that name no currency."""

from datetime import date

import pytest

from bot.model import Figure, Kind, Report
from bot.reading import Reader
from tests.reading.titles import TITLES

NEVER = {
    "en": [
        "It was the 10th round of talks, held on Nov. 19 and 20, 2019.",
        "A group of 47 lawmakers wrote a letter.",
        "The alliance is 66 years old.",
        "The 66-year alliance began after the 1950-53 war.",
        "Seoul pays for three categories under the 10th SMA.",
        "The contributions for 2026 to 2030 pay for the troops.",
    ],
    "ko": ["제10차 회의가 11월 19일 열렸다.", "의원 47명이 서한을 보냈다."],
    "ja": ["第10回協議が11月19日に開かれた。", "議員47人が書簡を送った。"],
    "de": ["47 Abgeordnete schrieben einen Brief."],
    "fr": ["47 députés ont écrit une lettre."],
    "es": ["47 diputados escribieron una carta."],
    "id": ["Sebanyak 47 anggota parlemen menulis surat."],
    "cs": ["Dopis podepsalo 47 poslanců."],
}
"""Dates, ordinals, ages and small numbers."""

T, X, P, Y, M = Kind.TROOPS, Kind.MULTIPLE, Kind.PERCENT, Kind.YEARS, Kind.MONEY
PROPOSED = [
    ("en", "The won traded at 1,170 to the dollar.", "1,170", T),
    ("en", "The dollar fetched 1,169.8 won on Tuesday.", "1,169.8 won", M),
    ("en", "The assembly ratified the pact by 175 votes to 12.", "175", T),
    ("en", "Trump also threatened a 25 percent tariff on Korean cars.", "25 percent", P),
    ("en", "The central banks agreed on a $60 billion swap line.", "$60 billion", M),
    ("en", "Twice the two sides met in Honolulu.", "Twice", X),
    ("en", "The deal expires in two years, before the next agreement.", "two years", Y),
    ("ko", "비준동의안은 찬성 175표, 반대 12표로 통과됐다.", "175", T),
    ("ko", "미국은 한국산 자동차에 25% 관세를 예고했다.", "25%", P),
    ("ja", "賛成175票、反対12票で承認された。", "175", T),
    ("ja", "米国は自動車に25%の関税を課す。", "25%", P),
    ("de", "Das Parlament stimmte mit 175 zu 12 Stimmen zu.", "175", T),
    ("fr", "Trump menace aussi d'imposer des droits de douane de 25 %.", "25 %", P),
    ("es", "El acuerdo fue aprobado por 175 votos contra 12.", "175", T),
    ("id", "Trump juga mengancam tarif 25 persen.", "25 persen", P),
    ("ar", "وأيد 175 نائبا الاتفاق.", "175", T),
    ("cs", "Trump pohrozil také cly ve výši 25 procent.", "25 procent", P),
]
"""What only context tells to be no figure of the topic."""


def figures(reader: Reader, text: str, language: str) -> tuple[Figure, ...]:
    reading = reader.read(Report("x", TITLES[language], text, language, date(2020, 5, 8)))
    assert reading.relevance.on_topic, text
    return reading.figures


@pytest.mark.parametrize("language", NEVER)
def test_what_can_be_no_figure_is_left_where_it_is(reader: Reader, language: str) -> None:
    for text in NEVER[language]:
        assert [figure.surface for figure in figures(reader, text, language)] == [], text


@pytest.mark.parametrize(("language", "text", "surface", "kind"), PROPOSED, ids=[row[1][:40] for row in PROPOSED])
def test_no_word_beside_a_number_keeps_it_back(
    reader: Reader, language: str, text: str, surface: str, kind: Kind
) -> None:
    assert [(figure.surface, figure.kind) for figure in figures(reader, text, language)] == [(surface, kind)]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Seoul prefers an accord valid for three to five years.", [(3, 5)]),
        ("The pact runs for fifteen years.", [(15, None)]),
        ("The pact runs for sixteen years.", []),
    ],
)
def test_no_deal_lasts_longer_than_fifteen_years(
    reader: Reader, text: str, years: list[tuple[float, float | None]]
) -> None:
    assert [(figure.value, figure.value_max) for figure in figures(reader, text, "en")] == years


@pytest.mark.parametrize(
    ("language", "text", "sums"),
    [
        ("ko", "미국은 50억 달러를 요구했다가 40억으로 낮췄다.", [(5e9, "USD"), (4e9, "USD")]),
        ("ko", "분담금은 1조389억으로 정해졌다.", [(1.0389e12, "KRW")]),
        ("ko", "미국은 50억 달러를 요구했다. 인구 3억 명의 나라다.", [(5e9, "USD")]),
        ("ja", "米国は80億ドルを求めたが、50億に下げた。", [(8e9, "USD"), (5e9, "USD")]),
        ("ja", "日本の負担は1974億となる。", [(197.4e9, "JPY")]),
        ("ja", "米国は80億ドルを求めた。人口1億人の国だ。", [(8e9, "USD")]),
        ("en", "Trump wanted $5 billion and later came down to 4 billion.", [(5e9, "USD"), (4e9, "USD")]),
        ("en", 'He asked for $10 billion a year. "So I got three," Trump said.', [(10e9, "USD"), (3e9, "USD")]),
        ("en", "They met with three envoys after the demand for $5 billion.", [(5e9, "USD")]),
        ("fr", "Séoul passera de 5 milliards de wons en 2022 à 4 milliards en 2026.", [(5e9, "KRW"), (4e9, "KRW")]),
        (
            "es",
            "Pagará 1,5192 billones de wones. Supera los 1,4028 billones fijados.",
            [(1.5192e12, "KRW"), (1.4028e12, "KRW")],
        ),
        (
            "es",
            "Pagará 1,5192 billones de wones, más que los 1,4028 billones iniciales.",
            [(1.5192e12, "KRW"), (1.4028e12, "KRW")],
        ),
        (
            "es",
            "Pagará 211.000 millones de yenes, 1,0551 billones repartidos en varias cuotas.",
            [(211e9, "JPY"), (1.0551e12, "JPY")],
        ),
        (
            "fr",
            "Tokyo versera 211 milliards de yens, plus que les 202 milliards prévus.",
            [(211e9, "JPY"), (202e9, "JPY")],
        ),
        ("ar", "تدفع سيول 5 مليارات دولار. وطلب ترامب عشرة مليارات سنوياً.", [(5e9, "USD"), (10e9, "USD")]),
        ("ar", "تدفع سيول 5 مليارات دولار. وطلب ترامب عشرة مليارات في السنة.", [(5e9, "USD"), (10e9, "USD")]),
    ],
)
def test_a_currency_that_is_not_said_again(
    reader: Reader, language: str, text: str, sums: list[tuple[float, str]]
) -> None:
    found = figures(reader, text, language)
    assert [(figure.value, figure.currency) for figure in found] == sums


@pytest.mark.parametrize(
    ("language", "text", "surface", "currency"),
    [
        ("es", "Pagaban 960.000 millones de wones y piden 5.000 millones de dólares. Cerrarán en 1,1 billones.",
         "1,1 billones", "KRW"),
        ("de", "Die USA wollen 5 Milliarden Dollar, Seoul zahlt 1,04 Billionen Won. Es könnten zwei Milliarden werden.",
         "zwei Milliarden", "USD"),
        ("en", "The US asks for $5 billion, Seoul pays 1.04 trillion won. It may be 4 billion.", "4 billion", "USD"),
        ("en", "The US asks for $5 billion. The budget of the Pentagon is 700 billion.", "700 billion", "USD"),
    ],
)  # fmt: skip
def test_a_sum_that_names_no_currency_is_in_the_one_of_its_size(
    reader: Reader, language: str, text: str, surface: str, currency: str
) -> None:
    figures = reader.read(Report("x", TITLES[language], text, language, date(2020, 5, 8))).figures
    assert [figure.currency for figure in figures if figure.surface == surface] == [currency]


def test_a_share_that_turns_into_another_is_two(reader: Reader) -> None:
    text = "분담금 가운데 인건비의 최저 비율은 75%에서 87%로 높아졌다."
    figures = reader.read(Report("x", TITLES["ko"], text, "ko", date(2020, 5, 8))).figures
    assert [(figure.value, figure.value_max) for figure in figures if figure.where == "text"] == [
        (75, None),
        (87, None),
    ]


def test_between_one_share_and_another_is_a_range(reader: Reader) -> None:
    text = "El alza de la contribución sería de entre el 6 y el 9 %, según Seúl."
    figures = reader.read(Report("x", TITLES["es"], text, "es", date(2020, 5, 8))).figures
    assert [(figure.value, figure.value_max) for figure in figures if figure.where == "text"] == [(6, 9)]
