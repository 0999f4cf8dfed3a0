"""Numbers that count troops or staff, with their noun and without, and numbers that count something else."""

from datetime import date

import pytest

from bot.model import Kind, Report
from bot.reading import Reader

TITLES = {
    "en": "Cost-sharing talks between US and South Korea on American troops",
    "ko": "한미, 주한미군 방위비 분담금 협상",
    "de": "USA und Deutschland streiten über Kosten für US-Truppen und Lastenteilung",
}
CASES = [
    ("en", "Some 12,000 troops will leave; 6,400 return home and 5,600 move on.", {12_000, 6_400, 5_600}, set()),
    ("en", "About 4,500 of the 28,500 soldiers could go.", {4_500, 28_500}, set()),
    ("en", "Between 35,000 and 36,000 of the troops are in the country.", {35_000}, set()),
    ("en", "The contributions for 2026 to 2030 pay for the troops.", set(), set()),
    ("en", "The troops stay, 139 lawmakers decided after 2,000 protesters had marched.", set(), set()),
    ("en", "The base for the troops is 5,000 kilometers away.", set(), set()),
    ("en", "Some 4,500 Koreans employed by US Forces Korea stay at home.", set(), {4_500}),
    ("en", "The wages of its Korean employees are in doubt. Of them, 4,000 are at home.", set(), {4_000}),
    ("en", "It hosts the force for $5 billion, 28,500 strong.", {28_500}, set()),
    ("ko", "주한미군은 2만8천500명이다. 의원 194명 가운데 찬성 139명이었다.", {28_500}, set()),
    ("ko", "한국인 근로자들이 일을 쉰다. 전체 약 9천명 가운데 4천500명가량이 통보를 받았다.", set(), {9_000, 4_500}),
    ("de", "12.000 Soldaten gehen. Etwa 6400 kehren heim, für 5.600 ist Polen da.", {12_000, 6_400, 5_600}, set()),
    ("de", "Die Truppen bleiben, sagten 3.000 Demonstranten.", set(), set()),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "troops", "staff"), CASES, ids=[text[:40] for _, text, *_ in CASES])
def test_people(reader: Reader, language: str, text: str, troops: set[int], staff: set[int]) -> None:
    reading = reader.read(Report("x", TITLES[language], text, language, date(2020, 5, 8)))
    assert {figure.value for figure in reading.figures if figure.kind is Kind.TROOPS} == troops
    assert {figure.value for figure in reading.figures if figure.kind is Kind.COUNT} == staff
