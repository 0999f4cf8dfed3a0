"""Charts over the archive of past reports, and the parts of a picture as they stand in its SVG."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from functools import cache
from xml.etree.ElementTree import Element, fromstring

from msgspec import Struct

from bot.chat.drawing.card import Card
from bot.chat.drawing.chart import Chart
from bot.chat.drawing.labels import Box, box_of
from bot.chat.drawing.svg import svg_of
from bot.chat.render.answers.chart import chart_of
from bot.chat.typed.chart_words import chart_words
from bot.desk.answers.positions import Trend, best_trend_of
from bot.desk.ledger.rows import LedgerRow, ledger
from tests.desk.replayed import articles
from tests.shared import rates, topic

DATES = (date(2019, 11, 19), date(2021, 3, 10), date(2026, 12, 1))
COUNTRIES = ("korea", "japan", "germany", "nato")
PERIODS = ("", "5y", "since 2020", "18m")
BARE = {f"2019-11-19 {country} since 2020" for country in COUNTRIES} | {
    "2021-03-10 nato since 2020",
    "2021-03-10 nato 18m",
    "2026-12-01 japan 18m",
}
"""What has nothing to draw."""
NAMES = [
    name
    for on in DATES
    for country in COUNTRIES
    for period in PERIODS
    if (name := f"{on} {country} {period}") not in BARE
]
"""Of every chart that there is."""


@cache
def rows(on: date) -> tuple[LedgerRow, ...]:
    known = [one for one in articles() if one.published.date() <= on]
    return ledger(known, topic().baseline, rates().convert)


def trend(on: date, country: str) -> Trend:
    about, convert = topic(), rates().convert
    track, parties = chart_words(country, about.vocabulary.tracks).track, about.vocabulary.parties
    return best_trend_of(rows(on), track.key, track.payer, about.baseline, convert, today=on, parties=parties)


def chart(on: date, words: str) -> tuple[Chart, str] | None:
    """The chart that the words ask for and its caption, as both are on a day."""
    asked = chart_words(words, topic().vocabulary.tracks)
    made = chart_of(trend(on, asked.track.key), topic(), asked, datetime.combine(on, time(12), UTC))
    return (made[0], made[1].plain) if made else None


@cache
def charts() -> dict[str, Chart]:
    """Every chart that there is, made at the first use: at an import each process of a run would read the archive."""
    return dict(_every_chart())


def _every_chart() -> Iterator[tuple[str, Chart]]:
    for on in DATES:
        for country in COUNTRIES:
            for period in PERIODS:
                made = chart(on, f"{country} {period}")
                if made is not None:
                    yield f"{on} {country} {period}", made[0]


class Written(Struct, frozen=True):
    """A text of a picture."""

    words: str
    size: float
    colour: str
    box: Box


class Picture:
    """An SVG's parts."""

    def __init__(self, drawn: Chart | Card) -> None:
        root = fromstring(svg_of(drawn))  # noqa: S314  # our own
        self.width, self.height = float(root.attrib["width"]), float(root.attrib["height"])
        self.words = [_written(one) for one in root.iter(f"{_NAMESPACE}text")]
        self.lines = [(_points(one), float(one.attrib["stroke-width"])) for one in root.iter(f"{_NAMESPACE}polyline")]
        self.marks = [_mark(one) for one in root.iter(f"{_NAMESPACE}path")]


_NAMESPACE = "{http://www.w3.org/2000/svg}"


def _written(one: Element) -> Written:
    size, bold = float(one.attrib["font-size"]), one.attrib.get("font-weight") == "600"
    at = float(one.attrib["x"]), float(one.attrib["y"])
    words = "".join(one.itertext())
    box = box_of(words, at, size, anchor=one.attrib.get("text-anchor", "start"), bold=bold)
    return Written(words, size, one.attrib["fill"], box)


def _points(one: Element) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in one.attrib["points"].split())]


def _mark(one: Element) -> Box:
    x, y = map(float, one.attrib["transform"].removeprefix("translate(").removesuffix(")").split())
    return Box(x - 4, y - 4, x + 4, y + 4)
