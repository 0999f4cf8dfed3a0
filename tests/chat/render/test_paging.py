"""The buttons of lists, and what they carry."""

from datetime import date

import pytest

from bot.chat.render.answers.figures import figures_again
from bot.chat.render.paging import CAME_FROM, command_button, numbered, pages, typed_again
from bot.chat.typed.arguments import MOST_KEYS, FigureWords, SummaryWords, figure_words
from bot.chat.typed.periods import LONGEST, Span
from bot.model import Kind, Role, Track
from bot.topic import LONGEST_KEY
from tests.chat.builders import JAPAN, KOREA


def test_the_longest_key_with_the_longest_words_fits_every_button() -> None:
    track = Track("K" * LONGEST_KEY, "Somewhere", {})
    assert MOST_KEYS <= LONGEST_KEY, "of several countries"
    two = Span("", since=date(2019, 11, 19), until=date(2024, 12, 31))
    for span in (Span("", since=date(2024, 12, 31)), Span("", LONGEST), two):
        asked = SummaryWords(span, track)
        words, period = typed_again(asked), typed_again(SummaryWords(asked.span, None))
        for command in ("summary", "timeline"):
            pages(command, words, 12345, 99999)
        pages("calendar", f"{track.key}{CAME_FROM}{period}", 1234, 9999)
        command_button("", "asof", "2024-12-31", words)
    for role in (one for one in Role if one.traits.typed):
        pages("figures", figures_again(FigureWords(track, Kind.MULTIPLE, role, every=True)), 123, 999)


@pytest.mark.parametrize("role", [one for one in Role if one.traits.typed])
def test_what_a_button_asks_for_is_what_was_asked(role: Role) -> None:
    for track in (KOREA, None):
        for kind in (*Kind, None):
            for every in (False, True):
                asked = FigureWords(track, kind, role, every)
                assert figure_words(figures_again(asked), (KOREA, JAPAN)) == asked


@pytest.mark.parametrize(("lines", "rows"), [(0, []), (1, [1]), (8, [8]), (9, [5, 4]), (10, [5, 5]), (17, [6, 6, 5])])
def test_numbers_stand_in_rows_that_a_phone_shows(lines: int, rows: list[int]) -> None:
    made = numbered(range(100, 100 + lines), first=11)
    assert [len(row) for row in made] == rows
    assert [one.label for row in made for one in row] == [str(n) for n in range(11, 11 + lines)]


def test_what_is_no_report_of_the_archive_has_no_number() -> None:
    assert [(one.label, one.data) for row in numbered([7, None, 9]) for one in row] == [
        ("1", "open:7"),
        ("3", "open:9"),
    ]
