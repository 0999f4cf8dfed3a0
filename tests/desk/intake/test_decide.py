"""The decider: what is new, what rings, and what becomes of the feed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.desk.intake.decide import decide, unknown_entries
from bot.model import (
    Entry,
    Event,
    FeedKind,
    FeedOrigin,
    FeedState,
    Freshness,
    Level,
    NewArticle,
    Plan,
    Polled,
    PollFacts,
    PollFailed,
    PollOutcome,
    Reading,
    Role,
    StorySketch,
    Trouble,
    Unchanged,
    Validators,
)
from tests.desk.make import NOW, TALKS, entry, facts, feed, figure, polled, reading, told, yearly

HOUR = timedelta(hours=1)
WORDS = frozenset(range(100))
TURNS = {"talks_break_off", "agreement_in_principle", "signed", "ratified", "furlough", "troop_cut"}
"""The great events: a story that has rung rings for each of them once."""


def plan(known: PollFacts) -> Plan:
    return decide(known, NOW, floor=600, jitter=1.0)


def one(known: PollFacts) -> NewArticle:
    (found,) = plan(known).articles
    return found


# --- What is worth reading ----------------------------------------------------------------------------------------


def test_fresh_is_known_neither_by_guid_nor_by_link_and_comes_once() -> None:
    entries = [
        entry("a"),
        entry("b"),
        entry("c"),
        entry("a"),
        entry("d", link="https://news.example/c", title="Report c"),
    ]
    assert [e.guid for e in unknown_entries(entries, {"b"}, set())] == ["a", "c"]
    assert [e.guid for e in unknown_entries(entries, set(), {"https://news.example/a"})] == ["b", "c"]


def test_one_guid_on_every_entry_falls_back_to_the_links() -> None:
    entries = [replace(entry(name), guid="same") for name in "abc"]
    found = unknown_entries(entries, {"same"}, {"https://news.example/b"})
    assert [e.guid for e in found] == ["https://news.example/a", "https://news.example/c"]


def test_a_home_page_as_everybodys_link_tells_nothing() -> None:
    home = "https://news.example/"
    entries = [entry(name, link=home) for name in "abc"]
    assert len(unknown_entries(entries, {"b"}, {home})) == 2
    assert len(unknown_entries([entry(name, link="") for name in "abc"], (), {""})) == 3


@given(
    st.lists(st.builds(Entry, st.text("ab", min_size=1), st.sampled_from(["", "x", "y"]), st.text("tu"), st.just("")))
)
def test_fresh_is_stable_and_unique(entries: list[Entry]) -> None:
    found = unknown_entries(entries, (), ())
    assert len({e.guid for e in found}) == len(found)
    assert unknown_entries(found, (), ()) == found
    assert unknown_entries(found, {e.guid for e in found}, ()) == ()


# --- What rings ---------------------------------------------------------------------------------------------------


def test_a_new_story_rings() -> None:
    found = one(facts((entry("a"), reading(yearly(5e9)))))
    assert (found.ring, found.story_id, found.opens, found.why) == (
        True,
        None,
        0,
        "a new story: US$5bn demanded is a new position",
    )
    assert found.published == TALKS


def test_a_first_poll_fills_the_archive_and_rings_nobody() -> None:
    pairs = [(entry(name), reading(fingerprint=WORDS)) for name in "ab"]
    found = plan(facts(*pairs, polled_once=False))
    assert [(a.ring, a.opens) for a in found.articles] == [(False, 0), (False, 0)]
    assert found.articles[0].why == "the feed's first poll"
    assert found.articles[1].why.startswith("the feed's first poll; belongs to «Report a» in the same poll: ")
    assert found.feed.polled_once


def test_off_the_topic_is_kept_as_known_without_a_story() -> None:
    found = one(facts((entry("a"), reading(on_topic=False))))
    assert (found.ring, found.story_id, found.opens) == (False, None, None)
    assert found.why == "off the topic (score 1.5)"


def test_an_echo_does_not_ring_and_says_of_what() -> None:
    found = one(facts((entry("a"), reading(fingerprint=WORDS)), stories=(told(12, reading(fingerprint=WORDS)),)))
    assert (found.ring, found.story_id, found.opens) == (False, 12, None)
    assert found.why == "echo of story 12: 100% of the wording; the same day"


def test_a_report_with_a_new_figure_in_its_text_says_so_and_does_not_ring() -> None:
    known = told(12, reading(yearly(5e9), fingerprint=WORDS))
    said = reading(yearly(5e9), yearly(4e9), figure(1.1e12, Role.OFFERED, "KRW"), fingerprint=WORDS)
    found = one(facts((entry("a"), said), stories=(known,)))
    assert (found.ring, found.level) == (False, Level.MATERIAL)
    assert found.why == (
        "adds to story 12: 100% of the wording; the same figure (US$5bn); the same day; "
        "new in it: US$4bn demanded is a new position and ₩1.1tn offered is a new position, and a story rings once"
    )


def test_a_story_of_a_first_poll_rings_when_it_goes_on() -> None:
    silent = told(12, reading(event=Event.PROTEST, fingerprint=WORDS), alerted=False)
    later = facts((entry("a", TALKS + HOUR), reading(event=Event.PROTEST, fingerprint=WORDS)), stories=(silent,))
    assert one(later).ring
    assert one(later).story_id == 12
    why = "100% of the wording; the same event (protest); the same day"
    assert one(later).why == f"the latest of story 12, which had rung for nobody: {why}"
    assert not one(
        facts((entry("a", TALKS - HOUR), reading(event=Event.PROTEST, fingerprint=WORDS)), stories=(silent,))
    ).ring


def test_it_rings_once_though_two_reports_carry_it_on() -> None:
    silent = told(12, reading(event=Event.PROTEST, fingerprint=WORDS), alerted=False)
    pairs = [
        (entry(name, TALKS + n * HOUR), reading(event=Event.PROTEST, fingerprint=WORDS))
        for n, name in enumerate("ab", start=1)
    ]
    assert [a.ring for a in plan(facts(*pairs, stories=(silent,))).articles] == [True, False]


def test_reports_of_one_new_story_share_it_and_the_first_published_rings() -> None:
    pairs = [
        (entry("late", TALKS + HOUR), reading(event=Event.PROTEST, fingerprint=WORDS)),
        (entry("other", TALKS), reading(event=Event.PROTEST, track="JP", fingerprint=frozenset({1000}))),
        (entry("early", TALKS - HOUR), reading(event=Event.PROTEST, fingerprint=WORDS)),
    ]
    found = plan(facts(*pairs)).articles
    assert [(a.entry.guid, a.opens, a.ring) for a in found] == [
        ("early", 0, True),
        ("other", 1, True),
        ("late", 0, False),
    ]
    assert (
        found[2].why
        == "echo of «Report early» in the same poll: 100% of the wording; the same event (protest); the same day"
    )


def test_the_calendar_silences_nothing() -> None:
    old = facts((entry("a", datetime(2018, 3, 7, tzinfo=UTC)), reading(event=Event.PROTEST)), kind=FeedKind.REPLAY)
    assert one(old).ring


@pytest.mark.parametrize(
    "date", [None, NOW + timedelta(days=300), datetime(1970, 1, 1, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC)]
)
def test_a_date_that_cannot_be_is_the_time_it_was_first_seen(date: datetime | None) -> None:
    assert one(facts((entry("a", date), reading()))).published == NOW


def test_the_break_off_rings_after_the_start_of_the_talks() -> None:
    """The baseline's own turn of events: same background, a day apart, another event."""
    begun = told(
        1, reading(event=Event.TALKS_START, fingerprint=WORDS), event=Event.TALKS_START, published=TALKS - 24 * HOUR
    )
    said = reading(event=Event.TALKS_BREAK_OFF, fingerprint=frozenset(range(80, 180)))
    assert one(facts((entry("a"), said), stories=(begun,))).ring


