"""When a feed that answers as it should has brought nothing new for so long that somebody should look at it.

How long that is depends on the feed: eight of its usual gaps between items, or twice nearly its longest, and never less
than two weeks. The very longest gap does not count, because one old item that a site keeps on top would make it years.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from statistics import median

from msgspec.structs import replace

from bot.model import Feed, FeedKind, FeedUpdate

DAY = 86_400.0
LEAST = 14 * DAY
MOST = 400 * DAY
USUAL_GAPS = 8
LONG_GAPS = 2


def listened(
    feed: Feed, update: FeedUpdate, now: datetime, *, news: bool, dates: Sequence[datetime] = ()
) -> FeedUpdate:
    """Note a good poll with or without news; ``silent`` becomes true once in each silence.

    ``dates`` are those of the entries in the document just read, none where it was not sent.
    """
    own = patience(dates, feed.patience, feed.hints.period)
    if feed.last_news is None:
        return replace(update, last_news=now, patience=own)
    quiet = (now - feed.last_news).total_seconds()
    if news:
        # A silence that ended was none to be alarmed at: as long a one is waited out the next time.
        return replace(update, last_news=now, patience=min(max(own, LONG_GAPS * quiet), MOST), silent=False)
    silent = feed.silent or (feed.kind is not FeedKind.REPLAY and quiet > max(LEAST, own))
    if (feed.patience, feed.silent) == (own, silent):
        return update
    return replace(update, patience=own, silent=silent)


def patience(dates: Sequence[datetime], last: float, period: float = 0.0) -> float:
    """Seconds without news that are usual for a feed; ``last`` is what was known before, and stays without two dates.

    ``period`` is how often the feed says that it is updated, 0 where it does not say.
    """
    ordered = sorted(dates)
    gaps = sorted((later - earlier).total_seconds() for earlier, later in pairwise(ordered))
    if not gaps:
        return max(last, min(LONG_GAPS * period, MOST))
    nearly_longest = gaps[-2] if len(gaps) > 1 else gaps[0]
    return min(max(USUAL_GAPS * median(gaps), LONG_GAPS * nearly_longest, LONG_GAPS * period), MOST)
