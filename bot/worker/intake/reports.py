"""What polls came to, one by one and in a round, for logs and for ``burdenwatch poll``."""

import logging
from dataclasses import dataclass, field

from msgspec import Struct
from msgspec.structs import replace

from bot.model import Feed, Polled, PollFacts, PollFailed, PollOutcome, Unchanged
from bot.phrases.wording import count
from bot.store import Applied

log = logging.getLogger(__name__)


class FeedReport(Struct, frozen=True):
    """What one poll came to."""

    feed: Feed
    outcome: PollOutcome
    """Without its entries."""
    new: int = 0
    matched: int = 0
    rung: int = 0

    def log(self) -> None:
        """A line for whoever runs the worker: a warning where the feed failed."""
        if isinstance(self.outcome, PollFailed):
            log.warning("%s: %s", self.feed.outlet, self.outcome.sentence)
        elif self.new:
            alerts = count(self.rung, "alert")
            log.info("%s: %d new, %d on the topic, %s owed", self.feed.outlet, self.new, self.matched, alerts)
        else:
            log.debug("%s: nothing new", self.feed.outlet)


def report_of_poll(poll: PollFacts, applied: Applied) -> FeedReport:
    """What a poll came to, once it is committed."""
    outcome = poll.outcome
    if isinstance(outcome, Polled):
        # They are stored now, and a round of ten thousand feeds would keep them all in memory.
        outcome = replace(outcome, entries=(), html=())
    return FeedReport(poll.feed, outcome, len(poll.readings), applied.on_topic, applied.rung)


@dataclass(slots=True)
class RoundReport:
    """The sum of a round; of its polls only the failed ones are kept, since there may be tens of thousands."""

    feeds: int = 0
    not_modified: int = 0
    unchanged: int = 0
    """Answered with the same bytes, but not with a 304."""
    new: int = 0
    matched: int = 0
    rung: int = 0
    errors: list[FeedReport] = field(default_factory=list)

    def add(self, report: FeedReport) -> None:
        self.feeds += 1
        self.new += report.new
        self.matched += report.matched
        self.rung += report.rung
        if isinstance(report.outcome, PollFailed):
            self.errors.append(report)
        elif isinstance(report.outcome, Unchanged):
            self.not_modified += report.outcome.not_modified
            self.unchanged += not report.outcome.not_modified
