"""No text takes longer than its length allows, and none raises."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Report
from bot.reading import Reader, fingerprint, plain_text, similarity

from .conftest import default_vocabulary

READER = Reader(default_vocabulary())  # hypothesis does not take function-scoped fixtures

LEAD = "South Korea and the US held cost-sharing talks over US troops. "
HOSTILE = {
    "digits": "1",
    "groups": "1,234",
    "commas": "1,",
    "dots": "1.",
    "spaces": "1 ",
    "sums": "$5 billion ",
    "ranges": "5-",
    "signs": "$",
    "brackets": "(",
    "conversions": "$5 billion (5 trillion won) ",
    "quotes": '"',
    "stops": "U.S.",
    "units": "million ",
    "points": "one point ",
    "years": "five-year deal ",
    "cues": "demand pay agree ",
    "stars": "pull ",
    "parties": "Trump said Seoul ",
}


def _seconds(text: str) -> float:
    report = Report("x", "Cost-sharing talks on US troops", LEAD + text, "en", date(2020, 1, 1))
    start = time.process_time()
    READER.read(report)
    return time.process_time() - start


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_time_grows_with_length(unit: str) -> None:
    short, long = 10_000, 80_000
    first = min(_seconds(unit * (short // len(unit))) for _ in range(2))
    second = _seconds(unit * (long // len(unit)))
    assert second <= 4 * (long / short) * max(first, 0.002), f"{first:.4f} s, then {second:.4f} s"


@pytest.mark.parametrize(
    "unit", ["<", "<p", "<svg>", "<p a=\"'>", "<!--", "&", "&#", "</", "<a b='", "<![", "]]>", "<p>x</p>"]
)
def test_markup_grows_with_length(unit: str) -> None:
    def seconds(size: int) -> float:
        html = unit * (size // len(unit))
        start = time.process_time()
        plain_text(html)
        return time.process_time() - start

    first = min(seconds(20_000) for _ in range(2))
    second = seconds(160_000)
    assert second <= 4 * 8 * max(first, 0.002), f"{first:.4f} s, then {second:.4f} s"
