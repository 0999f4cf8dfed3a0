"""Finding terms: words, endings, gaps, capitals, and languages without spaces."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.reading.words.folding import WORD, VocabularyError, fold, lower
from bot.reading.words.index import TermIndex
from bot.reading.words.split import parts_of, runs_of, starts_of, without_dots, words_of


def _found(terms: list[str], text: str, language: str = "en") -> list[str]:
    hits = TermIndex((("it", term) for term in terms), language).find(fold(text))
    return [text[hit.start : hit.end] for hit in hits.all("it")]


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("cost sharing", "Cost-sharing talks", ["Cost-sharing"]),
        ("cost sharing", "cost\nsharing", ["cost\nsharing"]),
        ("cost sharing", "the cost, sharing", []),
        ("demand*", "It demanded; demands; on-demand", ["demanded", "demands", "demand"]),
        ("demand", "demanded", []),
        ("SMA", "the SMA and sma and Sma", ["SMA"]),
        ("u.s. troops", "U.S. troops", ["U.S. troops"]),
        ("US", "the US-led, let us", ["US"]),
        ("pull * troops", "pull some of the US troops out", ["pull some of the US troops"]),
        ("pull * troops", "pull one two three four five troops", []),
        ("pull * troops", "pull out. The troops", []),
        ("Südkorea*", "südkoreanische", ["südkoreanische"]),
    ],
)
def test_words(term: str, text: str, found: list[str]) -> None:
    assert _found([term], text) == found


def test_substrings_in_languages_that_glue() -> None:
    assert _found(["방위비"], "한미방위비분담금", "ko") == ["방위비"]
    assert _found(["米"], "在韓米軍、米", "ja") == ["米", "米"]
    assert _found(["ドル"], "ハードルは1億ドル、アイドル", "ja") == ["ドル"]
    assert _found(["SMA"], "SMART한 SMA협정", "ko") == ["SMA"]


def test_of_overlapping_terms_the_longest_counts() -> None:
    assert _found(["troops", "US troops"], "US troops") == ["US troops"]


@pytest.mark.parametrize("term", ["", "  ", "*", "* troops", "troops *", "ab*", "--"])
def test_a_term_that_finds_nothing_is_an_error(term: str) -> None:
    with pytest.raises(VocabularyError, match="it: the term"):
        TermIndex([("it", term)], "en")


def test_folding_keeps_every_place() -> None:
    text = "İstanbul’s “Ａ” １２％\u00a0ẞ"
    assert len(fold(text)) == len(lower(fold(text))) == len(text)


@given(st.text(alphabet="aBé米한. -_'’“—1２\n\u00a0½€", max_size=30) | st.text(max_size=30))
@example("U.S. troops in the U.S.A. v1.a.b.c.d.e.f.g.h. _u.s. x.y")
def test_words_are_split_as_the_pattern_has_it(text: str) -> None:
    assert words_of(text) == [without_dots(word) for word in WORD.findall(text)]
    parts = parts_of(text)
    assert [*map(len, parts)] in ([], [*map(len, re.split(f"({WORD.pattern})", text))])
    assert parts[1::2] == (WORD.findall(text) if parts else [])
    assert starts_of(text) == [match.start() for match in WORD.finditer(text)]
    assert runs_of(text) == re.findall(r"[^\W_]+", text)
    assert len(words_of(text)) == len(words_of(lower(fold(text))))
