"""Whose a story is: reprints and retellings told from reports of one's own."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.desk.intake.stories.origins import origins
from bot.model import Article
from tests.desk.make import TALKS, article

WORDS = frozenset(range(100))


def one(number: int, outlet: str, text: str = "Talks went on.", words: frozenset[int] | None = None) -> Article:
    """Each an hour after the one before; of words that no other has, unless they are given."""
    made = article(number, published=TALKS + number * timedelta(hours=1), outlet=outlet, text=text)
    own = frozenset(range(number * 1000, number * 1000 + 100))
    return replace(made, reading=replace(made.reading, fingerprint=own if words is None else words))


def test_an_agency_and_those_that_print_it_are_one_origin() -> None:
    prints = [one(number, f"Paper {number}", words=WORDS - {number}) for number in range(2, 25)]
    found = origins([one(1, "Reuters", words=WORDS), *prints])
    assert found.in_words() == "1 original report, 23 republications"
    assert (found.origins[0].name, found.origins[0].first) == ("Reuters", 1)


def test_reports_of_their_own_are_independent() -> None:
    found = origins([one(number, f"Paper {number}") for number in range(1, 5)])
    assert found.in_words() == "4 independent reports"
    assert origins([one(1, "Paper")]).in_words() == "1 report"
    assert origins([]).in_words() == "no reports"


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("SEOUL (Reuters) - Envoys met.", "Reuters"),
        ("SEOUL, Nov. 19 (Yonhap) -- Envoys met.", "Yonhap"),
        ("(서울=연합뉴스) 김 기자 = 한미 협상", "Yonhap"),
        ("【ワシントン共同】米国は", "Kyodo"),
        ("Envoys met in Seoul. (AFP)", "AFP"),
        ("Berlin (dpa) - Die Gespräche", "dpa"),
        ("WASHINGTON, AP - Envoys met.", "AP"),
    ],
)
def test_a_byline_names_the_origin(text: str, agency: str) -> None:
    found = origins([one(1, "Paper", text), one(2, "Gazette", text), one(3, "Other")])
    assert [(origin.name, origin.republished) for origin in found.origins] == [(agency, (2,)), ("Other", ())]
    assert found.in_words() == "2 original reports, 1 republication"


@pytest.mark.parametrize(
    "text",
    [
        "The envoys met, Yonhap reported on Tuesday.",
        "According to Yonhap, the envoys met.",
        "대표단이 만났다고 연합뉴스에 따르면",
        "聯合ニュースによると、協議は",
    ],
)
def test_who_quotes_an_agency_retells_it(text: str) -> None:
    found = origins([one(2, "Paper", text), one(1, "Yonhap News Agency")])
    assert [(origin.name, origin.retold) for origin in found.origins] == [("Yonhap", (2,))]
    assert found.in_words() == "1 original report, 1 retelling"
    alone = origins([one(2, "Paper", text), one(1, "Kyodo")])
    assert alone.in_words() == "2 independent reports"


def test_a_map_is_no_agency() -> None:
    text = "The plan (on a map of the bases) and a tape of the talks, told efeso."
    assert origins([one(1, "Paper", text)]).origins[0].name == "Paper"


def test_the_order_does_not_matter() -> None:
    row = [
        one(1, "Reuters", words=WORDS),
        one(2, "Paper", words=WORDS),
        one(3, "Post", "Reuters reported it."),
        one(4, "AP"),
    ]
    assert origins(row) == origins(row[::-1])


def test_what_prints_a_retelling_comes_from_the_same_origin() -> None:
    retold = [one(2, "Post", "Reuters reported it.", WORDS), one(3, "Gazette", "Reuters reported it.", WORDS)]
    found = origins([one(1, "Reuters"), *retold])
    assert found.in_words() == "1 original report, 1 republication, 1 retelling"