def test_a_known_entry_does_not_hide_another_at_its_link() -> None:
    """Where an entry got a second guid, the one that was read is the one that is kept."""
    outcome = polled(
        entry("a", title="T", link="https://news.example/x"), entry("b", title="T", link="https://news.example/x")
    )
    found = plan(PollFacts(feed(), outcome, {"b": reading()}))
    assert [a.entry.guid for a in found.articles] == ["b"]


def test_entries_without_a_reading_are_known() -> None:
    outcome = polled(entry("a"), entry("b"), entry("b"))
    found = plan(PollFacts(feed(), outcome, {"a": reading()}))
    assert [a.entry.guid for a in found.articles] == ["a"]
    assert found.known == ("b",)
    assert found.feed.new_items == 1


# --- The feed -----------------------------------------------------------------------------------------------------


def test_a_good_poll_keeps_the_new_validators_and_forgets_the_errors() -> None:
    found = plan(PollFacts(feed(errors=3, last_error="It hung."), polled(title="Example"))).feed
    assert (found.validators, found.body_hash) == (Validators('"new"'), "hash of the new body")
    assert (found.errors, found.last_error, found.title, found.notice) == (0, None, "Example", None)
    assert (found.last_polled, found.state) == (NOW, FeedState.ACTIVE)


def test_a_feed_that_became_empty_keeps_its_name_and_rings_nothing() -> None:
    found = plan(PollFacts(feed(title="Example"), polled()))
    assert (found.articles, found.feed.title) == ((), "Example")


