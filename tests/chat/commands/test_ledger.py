"""/figures and /compare of the countries that were named."""

from datetime import timedelta
from typing import Any

import pytest

from bot.chat.commands.course import end_of
from bot.chat.commands.ledger import LedgerAnswers
from bot.chat.typed.arguments import BadArgument
from bot.model import Article, Event, Figure, Kind, Measure, Role
from tests.chat.builders import NOW, article, context, families, money
from tests.chat.render.reports import asked
from tests.chat.render.test_html import visible
from tests.chat.shelf import Shelf
from tests.chat.test_sourced import DATES
from tests.desk.replayed import articles
from tests.shared import rates, topic


@pytest.fixture(scope="module")
def told() -> LedgerAnswers:
    shelf = Shelf()
    shelf.stored = list(articles())
    around = context(shelf, topic=topic(), convert=rates().convert, now=lambda: end_of(DATES[-1]))
    return families(around).of(LedgerAnswers)


def test_countries_are_compared_as_they_were_named(told: LedgerAnswers) -> None:
    shown = {words: visible(told.compare(words)).split("\n") for words in ("", "japan", "korea japan")}
    heads = {words: " ".join(line for line in lines if line[:9].isspace()).split() for words, lines in shown.items()}
    assert heads == {"": ["KR", "JP", "DE", "PL", "NATO"], "japan": ["JP"], "korea japan": ["KR", "JP"]}
    assert "South Korea" not in visible(told.compare("japan"))
    assert {stand.track for stand in told.the_comparison("japan")} == {"JP"}
    with pytest.raises(BadArgument, match="“mars” is not one of"):
        told.compare("mars")


@pytest.mark.parametrize("words", ["korea japan", "korea japan demanded", "korea japan all"])
def test_figures_of_two_countries_are_those_of_no_other(told: LedgerAnswers, words: str) -> None:
    lines = visible(told.figures(words, in_chat=False)).split("\n")
    assert [line for line in lines if line.startswith(("🇰🇷", "🇯🇵", "🇩🇪", "NATO"))] == ["🇰🇷 South Korea", "🇯🇵 Japan"]
    turning = [one.data for row in told.figures(words).buttons for one in row if one.label == "More ›"]
    assert turning == ([f"go:figures:{words.replace('korea japan', 'kr jp')} p2"] if " " in words[7:] else [])


def test_a_position_that_came_back_says_what_was_before_it_in_words(told: LedgerAnswers) -> None:
    shown = visible(told.figures(""))
    for riddle in ("last told", "reversed:", "up:", "same as", "2 times the"):
        assert riddle not in shown


def of_report(number: int, *figures: Figure, days: int, **more: Any) -> Article:
    published = NOW - timedelta(days=days)
    return article(number, outlet=f"Paper {number}", figures=figures, published=published, **more)


@pytest.mark.parametrize("name", ["figures", "compare", "summary"])
def test_an_offer_leaves_who_stands_where_once_a_deal_is_signed(name: str) -> None:
    """Poland's offer of 2018 stood eight years, beside the agreement of 2020."""
    offer = money("US$2bn", 2e9, "USD", Role.OFFERED, payer="JP")
    offers = [of_report(n, offer, days=90, track="JP") for n in (1, 2)]
    other = of_report(9, money("US$5bn", 5e9, "USD", Role.DEMANDED), days=3)
    signed = of_report(3, days=60, track="JP", title="東京が署名", language="ja", event=Event.SIGNED)
    assert "US$2bn" in asked(name, reports=[*offers, other])
    assert "US$2bn" not in asked(name, reports=[*offers, other, signed])
    late = [of_report(n, offer, days=30, track="JP") for n in (4, 5)]
    assert "US$2bn" in asked(name, reports=[other, signed, *late])


def test_what_an_alliance_agreed_is_told_alike_of_all_and_of_it_alone() -> None:
    def aim(number: int, track: str, days: int) -> Article:
        text = "The allies agreed on 2% of GDP."
        share = Figure("2%", Kind.PERCENT, 2, Role.AGREED, "text", text.index("2%"), measure=Measure.LEVEL)
        return of_report(number, share, days=days, track=track, text=text)

    reports = [aim(1, "NATO", 500), aim(2, "NATO", 490), aim(3, "JP", 20)]
    line = "• 2% of GDP agreed · Paper 1 +2, 12 Jul 2025 – 4 Nov 2026"
    for words in ("", "nato"):
        shown = asked("figures", words, reports=reports)
        assert (line if not words else "   12 Jul 2025 – 4 Nov 2026 · Paper 1, Paper 2 +1") in shown
        assert "last reported" not in shown
    assert "Japan" not in asked("figures", reports=reports)
    assert "2% of GDP agreed · Paper 1 +2" in asked("summary", "nato", reports=reports)
    assert "2% of GDP agreed · Paper 1 +2" in asked("asof", "2026-11-24 nato", reports=reports)


def test_a_sum_paid_leaves_once_a_sum_for_a_later_year_was_agreed() -> None:
    paid = [of_report(n, money("1tn", 1e12, "KRW", Role.PAID, year=2024), days=900) for n in (1, 2)]
    deal = of_report(3, money("1.5tn", 1.5e12, "KRW", Role.AGREED, year=2026), days=800)
    assert "paid for 2024" in asked("figures", reports=paid)
    assert "paid for 2024" not in asked("figures", reports=[*paid, deal])
    later = of_report(4, money("1.5tn", 1.5e12, "KRW", Role.AGREED, year=2027), days=8)
    assert "paid for 2024" in asked("figures", reports=[*paid, later]), "that year has not begun"
