"""No text takes longer than its length allows, and none raises."""

import gc
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Report
from bot.reading import fingerprint, plain_text
from bot.reading.similarity import similarity
from tests.shared import reader

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
    "halves": "half a ",
    "decimals": "1,5",
    "tens": "twenty ",
    "wons": "1 won and ",
    "words": "up to about a year ",
    "hedges": "more than ",
    "nouns": "troops workers ",
    "parties": "Trump said Seoul ",
}


def _seconds(text: str) -> float:
    read = reader().read
    report = Report("x", "Cost-sharing talks on US troops", LEAD + text, "en", date(2020, 1, 1))
    gc.disable()  # what it collects when depends on all tests before
    try:
        start = time.process_time()
        read(report)
        return time.process_time() - start
    finally:
        gc.enable()


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_time_grows_with_length(unit: str) -> None:
    short, long = 1_500, 30_000
    first = min(_seconds(unit * (short // len(unit))) for _ in range(2))
    second = min(_seconds(unit * (long // len(unit))) for _ in range(2))
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


texts = st.text() | st.lists(
    st.sampled_from(
        ["US troops ", "$5 billion ", "cost-sharing ", "(", ")", "28,500 ", "five times ", "half ", "a year ",
         "방위비 ", "1조389억원", "約1974億円", "six-year deal ", "Trump said ", "Seoul ", ". ", "\n",
         "to ", "-", "percent ", "\ud83d", "\ude00", "😀"]
    )
).map("".join)  # fmt: skip


@settings(max_examples=150)
@given(title=texts, text=texts, language=st.none() | st.sampled_from(["en", "ko", "ja", "de", "fr", "ar", "xx", ""]))
def test_no_text_raises_and_surfaces_are_slices(title: str, text: str, language: str | None) -> None:
    text = LEAD + text
    reading = reader().read(Report("x", title, text, language, date(2020, 2, 2)))
    parts = {"title": title, "text": text}
    for figure in reading.figures:
        assert parts[figure.where][figure.start : figure.start + len(figure.surface)] == figure.surface
        assert figure.surface
        assert figure.value_max is None or figure.value_max > figure.value
    for match in reading.relevance.why:
        assert parts[match.where][match.start : match.start + len(match.word)] == match.word
    assert not reading.figures or reading.relevance.on_topic
    assert 0.0 <= similarity(reading.fingerprint, fingerprint(text, title)) <= 1.0


@settings(max_examples=150)
@given(
    st.text()
    | st.lists(st.sampled_from(["<p>", "</", "<!--", "&amp;", "&#x", "<![CDATA[", "<!D", ">", "x ", "'"])).map("".join)
)
def test_plain_text_never_raises_and_is_tidy(html: str) -> None:
    text = plain_text(html)
    assert text == text.strip()
    assert not any(ord(c) < 32 and c != "\n" for c in text)