@pytest.mark.parametrize(
    ("good", "bad", "note"),
    [
        (2, 1, "1 entry could not be read; the other 2 entries came through."),
        (1, 3, "3 entries could not be read; the other 1 entry came through."),
        (0, 2, "2 entries could not be read; there was no other."),
    ],
)
def test_broken_entries_are_noted_without_an_error(good: int, bad: int, note: str) -> None:
    entries = [entry(str(n)) for n in range(good)]
    found = plan(PollFacts(feed(), polled(*entries, bad_entries=bad))).feed
    assert (found.errors, found.last_error) == (0, note)
    same = plan(PollFacts(feed(last_error=note), Unchanged(Validators()))).feed
    assert same.last_error == note


def test_a_304_is_a_success_that_keeps_the_pace_and_the_new_validators() -> None:
    before = feed(errors=2, last_error="It hung.", interval=7200.0, body_hash="old", validators=Validators('"old"'))
    found = plan(PollFacts(before, Unchanged(Validators('"new"')))).feed
    assert (found.errors, found.last_error, found.body_hash) == (0, None, "old")
    assert found.validators == Validators('"new"')
    assert (found.interval, found.next_due) == (7200, NOW + 2 * HOUR)


def failed(**more: object) -> PollFailed:
    return PollFailed(Trouble.TIMEOUT, "No answer within 30 seconds", **more)  # type: ignore[arg-type]  # shorthand


def test_a_failure_loses_nothing_and_waits_longer() -> None:
    before = feed(errors=1, interval=1200.0, body_hash="old", validators=Validators('"old"'))
    found = plan(PollFacts(before, failed())).feed
    assert (found.errors, found.last_error) == (2, "No answer within 30 seconds.")
    assert (found.validators, found.body_hash, found.polled_once) == (Validators('"old"'), "old", True)
    assert (found.interval, found.next_due) == (1200, NOW + timedelta(seconds=4800))
    assert found.notice is None


def test_a_first_poll_that_fails_is_not_the_first_success() -> None:
    assert not plan(PollFacts(feed(polled_once=False), failed())).feed.polled_once


def test_retry_after_holds_the_feed() -> None:
    found = plan(PollFacts(feed(), failed(status=429, freshness=Freshness(retry_after=7200)))).feed
    assert found.hold_until == NOW + 2 * HOUR
    assert found.next_due == NOW + 2 * HOUR
    assert plan(PollFacts(feed(hold_until=NOW), failed())).feed.hold_until is None


def test_operators_hear_once_of_the_tenth_failure_and_once_of_the_recovery() -> None:
    notices: list[str] = []
    state = feed()
    outcomes: list[PollOutcome] = [*[failed()] * 14, Unchanged(Validators()), polled()]
    for outcome in outcomes:
        update = plan(PollFacts(state, outcome)).feed
        state = replace(state, errors=update.errors, last_error=update.last_error, interval=update.interval)
        notices += [update.notice] if update.notice else []
    assert notices == [
        "Example News (https://news.example/rss) has failed 10 times in a row: No answer within 30 seconds. "
        "It is still asked, ever more seldom.",
        "Example News (https://news.example/rss) answers again after 14 failed polls in a row.",
    ]


def test_gone_stops_the_feed_and_tells_the_operators_once() -> None:
    gone = failed(status=410, gone=True)
    found = plan(PollFacts(feed(errors=9), gone)).feed
    assert found.state is FeedState.GONE
    assert found.notice is not None
    assert found.notice == (
        "Example News (https://news.example/rss) is gone for good (its server answered 410) and is no longer asked; "
        "take it out of config/feeds.toml."
    )
    own = plan(PollFacts(feed(origin=FeedOrigin.OPERATOR), gone)).feed
    assert str(own.notice).endswith("; /removefeed takes it off the list.")
    assert plan(PollFacts(feed(state=FeedState.GONE), gone)).feed.notice is None


# --- Whatever comes -----------------------------------------------------------------------------------------------

fingerprints = st.frozensets(st.integers(0, 30), max_size=12)
readings = st.builds(
    reading,
    on_topic=st.booleans(),
    event=st.sampled_from(Event),
    track=st.sampled_from([None, "KR", "JP"]),
    fingerprint=fingerprints,
)
dates = st.none() | st.integers(-200, 200).map(lambda hours: TALKS + hours * HOUR)
entries = st.builds(entry, st.text("abcdefgh", min_size=1, max_size=2), dates)
sketches = st.builds(
    lambda number, those, event, alerted: told(number, *those, event=event, alerted=alerted),
    st.integers(1, 50),
    st.lists(readings, max_size=3),
    st.sampled_from(Event),
    st.booleans(),
)
polls = st.lists(st.tuples(entries, readings), max_size=12)
shelves = st.lists(sketches, max_size=6, unique_by=lambda one: one.id).map(tuple)


