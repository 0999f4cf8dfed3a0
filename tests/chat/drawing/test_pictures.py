"""On a phone nothing overlaps, nothing is too small, no line runs back, and every scale is of one kind."""

import re
import sys
from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.chat.commands.charts import draw_in_process
from bot.chat.drawing.chart import Chart, Colour, Dot, MarkedDay, Series
from bot.chat.drawing.letters import lacks_letters, width_of
from bot.chat.drawing.raster import ZOOM
from bot.chat.drawing.svg import GROUND, SHAPES, svg_of
from tests.chat.drawing.pictures import COUNTRIES, DATES, NAMES, Picture, chart, charts, trend
from tests.chat.drawing.png import ink, rows_of, size_of

RED = Colour("#c02b34", "#ff8087")


def test_all_countries_have_a_chart_from_2019_on() -> None:
    assert all(f"{on} {country} " in charts() for on in DATES for country in COUNTRIES)


def test_each_chart_that_there_is_is_looked_at() -> None:
    assert list(charts()) == NAMES


def overlaps(picture: Picture) -> list[tuple[str, str]]:
    """Texts that stand on each other, or on a mark beside which they have no business."""
    found = [(a.words, b.words) for a, b in combinations(picture.words, 2) if a.box.meets(b.box)]
    return found + [(one.words, "a mark") for one in picture.words for mark in picture.marks if one.box.meets(mark)]


def crossed(picture: Picture) -> list[str]:
    """Labels that a line of a series goes through."""
    lines = [piece for points, width in picture.lines if width > 1 for piece in pairwise(points)]
    return [one.words for one in picture.words for line in lines if one.box.is_crossed(*line)]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_overlaps_and_nothing_is_too_small(name: str) -> None:
    picture = Picture(charts()[name])
    assert picture.width == 390
    assert overlaps(picture) == []
    assert crossed(picture) == []
    for one in picture.words:
        assert one.size >= 11, one.words
        assert one.box.left >= 0, one.words
        assert one.box.right <= 390, one.words
        assert one.box.top >= 0, one.words
        assert one.box.bottom <= picture.height, one.words


@pytest.mark.parametrize("name", NAMES)
def test_no_line_runs_back_in_time(name: str) -> None:
    for points, _ in (one for one in Picture(charts()[name]).lines if one[1] > 1):
        assert all(a[0] <= b[0] for a, b in pairwise(points)), points
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(points)), "what holds is level until the next"
        levels = [x for x, _ in points]
        assert max(levels.count(x) for x in levels) <= 2, "one step a day"


@pytest.mark.parametrize("name", NAMES)
def test_every_scale_is_of_one_kind_and_named(name: str) -> None:
    """From zero up in even steps, and the picture says so."""
    made = charts()[name]
    assert made.about.endswith("Linear scale from 0.")
    picture = Picture(made)
    ticks = {
        float(one.words.removesuffix("%").replace(",", "")): one.box.bottom
        for one in picture.words
        if re.fullmatch(r"(?!20\d\d$)[\d,.]+%?", one.words) and one.box.right < 60 and one.size == 11
    }
    heights = sorted(ticks.items())
    assert heights[0][0] == 0
    assert len(heights) >= 3
    steps = [(b[0] - a[0], a[1] - b[1]) for a, b in pairwise(heights)]
    assert [step[0] for step in steps] == pytest.approx([steps[0][0]] * len(steps))
    assert [step[1] for step in steps] == pytest.approx([steps[0][1]] * len(steps), abs=0.3)


def test_what_most_outlets_tell_has_its_label() -> None:
    for name, made in charts().items():
        written = {one.words for one in Picture(made).words}
        if not any(dot.label for one in made.series for dot in one.dots):
            continue
        loudest = max((dot for one in made.series for dot in one.dots if dot.label), key=lambda dot: dot.weight)
        assert loudest.label in written, name
    whole = {one.words for one in Picture(charts()["2026-12-01 korea "]).words}
    assert "baseline, 19 Nov 2019: US$5bn against ₩1.04tn" in whole
    assert {"US$5bn", "US$10bn", "₩1.183tn", "₩1.519tn"} <= whole


def test_the_lines_go_on_to_today_and_japan_has_its_last_report() -> None:
    made = charts()["2026-12-01 japan "]
    assert made.last == date(2026, 12, 1)
    assert made.title == "Japan: about ¥211bn agreed in Dec 2021", (
        "one report of thirteen names the first of its five years"
    )
    (line,) = (points for points, width in Picture(made).lines if width > 1)
    assert line[-1][0] > 360
    assert line[-1][1] == line[-2][1]


def test_the_line_above_is_what_the_caption_says() -> None:
    for on in DATES:
        for country in COUNTRIES:
            made = chart(on, country)
            assert made is not None
            assert made[1].partition("\n")[0] == made[0].title
            title = " ".join(one.words for one in Picture(made[0]).words if one.size == 16)
            assert title == made[0].title


def test_light_and_dark_can_be_read() -> None:
    """Texts have a contrast of 4.5 at the least, as WCAG asks for."""
    for name, made in charts().items():
        for one in (made, replace(made, dark=True)):
            ground = GROUND.dark if one.dark else GROUND.light
            assert f'fill="{ground}"' in svg_of(one)
            for words in Picture(one).words:
                assert contrast(words.colour, ground) >= 4.5, (name, words)


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# --- The fonts


