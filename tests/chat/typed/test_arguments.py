"""What may be typed after a command."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.render.paging import typed_again
from bot.chat.typed.arguments import (
    BadArgument,
    FigureWords,
    figure_words,
    find_track,
    summary_words,
    time_zone,
    zone_or_utc,
)
from bot.model import Kind, Role, Track
from bot.phrases.wording import day
from tests.chat.builders import ALLIES, JAPAN, KOREA, NOW

TRACKS = (KOREA, JAPAN, ALLIES)


@pytest.mark.parametrize(
    ("typed", "days", "label", "track"),
    [
        ("", None, "", None),
        ("7d", 7, "the last 7 days", None),
        ("24h", 1, "the last 24 hours", None),
        ("4w", 28, "the last 4 weeks", None),
        ("1 month", 30, "the last month", None),
        ("2Y", 730, "the last 2 years", None),
        ("last 3 days", 3, "the last 3 days", None),
        ("this week", 7, "the last week", None),
        ("today", 1, "the last day", None),
        ("korea", None, "", KOREA),
        ("South Korea", None, "", KOREA),
        ("kr", None, "", KOREA),
        ("한국", None, "", KOREA),
        ("japan 7d", 7, "the last 7 days", JAPAN),
        ("7d in japan", 7, "the last 7 days", JAPAN),
        ("japanische", None, "", JAPAN),
        ("nato 2 weeks", 14, "the last 2 weeks", ALLIES),
        ("week korea", 7, "the last week", KOREA),
    ],
)
def test_a_summary_takes_a_period_a_country_or_both(
    typed: str, days: int | None, label: str, track: Track | None
) -> None:
    words = summary_words(typed, TRACKS)
    assert (NOW - words.span.begins(NOW) if words.span else None) == (timedelta(days=days) if days else None)
    assert (words.span.label if words.span else "") == label
    assert words.track is track


@pytest.mark.parametrize(
    ("typed", "since", "track"),
    [
        ("since 2024", date(2024, 1, 1), None),
        ("since:2024-03", date(2024, 3, 1), None),
        ("japan since 2024-03-15", date(2024, 3, 15), JAPAN),
        ("Since 5 March 2024 korea", date(2024, 3, 5), KOREA),
        ("since Mar. 2024", date(2024, 3, 1), None),
        ("japan since May 5, 2024", date(2024, 5, 5), JAPAN),
    ],
)
def test_a_period_may_begin_with_a_day_a_month_or_a_year(typed: str, since: date, track: Track | None) -> None:
    words = summary_words(typed, TRACKS)
    assert words.span is not None
    assert (words.span.begins(NOW), words.track) == (datetime.combine(since, time(0), UTC), track)
    assert words.span.within == words.span.label == f"since {day(since)}"
    assert summary_words(typed_again(words), TRACKS) == words, "as the buttons have it"


@pytest.mark.parametrize("typed", ["since 2024-13", "since 31 Feb 2024", "since 0000"])
def test_a_day_that_is_none_is_answered_with_one_that_is(typed: str) -> None:
    with pytest.raises(BadArgument, match="names no day") as caught:
        summary_words(typed, TRACKS, "/timeline korea")
    assert summary_words(caught.value.example.removeprefix("/timeline "), TRACKS).span is not None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("japanische since when", "“japanische since when” is neither a period nor one of South Korea, Japan, NATO."),
        ("mars", "“mars” is neither a period nor one of South Korea, Japan, NATO."),
        ("0d", "A period is between 1h and 20y."),
        ("9999y", "A period is between 1h and 20y."),
        ("<b>\n7x", "“<b> 7x” is neither a period nor one of South Korea, Japan, NATO."),
        ("x" * 99, f"“{'x' * 39}…” is neither a period nor one of South Korea, Japan, NATO."),
    ],
)
def test_what_is_neither_is_answered_with_an_example(typed: str, sentence: str) -> None:
    with pytest.raises(BadArgument) as caught:
        summary_words(typed, TRACKS)
    assert str(caught.value) == sentence
    assert caught.value.example == "/summary 7d"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", FigureWords(None, None, None)),
        ("Japan", FigureWords(JAPAN, None, None)),
        ("demanded", FigureWords(None, None, Role.DEMANDED)),
        ("deals", FigureWords(None, None, Role.AGREED)),
        ("unclear", FigureWords(None, None, Role.UNCLEAR)),
        ("troops", FigureWords(None, Kind.TROOPS, None)),
        ("%", FigureWords(None, Kind.PERCENT, None)),
        ("south korea demanded money", FigureWords(KOREA, Kind.MONEY, Role.DEMANDED)),
        ("workers kr", FigureWords(KOREA, Kind.COUNT, None)),
    ],
)
def test_figures_take_a_country_a_kind_and_a_role(typed: str, words: FigureWords) -> None:
    assert figure_words(typed, TRACKS) == words


def test_an_unknown_figure_word_is_answered_with_what_is_known() -> None:
    with pytest.raises(BadArgument) as caught:
        figure_words("bananas demanded", TRACKS)
    assert str(caught.value) == (
        "“bananas” is not one of South Korea, Japan, NATO, nor demanded, offered, agreed, paid, budget, "
        "unclear, money, percent, troops, workers, years."
    )
    assert caught.value.example == "/figures korea"


def test_a_topic_without_tracks_has_an_answer_too() -> None:
    with pytest.raises(BadArgument, match="this topic has none"):
        summary_words("korea", ())
    with pytest.raises(BadArgument, match="this topic has none"):
        figure_words("korea", ())


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Asia/Seoul", "Asia/Seoul"),
        ("asia/seoul", "Asia/Seoul"),
        ("Tokyo", "Asia/Tokyo"),
        ("new york", "America/New_York"),
        ("utc", "UTC"),
    ],
)
def test_a_time_zone_goes_by_its_name_or_its_city(typed: str, zone: str) -> None:
    assert time_zone(typed) == zone


@pytest.mark.parametrize("typed", ["", "Atlantis", "../etc/passwd", "Asia/Seoul extra"])
def test_what_is_no_time_zone_is_answered_with_an_example(typed: str) -> None:
    with pytest.raises(BadArgument) as caught:
        time_zone(typed)
    assert caught.value.example == "/timezone Asia/Seoul"


def test_a_zone_that_no_longer_exists_reads_as_utc() -> None:
    assert zone_or_utc("Asia/Atlantis").key == "UTC"
    assert zone_or_utc("../../etc/passwd").key == "UTC"
    assert zone_or_utc("Asia/Seoul").key == "Asia/Seoul"


def test_a_term_is_no_track_by_accident() -> None:
    assert find_track("", TRACKS) is None
    assert find_track("*", TRACKS) is None


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_answered(typed: str) -> None:
    for read in (lambda: summary_words(typed, TRACKS), lambda: figure_words(typed, TRACKS), lambda: time_zone(typed)):
        with suppress(BadArgument):
            assert read()
