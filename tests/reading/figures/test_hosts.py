"""In which country the soldiers are that a number counts."""

from datetime import date

import pytest

from bot.model import Report
from bot.reading import Reader

JAPAN = "Cost-sharing talks between US and Japan on American troops"
GERMANY = "USA und Deutschland streiten über Kosten für US-Truppen und Lastenteilung"
KO = "한미, 주한미군 방위비 분담금 협상"

CASES = [
    ("en", JAPAN, "Japan hosts 54,000 US troops until 2021, South Korea 28,500.", {54_000: None, 28_500: "KR"}),
    ("en", JAPAN, "About 55,000 troops are in Japan, and some 28,500 in South Korea.", {55_000: None, 28_500: "KR"}),
    ("en", JAPAN, "Japan has 54,000 troops and Germany 35,000.", {54_000: None, 35_000: "DE"}),
    ("en", JAPAN, "In South Korea, where they are 28,500, the troops stay.", {28_500: "KR"}),
    ("en", JAPAN, "Some 83,000 troops are in Japan and South Korea.", {83_000: None}),
    ("en", JAPAN, "Some 4,000 troops go from there to South Korea.", {4_000: None}),
    ("en", JAPAN, "The force has 54,000 troops. South Korea pays, too.", {54_000: None}),
    ("de", GERMANY, "In Polen stehen 4.500 Soldaten, in Deutschland 36.000.", {4_500: "PL", 36_000: None}),
    ("ko", KO, "주한미군 4,500명을 일본으로 옮긴다. 독일에는 미군 3만6천명이 있다.", {4_500: None, 36_000: "DE"}),
]


@pytest.mark.parametrize(("language", "title", "text", "hosts"), CASES, ids=[text[:40] for _, _, text, _ in CASES])
def test_whose_soldiers_are_counted_the_clause_tells(
    reader: Reader, language: str, title: str, text: str, hosts: dict[int, str | None]
) -> None:
    """None: those of the country that the report is about."""
    reading = reader.read(Report("x", title, text, language, date(2020, 5, 8)))
    assert {figure.value: figure.payer for figure in reading.figures} == hosts
