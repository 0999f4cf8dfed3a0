"""On a card nothing overlaps, nothing is too small, and what does not fit is wrapped or ends in an ellipsis."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.commands.charts import draw_in_process
from bot.chat.drawing.card import Card, CardFigure, CardPart
from bot.chat.drawing.chart import Colour
from bot.chat.drawing.letters import fitted, width_of
from tests.chat.drawing.pictures import Picture
from tests.chat.drawing.png import size_of

RED = Colour("#c02b34", "#ff8087")
KOREAN = "한미 방위비 분담금 협상 결렬, 미국 50억 달러 요구에 정부 난색"
JAPANESE = "在日米軍駐留経費の日本側負担、米国が約4倍の増額を要求か、政府は「現時点で交渉は始まっていない」と否定"


def card(title: str = "South Korea: where it stands", amount: str = "US$5bn a year", about: str = "UPI") -> Card:
    figure = CardFigure(amount, "demanded", about, RED)
    return Card(title, about, (CardPart((figure, figure), about[:30], about),), "Nothing.", "Baseline.", about)


def check(drawn: Card) -> None:
    """Each text is on the picture, legible, and on no other."""
    picture = Picture(drawn)
    assert picture.width == 390
    assert [(a.words, b.words) for a, b in combinations(picture.words, 2) if a.box.meets(b.box)] == []
    assert [one.words for one in picture.words for mark in picture.marks if one.box.meets(mark)] == []
    for one in picture.words:
        assert one.size >= 11, one.words
        assert one.box.left >= 0, one.words
        assert one.box.right <= 390, one.words
        assert 0 <= one.box.top < one.box.bottom <= picture.height, one.words


LINES = st.text(st.sampled_from("Wwi1 .,·–¥₩한日、。"), max_size=300)


@given(LINES, LINES, LINES)
def test_nothing_overlaps_however_long_it_is(title: str, amount: str, about: str) -> None:
    check(card(title, amount, about))


@given(LINES, st.integers(1, 4))
def test_what_is_fitted_is_no_wider_and_no_longer(words: str, most: int) -> None:
    lines = fitted(words, 20, 200, most)
    assert len(lines) <= most
    assert all(width_of(line, 20) <= 200 for line in lines)
    if not any(line.endswith("…") for line in lines):
        assert "".join(lines).replace(" ", "") == "".join(words.split())


def test_japanese_goes_from_line_to_line_and_korean_at_its_blanks() -> None:
    lines = fitted(JAPANESE, 21, 354, 4, bold=True)
    assert "".join(lines) == JAPANESE
    assert not any(line[0] in "、。」" for line in lines)
    assert " ".join(fitted(KOREAN, 21, 354, 4, bold=True)) == KOREAN
    cut = fitted(JAPANESE, 21, 354, 2, bold=True)
    assert (len(cut), cut[-1][-1]) == (2, "…")


@pytest.mark.parametrize("title", [KOREAN, JAPANESE])
async def test_a_headline_in_letters_that_we_do_not_bring_is_drawn(title: str) -> None:
    assert size_of(await draw_in_process(card(title)))[0] == 3 * 390


def test_a_card_without_figures_says_so() -> None:
    empty = Card("South Korea", "", (), "No report with a figure is in yet.", "Baseline.", "burdenwatch")
    check(empty)
    assert [one.words for one in Picture(empty).words] == [
        "South Korea", "No report with a figure is in yet.", "Baseline.", "burdenwatch",
    ]  # fmt: skip