def test_the_fonts_have_every_letter_that_is_drawn() -> None:
    for name, made in charts().items():
        assert not lacks_letters("".join(one.words for one in Picture(made).words)), name
    assert lacks_letters("韓国")
    assert not lacks_letters("Türkiye, Česko, Łódź: ₩ ¥ € £ ₹ – ≈")


@pytest.mark.parametrize("words", ["₩1.039tn agreed for 2019", "WAVE To Yen", "12,000", "Illicit fjord"])
async def test_a_text_is_drawn_as_wide_as_it_is_measured(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any font of the machine's own; a text that is not drawn has no ink."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="390" height="30" font-family="Inter">'
        f'<text x="10" y="20" font-size="16" font-weight="600">|{words}|</text></svg>'
    )
    monkeypatch.setattr("bot.chat.commands.charts.svg_of", lambda _: svg)
    rows = rows_of(await draw_in_process(charts()["2026-12-01 nato "]))
    first, last = ink(rows)
    assert (last - first) / ZOOM == pytest.approx(width_of(f"|{words}|", 16, bold=True), abs=4)
    assert first / ZOOM == pytest.approx(10, abs=3)


async def test_a_name_in_letters_of_the_machine_is_drawn_or_left_blank() -> None:
    """By what the machine has; its caption says it either way, and the rest of the picture is as ever."""
    made = replace(charts()["2026-12-01 korea "], title="한국 日本: US$5bn")
    picture = await draw_in_process(made)
    assert size_of(picture) == (1170, 3 * Picture(made).height)
    assert len(set(rows_of(picture)[60:90])) > 1, "US$5bn"


async def test_the_picture_is_three_times_as_wide_as_a_phone() -> None:
    made = charts()["2026-12-01 korea "]
    picture = await draw_in_process(made)
    assert size_of(picture) == (1170, 3 * Picture(made).height)
    assert len(picture) < 200_000


def test_an_svg_may_bring_its_letters() -> None:
    made = charts()["2026-12-01 korea "]
    assert "@font-face" not in svg_of(made)
    assert svg_of(made, with_fonts=True).count("data:font/ttf;base64,") == 2
    assert "matplotlib" not in sys.modules


def test_words_of_a_topic_are_no_markup() -> None:
    made = replace(charts()["2026-12-01 nato "], title='<script>"&')
    assert Picture(made).words[0].words == '<script>"&'
    assert "<script>" not in svg_of(made)


# --- Any chart

DAYS = st.dates(date(2015, 1, 1), date(2026, 12, 1))
DOTS = st.builds(
    Dot,
    DAYS,
    st.floats(0.01, 5e4),
    st.sampled_from(["", "US$5bn", "₩1.039tn", "+13%", "about 28,500"]),
    weight=st.integers(1, 40),
    faint=st.booleans(),
    holds=st.booleans(),
    until=st.none() | DAYS,
)
SERIES = st.builds(
    lambda name, dots, shape: Series(name, tuple(sorted(dots, key=lambda dot: dot.day)), RED, shape),
    st.sampled_from(["demanded", "offered", "agreed", "paid"]),
    st.lists(DOTS, max_size=14),
    st.sampled_from(sorted(SHAPES)),
)


@given(
    st.lists(SERIES, min_size=1, max_size=4, unique_by=lambda one: one.name),
    DAYS,
    st.integers(0, 4000),
    st.none() | DAYS,
    st.text(st.characters(min_codepoint=32, max_codepoint=0x17F), max_size=90),
)
def test_no_chart_overlaps_or_runs_back(
    series: list[Series], first: date, days: int, mark: date | None, title: str
) -> None:
    last = first + timedelta(days=days)
    marked = MarkedDay(mark, "baseline, 19 Nov 2019") if mark and first <= mark <= last else None
    made = Chart(title, "Linear scale from 0.", tuple(series), first, last, "A note.", mark=marked)
    if not any(first <= dot.day <= last for one in series for dot in one.dots):
        return
    picture = Picture(made)
    assert overlaps(picture) == []
    assert crossed(picture) == []
    for points, width in picture.lines:
        assert width <= 1 or all(a[0] <= b[0] for a, b in pairwise(points))
    assert all(one.box.left >= 0 and one.box.right <= 390 for one in picture.words if one.size != 16)


def test_the_marked_day_stands_clear_of_a_number_at_the_upper_edge() -> None:
    day = date(2015, 1, 1)
    series = Series("demanded", (Dot(day, 35715.0),), RED, "circle")  # the scale ends a hair above 40,000
    marked = MarkedDay(day, "baseline, 19 Nov 2019")
    picture = Picture(Chart("t", "Linear scale from 0.", (series,), day, day, "A note.", mark=marked))
    assert "40,000" in {one.words for one in picture.words}
    assert overlaps(picture) == []


def test_of_each_chart_the_dots_are_the_points_of_its_trend() -> None:
    for on in DATES:
        for country in COUNTRIES:
            made = chart(on, country)
            assert made is not None
            points = [(point.day, point.outlets) for point in trend(on, country).all_points]
            dots = [(dot.day, dot.weight % 1000) for series in made[0].series for dot in series.dots]
            assert dots == points
