"""Where numbers may begin: what is found fast is what the pattern finds, whatever the text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading.languages import LOCALES
from bot.reading.numbers.starts import Starts

PIECES = st.sampled_from(
    ["half", "half-a", "a", " ", "-", "billion", "million", "one", "money", "ten", "often", "twofold", "a third", "of",
     "un demi", "milliard", "eine halbe", "hundertfünfzig", "mil", "millones", "medio", "7", "28,500", ".", "ﬁ", "x"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=30).map("".join) | st.lists(PIECES, max_size=30).map(" ".join)
DOTS = 4090  # the end of what is looked through at a time is near


@pytest.mark.parametrize("language", ["en", "de", "es"])
@settings(max_examples=50)
@given(text=TEXTS, far=st.booleans())
def test_no_beginning_is_missed(language: str, text: str, far: bool) -> None:
    locale = LOCALES[language]
    starts = Starts(locale, [word.replace("-", " ") for word in (*locale.fractions, *locale.folds, *locale.terms)])
    text = "." * DOTS * far + text
    following, place, found = starts.search(text), 0, []
    while match := following(place):
        found.append(match.span())
        place = match.end()
    expected, place = [], DOTS * far
    while place < len(text):
        match = starts.match(text, place)
        if match:
            expected.append(match.span())
        place = match.end() if match else place + 1
    assert found == expected
