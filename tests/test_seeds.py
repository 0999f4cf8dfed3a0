"""The data that comes with the program: enough of it, of every kind promised, and each report with its source."""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest

from bot.model import Baseline, BaselineFigure, Event, FeedKind, FeedSource, Kind, PastReport, Position, Role

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = {"en", "ko", "ja", "de"}
TRACKS = {"KR", "JP", "DE", "PL", "NATO"}


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def feeds() -> list[FeedSource]:
    return msgspec.convert(_table("config/feeds.toml")["feed"], list[FeedSource])


@pytest.fixture(scope="module")
def archive() -> list[PastReport]:
    paths = sorted((ROOT / "seeds" / "archive").glob("*.toml"))
    rows = [row for path in paths for row in tomllib.loads(path.read_text(encoding="utf-8"))["report"]]
    return msgspec.convert(rows, list[PastReport])


@pytest.fixture(scope="module")
def baseline() -> Baseline:
    table: Mapping[str, Any] = _table("seeds/baseline.toml")
    return Baseline(
        title=table["title"],
        date=table["date"],
        outlet=table["outlet"],
        url=table["url"],
        text=table["text"],
        figures=msgspec.convert(table["figure"], tuple[BaselineFigure, ...]),
        positions=msgspec.convert(table["position"], tuple[Position, ...]),
        ahead=tuple(table["ahead"]),
    )


