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
    LatestWords,
    compared_tracks,
    figure_words,
    find_track,
    latest_words,
    summary_words,
)
from bot.chat.typed.periods import bounds
from bot.chat.typed.zones import time_zone, zone_in_words, zone_or_utc
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


@pytest.mark.parametrize(
    ("typed", "since", "until", "label", "again"),
    [
        ("2019-11-19", date(2019, 11, 19), date(2019, 11, 19), "19 Nov 2019", "2019-11-19"),
        ("19/11/2019", date(2019, 11, 19), date(2019, 11, 19), "19 Nov 2019", "2019-11-19"),
        ("19.11.2019", date(2019, 11, 19), date(2019, 11, 19), "19 Nov 2019", "2019-11-19"),
        ("11/19/2019", date(2019, 11, 19), date(2019, 11, 19), "19 Nov 2019", "2019-11-19"),
        ("3/4/2020", date(2020, 4, 3), date(2020, 4, 3), "3 Apr 2020", "2020-04-03"),
        ("2019/11/19", date(2019, 11, 19), date(2019, 11, 19), "19 Nov 2019", "2019-11-19"),
        ("20191119", date(2019, 11, 19), date(2019, 11, 19), "19 Nov 2019", "2019-11-19"),
        ("2019년 11월 19일", date(2019, 11, 19), date(2019, 11, 19), "19 Nov 2019", "2019-11-19"),
        ("2019年11月", date(2019, 11, 1), date(2019, 11, 30), "Nov 2019", "2019-11"),
        ("19th of November 2019", date(2019, 11, 19), date(2019, 11, 19), "19 Nov 2019", "2019-11-19"),
        ("on 19. November 2019", date(2019, 11, 19), date(2019, 11, 19), "19 Nov 2019", "2019-11-19"),
        ("in February 2020", date(2020, 2, 1), date(2020, 2, 29), "Feb 2020", "2020-02"),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2026", "2026"),
        ("19 Nov", date(2026, 11, 19), date(2026, 11, 19), "19 Nov 2026", "2026-11-19"),
        ("Dec 24", date(2025, 12, 24), date(2025, 12, 24), "24 Dec 2025", "2025-12-24"),
        ("yesterday", date(2026, 11, 23), date(2026, 11, 23), "23 Nov 2026", "2026-11-23"),
        ("2019 to 2021", date(2019, 1, 1), date(2021, 12, 31), "1 Jan 2019 to 31 Dec 2021", None),
        ("since 2019-11 until 5 Mar 2020", date(2019, 11, 1), date(2020, 3, 5), "1 Nov 2019 to 5 Mar 2020", None),
        ("from March to June 2026", date(2026, 3, 1), date(2026, 6, 30), "1 Mar 2026 to 30 Jun 2026", None),
    ],
)
def test_a_day_a_month_or_a_year_is_a_period_and_so_are_two(
    typed: str, since: date, until: date, label: str, again: str | None
) -> None:
    for words, track in ((f"japan {typed}", JAPAN), (f"{typed} japan", JAPAN), (typed, None)):
        asked = summary_words(words, TRACKS, today=NOW.date())
        assert asked.track is track
        assert asked.span is not None
        assert (asked.span.since, asked.span.until, asked.span.label) == (since, until, label)
        assert asked.span.ends(NOW) == min(NOW, datetime.combine(until, time.max, UTC))
        assert summary_words(typed_again(asked), TRACKS) == asked, "as the buttons have it"
        assert again in {None, asked.span.typed}


@pytest.mark.parametrize(("typed", "days"), [("-3d", 3), ("3 days ago", 3), ("japan -2w", 14)])
def test_a_length_may_be_put_as_one_that_is_past(typed: str, days: int) -> None:
    span = summary_words(typed, TRACKS).span
    assert span is not None
    assert NOW - span.begins(NOW) == timedelta(days=days)


@pytest.mark.parametrize(
    ("typed", "where", "again"),
    [
        ("korea japan", "South Korea and Japan", "kr jp"),
        ("Japan and South Korea 7d", "Japan and South Korea", "jp kr 7d"),
        ("kr, nato", "South Korea and NATO", "kr nato"),
        ("korea korea", "South Korea", "kr"),
        ("korea japan nato", "", ""),
    ],
)
def test_several_countries_may_be_named(typed: str, where: str, again: str) -> None:
    asked = summary_words(typed, TRACKS)
    assert (asked.where, typed_again(asked)) == (where, again)
    assert figure_words(typed.removesuffix(" 7d"), TRACKS).where == where
    assert [track.name for track in compared_tracks(typed.removesuffix(" 7d"), TRACKS)][:2]


def test_newest_reports_are_asked_for_by_number_and_country() -> None:
    assert latest_words("", TRACKS) == LatestWords(5, ())
    assert latest_words("10", TRACKS) == LatestWords(10, ())
    assert latest_words("japan 3", TRACKS) == LatestWords(3, (JAPAN,))
    for wrong, sentence in (
        ("0", "/latest shows 1 to 20 reports, not 0; /timeline goes back as far as you like."),
        ("500", "/latest shows 1 to 20 reports, not 500; /timeline goes back as far as you like."),
        ("mars", "“mars” is neither how many reports nor one of South Korea, Japan, NATO."),
        ("3 4", "“3 4” is neither how many reports nor one of South Korea, Japan, NATO."),
    ):
        with pytest.raises(BadArgument) as caught:
            latest_words(wrong, TRACKS)
        assert str(caught.value) == sentence


def test_figures_say_that_they_take_no_period_and_what_does() -> None:
    with pytest.raises(BadArgument, match="/figures takes no period such as “2020”; /summary does") as caught:
        figure_words("korea 2020", TRACKS)
    assert caught.value.example == "/summary 2020"


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
        ("0d", "“0d” is no period: that is between 1h and 20y."),
        ("9999y", "“9999y” is no period: that is between 1h and 20y."),
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
        ("KST", "Asia/Seoul"),
        ("jst", "Asia/Tokyo"),
        ("CET", "Europe/Berlin"),
        ("EST", "America/New_York"),
        ("+9", "Etc/GMT-9"),
        ("UTC+9", "Etc/GMT-9"),
        ("gmt +09:00", "Etc/GMT-9"),
        ("UTC-5", "Etc/GMT+5"),
        ("+0", "UTC"),
    ],
)
def test_a_time_zone_goes_by_its_name_or_its_city(typed: str, zone: str) -> None:
    assert time_zone(typed) == zone


def test_a_zone_by_hours_is_shown_as_it_was_typed_and_only_whole_hours_are_one() -> None:
    assert zone_in_words(time_zone("+9")) == "UTC+9"
    assert zone_in_words(time_zone("UTC-5")) == "UTC-5"
    assert zone_in_words("Asia/Seoul") == "Asia/Seoul"
    with pytest.raises(BadArgument, match="only whole ones go") as caught:
        time_zone("+5:30")
    assert time_zone(caught.value.example.removeprefix("/timezone ")) == "Asia/Kolkata"


@pytest.mark.parametrize("typed", ["", "Atlantis", "../etc/passwd", "Asia/Seoul extra", "UTC+99", "CST", "9"])
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
    for read in (
        lambda: summary_words(typed, TRACKS, today=NOW.date()),
        lambda: figure_words(typed, TRACKS),
        lambda: latest_words(typed, TRACKS),
        lambda: bounds(typed, "", NOW, "/search"),
        lambda: bounds("", typed, NOW, "/search"),
        lambda: time_zone(typed),
    ):
        with suppress(BadArgument):
            assert read()
