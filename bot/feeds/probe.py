"""What a feed allows, found out by asking it: for ``burdenwatch feeds test``."""

from datetime import UTC, datetime

from aiohttp.abc import AbstractResolver
from msgspec import Struct

from bot.desk.intake import cadence
from bot.feeds.ask.policy import FetchPolicy
from bot.feeds.poller import Poller
from bot.model import (
    Feed,
    FeedKind,
    Freshness,
    Hints,
    Polled,
    PollFailed,
    PollOutcome,
    Unchanged,
    Validators,
)


class Probe(Struct, frozen=True):
    """One feed, as it answered just now."""

    url: str
    outcome: PollOutcome
    """Of the first request; a PollFailed says in its sentence what is wrong."""
    steps: tuple[tuple[int, str], ...]
    """(status, where it led) of each redirect on the way."""
    address: str
    """Where the answer came from in the end."""
    moved_to: str | None
    """Where the permanent redirects lead: the address to put into the configuration."""
    status: int | None
    """Of the answer, redirects followed; None where there was none."""
    validators: Validators
    honours_conditions: bool | None
    """Whether a second request with the validators was answered 304; None where there are none to send."""
    freshness: Freshness
    hints: Hints
    title: str
    entries: int
    bad_entries: int
    dated: int
    """Entries with a date."""
    newest: datetime | None
    oldest: datetime | None
    interval: float
    """Seconds between two polls, by how often it publishes."""
    wait: float
    """Seconds until we would ask again, before jitter (which adds up to 15 percent)."""
    why: str
    """What makes it so long, after "because of"."""
    next_due: datetime
    """The end of the wait, hours that the feed asks to be spared left out."""


async def probe(
    url: str, policy: FetchPolicy, *, floor: float = 600.0, resolver: AbstractResolver | None = None
) -> Probe:
    """Ask a feed once, and once more with its validators where it has some; ``floor`` in seconds as in POLL_FLOOR.

    Never raises for the web's weather. Nothing is stored.
    """
    feed = _feed(url)
    async with Poller(policy, resolver=resolver) as poller:
        answer, outcome = await poller.look(feed)
        validators = outcome.validators if isinstance(outcome, Polled) else Validators()
        honours = None
        if validators != Validators():
            again = await poller.poll(_feed(url, validators))
            honours = isinstance(again, Unchanged) and again.not_modified
    entries = outcome.entries if isinstance(outcome, Polled) else ()
    dates = sorted(entry.published for entry in entries if entry.published is not None)
    hints = outcome.hints if isinstance(outcome, Polled) else Hints()
    errors = 1 if isinstance(outcome, PollFailed) else 0
    interval = cadence.base(feed.kind, dates, 0.0, floor, hints.period)
    wait = cadence.wait(interval, outcome.freshness, errors, floor=floor, jitter=1.0)
    return Probe(
        url=url,
        outcome=outcome,
        steps=answer.steps if answer else (),
        address=answer.url if answer else url,
        moved_to=answer.moved_to if answer else None,
        status=answer.status if answer else None,
        validators=validators,
        honours_conditions=honours,
        freshness=outcome.freshness,
        hints=hints,
        title=outcome.title if isinstance(outcome, Polled) else "",
        entries=len(entries),
        bad_entries=outcome.bad_entries if isinstance(outcome, Polled) else 0,
        dated=len(dates),
        newest=dates[-1] if dates else None,
        oldest=dates[0] if dates else None,
        interval=interval,
        wait=wait.seconds,
        why=wait.why,
        next_due=cadence.due(datetime.now(UTC), wait, hints),
    )


def _feed(url: str, validators: Validators = Validators()) -> Feed:  # noqa: B008  # frozen
    return Feed(0, url, "", "", "", FeedKind.OTHER, validators=validators)
