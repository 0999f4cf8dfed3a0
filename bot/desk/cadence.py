"""When to ask a feed again, in seconds.

``base`` follows how often the feed publishes, between the floor and a day. The wait is the longest of the base (doubled
with every error in a row), what is left of the answer's freshness, the feed's ``ttl``, and Retry-After (RFC 9110,
section 10.2.3). A day is the most, a week for Retry-After. Jitter then only lengthens: no stated time is undercut.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import median

from bot.model import FeedKind, Freshness

DAY = 86_400.0
RETRY_CAP = 7 * DAY
MOST_DOUBLINGS = 7
POLLS_PER_GAP = 12
"""A news item is then seen after a twenty-fourth of the usual gap on average: an hour late for a daily feed."""


@dataclass(frozen=True, slots=True)
class Wait:
    """All in seconds."""

    seconds: float
    """Until the next poll, jitter in it."""
    hold: float
    """Of which nothing may cut short: a Retry-After; 0 where the server said none."""


def base(kind: FeedKind, dates: Sequence[datetime], last: float, floor: float) -> float:
    """Seconds between two polls of a feed in good health.

    ``dates`` are those of the entries in the document just read; ``last`` is the base of the poll before, which stays
    where the document says nothing (a 304, an error, fewer than two dates); 0 for a feed that has none yet. A replay
    plays old reports quickly, so their dates say nothing about it: it is asked at the floor.
    """
    if kind is FeedKind.REPLAY:
        return floor
    usual = _usual_gap(dates)
    return max(floor, min(last if usual is None else usual / POLLS_PER_GAP, DAY))


def wait(base: float, freshness: Freshness, errors: int, *, floor: float, jitter: float) -> Wait:
    """The wait after a poll; ``errors`` in a row, this poll's own among them; ``jitter`` 1.0 to 1.15."""
    hold = _bounded(freshness.retry_after, RETRY_CAP)
    backoff = min(base * 2.0 ** min(errors, MOST_DOUBLINGS), DAY)
    fresh = _bounded(max(_bounded(freshness.max_age, DAY), _bounded(freshness.ttl, DAY)), DAY)
    seconds = max(floor, backoff, fresh, hold)
    return Wait(seconds * max(jitter, 1.0), max(hold, floor) if hold else 0.0)


def _usual_gap(dates: Sequence[datetime]) -> float | None:
    ordered = sorted(dates)
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(ordered)]
    return median(gaps) if gaps else None


def _bounded(seconds: float, cap: float) -> float:
    """Between 0 and the cap, whatever a server says (a NaN is above nothing, so it is 0)."""
    return min(seconds, cap) if seconds > 0 else 0.0
