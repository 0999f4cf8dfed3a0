"""A sentence around its figure, and the chart's drawing."""

from datetime import date
from xml.etree.ElementTree import fromstring

import pytest

from bot.dashboard.views.drawing import SIZES, Drawn, DrawnDot, DrawnSeries, svg
from bot.dashboard.views.quotes import AROUND, quote_at
from tests.chat.builders import TEXT, article

SVG = "{http://www.w3.org/2000/svg}"


def test_a_sentence_is_word_for_word_with_its_figure_marked() -> None:
    one = article(text=TEXT)
    quote = quote_at(one, "text", TEXT.index("1.18 trillion"), "1.18 trillion won")
    assert quote is not None
    whole = quote.before + quote.marked + quote.after
    assert whole == "The government paid 1.18 trillion won for 2021 for the 28,500 US troops in the country."
    assert (quote.marked, quote.language) == ("1.18 trillion won", "en")


def test_of_an_edited_report_the_figure_is_looked_for_and_may_be_gone() -> None:
    one = article(text=f"More. {TEXT}")
    quote = quote_at(one, "text", 3, "28,500")
    assert quote is not None
    assert quote.marked == "28,500"
    assert quote_at(one, "text", 3, "29,000") is None
    title = quote_at(one, "title", one.title.index("round"), "round")
    assert title is not None
    assert title.before + title.marked + title.after == one.title


def test_of_a_long_sentence_what_is_around_is_shown() -> None:
    text = f"{'word ' * 200}US$5 billion{' word' * 200}."
    quote = quote_at(article(text=text), "text", 1000, "US$5 billion")
    assert quote is not None
    assert quote.before.startswith("… word")
    assert quote.after.endswith("word …")
    assert len(quote.before) <= AROUND + 4 >= len(quote.after)


def dot(day: date, value: float, **more: object) -> DrawnDot:
    fields = {"words": f"{value} <agreed> & paid", "label": f"{value}", "page": "/dashboard/reports/1", "weight": 2,
              "hollow": False, "holds": True, "until": None} | more  # fmt: skip
    return DrawnDot(day, value, **fields)  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize("size", SIZES, ids=lambda one: one.name)
def test_the_drawing_puts_each_dot_by_its_day_and_value_and_escapes_words(size: object) -> None:
    series = DrawnSeries("agreed", "agreed", "square", (dot(date(2019, 1, 1), 1.0), dot(date(2021, 1, 1), 2.0)))
    later = DrawnSeries("demanded", "demanded", "triangle", (dot(date(2020, 1, 1), 5.0, holds=False, hollow=True),))
    drawn = Drawn("Korea: <figures>", (series, later), date(2018, 1, 1), date(2022, 1, 1), "", date(2019, 11, 19))
    root = fromstring(f'<x xmlns="http://www.w3.org/2000/svg">{svg(drawn, size)}</x>')  # type: ignore[arg-type]  # noqa: S314
    chart = root[0]
    assert chart.get("aria-label") == "Korea: <figures>"
    dots = chart.findall(f"{SVG}a")
    assert [one.get("data-t") for one in dots] == ["365", "730", "1096"]  # by day, whatever the series
    places = [tuple(map(float, str(one.get("transform"))[10:-1].split())) for one in dots]
    xs, ys = zip(*places, strict=True)
    assert list(xs) == sorted(xs)
    assert ys[1] < ys[2] < ys[0]
    assert "hollow" in str(dots[1].get("class"))
    assert dots[0].findtext(f"{SVG}title") == "1.0 <agreed> & paid"
    steps = str(chart.findall(f"{SVG}polyline")[0].get("data-line")).split()
    assert [one.split(",")[0] for one in steps] == ["365", "1096", "1096", "1461"]  # to the right end
    assert all(0 <= x <= float(str(chart.get("viewBox")).split()[2]) for x in xs)
