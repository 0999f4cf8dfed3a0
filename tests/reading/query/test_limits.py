"""What a stranger's query may ask for, and that it costs no more than that, whatever is typed."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Report
from bot.reading.query.limits import MOST_COMBINATIONS, combinations, refuse_costly
from bot.reading.query.pages import Page
from bot.reading.query.query import Query, QueryError, parse_query
from bot.reading.query.queryset import QuerySet, _asked
from tests.reading.query.test_queryset import queries, reports


def either(count: int, letter: str) -> str:
    return f"({' OR '.join(f'{letter}{n}' for n in range(count))})"


HOSTILE = {
    "brackets": f"{either(100, 'a')} AND {either(100, 'b')}",
    "near brackets": f"{either(100, 'a')} NEAR/5 {either(99, 'b')}",
    "three": " AND ".join(either(14, letter) for letter in "abc"),
    "many": " OR ".join(f"({either(9, letter)} AND {either(9, letter * 2)})" for letter in "abcdefgh"),
    "a row of near": " NEAR/100 ".join(["the"] * 40),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_what_asks_for_too_much_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(QueryError) as refused:
        refuse_costly(parse_query(text))
    assert "make two of it" in refused.value.sentence
    assert 0 <= refused.value.position <= len(text)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_even_that_is_compiled_within_a_moment(text: str) -> None:
    """Where the ways of two brackets were put together before they were counted, ten seconds went by."""
    query = parse_query(text)
    begun = time.process_time()
    QuerySet({1: query})
    assert time.process_time() - begun < 2


def test_what_newsrooms_write_is_taken() -> None:
    for text in (
        '"nuclear submarine" OR 핵잠수함 OR 原子力潜水艦',
        '(Seoul OR Korea OR 한국) AND ("cost sharing" OR SMA OR 방위비) NOT (baseball OR film)',
        "title:(troops OR soldiers) source:yonhap lang:en cost NEAR/5 (base OR bases)",
        either(8, "a") + " AND " + either(8, "b"),
    ):
        refuse_costly(parse_query(text))


def test_the_bounds_are_told_one_by_one() -> None:
    for text, sentence in (
        ("x" * 401, "400 characters are the most, and here are 401"),
        (" OR ".join(f"w{n}" for n in range(41)), "40 words and phrases are the most, and here are 41"),
        ("a NEAR/1 b NEAR/1 c NEAR/1 d NEAR/1 e NEAR/1 f", "NEAR may stand 4 times, and here it does 5 times"),
        (either(13, "a") + " " + either(5, "b"), "these ORs come to 65 combinations, and 64 are the most"),
    ):
        with pytest.raises(QueryError, match=sentence):
            refuse_costly(parse_query(text))


@given(queries, reports())
def test_what_is_taken_waits_behind_terms_and_finds_the_same_in_a_set(texts: list[str], report: Report) -> None:
    taken = {}
    for number, text in enumerate(texts):
        query = parse_query(text)
        try:
            refuse_costly(query)
        except QueryError:
            continue
        taken[number] = query
        ways = list(_asked(number, query.root))
        assert len(ways) <= combinations(query.root) <= MOST_COMBINATIONS
        assert all(way.terms for way in ways), "held against every report"
    page = Page(report, report.language)
    assert QuerySet(taken).matching(Page(report, report.language)) == [
        number for number, query in taken.items() if query.holds(page)
    ]


@given(
    st.text(st.sampled_from('ab한日 "“”()-:*~/\n\0\ud800NEARORNOTtitlelangsource39'), max_size=60)
    | st.text(max_size=60)
)
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(text: str) -> None:
    read = _read(text)
    if isinstance(read, QueryError):
        assert read.sentence
        assert 0 <= read.position <= max(len(text), 1)
        assert read.shown()
    else:
        QuerySet({1: read}).matching(Page(Report("x", text, text, "en"), "en"))


def _read(text: str) -> Query | QueryError:
    try:
        query = parse_query(text)
        refuse_costly(query)
    except QueryError as problem:
        return problem
    return query
