"""Every new entry of every feed is held against what chats watch for, on both databases, by the whole intake."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.feeds import FetchPolicy, Poller
from bot.model import Entry, Feed, FeedKind, FeedSource, Paused, Polled, PollFacts, Report, Validators, Watch
from bot.reading.query.pages import Page
from bot.reading.query.query import parse_query
from bot.reading.query.queryset import QuerySet
from bot.store import Store, open_store
from bot.worker.intake import changing_queries
from bot.worker.intake.changing_queries import ChangingQueries
from bot.worker.intake.pipeline import Pipeline
from tests.desk.make import NOW
from tests.shared import code_reader
from tests.store.build import chat
from tests.worker.intake.test_polling import store as store  # the fixture

SUBMARINE = Entry("1", "https://news.example/1", "Seoul wants a nuclear submarine", "The navy asked for it on Friday.")
FERRY = Entry("2", "https://news.example/2", "Ferries run late", "Fog held up the harbour; no submarine was seen.")
KOREAN = Entry(
    "3",
    "https://news.example/3",
    "정부, 핵잠수함 도입 추진",
    "방위사업청은 중반까지 도입을 추진한다고 했다.",
)
JAPANESE = Entry("4", "https://news.example/4", "原子力潜水艦の建造を検討", "防衛省は建造の検討を始めた。")
TALKS = Entry(
    "5",
    "https://news.example/5",
    "U.S. walks out of defense cost-sharing talks with South Korea",
    "SEOUL - The United States broke off talks with South Korea over the cost of stationing American troops.",
)
ALL = (SUBMARINE, FERRY, KOREAN, JAPANESE, TALKS)


def followed(store: Store, *, polled: bool = True) -> Feed:
    store.feeds.sync([FeedSource("https://wire.test/rss", "Wire Agency", "en", "KR", FeedKind.AGENCY)], NOW)
    return replace(store.feeds.all()[0], polled_once=polled, last_polled=NOW - timedelta(hours=1))


def pipeline(store: Store) -> Pipeline:
    return Pipeline(store, Poller(FetchPolicy("test")), code_reader(), floor=60, now=lambda: NOW)


def take_in(intake: Pipeline, feed: Feed, entries: Sequence[Entry]) -> int:
    """How many messages are owed for them."""
    (report,) = intake._together([PollFacts(feed, Polled(tuple(entries), Validators(), "00"))])
    return report.rung  # type: ignore[union-attr]  # nothing wants an article


def watch(store: Store, query: str, chat_id: int = 1) -> Watch:
    kept = store.watches.add(chat(chat_id), query[:40], query, query, NOW)
    assert isinstance(kept, Watch)
    return kept


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('"nuclear submarine" OR 핵잠수함 OR 原子力潜水艦', {"1", "3", "4"}),
        ("submarines", {"1", "2"}),
        ("title:submarine", {"1"}),
        ("잠수함 lang:ko", {"3"}),
        ("潜水艦 NEAR/4 検討", {"4"}),
        ("source:agency navy", {"1"}),
        ("source:paper navy", set()),
        ("cost-sharing NOT lang:ko", {"5"}),
        ("seoul NEAR/2 submarine", set()),
    ],
)
def test_each_new_entry_is_held_against_each_query(store: Store, query: str, found: set[str]) -> None:
    watch(store, query)
    intake, feed = pipeline(store), followed(store)
    assert {entry.guid for entry in ALL if take_in(intake, feed, [entry])} == found
    assert [one.hits for one in store.watches.of_chat(1)] == [len(found)]


def test_a_first_poll_and_what_is_known_ring_nobody(store: Store) -> None:
    watch(store, "submarine")
    intake = pipeline(store)
    assert take_in(intake, followed(store, polled=False), [FERRY]) == 0
    feed = followed(store)
    assert take_in(intake, feed, [FERRY]) == 0
    assert take_in(intake, feed, [FERRY, SUBMARINE]) == 1
    assert take_in(intake, feed, [FERRY, SUBMARINE]) == 0


def test_entries_with_one_guid_go_by_their_links(store: Store) -> None:
    watch(store, "submarine")
    same = [replace(entry, guid="home") for entry in (SUBMARINE, FERRY)]
    assert take_in(pipeline(store), followed(store), same) == 2


def test_what_another_worker_s_chat_changes_holds_from_the_next_poll_on(store: Store, migrated_url: str) -> None:
    intake, feed = pipeline(store), followed(store)
    assert take_in(intake, feed, [replace(SUBMARINE, guid="a", link="https://news.example/a")]) == 0
    with open_store(migrated_url, worker="second") as other:
        mine = watch(other, "submarine")
        assert take_in(intake, feed, [SUBMARINE]) == 1
        other.watches.set_paused(1, mine.id, Paused.BY_HAND)
        assert take_in(intake, feed, [replace(FERRY, guid="b", link="https://news.example/b")]) == 0
        other.watches.set_paused(1, mine.id, Paused.NO)
        assert take_in(intake, feed, [FERRY]) == 1


def test_what_somebody_typed_keeps_no_report_from_anybody(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A query that cannot be read any more is passed over, and a bug in matching is logged."""
    bad, good = watch(store, "submarine AND ("), watch(store, "ferries", 2)
    intake, feed = pipeline(store), followed(store)
    assert take_in(intake, feed, [FERRY]) == 1
    assert f"watch {bad.id} cannot be read any more: the query ends here" in caplog.text
    assert [one.hits for one in store.watches.of_chat(2)] == [1]
    monkeypatch.setattr(ChangingQueries, "matching", _breaks)
    assert take_in(intake, feed, [TALKS]) == 0
    assert "watches could not be held against https://news.example/5" in caplog.text
    assert [article.title for article in store.archive.articles()] == [TALKS.title]
    assert good.id


def _breaks(queries: ChangingQueries, page: Page) -> tuple[int, ...]:
    raise RecursionError(page.language)


WORDS = ("troops", "seoul", "cost", '"cost sharing"', "submarine NEAR/3 seoul")
texts = st.dictionaries(st.integers(1, 30), st.sampled_from(WORDS), max_size=12)


@given(st.lists(texts, min_size=1, max_size=6), st.integers(0, 6))
def test_whatever_comes_and_goes_those_that_are_there_are_found(steps: list[dict[int, str]], few: int) -> None:
    queries, page = ChangingQueries(), Page(Report("x", "Cost sharing in Seoul", "A submarine near Seoul.", "en"))
    before, changing_queries._FEW = changing_queries._FEW, few
    try:
        for step in steps:
            queries.become(step)
            whole = QuerySet({number: parse_query(text) for number, text in step.items()})
            assert queries.matching(page) == tuple(sorted(whole.matching(page)))
            assert len(queries) == len(step)
    finally:
        changing_queries._FEW = before