@given(polls, shelves, st.booleans())
def test_a_plan_is_whole(pairs: list[tuple[Entry, Reading]], known: tuple[StorySketch, ...], first: bool) -> None:
    given_facts = facts(*pairs, stories=known, polled_once=not first)
    found = plan(given_facts)
    assert found == plan(given_facts)
    assert sorted(a.entry.guid for a in found.articles) == sorted({e.guid for e, _ in pairs})
    assert found.known == ()
    assert all(a.why for a in found.articles)
    assert not (first and any(a.ring for a in found.articles))
    homes = [a for a in found.articles if a.reading.relevance.on_topic]
    assert all((a.story_id is None) != (a.opens is None) for a in homes)
    assert all(a.story_id is None and a.opens is None and not a.ring for a in found.articles if a not in homes)
    rung = [(a.story_id, a.opens) for a in found.articles if a.ring and a.rings_for not in TURNS]
    assert len(set(rung)) == len(rung)
    signs = [(a.story_id, a.opens, a.rings_for) for a in found.articles if a.ring]
    assert len(set(signs)) == len(signs), "a story rings once, and once more for each turn of it"
    alerted = {one.id for one in known if one.alerted}
    assert not alerted & {number for number, _ in rung}
    begun = list(dict.fromkeys(a.opens for a in found.articles if a.opens is not None))
    assert begun == list(range(len(begun)))
    if not first:
        # A story begins with an alert, or with nothing that is news.
        ringing = {a.opens for a in homes if a.opens is not None and a.level is not Level.BACKGROUND}
        assert ringing == {opens for _, opens in rung if opens is not None}


def test_of_two_reports_of_one_time_the_one_with_news_rings_where_the_first_had_none() -> None:
    said = frozenset({0})
    background = entry("a", TALKS), reading(event=Event.STATEMENT, track=None, fingerprint=said)
    news = entry("b", TALKS), reading(event=Event.TALKS_START, track="JP", fingerprint=said)
    quiet, loud = plan(facts(background, news)).articles
    assert (quiet.ring, quiet.opens, loud.ring, loud.opens) == (False, 0, True, 0)


@given(polls, shelves)
def test_the_order_of_a_document_does_not_decide_who_rings(
    pairs: list[tuple[Entry, Reading]], known: tuple[StorySketch, ...]
) -> None:
    dated = {(e.published or NOW): (e, said) for e, said in pairs}  # of one time, the order does decide
    unique = list({e.guid: (e, said) for e, said in dated.values()}.values())
    there = plan(facts(*unique, stories=known))
    back = plan(facts(*unique[::-1], stories=known))
    assert there.articles == back.articles


@pytest.mark.parametrize(
    ("outcome", "errors", "hours"),
    [
        (Unchanged(Validators()), 0, 2),
        (Unchanged(Validators(), Freshness(max_age=5 * 3600)), 0, 5),
        (PollFailed(Trouble.TIMEOUT, "gave no answer"), 0, 12),
    ],
)
def test_haste_shortens_a_feeds_own_pace_and_nothing_else(outcome: PollOutcome, errors: int, hours: int) -> None:
    known = PollFacts(feed(errors=errors, interval=6 * 3600.0), outcome)
    update = decide(known, NOW, floor=600, jitter=1.0, haste=3.0).feed
    assert update.next_due is not None
    assert (update.next_due - NOW, update.interval) == (hours * HOUR, 6 * 3600.0), "its pace is kept as it was"


@given(
    st.one_of(
        st.builds(Polled, st.just(()), st.just(Validators()), st.just("hash")),
        st.builds(Unchanged, st.just(Validators())),
        st.builds(failed, gone=st.booleans(), freshness=st.builds(Freshness, st.floats(), st.floats(), st.floats())),
    ),
    st.integers(0, 2000),
    st.floats(0, 1e9),
    st.floats(1, 86_400),
    st.sampled_from(FeedKind),
    st.sampled_from([1.0, 3.0]),
)
def test_no_feed_is_asked_before_the_floor(
    outcome: PollOutcome, errors: int, interval: float, floor: float, kind: FeedKind, haste: float
) -> None:
    known = PollFacts(feed(errors=errors, interval=interval, kind=kind), outcome)
    update = decide(known, NOW, floor=floor, jitter=1.0, haste=haste).feed
    assert update.next_due is not None
    assert (update.next_due - NOW).total_seconds() >= floor - 1e-6
    assert update.hold_until is None or update.hold_until <= update.next_due
