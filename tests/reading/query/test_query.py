"""The query language: what is found and where, and errors that say what to write instead."""

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st

from bot.model import Report
from bot.reading.query.expression import Near, Not, holds
from bot.reading.query.needs import could_hold, ways
from bot.reading.query.pages import Page
from bot.reading.query.query import LONGEST, Query, QueryError, parse_query
from bot.reading.query.syntax import parse_rule

TEXT = "Seoul will pay more for the U.S. troops. Cost-sharing negotiations go on, says AT&T; it's up to us."
REPORT = Report("x", "US troops in Korea", TEXT, "en", source="The Korea Herald")
KOREAN = Report("x", "한미방위비분담금 협상", "50억 달러를 요구. 원어민 SMART 교실에 1조 원", "ko", source="연합뉴스")
JAPANESE = Report("x", "女子ハードル", "米、在日米軍の駐留に100億ドル。アイドルも", "ja")
GERMAN = Report("x", "Kosten der US-Truppen", "Die Verhandlungen über Häuser für Soldaten dauern an.", "de")
ARABIC = Report("x", "", "تدفع سيول تكاليف القوات", "ar")


def _found(query: str, report: Report) -> list[str] | None:
    matches = parse_query(query).matches(report)
    return None if matches is None else [place.word for place in matches.places]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("troop", ["troops", "troops"]),
        ('"troop"', None),
        ('"TROOPS"', ["troops", "troops"]),
        ("NEGOTIATING seoul", ["Seoul", "negotiations"]),
        ("tokyo OR seoul", ["Seoul"]),
        ("tokyo OR seoul AND berlin", None),
        ("(tokyo OR seoul) AND korea", ["Korea", "Seoul"]),
        ("seoul AND NOT berlin", ["Seoul"]),
        ("seoul -korea", None),
        ("seoul -(berlin OR tokyo)", ["Seoul"]),
        ("negot*", ["negotiations"]),
        ("cost-sharing", ["Cost-sharing"]),
        ('"cost sharing"', ["Cost-sharing"]),
        ("“cost sharing”", ["Cost-sharing"]),
        ("„cost shar*“", ["Cost-sharing"]),
        ('"sharing cost"', None),
        ('"troops cost"', None),
        ("AT&T", ["AT&T"]),
        ("US", ["US", "U.S."]),
        ("us", ["US", "U.S.", "us"]),
        ("U.S.", ["US", "U.S."]),
        ('"US troops"', ["US troops", "U.S. troops"]),
        ("pay NEAR/4 troop", ["pay more for the U.S. troops"]),
        ("pay NEAR/3 troop", None),
        ("troop NEAR/4 pay", ["pay more for the U.S. troops"]),
        ("troop ONEAR/4 pay", None),
        ("pay ONEAR/4 troop", ["pay more for the U.S. troops"]),
        ("(tokyo OR seoul) NEAR/1 pay", ["Seoul will pay"]),
        ("seoul NEAR/1 pay NEAR/4 troops", ["Seoul will pay more for the U.S. troops"]),
        ("troops NEAR/0 troops", None),
        ("title:troops", ["troops"]),
        ("title:seoul", None),
        ("title:(korea troops)", ["troops", "Korea"]),
        ("lang:en korea", ["Korea"]),
        ("lang:ko korea", None),
        ("source:herald", []),
        ('source:"korea herald" -title:seoul', []),
        ("source:yonhap OR tokyo", None),
    ],
)
def test_english(query: str, words: list[str] | None) -> None:
    assert _found(query, REPORT) == words


