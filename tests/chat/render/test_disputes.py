"""What is denied, corrected or at odds, as /summary, /figures and /story show it."""

from collections.abc import Sequence
from datetime import UTC, datetime

from msgspec.structs import replace

from bot.chat.commands.command import CommandRequest
from bot.model import Article, Event, Figure, Role
from tests.chat.builders import DEMAND, TEXT, article, chat, context, families, money, placed
from tests.chat.render.test_html import visible
from tests.chat.shelf import Shelf

MONDAY, TUESDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC), datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
DENIAL = "Seoul denies it was asked for US$5 billion"


def told(number: int, outlet: str, *figures: Figure, **more: object) -> Article:
    return article(number, figures=figures, story_id=1, outlet=outlet, published=MONDAY, **more)


def denial(number: int = 9) -> Article:
    there = replace(DEMAND, where="title", start=DENIAL.index(DEMAND.surface))
    return article(
        number, figures=[there], story_id=1, outlet="Hankyoreh", title=DENIAL, published=TUESDAY, event=Event.STATEMENT
    )


def agreed(number: int, outlet: str, value: float, surface: str) -> Article:
    figure = money(surface, value, "KRW", Role.AGREED, year=2027)
    return article(number, figures=[figure], outlet=outlet, event=Event.SIGNED, published=MONDAY)


def answer(name: str, words: str, reports: Sequence[Article]) -> str:
    shelf = Shelf()
    shelf.stored = list(reports)
    return visible(families(context(shelf)).message_of(name, CommandRequest(chat(7), words)))


def test_a_summary_shows_a_denial_with_what_it_denies() -> None:
    reports = [told(1, "Yonhap", placed(DEMAND)), denial()]
    lines = answer("summary", "korea", reports).split("\n")
    place = next(n for n, line in enumerate(lines) if line.startswith("Denied: "))
    assert lines[place] == f"Denied: {DENIAL} · Hankyoreh, 24 Nov 2026"
    assert lines[place + 1] == f"   ↳ {reports[0].title} · Yonhap, 23 Nov 2026"


def test_figures_mark_what_is_denied_by_whom_and_keep_it() -> None:
    mark = "⚠ denied (Hankyoreh, 24 Nov 2026)"
    found = answer("figures", "all", [told(1, "Yonhap", placed(DEMAND)), denial()])
    assert "US$5bn a year demanded" in found
    assert mark in found
    several = [told(number, f"Paper {number}", placed(DEMAND)) for number in range(1, 5)]
    assert "⚠ disputed: denied (Hankyoreh, 24 Nov 2026)" in answer("figures", "korea", [*several, denial()])
    assert "⚠" not in answer("figures", "all", several)


def test_figures_mark_what_its_outlet_takes_back() -> None:
    text = f"{TEXT} An earlier version of this report said US$9 billion."
    wrong = money("US$9 billion", 9e9, "USD", Role.DEMANDED, start=text.index("US$9 billion"))
    found = answer("figures", "all", [told(1, "Yonhap", placed(DEMAND), wrong, text=text)])
    assert "⚠ corrected (Yonhap, 23 Nov 2026)" in found


def test_two_sums_agreed_for_one_year_are_shown_as_disputed() -> None:
    reports = [agreed(1, "Yonhap", 1.6e12, "1.6 trillion won"), agreed(2, "Kyodo", 1.9e12, "1.9 trillion won")]
    summary = answer("summary", "korea", reports)
    assert "Disputed: ₩1.6tn a year (Yonhap) or ₩1.9tn a year (Kyodo) agreed for 2027" in summary
    figures = answer("figures", "all", reports)
    assert "⚠ disputed: ₩1.9tn a year is told too" in figures
    assert "⚠ disputed: ₩1.6tn a year is told too" in figures


def test_a_story_says_whose_its_reports_are() -> None:
    body = "SEOUL (Yonhap) -- The sides met for an hour and parted without a date for another round, officials said."
    reports = [
        told(1, "Yonhap", text=body),
        told(2, "Daily", text=body),
        told(3, "Herald", text="We were told so too."),
    ]
    words = [frozenset(range(50)), frozenset(range(50)), frozenset(range(100, 150))]
    printed = [
        replace(one, reading=replace(one.reading, fingerprint=some)) for one, some in zip(reports, words, strict=True)
    ]
    assert "3 reports from 3 outlets · 2 original reports, 1 republication" in answer("story", "1", printed)