def _repeated(values: list[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


class TestFeeds:
    def test_there_are_enough_of_every_language_and_country(self, feeds: list[FeedSource]) -> None:
        assert len(feeds) >= 35
        by_language = Counter(feed.language for feed in feeds)
        assert set(by_language) == LANGUAGES
        assert min(by_language.values()) >= 4
        assert {"KR", "JP", "DE", "US"} <= {feed.country for feed in feeds}

    def test_every_kind_but_the_sandbox_s_own_is_there(self, feeds: list[FeedSource]) -> None:
        assert {feed.kind for feed in feeds} == set(FeedKind) - {FeedKind.REPLAY}

    def test_a_search_stands_by_in_each_language(self, feeds: list[FeedSource]) -> None:
        searches = [feed for feed in feeds if feed.kind is FeedKind.SEARCH]
        assert {feed.language for feed in searches} == LANGUAGES
        assert all("when%3A" in feed.url for feed in searches), "without a span, reports years old come up as new"

    def test_each_address_is_complete_and_there_once(self, feeds: list[FeedSource]) -> None:
        assert [feed.url for feed in feeds if urlsplit(feed.url).scheme != "https"] == []
        assert [feed.url for feed in feeds if not urlsplit(feed.url).hostname] == []
        assert _repeated([feed.url for feed in feeds]) == []

    def test_each_says_what_may_be_done_with_it(self, feeds: list[FeedSource]) -> None:
        assert [feed.url for feed in feeds if not (feed.terms and feed.section and feed.outlet)] == []


class TestBaseline:
    def test_it_is_the_report_of_19_november_2019(self, baseline: Baseline) -> None:
        assert baseline.date == date(2019, 11, 19)
        assert urlsplit(baseline.url).hostname == "www.straitstimes.com"
        assert 200 <= len(baseline.text.split()) <= 350

    def test_the_demand_is_more_than_five_times_the_agreed_sum(self, baseline: Baseline) -> None:
        figures = {figure.id: figure for figure in baseline.figures}
        demand, agreed = figures["us-demand"], figures["agreed-2019"]
        assert (demand.value, demand.currency, demand.role) == (5e9, "USD", Role.DEMANDED)
        assert (agreed.value, agreed.currency, agreed.role) == (1.04e12, "KRW", Role.AGREED)
        assert figures["troops-korea"].value == 28500
        in_one_currency = figures["us-demand-sgd"].value / figures["agreed-2019-sgd"].value
        assert in_one_currency > figures["demand-multiple"].value == 5

    def test_a_valuation_is_not_kept_as_a_demand(self, baseline: Baseline) -> None:
        demands = [f for f in baseline.figures if f.role is Role.DEMANDED and f.kind is Kind.MONEY]
        assert [figure.id for figure in demands] == ["us-demand"]

    def test_its_text_carries_every_figure(self, baseline: Baseline) -> None:
        printed = ("US$5 billion (S$6.81 billion)", "1.04 trillion won (S$1.21 billion)", "28,500", "five times", "47")
        assert [figure for figure in printed if figure not in baseline.text] == []

    def test_both_sides_have_a_position_and_something_lies_ahead(self, baseline: Baseline) -> None:
        assert {"United States", "South Korea"} <= {position.party for position in baseline.positions}
        assert {line.split(":")[0] for line in baseline.ahead} == {"South Korea", "Japan", "Germany", "NATO"}


class TestArchive:
    def test_there_are_enough_in_every_language(self, archive: list[PastReport]) -> None:
        on_topic = Counter(report.language for report in archive if report.on_topic)
        assert on_topic["en"] >= 60
        assert on_topic["ko"] >= 10
        assert on_topic["ja"] >= 10
        assert on_topic["de"] >= 5
        assert sum(on_topic.values()) >= 80

    def test_look_alikes_are_there_to_be_told_apart(self, archive: list[PastReport]) -> None:
        off_topic = [report for report in archive if not report.on_topic]
        assert len(off_topic) >= 20
        assert [report.id for report in off_topic if report.event is not Event.NONE or report.story] == []

    def test_every_year_from_2018_to_2026_is_there(self, archive: list[PastReport]) -> None:
        assert {report.date.year for report in archive if report.on_topic} == set(range(2018, 2027))

    def test_every_track_and_turn_of_the_talks_is_there(self, archive: list[PastReport]) -> None:
        on_topic = [report for report in archive if report.on_topic]
        assert {report.track for report in on_topic} >= TRACKS
        assert {report.event for report in on_topic} >= set(Event) - {Event.OTHER, Event.NONE}

    @pytest.mark.parametrize(
        ("story", "outlets"),
        [
            ("kr10-in-principle-2019-02", 3),
            ("kr11-breakoff-2019-11-19", 5),
            ("kr11-furlough-2020-04-01", 3),
            ("kr11-trump-rejects-2020-04", 2),
            ("kr11-principle-2021-03-07", 4),
            ("kr12-concluded-2024-10-04", 5),
            ("jp-settlement-2021-12-21", 3),
            ("de-withdrawal-2020-07-29", 3),
            ("de-halt-2021-02-04", 2),
            ("de-withdrawal-2026-05-01", 2),
            ("nato-hague-2025-06-25", 3),
        ],
    )
    def test_big_stories_come_from_several_outlets(self, archive: list[PastReport], story: str, outlets: int) -> None:
        assert len({report.outlet for report in archive if report.story == story}) >= outlets

    def test_a_story_is_one_event_of_one_time(self, archive: list[PastReport]) -> None:
        days: dict[str, list[date]] = {}
        for report in archive:
            if report.story:
                days.setdefault(report.story, []).append(report.date)
        apart = {story: (max(found) - min(found)).days for story, found in days.items()}
        assert {story: span for story, span in apart.items() if span > 14} == {}

    def test_each_has_a_source_a_date_and_a_text(self, archive: list[PastReport]) -> None:
        first, last = date(2018, 1, 1), date(2026, 12, 31)
        assert [report.id for report in archive if urlsplit(report.url).scheme not in {"http", "https"}] == []
        assert [report.id for report in archive if not (report.outlet and urlsplit(report.url).hostname)] == []
        assert [report.id for report in archive if not first <= report.date <= last] == []
        assert [report.id for report in archive if len(report.text.strip()) < 60] == []

    def test_no_two_share_an_id_an_address_or_a_title(self, archive: list[PastReport]) -> None:
        assert _repeated([report.id for report in archive]) == []
        assert _repeated([report.url for report in archive]) == []
        assert _repeated([report.title for report in archive]) == []

    def test_reports_on_the_topic_say_what_happened_and_on_which_track(self, archive: list[PastReport]) -> None:
        on_topic = [report for report in archive if report.on_topic]
        assert [report.id for report in on_topic if report.event is Event.NONE or not report.story] == []
        assert [report.id for report in on_topic if report.track is not None and report.track not in TRACKS] == []


REFUSED = re.compile(
    r"/api/|/wp-json/|/feed/?(?:$|\?)|\.(?:json|xml|rss)(?:$|\?)|//[^/]*(?:-test|-origin|staging|localhost|atoo4u)[.\d:]"
    r"|//(?:test|origin|staging|api)\.",
    re.IGNORECASE,
)
"""Shapes of addresses that machines read: raw data, feeds, an outlet's servers behind its site."""
MARKED = re.compile(r"\((?:raw data|test site)\)$")
"""Of an outlet whose page of a report nobody knows: its name says what the address leads to."""


def test_links_lead_to_pages_that_people_read(archive: list[PastReport]) -> None:
    raw = [report for report in archive if REFUSED.search(report.url)]
    assert [report.url for report in raw if not MARKED.search(report.outlet)] == []
    assert {report.outlet for report in raw} == {"Jawawa (raw data)", "Monexus (test site)"}
