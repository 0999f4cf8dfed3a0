"""/figures and /compare of the countries that were named."""

import pytest

from bot.chat.commands.course import end_of
from bot.chat.commands.ledger import LedgerAnswers
from bot.chat.typed.arguments import BadArgument
from tests.chat.builders import context, families
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
    assert heads == {"": ["KR", "JP", "DE", "NATO"], "japan": ["JP"], "korea japan": ["KR", "JP"]}
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
