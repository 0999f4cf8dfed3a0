"""Many queries at once find what each finds alone, in every language and for every kind of query."""

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from bot.model import Report
from bot.reading.query.expression import Phrase
from bot.reading.query.nearby import word_starts
from bot.reading.query.pages import Page
from bot.reading.query.prepared import comparable
from bot.reading.query.query import parse_query
from bot.reading.query.queryset import QuerySet
from bot.reading.words.folding import WORD
from bot.reading.words.split import starts_of, without_dots

WORDS = {
    "en": ["seoul", "Seoul", "troop", "troops", "U.S.", "US", "us", "pay", "paying", "cost", "sharing", "cost-sharing"],
    "de": ["Kosten", "Häuser", "Haus", "US-Truppen", "Truppe", "zahlt", "１０", "10", "U.S.", "kosten"],
    "ko": ["방위비", "분담금", "방위비분담금", "달러", "5억", "원", "원어민", "SMA", "smart", "한한한", "한한", "U.S."],
    "ja": ["米軍", "在日米軍", "ドル", "ハードル", "駐留", "億", "億億", "SMA", "費", "アメリカ"],
}
GAPS = [" ", " ", "-", ". ", ", ", "\n", "", " – ", "’", "_", "𝒳"]
ASKED = [
    "seoul",
    "troop",
    "pay",
    "cost",
    "US",
    "us",
    "10",
    "Haus",
    "kosten",
    "neg*",
    "tro*",
    '"us"',
    "방위비",
    "분담금",
]
ASKED += ["달러", "원", "SMA", "한한", "억", "ドル", "米軍", "駐留", "億億", "費", "アメ*", "cost-sharing"]
PHRASES = [
    '"cost sharing"',
    '"US troops"',
    '"us troops pay"',
    '"방위비 분담금"',
    '"在日 米軍"',
    '"Kosten 10"',
    '"SMA 원"',
]
OTHERS = ["lang:ko", "source:herald", "title:troops", "title:협상", "title:(seoul OR cost)", 'title:"cost sharing"']

words = st.sampled_from(ASKED)
single = words | st.sampled_from(PHRASES)
either = st.lists(single, min_size=2, max_size=3).map(lambda parts: f"({' OR '.join(parts)})")
nearness = st.sampled_from(["NEAR/0", "NEAR/1", "NEAR/3", "ONEAR/0", "ONEAR/2"])
near = st.tuples(words, nearness, words) | st.tuples(single | either, nearness, single | either)
terms = single | st.sampled_from(OTHERS) | near.map(" ".join) | near.map(" ".join).map("title:({})".format)


def _joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(parts, st.sampled_from(["AND", "OR", "AND NOT"]), parts)
    return pairs.map(lambda pair: f"({' '.join(pair)})")


queries = st.lists(st.recursive(terms, _joined, max_leaves=6), min_size=1, max_size=8)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    language = draw(st.sampled_from(sorted(WORDS)))
    parts = st.lists(st.sampled_from(WORDS[language]) | st.sampled_from(GAPS), max_size=30).map("".join)
    return Report("x", draw(parts), draw(parts), language, source=draw(st.sampled_from(["", "The Korea Herald"])))


@given(queries, st.lists(reports(), min_size=1, max_size=3))
def test_a_set_finds_what_each_query_finds_alone(texts: list[str], several: list[Report]) -> None:
    queries = {number: parse_query(text) for number, text in enumerate(texts)}
    together = QuerySet(queries)
    for report in several:
        alone = Page(report, report.language)
        held = [number for number, query in queries.items() if query.holds(alone)]
        assert together.matching(Page(report, report.language)) == held


def test_a_set_keeps_its_order_and_looks_only_where_a_rare_term_is() -> None:
    texts = ["seoul troops", "troops", "seoul troops", "tokyo troops", "title:korea", "lang:en", "source:kyodo"]
    queries = QuerySet({name: parse_query(text) for name, text in zip("gfedcba", texts, strict=True)})
    page = Page(Report("x", "US troops in Korea", "Seoul will pay more.", "en", source="The Korea Herald"))
    assert len(queries) == 7
    assert queries.matching(page) == ["g", "f", "e", "c", "b"]
    holding, likely = queries.likely(page)
    assert (len(holding), holding.sum(), len(likely)) == (6, 4, 0)


def test_more_ways_than_are_told_apart_are_not_taken_for_all_that_is_asked() -> None:
    either, other = (" OR ".join(f"{word}{n}" for n in range(15)) for word in ("cost", "troop"))
    queries = QuerySet({"both": parse_query(f"({either}) AND ({other})")})
    assert queries.matching(Page(Report("x", "", "Nothing but cost3 is told.", "en"))) == []
    assert queries.matching(Page(Report("x", "", "Of cost3 and troop14.", "en"))) == ["both"]


@given(st.text() | st.lists(st.sampled_from([*WORDS["ko"], *GAPS])).map("".join))
def test_words_begin_where_they_do_for_one_query(text: str) -> None:
    assert word_starts(text).tolist() == list(starts_of(text))


def _phrases(text: str, phrase: str) -> list[int]:
    """At which words of a text a phrase begins, found out word by word."""
    found = list(WORD.finditer(comparable(text)))
    said, asked = [without_dots(match.group()) for match in found], phrase.split()
    gaps = [comparable(text)[one.end() : other.start()] for one, other in pairwise(found)]
    near = [gap in {"&", "/", ":", ".", ","} or (len(gap) <= 2 and not gap.strip(" -'")) for gap in gaps]
    ends = range(len(asked), len(said) + 1)
    starts = ((end - len(asked), end) for end in ends)
    return [start for start, end in starts if said[start:end] == asked and all(near[start : end - 1])]


@given(
    st.lists(st.sampled_from([*WORDS["en"], "a", "A.U.S.", "usa"]) | st.sampled_from(GAPS), max_size=20).map("".join),
    st.sampled_from(["us troops", "cost sharing", "us us", "us a", "troops us pay", "seoul pay", "aus us"]),
)
@example("troops, U.S. Troops", "us troops")
def test_a_phrase_is_words_with_nothing_but_gaps_between(text: str, phrase: str) -> None:
    asked = parse_query(f'"{phrase}"').root
    assert isinstance(asked, Phrase)
    page = Page(Report("x", "", text, "en"), "en")
    begun = _phrases(text, phrase)
    assert [spot.first for spot in page.spots(asked, "text")] == begun
    assert page.has(asked, title_only=False) is bool(begun)


def test_no_queries_and_no_words() -> None:
    assert QuerySet({}).matching(Page(Report("x", "Troops", "They stay.", "en"))) == []
    assert QuerySet({1: parse_query("troops NEAR/2 stay")}).matching(Page(Report("x", "", "", "ko"), "ko")) == []


def test_outlets_without_end_are_not_all_kept() -> None:
    queries = QuerySet({name: parse_query(f"source:{name}") for name in ("herald", "kyodo")})
    for number in range(1001):
        page = Page(Report("x", "", "", "en", source=f"Herald {number}"))
        assert queries.matching(page) == ["herald"]
    index = queries._index("en")
    assert len(index._fields._known) <= 1000
