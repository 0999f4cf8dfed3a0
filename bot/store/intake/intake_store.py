"""``IntakeStore``: what was seen before, what polls brought, and what changes it afterwards."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from bot.later import Later
from bot.model import (
    Aspect,
    Chat,
    Complained,
    Complaint,
    Correction,
    PastReport,
    Plan,
    PollFacts,
    Reading,
    Ruling,
    Spot,
)
from bot.store.database.engine import Database
from bot.store.feeds.domain_limits import DomainLimits
from bot.store.intake import seen
from bot.store.intake.apply import Applied, Intake
from bot.store.intake.seen import Asked, Known

if TYPE_CHECKING:
    from bot.desk.intake.merge_split import Merged, Refused, Split
    from bot.store.intake import complaints, corrections, merge_split, seeding, story_cache
else:
    # A round of polling without news has no use for them.
    complaints = Later("bot.store.intake.complaints")
    corrections = Later("bot.store.intake.corrections")
    merge_split = Later("bot.store.intake.merge_split")
    seeding = Later("bot.store.intake.seeding")
    story_cache = Later("bot.store.intake.story_cache")


class IntakeStore:
    """``Store.intake``. Each method is one short transaction, and may raise what ``Store`` says."""

    def __init__(self, database: Database, worker: str, operators: frozenset[int], limits: DomainLimits) -> None:
        """``operators`` are the chats that a feed's notices are owed to."""
        self._database = database
        self._worker = worker
        self._operators = operators
        self._limits = limits

    @cached_property
    def _stories(self) -> "story_cache.KnownStories":
        return story_cache.KnownStories()

    def known(
        self, feed_id: int, guids: Collection[str], links: Collection[str]
    ) -> tuple[frozenset[str], frozenset[str]]:
        """Of the guids and links those that this feed had before, and the links that an article is at already."""
        with self._database.read() as connection:
            found = seen.known(connection, [Asked(feed_id, tuple(guids), tuple(links))])[0]
            return found.guids, found.links

    def known_of(self, polls: Sequence[Asked], now: datetime) -> list[Known]:
        """As ``known``, of many polls at once, and what was kept of entries that may be edited."""
        with self._database.read() as connection:
            return seen.known(connection, polls, now)

    @contextmanager
    def begin(self, polls: Sequence[PollFacts], now: datetime) -> Iterator[Intake]:
        """One transaction for polls, which are decided and applied in it one after another: all of them or none."""
        intake = None
        try:
            with self._database.exchange() as exchange:
                intake = Intake(exchange, polls, now, lambda: self._stories)
                yield intake
                intake.finish(self._operators, self._limits, self._worker)
        except BaseException:
            if intake is not None:
                intake.forget()
            raise

    def apply(self, plan: Plan, now: datetime) -> Applied:
        """One poll's decisions, all of them or none; a second time changes nothing."""
        with self.begin((), now) as intake:
            return intake.apply(plan)

    def seed(self, reports: Sequence[tuple[PastReport, Reading]], now: datetime) -> int:
        """Stores the past reports that are not there yet, and rings nobody; returns how many are new."""
        with self._database.write() as connection:
            return seeding.seed(connection, reports, now)

    def merge(self, one: int, other: int, now: datetime) -> "Merged | Refused":
        """Makes two stories one under the older number, which the other number leads to from now on."""
        with self._database.write() as connection:
            return merge_split.merge(connection, one, other, now)

    def split(self, story: int, reports: Collection[int], now: datetime) -> "Split | Refused":
        """Makes reports of a story, by their numbers, a story of their own, which they do not fall back from."""
        with self._database.write() as connection:
            return merge_split.split(connection, story, reports, now)

    def correct(
        self, article_id: int, ruling: Ruling, spot: Spot | None, operator: int, now: datetime
    ) -> "Correction | Refused":
        """Puts in force what an operator says of a report, or of its figure at ``spot``; it holds over later readings.

        ``operator``: the user id.
        """
        with self._database.write() as connection:
            return corrections.correct(connection, article_id, ruling, spot, operator, now)

    def undo_correction(self, number: int | None, operator: int, now: datetime) -> "Correction | Refused":
        """Takes back the correction with a number, or the last one of the operator."""
        with self._database.write() as connection:
            return corrections.undo(connection, number, operator, now)

    def complain(
        self, chat: Chat, article_id: int, about: Spot | None, aspect: Aspect | None, now: datetime
    ) -> Complained:
        """Takes down what a chat reports as wrong, and owes the operators a line of it."""
        with self._database.write() as connection:
            return complaints.complain(connection, chat, article_id, about, aspect, self._operators, now)

    def let_stand(self, complaint: int, operator: int, now: datetime) -> Complaint | None:
        """An operator finds nothing wrong: whoever reported it is told so."""
        with self._database.write() as connection:
            return complaints.stands(connection, complaint, operator, now)
