"""The fast path: what it takes it reads as feedparser does, and what it does not take is feedparser's."""

from datetime import UTC, datetime

import pytest
from feedparser.mixin import _FeedParserMixin
from hypothesis import given, settings

from bot.feeds.parse import formats
from bot.feeds.parse.by_feedparser import parse
from bot.feeds.parse.entries import to_entries
from bot.feeds.parse.fast import namespaces, path
from bot.feeds.parse.fast.element import _UNHEARD
from tests.feeds.corpus import ODD, TAKEN
from tests.feeds.feedgen import GROWN, broken_bytes, damaged
from tests.feeds.site import rss

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)

FUZZ = settings(max_examples=250)


def agree(body: bytes) -> None:
    fast = path.read(body, "")
    assert fast is None or fast == parse(body, "")


@pytest.mark.parametrize("name", TAKEN)
def test_a_usual_feed_is_taken_and_read_as_feedparser_reads_it(name: str) -> None:
    fast = path.read(TAKEN[name], "")
    assert fast is not None
    assert fast == parse(TAKEN[name], "")


@pytest.mark.parametrize("name", ODD)
def test_an_odd_feed_is_left_to_feedparser(name: str) -> None:
    assert path.read(ODD[name], "") is None


def test_a_feed_in_another_encoding_is_taken_whatever_the_header_says() -> None:
    body = TAKEN["korean paper in EUC-KR"].split(b"?>", 1)[1]
    kind = "text/xml; charset=EUC-KR"
    fast = path.read(body, kind)
    assert fast is not None
    assert fast == parse(body, kind)
    assert fast.title == "정치"
    assert path.read(body, "text/xml; charset=utf-8") == fast


@FUZZ
@given(GROWN)
def test_grown_feeds_are_read_alike(body: bytes) -> None:
    agree(body)


@FUZZ
@given(damaged())
def test_damaged_feeds_are_read_alike(body: bytes) -> None:
    agree(body)


@FUZZ
@given(broken_bytes())
def test_feeds_with_broken_bytes_are_read_alike(body: bytes) -> None:
    agree(body)


def test_the_generators_grow_feeds_that_are_taken() -> None:
    """Else the comparisons above would compare nothing."""
    taken = 0

    @settings(max_examples=200, database=None)
    @given(GROWN)
    def count(body: bytes) -> None:
        nonlocal taken
        taken += path.read(body, "") is not None

    count()
    assert taken > 10


def test_namespaces_are_those_that_feedparser_knows() -> None:
    theirs = {(prefix.lower(), uri.lower()) for uri, prefix in _FeedParserMixin.namespaces.items()}
    assert {pair for pair in theirs if pair[0]} == namespaces.USUAL
    assert {uri for _, uri in theirs} == namespaces.KNOWN


def test_what_is_passed_over_is_of_no_interest_to_feedparser() -> None:
    prefixes = tuple(f"_{end}_{prefix}_" for prefix in _UNHEARD for end in ("start", "end"))
    assert [name for name in dir(_FeedParserMixin) if name.startswith(prefixes)] == []


@pytest.mark.parametrize(
    ("bindings", "usual"),
    [
        ([(None, "https://x.example/"), ("own", "https://x.example/")], True),
        ([("dc", namespaces.DUBLIN_CORE), ("atom", namespaces.ATOM)], True),
        ([("d", namespaces.DUBLIN_CORE)], True),
        ([("dc", "https://x.example/")], False),
        ([("DC", "https://x.example/")], False),
        ([("News", "https://x.example/")], False),
        ([("own", "https://x.example/"), ("own", "https://y.example/")], False),
        ([("ꀀ", "https://x.example/")], False),
    ],
)
def test_a_prefix_means_one_thing(bindings: list[tuple[str | None, str]], *, usual: bool) -> None:
    assert namespaces.are_usual_bindings(bindings) is usual


@settings(max_examples=150)
@given(GROWN | damaged() | broken_bytes())
def test_no_feed_makes_a_parser_give_up(body: bytes) -> None:
    """Not feedparser either, which has traps of its own."""
    found = formats.read(body, "")
    if found is not None:
        entries, bad = to_entries(found, url="https://a.example/", country="KR", now=NOW)
        assert len(entries) + bad == len(found.entries) + found.bad_entries


@pytest.mark.parametrize(
    "trap",
    [
        "<item><textInput/><name>x</name></item>",
        "<image><wi/>32</width></image>",
        "<height/></height><width></width>",
        "<item><title>two</title><category</item>><![CDATA[Korea]]></category>",
        "<item><dc:subject</item>>Korea</dc:subject></keywords>",
        "<own:x xmlns:own='h\x85ttp://a.example/'/>",
    ],
)
def test_feedparsers_traps_do_not_cost_the_feed(trap: str) -> None:
    found = formats.read(rss("<title>one</title>").replace("</channel>", f"{trap}</channel>").encode(), "")
    assert found is not None
    assert found.entries[0].title == "one"
