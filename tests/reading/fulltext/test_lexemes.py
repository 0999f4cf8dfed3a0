"""Lexemes and lookups: an index that is asked by them misses no report that a query holds of."""

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st

from bot.model import Report
from bot.reading.fulltext.lexemes import lexemes
from bot.reading.fulltext.lookups import ANY_REPORT, Either, Lexeme, is_answered_by, lookup
from bot.reading.query.pages import Page
from bot.reading.query.query import parse_query

LANGUAGES = ("en", "ko", "ja", "de", "vi", "ar")
PIECES = (
    "Seoul", "troops", "troop", "us", "US", "U.S.", "U.N.", "Cost-sharing", "cost", "sharing", "AT&T", "NATO",
    "F-35", "negotiations", "über", "Häuser", "İstanbul", "방위비분담금", "방위", "비", "한미", "SMA", "SMART",
    "1조원", "원어민", "원", "ハードル", "ドル", "在日米軍", "米軍", "米", "100億", "القوات", "تكاليف", "50",
    "billion", "x" * 70, ".", ",", "\n",
)  # fmt: skip

texts = st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join) | st.text(max_size=30)
reports = st.builds(Report, st.just("x"), texts, texts, st.sampled_from(LANGUAGES))

words = st.sampled_from(
    [piece for piece in PIECES if piece[0].isalnum()]
    + ["negot*", "방위*", "tr*", "x" * 40 + "*", '"cost sharing"', '"cost shar*"', '"US troops"', "米軍", "軍", "위비"]
)
terms = words | st.sampled_from(
    ["lang:ko", "source:herald", 'source:"a h"', "source:h", "title:troops", "title:방위비"]
)
near = st.tuples(words, st.sampled_from(["NEAR/2", "ONEAR/5"]), words).map(" ".join)


def joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(parts, st.sampled_from(["AND", "OR", "AND NOT", "AND NOT NOT"]), parts)
    return pairs.map(lambda pair: f"({' '.join(pair)})")


queries = st.recursive(terms | near, joined, max_leaves=6)


@given(queries, reports)
@example('"US troops"', Report("x", "", "The U.S. troops", "en"))
@example("NATO AND NOT US", Report("x", "NATO", "us", "en"))
@example("방위비 AND NOT SMA", Report("x", "", "방위비 SMART", "ko"))
def test_no_report_that_a_query_holds_of_is_missed(query: str, report: Report) -> None:
    read = parse_query(query)
    page = Page(
        Report(report.id, report.title, report.text, report.language, source="The Korea Herald"), report.language
    )
    asked = lookup(read.root, LANGUAGES)
    found = is_answered_by(asked.asked, lexemes(report.title, report.text, report.language or "", "The Korea Herald"))
    holds = read.holds(page)
    event(f"exact {asked.exact}, holds {holds}, found {found}")
    assert found or not holds
    assert not asked.exact or found == holds


@pytest.mark.parametrize(
    ("query", "exact"),
    [
        ("troops", True),
        ("troops AND (cost OR US) NOT title:peace", True),
        ("negotiat* lang:ko", True),
        ("미군", True),
        ("방위비", False),  # its pairs of characters may stand apart
        ('"cost sharing"', False),
        ("cost NEAR/5 troops", False),
        ("source:kyodo troops", False),
    ],
)
def test_what_an_index_knows_without_reading_the_reports_again(query: str, exact: bool) -> None:
    assert lookup(parse_query(query).root, LANGUAGES).exact is exact


def test_a_row_of_words_is_told_from_the_same_words_apart() -> None:
    asked = lookup(parse_query('"cost sharing"').root, LANGUAGES).asked
    assert is_answered_by(asked, lexemes("", "Cost-sharing talks", "en", "A"))
    assert not is_answered_by(asked, lexemes("", "Sharing the cost of talks", "en", "A"))


def test_only_languages_are_asked_for_in_which_there_are_reports() -> None:
    word = parse_query("troops").root
    assert lookup(word, ["en"]).asked == Lexeme("sentroop")
    assert lookup(word, ["ko", "en", "fr"]).asked == Either((Lexeme("sentroop"), Lexeme("sfrtroop"), Lexeme("ktroops")))
    assert lookup(word, []).exact


def test_neither_deep_brackets_nor_endless_words_lose_a_report() -> None:
    deep = "(" * 40 + "a b" + " OR c) d" * 40
    assert is_answered_by(lookup(parse_query(deep).root, LANGUAGES).asked, lexemes("", "a b d", "en", "A"))
    assert lookup(parse_query("x" * 500).root, LANGUAGES).asked != ANY_REPORT
