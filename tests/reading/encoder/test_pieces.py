"""Windows: every figure is read once, whatever the length of a report."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.model import Kind, Party
from bot.reading.encoder.pieces import BOS, EOS, KINDS, LONGEST, SIDES, windows
from bot.reading.encoder.sheet import NamedParty, Sheet, Span
from bot.reading.encoder.tokens import Coded

SEOUL = Party("South Korea", "hosts", {"en": ("Seoul",)}, "KR")
TITLE = 3


def sheet_of(words: int, figures: list[int]) -> tuple[Sheet, Coded]:
    """A report of words of two letters, some of which are figures, and its pieces: one a word, numbered from 5."""
    sheet = Sheet(" ".join(["ab"] * TITLE), " ".join(["ab"] * words))
    spans = tuple(Span(at * 3, at * 3 + 2, Kind.MONEY) for at in figures)
    count = words + TITLE
    coded = Coded([5 + at for at in range(count)], [(at * 3, at * 3 + 2) for at in range(count)])
    return sheet._replace(spans=spans), coded


@given(st.integers(1, 2500), st.data())
def test_every_figure_stands_in_one_window(words: int, data: st.DataObject) -> None:
    figures = sorted(data.draw(st.sets(st.integers(0, words + TITLE - 1), max_size=25)))
    sheet, coded = sheet_of(words, figures)
    found = list(windows(sheet, coded))
    assert sorted(number for window in found for number, _, _ in window.spans) == list(range(len(figures)))
    for window in found:
        assert len(window.ids) == len(window.kinds) == len(window.sides) <= LONGEST
        assert (window.ids[0], window.ids[-1]) == (BOS, EOS)
        assert window.ids[1:-1] == [coded.ids[row] for row in window.rows]
        for number, first, end in window.spans:
            assert window.ids[first:end] == [5 + figures[number]]
            assert window.kinds[first:end] == [KINDS.index(Kind.MONEY) + 1]


@given(st.integers(1, 2500), st.data())
def test_rows_go_forward_and_the_title_leads_every_window(words: int, data: st.DataObject) -> None:
    """A name is told in the report's own words, so the pieces between two rows must be found again."""
    figures = sorted(data.draw(st.sets(st.integers(0, words + TITLE - 1), max_size=25)))
    for window in windows(*sheet_of(words, figures)):
        assert window.rows[:TITLE] == list(range(TITLE))
        assert all(before < after for before, after in pairwise(window.rows))


def test_a_long_report_without_figures_is_read_at_its_beginning_alone() -> None:
    (window,) = windows(*sheet_of(5000, []))
    assert len(window.ids) < LONGEST


def test_parties_are_marked_by_their_side() -> None:
    sheet, coded = sheet_of(10, [5])
    (window,) = windows(sheet._replace(names=(NamedParty(4 * 3, 4 * 3 + 2, SEOUL),)), coded)
    assert window.names == ((SEOUL, 5, 6),)
    assert [at for at, side in enumerate(window.sides) if side] == [5]
    assert window.sides[5] == SIDES.index("hosts") + 1
