"""What the worker tells the decider beside a poll's facts: the pace of asking, and who judges what is new."""

import random
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from bot.desk.intake.decide import decide
from bot.model import FeedKind, Plan, PollFacts

if TYPE_CHECKING:
    from bot.desk.intake.novelty import Judge
    from bot.desk.intake.stories import Rarity

REPLAY_FLOOR = 1.0
"""Seconds between two polls of the sandbox's replay, which is our own server."""


def judge_without_topic() -> "Judge":
    """A judge that knows no baseline, no exchange rates and no words of events."""
    from bot.desk.intake.novelty import Judge

    return Judge()


class Decider(Struct, frozen=True):
    """Decides polls by the settings of this worker."""

    floor: float
    """Seconds between two polls of a feed at the least."""
    haste: Callable[[], float]
    """How many times as often as usual feeds are to be asked just now."""

    def plan(
        self, poll: PollFacts, now: datetime, rarity: "Rarity | None" = None, judge: "Judge | None" = None
    ) -> Plan:
        """What is to be stored of a poll, whom to tell, and when to ask again; ``rarity``, ``judge``: as in decide."""
        floor = REPLAY_FLOOR if poll.feed.kind is FeedKind.REPLAY else self.floor
        # Jitter only lengthens, so that a stated hour is never undercut (shared by all pollers of a feed list).
        jitter = random.uniform(1.0, 1.15)  # noqa: S311  # not a secret
        return decide(poll, now, floor=floor, jitter=jitter, haste=self.haste(), rarity=rarity, judge=judge)
