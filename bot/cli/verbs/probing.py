"""``feeds test``: what a feed answers and allows, when it would be asked next, and why. Nothing is stored."""

import asyncio
from collections.abc import Collection
from datetime import datetime

from rich.text import Text

from bot.cli.terminal.common import fail, open_store_if_there
from bot.cli.terminal.consoles import hanging, hint, stdout
from bot.cli.verbs.sources import STALE_DAYS, sources
from bot.desk.intake import cadence
from bot.feeds import NotAskedError
from bot.feeds.probe import Probe, probe
from bot.model import Feed, FeedState, PollFailed, Topic, Trouble, Validators
from bot.phrases.wording import count, list_in_words
from bot.settings import Settings
from bot.worker.factories import fetch_policy, utc_now
from bot.worker.sources import host_of, usable_address

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def test(settings: Settings, topic: Topic, url: str) -> bool:
    """Ask a feed once, or twice where it can be asked conditionally; False where it does not work."""
    with sources(settings, topic, open_store_if_there) as feeds:
        address = usable_address(url)
        feeds.refuse_held(address)
        known = feeds.followed_feed(address)
    try:
        found = asyncio.run(probe(address, fetch_policy(settings), floor=settings.poll_floor))
    except NotAskedError as problem:
        fail(1, f"{host_of(address)} {problem}")
    failed = isinstance(found.outcome, PollFailed)
    style = "bold red" if failed else "green"
    for name, text in [*_lines(found), *([("followed", _followed(known))] if known else [])]:
        stdout.print(hanging(Text(f"{name:<10}", style=style if name == "feed" else "dim"), text))
    if isinstance(found.outcome, PollFailed) and found.outcome.trouble is Trouble.NOT_A_FEED:
        hint(f"burdenwatch feeds add {address} looks for the feed that a page names")
    return not failed


def _lines(found: Probe) -> list[tuple[str, str]]:
    lines = [("feed", _feed(found)), ("address", found.address)]
    lines += [("redirect", f"{status} to {target}") for status, target in found.steps]
    if found.moved_to:
        lines.append(("moved", f"for good, to {found.moved_to}: follow it there"))
    if found.status is not None:
        lines.append(("answer", f"HTTP {found.status}"))
    if not isinstance(found.outcome, PollFailed):
        lines += [("entries", _entries(found)), ("conditions", _conditions(found))]
    lines.append(("allows", _allows(found)))
    if found.hints.hub:
        lines.append(("hub", f"{found.hints.hub} tells of news of {found.hints.topic}"))
    lines.append(("next", _next(found)))
    return lines


def _feed(found: Probe) -> str:
    if isinstance(found.outcome, PollFailed):
        # What refuses an address says which one; all else is said of the feed.
        said = found.outcome.sentence
        return said if found.outcome.trouble is Trouble.REFUSED else f"it {said}"
    return f"{found.title or 'without a title'}{f' ({found.hints.format})' if found.hints.format else ''}"


def _next(found: Probe) -> str:
    """When we would ask it again if we followed it from now on, and why then."""
    if isinstance(found.outcome, PollFailed) and found.outcome.gone:
        return "never: what is gone for good is not asked again"
    when = f"{_time(found.next_due)}, in {span(found.wait)} or a little more"
    if found.why == cadence.ERRORS:
        return f"{when}: twice the usual wait after an error, and longer with each more"
    alone = "" if found.why in {cadence.PACE, cadence.FLOOR} else f"; its pace alone would be {span(found.interval)}"
    return f"{when}, because of {found.why}{alone}"


def _followed(feed: Feed) -> str:
    """How the feed that was asked stands with us already."""
    asked = f"last asked {_time(feed.last_polled)}" if feed.last_polled else "not asked yet"
    due = f", due {_time(feed.next_due)}" if feed.state is FeedState.ACTIVE and feed.next_due else ""
    return f"yes, as {feed.outlet}: {feed.state.value}, {asked}{due}"


def _entries(found: Probe) -> str:
    parts = [count(found.entries, "entry", "entries")]
    if found.entries > found.dated:
        parts.append(f"{found.entries - found.dated} without a date")
    if found.bad_entries:
        parts.append(f"{found.bad_entries} that cannot be read")
    if found.newest and found.oldest:
        parts.append(f"from {_time(found.oldest)} to {_time(found.newest)}")
        days = (utc_now() - found.newest).days
        parts += [f"nothing new for {count(days, 'day')}"] if days > STALE_DAYS else []
    return ", ".join(parts)


def _conditions(found: Probe) -> str:
    """Whether an unchanged feed costs a few bytes only."""
    if found.validators == Validators():
        return "none: it sends neither ETag nor Last-Modified, so all of it comes every time"
    names = [
        name
        for name, value in (("ETag", found.validators.etag), ("Last-Modified", found.validators.last_modified))
        if value
    ]
    honoured = "and answers 304 while nothing changes" if found.honours_conditions else "and ignores it when asked"
    return f"it sends {list_in_words(names)}, {honoured}"


def _allows(found: Probe) -> str:
    """In its own words, however far we follow them."""
    fresh, hints = found.freshness, found.hints
    spans = (
        ("Retry-After", fresh.retry_after),
        ("max-age", fresh.max_age),
        ("ttl", fresh.ttl),
        ("update period", hints.period),
    )
    parts = [f"{name} {span(seconds)}" for name, seconds in spans if seconds]
    if hints.skip_hours:
        parts.append(f"not {list_in_words(_hours(hints.skip_hours))} UTC")
    if hints.skip_days:
        parts.append(f"not on {list_in_words([DAYS[day] for day in sorted(hints.skip_days)])}")
    return "; ".join(parts) or "it says nothing about how often"


def _hours(spared: Collection[int]) -> list[str]:
    """``00:00-04:00`` for hours 0 to 3."""
    starts = [hour for hour in sorted(spared) if hour - 1 not in spared]
    ends = [hour + 1 for hour in sorted(spared) if hour + 1 not in spared]
    return [f"{start:02}:00-{end:02}:00" for start, end in zip(starts, ends, strict=True)]


def span(seconds: float) -> str:
    """``45 s``, ``10 min``, ``2 h 30 min``, ``1 d 12 h``: the two largest units that there are."""
    left = round(seconds)
    parts: list[str] = []
    for unit, size in (("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)):
        number, left = divmod(left, size)
        if number:
            parts.append(f"{number} {unit}")
    return " ".join(parts[:2]) or "0 s"


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