@pytest.mark.parametrize(
    ("query", "report", "words"),
    [
        ("방위비", KOREAN, ["방위비"]),
        ('"방위비 분담금"', KOREAN, ["방위비분담금"]),
        ("원", KOREAN, ["원"]),
        ("SMA", KOREAN, None),
        ("smart", KOREAN, ["SMART"]),
        ("달러 NEAR/1 요구", KOREAN, ["달러를 요구"]),
        ("달러 NEAR/1 원", KOREAN, None),
        ("source:연합 협상*", KOREAN, ["협상"]),
        ("ドル", JAPANESE, ["ドル"]),
        ("米", JAPANESE, ["米"]),
        ("米軍 駐留", JAPANESE, ["米軍", "駐留"]),
        ("在日米軍 NEAR/4 億", JAPANESE, ["在日米軍の駐留に100億"]),
        ("Verhandlung haus", GERMAN, ["Verhandlungen", "Häuser"]),
        ("US-Truppe", GERMAN, ["US-Truppen"]),
        ("القوات تكلفة OR التكاليف", ARABIC, ["تكاليف"]),
    ],
)
def test_other_languages(query: str, report: Report, words: list[str] | None) -> None:
    assert _found(query, report) == words


@pytest.mark.parametrize(
    ("query", "position", "sentence"),
    [
        ("", 0, "the query is empty; write a word or a phrase"),
        ("seoul AND", 9, "the query ends here; a word or a phrase is missing"),
        ("OR seoul", 0, "OR joins two terms, and a word or a phrase is missing before it"),
        ("a OR )", 5, "this bracket closes too early; a word or a phrase is missing before it"),
        ("(seoul OR tokyo", 0, "this bracket is never closed"),
        ("a (b (c)", 2, "this bracket is never closed"),
        ("seoul)", 5, "this bracket closes nothing; take it out, or open one before it"),
        ("seoul ()", 6, "there is nothing in these brackets"),
        ("NOT seoul", 0, "NOT takes away and has nothing to take from"),
        ("tokyo OR NOT seoul", 9, "NOT takes away and has nothing to take from"),
        ("-seoul -(tokyo)", 0, "NOT takes away and has nothing to take from"),
        ('seoul ""', 6, "there is no word in this phrase"),
        ('seoul "tokyo', 6, 'the phrase that " opens is never closed'),
        ("seoul”", 5, "'”' closes a phrase that nothing has opened"),
        ("seoul NEAR tokyo", 6, "NEAR needs the words that may stand in between: NEAR/5"),
        ("seoul NEAR/x tokyo", 6, "NEAR needs the words that may stand in between: NEAR/5"),
        ("seoul ONEAR/500 tokyo", 6, "ONEAR reaches 100 words at most"),
        ("(a b) NEAR/3 c", 0, "NEAR/3 stands between words, phrases, or a bracket of these joined by OR"),
        ("a NEAR/3 (NOT b)", 9, "NEAR/3 stands between words"),
        ("a NEAR/3", 8, "the query ends here"),
        ("seoul or tokyo", 6, 'write OR in capitals if it joins, "or" if it is looked for'),
        ("seoul near/5 tokyo", 6, "write NEAR/5 in capitals if it joins"),
        ('"a b"~5', 5, "a distance is written with NEAR"),
        ("*pay", 0, "a * ends a word; it cannot begin one or stand alone"),
        ("pay * troops", 4, "a * ends a word"),
        ("p*", 0, "a * needs 2 letters before it"),
        ("seoul & tokyo", 6, "'&' has no letter or digit"),
        ("outlet:kyodo", 0, "there is no field outlet: (there are title:, source:, lang:)"),
        ("lang:korean", 5, "a language is two letters (ISO 639-1), such as lang:ko"),
        ("source: kyodo", 0, "source: needs a name, such as source:kyodo right behind it"),
        ("title:", 6, "the query ends here"),
        ("(" * 60, 51, "more than 50 brackets and NOTs within each other"),
        ("title:" * 60 + "a", 312, "more than 50 fields within each other"),
        ("a " * 300, 400, "a query has at most 200 words"),
        ("a" * (LONGEST + 1), LONGEST, "a query has at most 2,000 characters; this one has 2,001"),
    ],
)
def test_errors_say_where_and_what_instead(query: str, position: int, sentence: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(query)
    assert caught.value.sentence.startswith(sentence)
    assert caught.value.position == position


def test_a_caret_stands_under_the_fault() -> None:
    with pytest.raises(QueryError) as caught:
        parse_query("한국 or 日本")
    assert caught.value.shown().splitlines()[0] == "한국 or 日本"
    assert caught.value.shown().splitlines()[1].startswith("     ^ write OR")
    with pytest.raises(QueryError) as caught:
        parse_query("seoul " * 30 + "AND OR " + "tokyo " * 30)
    line, caret = caught.value.shown().splitlines()
    assert (line[0], line[-1], len(line)) == ("…", "…", 72)
    assert line[caret.index("^") :].startswith("OR tokyo")


PIECES = [
    "seoul",
    "US",
    '"cost sharing"',
    "pay*",
    "(",
    ")",
    "AND",
    "OR",
    "NOT",
    "-",
    "NEAR/3",
    "ONEAR/2",
    "title:",
    "방위비",
]
PIECES += ["lang:en", "source:herald", "troops", "“", "*", "한", "cost-sharing", "U.S.", "\n", ":"]
queries = st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join) | st.text(max_size=40)


