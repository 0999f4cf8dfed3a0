"""Where each line of talks stands."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.desk.answers.calendar import calendar
from bot.desk.answers.summary import Summary, TrackSummary, summarise
from bot.desk.answers.timeline import timeline
from bot.model import Article, Event
from tests.desk.make import BASELINE, TALKS, article, convert, yearly

DAY = timedelta(days=1)
NOW = TALKS + 10 * DAY


def summary(*articles: Article, **more: object) -> Summary:
    return summarise(articles, BASELINE, convert, **({"now": NOW} | more))  # type: ignore[arg-type]  # shorthand


def korea(*articles: Article, **more: object) -> TrackSummary:
    (found,) = summary(*articles, **more).tracks
    return found


def test_counts_and_baseline() -> None:
    found = summary(
        article(1, yearly(5e9), outlet="A"),
        article(2, story_id=1, outlet="B"),
        article(3, outlet="A"),
        since=NOW - 30 * DAY,
    )
    assert (found.reports, found.stories, found.outlets, found.empty) == (3, 2, 2, False)
    assert found.counts == "3 reports of 2 stories, from 2 outlets"
    assert found.period == "the last 30 days"
    assert found.baseline == "19 Nov 2019: US$5bn a year demanded, ₩1.04tn agreed for 2019"
    assert (found.baseline_source.article_id, found.baseline_source.url) == (None, BASELINE.url)
    assert summary(article(1)).counts == "1 report of 1 story, from 1 outlet"


def test_an_empty_period_says_how_old_the_newest_report_is() -> None:
    found = summary(article(1), article(2, published=TALKS + DAY), since=NOW - DAY)
    assert (found.empty, found.counts) == (True, "no reports")
    assert found.newest is not None
    assert (found.newest.article_id, found.newest.date) == (2, (TALKS + DAY).date())
    assert found.tracks == ()
    broken_off = [article(n, yearly(5e9), event=Event.TALKS_BREAK_OFF, story_id=1, outlet=f"{n}") for n in (1, 2)]
    silent = summary(*broken_off, since=NOW - DAY)
    assert silent.empty
    assert silent.tracks[0].developments == ()
    assert silent.tracks[0].state is not None
    assert silent.tracks[0].figures != ()


def test_an_empty_archive() -> None:
    found = summary()
    assert (found.empty, found.newest, found.tracks) == (True, None, ())


def test_a_development_is_one_title_word_for_word() -> None:
    found = korea(
        article(1, title="한미 협상", language="ko", outlet="A"),
        article(2, title="Talks end early", story_id=1, outlet="B", published=TALKS + DAY),
        article(3, yearly(5e9), title="US leaves, asks $5bn", story_id=1, outlet="B", published=TALKS + DAY),
        article(4, title="Older", published=TALKS - DAY),
    )
    first, second = found.developments
    assert (first.sentence, first.source.article_id) == ("US leaves, asks $5bn", 3)
    assert (first.reports, first.outlets, first.published) == (3, 2, TALKS + DAY)
    assert second.sentence == "Older"


def test_the_stand_is_held_against_the_baseline_once_that_has_been() -> None:
    talks = [article(n, event=Event.TALKS_ROUND, story_id=1, outlet=f"{n}", published=TALKS - DAY) for n in (1, 2)]
    broken = [article(n, event=Event.TALKS_BREAK_OFF, story_id=2, outlet=f"{n}") for n in (3, 4)]
    signed = [article(n, event=Event.SIGNED, story_id=3, outlet=f"{n}", published=TALKS + DAY) for n in (5, 6)]
    found = korea(*talks, *broken, *signed)
    assert found.before is not None
    assert found.before.state is not None
    assert (found.before.state.said, found.state and found.state.said) == ("talks broken off", "agreement signed")
    assert korea(*talks, now=TALKS - DAY / 2).before is None
    assert korea(*signed).before is None


@given(
    st.lists(
        st.builds(
            article,
            st.integers(1, 99),
            event=st.sampled_from([Event.TALKS_ROUND, Event.SIGNED, Event.IN_FORCE, Event.STATEMENT]),
            published=st.integers(-9, 9).map(lambda days: TALKS + days * DAY),
            story_id=st.integers(1, 4),
            outlet=st.sampled_from("ABC"),
            text=st.sampled_from(["The deal expires on Nov. 25.", "A round is due next week.", "Seoul says no."]),
        ),
        max_size=8,
        unique_by=lambda one: one.id,
    ),
    st.integers(-10, 10).map(lambda days: TALKS + days * DAY),
)
def test_a_past_day_is_answered_as_a_run_stopped_that_day_answers(articles: list[Article], stop: datetime) -> None:
    known = [one for one in articles if one.published <= stop]
    assert summary(*articles, now=stop) == summary(*known, now=stop)
    assert calendar(articles, stop, shown=None) == calendar(known, stop, shown=None)
    assert timeline(articles, {}, now=stop) == timeline(known, {}, now=stop)


def test_only_so_many_developments_and_how_many_more() -> None:
    articles = [article(n, published=TALKS + n * DAY) for n in range(8)]
    found = korea(*articles, most=3)
    assert [one.story_id for one in found.developments] == [7, 6, 5]
    assert found.more == 5
    assert korea(*articles[:2], most=3).more == 0


def test_a_development_prefers_the_report_that_tells_the_turn() -> None:
    found = korea(
        article(1, yearly(5e9), yearly(4e9), title="Panel clears the deal"),
        article(2, title="Assembly ratifies the deal", event=Event.RATIFIED, story_id=1),
    )
    assert [one.sentence for one in found.developments] == ["Assembly ratifies the deal"]


def test_the_newest_report_is_of_the_last_day_in_english_where_there_is_one() -> None:
    found = korea(
        article(1, yearly(5e9), title="Deal with many figures", outlet="A"),
        article(2, title="Later", story_id=1, outlet="B", published=TALKS + DAY),
        article(3, title="나중에", language="ko", story_id=1, outlet="C", published=TALKS + DAY + DAY / 8),
    )
    assert found.newest is not None
    assert (found.newest.sentence, found.newest.published, found.newest.outlets) == ("Later", TALKS + DAY, 3)
    assert found.newest.source.date == found.newest.published.date()


def test_a_report_on_another_track_is_the_newest_of_one_that_its_headline_names() -> None:
    both = article(2, track="JP", title="What troops in Japan and Korea cost", outlet="B", published=TALKS + DAY)
    other = article(3, track="JP", title="Tokyo pays more", outlet="C", published=TALKS + 2 * DAY)

    def named(title: str, language: str) -> set[str]:
        return {"KR"} if "Korea" in title and language == "en" else set()

    made = summary(article(1), both, other, tracks_named=named)
    assert [one.newest and one.newest.source.article_id for one in made.tracks] == [2, 3]
    assert [len(one.developments) for one in made.tracks] == [1, 2], "and no story of that track"
    assert korea(article(1), both, other, track="KR", tracks_named=named).newest == made.tracks[0].newest


def test_a_headline_on_a_member_that_names_the_alliance_is_not_the_alliance_s_newest() -> None:
    own = article(1, track="NATO", title="NATO sets a goal")
    member = article(2, track="DE", title="Soldiers leave Germany for other NATO countries", published=TALKS + DAY)
    made = summary(own, member, tracks_named=lambda title, language: {"NATO"} if "NATO" in title else set())
    assert {one.track: one.newest and one.newest.source.article_id for one in made.tracks} == {"DE": 2, "NATO": 1}


def test_one_track_alone() -> None:
    articles = [article(1, yearly(5e9)), article(2, track="JP", outlet="B"), article(3, track=None)]
    assert [one.track for one in summary(*articles).tracks] == ["KR", "JP", None]
    japan = summary(*articles, track="JP")
    assert [one.track for one in japan.tracks] == ["JP"]
    assert (japan.reports, japan.newest and japan.newest.article_id, japan.baseline) == (1, 2, "")


def test_off_the_topic_does_not_count() -> None:
    assert summary(article(1, on_topic=False)).empty


@given(
    st.lists(
        st.builds(
            article,
            st.integers(1, 9),
            event=st.sampled_from(Event),
            track=st.sampled_from(["KR", "JP", None]),
            published=st.integers(-10, 20).map(lambda days: TALKS + days * DAY),
            story_id=st.integers(1, 4),
        ),
        max_size=8,
        unique_by=lambda one: one.id,
    ),
    st.none() | st.integers(0, 20).map(lambda days: NOW - days * DAY),
)
def test_every_line_has_its_source_whatever_the_order(articles: list[Article], since: object) -> None:
    found = summary(*articles, since=since)
    assert found == summary(*articles[::-1], since=since)
    titles = {one.id: one.title for one in articles}
    for part in found.tracks:
        for told in part.developments:
            assert told.source.article_id is not None
            assert titles[told.source.article_id] == told.sentence
            assert since is None or told.published >= since  # type: ignore[operator]  # a datetime where it is one
            assert told.published <= NOW
        assert part.state is None or part.state.source.article_id in titles
    assert sum(told.reports for part in found.tracks for told in part.developments) == found.reports
    assert found.empty is (found.reports == 0)
