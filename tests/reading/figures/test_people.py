"""Which of soldiers and staff a number is taken to count, by the nouns near it; the encoder has the last word."""

from datetime import date

import pytest

from bot.model import Kind, Report
from bot.reading import Reader

TITLES = {
    "en": "Cost-sharing talks between US and South Korea on American troops",
    "ko": "한미, 주한미군 방위비 분담금 협상",
    "de": "USA und Deutschland streiten über Kosten für US-Truppen und Lastenteilung",
}
T, C = Kind.TROOPS, Kind.COUNT
CASES = [
    ("en", "Some 12,000 troops will leave; 6,400 return home and 5,600 move on.", {12_000: T, 6_400: T, 5_600: T}),
    ("en", "About 4,500 of the 28,500 soldiers could go.", {4_500: T, 28_500: T}),
    ("en", "Between 35,000 and 36,000 of the troops are in the country.", {35_000: T}),
    ("en", "Some 4,500 Koreans employed by US Forces Korea stay at home.", {4_500: C}),
    ("en", "The wages of its Korean employees are in doubt. Of them, 4,000 are at home.", {4_000: C}),
    ("en", "It has 28,500 soldiers and 9,000 workers.", {28_500: T, 9_000: C}),
    ("en", "It hosts the force, 28,500 strong, since 2018.", {28_500: T}),
    ("en", "USFK, 28-thousand-500 strong, stays.", {28_500: T}),
    ("en", "There are 99 soldiers, and 3,000,001 people at home, or 1,234.5 of them.", {}),
    ("ko", "주한미군은 2만8천500명이다.", {28_500: T}),
    ("ko", "한국인 근로자들이 일을 쉰다. 전체 약 9천명 가운데 4천500명가량이 통보를 받았다.", {9_000: C, 4_500: C}),
    ("ko", "주한미군 2019명이 떠난다.", {2019: T}),
    ("de", "12.000 Soldaten gehen. Etwa 6400 kehren heim, für 5.600 ist Polen da.", {12_000: T, 6_400: T, 5_600: T}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "people"), CASES, ids=[text[:40] for _, text, _ in CASES])
def test_people(reader: Reader, language: str, text: str, people: dict[int, Kind]) -> None:
    reading = reader.read(Report("x", TITLES[language], text, language, date(2020, 5, 8)))
    assert reading.relevance.on_topic
    assert {figure.value: figure.kind for figure in reading.figures} == people