@given(queries)
@example("“ AND “")
def test_any_text_is_a_query_or_a_clear_error(text: str) -> None:
    try:
        query = parse_query(text)
    except QueryError as problem:
        place = problem.position
        event("an error")
    else:
        place = 0
        event("a query")
        _check(query)
    assert 0 <= place <= len(text)


def _check(query: Query) -> None:
    assert parse_query(str(query)).root == query.root
    for report in (REPORT, KOREAN, JAPANESE):
        matches = query.matches(report)
        assert (matches is not None) == query.holds(report)
        for place in matches.places if matches else ():
            part = report.title if place.where == "title" else report.text
            assert part[place.start : place.start + len(place.word)] == place.word


NAMES = {"agreement", "force", "host", "health"}


@pytest.mark.parametrize(
    ("rule", "found", "holds_"),
    [
        ("agreement", {"agreement"}, True),
        ("agreement AND force", {"agreement"}, False),
        ("agreement OR force AND host", {"agreement"}, True),
        ("(agreement OR force) AND host", {"agreement"}, False),
        ("agreement AND NOT health", {"agreement", "health"}, False),
        ("NOT (health OR host)", {"force"}, True),
        ("NOT NOT force", {"force"}, True),
        ("agreement NEAR/5 force", {"force"}, False),
        ("agreement NEAR/5 force", {"agreement", "force"}, True),
        ("title:force", {"force"}, True),
    ],
)
def test_rules_over_concepts(rule: str, found: set[str], holds_: bool) -> None:
    assert could_hold(parse_rule(rule, NAMES), found) is holds_


@pytest.mark.parametrize(
    ("rule", "position", "sentence"),
    [
        ("", 0, "the query is empty; write a concept (agreement, force, health, host)"),
        ("agreement AND", 13, "the query ends here; a concept (agreement, force, health, host) is missing"),
        ("agreement force", 10, "AND or OR is missing before this"),
        ("agreement AND weather", 14, "'weather' is not a concept (agreement, force, health, host)"),
        ('"agreement"', 0, "'agreement' is not a concept"),
        ("lang:en", 0, "there is no field lang:"),
    ],
)
def test_errors_of_rules(rule: str, position: int, sentence: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_rule(rule, NAMES)
    assert (caught.value.position, caught.value.sentence[: len(sentence)]) == (position, sentence)


def test_a_rule_tells_what_it_needs() -> None:
    rule = parse_rule("agreement AND (force NEAR/3 host OR NOT health)", NAMES)
    assert {frozenset(map(str, way)) for way in ways(rule)} == {frozenset({"agreement"})}
    assert isinstance(parse_rule("force ONEAR/0 host", NAMES), Near)
    assert isinstance(parse_rule("NOT force", NAMES), Not)
    assert not holds(parse_rule("force", NAMES), Page(REPORT))
