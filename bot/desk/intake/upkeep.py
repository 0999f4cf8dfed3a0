"""What a poll means for its feed: health, pace, address and validators, and what the operators should hear of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec.structs import astuple, replace

from bot.desk.intake import cadence
from bot.desk.intake.cadence import Pace
from bot.desk.intake.silence import listened
from bot.model import (
    Feed,
    FeedKind,
    FeedOrigin,
    FeedState,
    FeedUpdate,
    Freshness,
    Polled,
    PollFailed,
    Unchanged,
    Validators,
)
from bot.phrases.wording import count, sentence

ALARM = 10
"""Errors in a row after which the operators hear of a feed, once, and it is asked daily (with the usual floor: after
four days)."""
SURE = 3
"""Good polls in a row that a permanent redirect must lead to one place before that becomes the feed's address."""


def bad_entries(outcome: Polled) -> str | None:
    """The note for broken entries, in place of an error. The feed works, so no error is counted."""
    if not outcome.bad_entries:
        return None
    good = len(outcome.entries)
    rest = f"the other {count(good, 'entry', 'entries')} came through" if good else "there was no other"
    return f"{count(outcome.bad_entries, 'entry', 'entries')} could not be read; {rest}."


def unchanged(feed: Feed, outcome: Unchanged, now: datetime, pace: Pace) -> FeedUpdate:
    """A success without news. A note about broken entries stays, since the document is the same."""
    update = healthy(feed, _with_ttl(outcome.freshness, feed), now, pace, ())
    note = None if feed.errors else feed.last_error
    if note is not None or outcome.validators != feed.validators:
        update = replace(update, validators=outcome.validators, last_error=note)
    return led(feed, heard(feed, update, now, news=False), outcome.moved_to)


def _with_ttl(freshness: Freshness, feed: Feed) -> Freshness:
    """An answer without a document leaves the feed's ttl as it was."""
    return freshness if freshness.ttl == feed.hints.ttl else replace(freshness, ttl=feed.hints.ttl)


def heard(feed: Feed, update: FeedUpdate, now: datetime, *, news: bool, dates: Sequence[datetime] = ()) -> FeedUpdate:
    """A success with or without news; the operators hear of a long silence, once in each."""
    update = listened(feed, update, now, news=news, dates=dates)
    if update.silent == feed.silent or not update.silent or feed.last_news is None:
        return update
    days = count((now - feed.last_news).days, "day")
    return _noted(
        update,
        f"{_name(feed)} answers as it should, but has had nothing new for {days}, which is long for it; "
        "see whether the site has another feed by now.",
    )


def led(feed: Feed, update: FeedUpdate, target: str | None) -> FeedUpdate:
    """Counts where a permanent redirect leads, and believes it in the end. Validators belong to the old address."""
    if target is None or target == feed.address:
        # Most feeds never move, and a copy of the update costs as much as all the rest of deciding.
        moving = update.redirect_target is not None or update.redirect_seen
        return replace(update, redirect_target=None, redirect_seen=0) if moving else update
    seen = feed.redirect_seen + 1 if target == feed.redirect_target else 1
    if seen < SURE:
        return replace(update, redirect_target=target, redirect_seen=seen)
    should = "; the configuration should say so" if feed.origin is FeedOrigin.TOPIC else ""
    notice = f"{_name(feed)} has moved for good and is asked at {target} from now on{should}."
    moved = None if target == feed.url else target
    update = replace(update, moved_to=moved, redirect_target=None, redirect_seen=0, validators=Validators())
    return _noted(update, notice)


def healthy(feed: Feed, freshness: Freshness, now: datetime, pace: Pace, dates: Sequence[datetime]) -> FeedUpdate:
    """A success; ``dates`` are those of the entries in the document just read."""
    base = cadence.base(feed.kind, dates, feed.interval, pace.floor, feed.hints.period)
    update = _asked(feed, freshness, now, base, 0, pace)
    if feed.errors < ALARM:
        return update
    failed = count(feed.errors, "failed poll", "failed polls")
    return replace(update, notice=f"{_name(feed)} answers again after {failed} in a row.")


def failed(feed: Feed, outcome: PollFailed, now: datetime, pace: Pace) -> FeedUpdate:
    """One more error. Entries, validators and hash stay as they are: what was not read must be asked for again."""
    errors = feed.errors + 1
    base = cadence.base(feed.kind, (), feed.interval, pace.floor)
    said = sentence(outcome.sentence)
    freshness = _with_ttl(outcome.freshness, feed)
    update = replace(_asked(feed, freshness, now, base, errors, pace), last_error=said)
    if outcome.holds_domain:
        update = replace(update, domain_hold_until=update.hold_until or update.next_due)
    if outcome.gone:
        code = f" (its server answered {outcome.status})" if outcome.status else ""
        notice = f"{_name(feed)} is gone for good{code} and is no longer asked; {_take_out(feed)}."
        return replace(update, state=FeedState.GONE, notice=notice if feed.state is not FeedState.GONE else None)
    if errors == ALARM:
        return _alarmed(feed, update, f"{_name(feed)} has failed {errors} times in a row: {said}")
    return update


def pushed(feed: Feed, new: int) -> FeedUpdate:
    """A hub's message says nothing about the feed's pace: everything stays, and the items are counted."""
    return _update(feed, new_items=new, pushed=True)


def _alarmed(feed: Feed, update: FeedUpdate, trouble: str) -> FeedUpdate:
    """The operators hear of it; a feed that fails where it moved to is asked where it was again."""
    if feed.moved_to is None:
        return replace(update, notice=f"{trouble} It is still asked, ever more seldom.")
    notice = f"{trouble} It had moved to {feed.moved_to}; from now on it is asked at its old address again."
    return replace(update, notice=notice, moved_to=None, validators=Validators())


def _asked(feed: Feed, freshness: Freshness, now: datetime, base: float, errors: int, pace: Pace) -> FeedUpdate:
    own = base if errors else base / pace.haste
    if feed.push_until is not None and feed.push_until > now:
        own = max(own, cadence.NET)
    if errors >= ALARM and feed.kind is not FeedKind.REPLAY:
        own = max(own, cadence.DAY)
    wait = cadence.wait(own, freshness, errors, floor=pace.floor, jitter=pace.jitter)
    return _update(
        feed,
        last_polled=now,
        next_due=cadence.due(now, wait, feed.hints),
        interval=base,
        errors=errors,
        last_error=None,
        hold_until=now + timedelta(seconds=wait.hold) if wait.hold else None,
    )


def _take_out(feed: Feed) -> str:
    if feed.origin is FeedOrigin.OPERATOR:
        return "/removefeed takes it off the list"
    return "take it out of config/feeds.toml"


def _noted(update: FeedUpdate, notice: str) -> FeedUpdate:
    return replace(update, notice=f"{update.notice} {notice}" if update.notice else notice)


def _update(feed: Feed, **changes: object) -> FeedUpdate:
    """The feed as it is, but for the changes."""
    return replace(FeedUpdate(*astuple(feed)), **changes)


def _name(feed: Feed) -> str:
    return f"{feed.outlet} ({feed.url})"
