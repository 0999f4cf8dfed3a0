"""A feed that works and has nothing new: told once, and only when it is long for this feed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from msgspec.structs import astuple

from bot.desk.intake.decide import decide
from bot.desk.intake.silence import patience
from bot.model import (
    Feed,
    FeedKind,
    Freshness,
    Hints,
    Plan,
    PollFacts,
    PollFailed,
    PollOutcome,
    Trouble,
    Unchanged,
    Validators,
)
from tests.desk.make import NOW, entry, feed, polled, reading

DAY = timedelta(days=1)
NOTHING = Unchanged(Validators())


def after(before: Feed, outcome: PollOutcome, now: datetime) -> tuple[Feed, Plan]:
    """The feed as the store has it after a poll; entries of a document are all new."""
    entries = getattr(outcome, "entries", ())
    readings = {one.guid: reading(on_topic=False) for one in entries}
    plan = decide(PollFacts(before, outcome, readings), now, floor=600.0, jitter=1.0)
    return Feed(*astuple(plan.feed)[: len(Feed.__struct_fields__)]), plan


def told(before: Feed, days: Sequence[int], outcome: PollOutcome = NOTHING) -> list[int]:
    """On which days of polls with this outcome the operators were told something."""
    heard = []
    for day in days:
        before, plan = after(before, outcome, NOW + day * DAY)
        heard += [day] * (plan.feed.notice is not None)
    return heard


def following(every: timedelta, **more: object) -> Feed:
    """A feed that had twenty items at an even pace, the last of them now."""
    document = polled(*(entry(f"item {n}", NOW - n * every) for n in range(20)))
    return after(feed(**more), document, NOW)[0]


@pytest.mark.parametrize(
    ("every", "day"),
    [(timedelta(minutes=20), 15), (DAY, 15), (2 * DAY, 17), (7 * DAY, 57), (30 * DAY, 241), (200 * DAY, 401)],
)
def test_a_silence_is_told_once_when_it_is_long_for_the_feed(every: timedelta, day: int) -> None:
    assert told(following(every), range(1, 500)) == [day]


def test_the_replay_falls_silent_at_its_end() -> None:
    assert told(following(DAY, kind=FeedKind.REPLAY), range(1, 99)) == []


def test_it_is_told_again_only_after_news_and_later_than_before() -> None:
    silent, plan = after(following(DAY), NOTHING, NOW + 20 * DAY)
    assert plan.feed.notice == (
        "Example News (https://news.example/rss) answers as it should, but has had nothing new for 20 days, which is "
        "long for it; see whether the site has another feed by now."
    )
    assert silent.silent
    awake, plan = after(silent, polled(entry("late", NOW + 30 * DAY)), NOW + 30 * DAY)
    assert (awake.silent, plan.feed.notice, awake.last_news) == (False, None, NOW + 30 * DAY)
    assert told(awake, range(31, 200)) == [91], "twice the silence that it came back from"


def test_an_error_is_no_silence_and_does_not_hide_one() -> None:
    failing = PollFailed(Trouble.STATUS, "answered 503", 503, Freshness())
    before = following(DAY)
    for day in range(1, 18):
        before, plan = after(before, failing, NOW + day * DAY)
        assert not plan.feed.silent
    _, plan = after(before, NOTHING, NOW + 20 * DAY)
    assert plan.feed.silent
    assert "answers again" in str(plan.feed.notice)
    assert "nothing new for 20 days" in str(plan.feed.notice)


def test_the_clock_begins_with_the_first_good_poll() -> None:
    """So of a feed from before there was such a clock, and of one that was paused for a year."""
    begun, plan = after(feed(), NOTHING, NOW)
    assert (begun.last_news, begun.silent, plan.feed.notice) == (NOW, False, None)
    still, plan = after(feed(silent=True), NOTHING, NOW)
    assert (still.silent, plan.feed.notice) == (True, None), "it was told before, and had no news since"


def test_patience_goes_by_the_items_and_by_what_the_feed_says() -> None:
    days = [NOW + n * DAY for n in (0, 1, 2, 30, 31, 60)]
    assert patience(days, 0.0) == timedelta(days=56).total_seconds(), "bursts a month apart"
    daily = [NOW + n * DAY for n in range(20)]
    assert patience([NOW - 4000 * DAY, *daily], 0.0) == timedelta(days=8).total_seconds(), "one item is kept on top"
    assert patience([NOW], 77.0) == 77.0, "what was known before"
    assert patience([], 0.0, period=30 * 86_400.0) == timedelta(days=60).total_seconds()
    assert patience(days, 0.0, period=90 * 86_400.0) == timedelta(days=180).total_seconds()
    assert after(feed(hints=Hints(period=1e12)), NOTHING, NOW)[0].patience == 400 * 86_400.0
