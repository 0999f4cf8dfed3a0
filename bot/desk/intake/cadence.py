"""When to ask a feed again, in seconds.

``base`` follows how often the feed publishes, between the floor and a day. The wait is the longest of the base (doubled
with every error in a row), what is left of the answer's freshness, the feed's ``ttl``, and Retry-After (RFC 9110,
section 10.2.3). A day is the most, a week for Retry-After. Jitter then only lengthens: no stated time is undercut.

While a date that reports name is near, the base is a third; nothing that a server or a feed states is cut by that.

Hints move the wait within these bounds: how often the feed says it is updated counts like the gaps between its items,
and an hour or day in which it asks to be spared is waited out, for a day at the most.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median

from msgspec import Struct

from bot.model import FeedKind, Freshness, Hints

DAY = 86_400.0
RETRY_CAP = 7 * DAY
MOST_DOUBLINGS = 7
POLLS_PER_GAP = 12
"""A news item is then seen after a twenty-fourth of the usual gap on average: an hour late for a daily feed."""
NET = 4 * 3600.0
"""Between two polls of a feed whose news a hub pushes: a net for what the hub may drop."""


HASTE = 3.0
"""Times as often as usual a feed is asked while a date that reports name is near, as far as floor and server allow."""


class Pace(Struct, frozen=True):
    """The pace at which every feed is asked."""

    floor: float
    """Seconds between two polls at the least."""
    jitter: float = 1.0
    """1.0 to 1.15."""
    haste: float = 1.0
    """Times as often as a feed's own pace."""


PACE = "how often it publishes"
FLOOR = "our floor between two polls"
ERRORS = "the errors in a row"
"""What may make a wait as long as it is, besides what the server and the feed say."""


class Wait(Struct, frozen=True):
    """How long to wait before the next poll; all in seconds."""

    seconds: float
    """Until the next poll, jitter in it."""
    hold: float
    """The part that nothing may cut short: a Retry-After; 0 where the server sent none."""
    why: str = ""
    """The reason for the length, to follow "because of"."""


def base(kind: FeedKind, dates: Sequence[datetime], last: float, floor: float, period: float = 0.0) -> float:
    """Seconds between two polls of a feed in good health.

    ``dates`` are those of the entries in the document just read; ``last`` is the base of the poll before, which stays
    where the document says nothing (a 304, an error, fewer than two dates); 0 for a feed that has none yet. ``period``
    is how often the feed says that it is updated (seconds, 0 where it does not say): it slows and never hurries,
    because many systems write ``hourly`` whatever is true. A replay plays old reports quickly, so their dates say
    nothing about it: it is asked at the floor.
    """
    if kind is FeedKind.REPLAY:
        return floor
    usual = _usual_gap(dates)
    pace = last if usual is None else usual / POLLS_PER_GAP
    return max(floor, min(max(pace, period / POLLS_PER_GAP), DAY))


def wait(base: float, freshness: Freshness, errors: int, *, floor: float, jitter: float) -> Wait:
    """The wait after a poll; ``errors`` in a row, this poll's own among them; ``jitter`` 1.0 to 1.15."""
    hold = _bounded(freshness.retry_after, RETRY_CAP)
    backoff = min(base * 2.0 ** min(errors, MOST_DOUBLINGS), DAY)
    bounds = (
        (backoff, ERRORS if errors else PACE),
        (floor, FLOOR),
        (_bounded(freshness.ttl, DAY), "the ttl that it states"),
        (_bounded(freshness.max_age, DAY), "how long it says that it is fresh"),
        (hold, "its Retry-After"),
    )
    seconds, why = max(bounds, key=lambda bound: bound[0])
    return Wait(seconds * max(jitter, 1.0), max(hold, floor) if hold else 0.0, why)


def due(now: datetime, wait: Wait, hints: Hints) -> datetime:
    """When the wait ends, or the first time after it that the feed does not ask to be spared.

    It moves by whole hours, so that feeds that spare the same ones do not all come at the stroke of the next. A day
    from now is the latest: these are hints, and some feeds skip every hour.
    """
    end = now + timedelta(seconds=wait.seconds)
    if not hints.skip_hours and not hints.skip_days:
        return end
    latest = now + timedelta(seconds=DAY)
    moment = end
    while moment < latest and _is_spared(moment, hints):
        moment += timedelta(hours=1)
    return moment if moment <= latest else max(end, latest)


def _is_spared(moment: datetime, hints: Hints) -> bool:
    in_utc = moment.astimezone(UTC)
    return in_utc.hour in hints.skip_hours or in_utc.weekday() in hints.skip_days


def _usual_gap(dates: Sequence[datetime]) -> float | None:
    ordered = sorted(dates)
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(ordered)]
    return median(gaps) if gaps else None


def _bounded(seconds: float, cap: float) -> float:
    """Between 0 and the cap, whatever a server says (a NaN is above nothing, so it is 0)."""
    return min(seconds, cap) if seconds > 0 else 0.0
