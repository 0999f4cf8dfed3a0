"""The delivery loop: claim owed rows, pace them, send several at once, settle each as soon as its answer is there.

What a crash can repeat is what was in flight: each outcome is committed right after its send, and rows that were
claimed but not started are simply sent after the next start (their leases end, or the worker releases them). While the
database takes no outcome nothing new is begun, so it can be no more than that.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import chain, repeat

from bot.chat.delivery.claimed_row import ClaimedRow
from bot.chat.delivery.pacing import PACED, Pacing
from bot.chat.delivery.sending import Sender
from bot.chat.delivery.telegram_health import Floods, Outage
from bot.chat.logs import one_line
from bot.chat.ports import OwedRows
from bot.desk.delivery.settle import settle
from bot.model import Delivery, RetryLater, SendOutcome, Sent, Settlement

_log = logging.getLogger(__name__)

_IDLE = 2.0
"""Seconds between two looks at an empty outbox when nobody calls wake()."""

_GRACE = 5.0
"""Seconds that sends in flight get to end when the worker stops."""

_FIRST_BACKOFF, _LAST_BACKOFF = 1.0, 60.0

_SETTLE_AGAIN = (0.2, 1.0, 4.0)
"""Seconds before an outcome that could not be written down is tried again, the last of them over and over."""

_NEAR = 5.0
"""A row whose chat is not ready within so many seconds is put back, so that others are not kept waiting behind it."""

IN_FLIGHT = 8
"""Sends under way at once: what a crash may repeat, and no more."""

_MOST_IN_HAND = 4
"""Times ``in_flight``: rows claimed that wait for their chats."""


def _message_of(row: Delivery) -> tuple[int, int]:
    """What no two messages share: the next part of a digest is of the same row, which is owed again right after one."""
    return row.id, row.told


class Outbox:
    """Sends what is owed until it is told to stop. One task runs it; ``wake`` may be called from the loop's thread."""

    def __init__(
        self,
        owed: OwedRows,
        sender: Sender,
        pacing: Pacing,
        *,
        now: Callable[[], datetime],
        in_flight: int = IN_FLIGHT,
        lease: timedelta = timedelta(seconds=60),
        has_outages: bool = True,
        ended: Callable[[SendOutcome], None] = lambda outcome: None,
    ) -> None:
        """``has_outages``: where several sends in a row fail, none would get through; not where each goes elsewhere.
        ``ended`` hears of each send."""
        self._owed = owed
        self._sender = sender
        self._pacing = pacing
        self._now = now
        self._in_flight = in_flight
        self._lease = lease
        self._note_end = ended
        self._waiting: list[ClaimedRow] = []
        self._sending: dict[asyncio.Task[None], ClaimedRow] = {}
        self._wake = asyncio.Event()
        self._more = False
        self._backoff = 0.0
        self._outage = Outage() if has_outages else None
        self._floods = Floods()
        self._settled = 0
        self._lost: set[int] = set()
        """Rows whose outcome was never taken: that they fail again says nothing of the database as a whole."""
        self._stuck = False
        """The database takes no outcome: nothing new is begun."""

    def wake(self) -> None:
        """Something new is owed: look at once."""
        self._wake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Sends until ``stop`` is set; then begins nothing new and gives sends in flight a few seconds to end."""
        stopping = asyncio.create_task(stop.wait(), name="outbox-stop")
        self._stuck = False
        try:
            while not stop.is_set():
                pause = await self._round_or_backoff()
                await self._rest(pause, stopping)
        finally:
            stopping.cancel()
            self._waiting.clear()
            await self._drain()

    async def _round_or_backoff(self) -> float:
        """One round; seconds until the next one is worth while."""
        try:
            pause = await self._round()
        except Exception as problem:  # a database out of reach for a while: the loop outlives it
            self._backoff = min(max(self._backoff * 2, _FIRST_BACKOFF), _LAST_BACKOFF)
            _log.warning("outbox: %s; again in %.0f s", one_line(f"{type(problem).__name__}: {problem}"), self._backoff)
            return self._backoff
        self._backoff = 0.0
        return pause

    async def _round(self) -> float:
        self._wake.clear()
        if not self._stuck:
            if self._has_room() and not self._held():
                await self._claim()
            await self._put_back_the_distant()
        return _IDLE if self._stuck else self._start_the_ready()

    def _has_room(self) -> bool:
        """There is a free place that no row in hand could take at once: rows that wait for their chat take none."""
        now = self._clock()
        ready = sum(1 for row in self._waiting if self._pacing.chat_ready_at(row.paced_id, group=row.is_group) <= now)
        in_hand = len(self._waiting)
        return len(self._sending) + ready < self._in_flight and in_hand < _MOST_IN_HAND * self._in_flight

    async def _claim(self) -> None:
        """As many rows as can be under way at once: they start within moments."""
        until = self._clock() + self._lease.total_seconds()
        overdue = {_message_of(row.delivery) for row in self._sending.values() if row.until <= self._clock()}
        rows = await asyncio.to_thread(self._owed.claim_owed, self._now(), self._in_flight, self._lease)
        # A send that outlasts its lease makes its row claimable; begun again it would go out twice.
        under_way = overdue | {_message_of(row.delivery) for row in self._sending.values()}
        new = {row.id: row for row in rows if _message_of(row) not in under_way}
        self._waiting = [row for row in self._waiting if row.delivery.id not in new]
        # What was put off before goes behind the rest: a chat that is refused each time is the oldest each time.
        self._waiting += [ClaimedRow(row, until) for row in sorted(new.values(), key=lambda row: row.attempts > 0)]
        self._more = len(rows) == self._in_flight

    def _held(self) -> float:
        """Seconds for which nothing at all may be sent."""
        return max(0.0, self._pacing.held_until() - self._clock())

    async def _put_back_the_distant(self) -> None:
        """Rows for chats that may not be written to for a while go back; an overdue one's lease has ended anyway."""
        now = self._clock()
        kept: list[ClaimedRow] = []
        for row in self._waiting:
            wait = self._pacing.chat_ready_at(row.paced_id, group=row.is_group) - now
            if wait > _NEAR:
                later = self._now() + timedelta(seconds=wait)
                back = Settlement(row.delivery.id, "owed", "waiting for the chat's own limit", not_before=later)
                await asyncio.to_thread(self._owed.settle, back, self._now())
            elif now < row.until:
                kept.append(row)
        self._waiting = kept

    def _start_the_ready(self) -> float:
        """Starts what may start now; seconds until something else may (the end of a send wakes the loop anyway)."""
        busy = {row.chat_id for row in self._sending.values()}
        pause = _IDLE
        for row in list(self._waiting):
            if len(self._sending) >= self._in_flight:
                return pause
            if row.chat_id in busy:
                continue
            busy.add(row.chat_id)  # one at a time to a chat keeps its messages in order
            now = self._clock()
            ready = self._pacing.ready_at(row.paced_id, group=row.is_group, now=now)
            if ready > now:
                pause = min(pause, ready - now)
            else:
                self._begin(row, now)
        if self._held():
            return self._held()
        return 0.0 if self._more and self._has_room() else pause

    def _begin(self, row: ClaimedRow, now: float) -> None:
        self._waiting.remove(row)
        self._pacing.note_start(row.paced_id, group=row.is_group, now=now)
        task = asyncio.create_task(self._deliver(row, now), name=f"deliver-{row.delivery.id}")
        self._sending[task] = row
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._sending.pop(task, None)
        self._wake.set()
        if not task.cancelled() and (problem := task.exception()):
            _log.warning("outbox: could not settle a send: %s", one_line(f"{type(problem).__name__}: {problem}"))
            self._give_up_what_is_in_hand()

    def _give_up_what_is_in_hand(self) -> None:
        """An outcome is lost with its row's lease. Once all are, only a claim can tell whether the database is back."""
        if self._stuck and not self._sending:
            self._waiting.clear()
            self._stuck = False

    async def _deliver(self, row: ClaimedRow, began: float) -> None:
        PACED.set(True)  # for this task alone
        outcome: SendOutcome | None = None
        try:
            outcome = await self._sender.send(row.delivery)
        finally:
            self._pacing.note_answer(began, self._clock(), travelled=isinstance(outcome, Sent))
        self._note_end(outcome)
        self._heed_weather(outcome, row)
        settlement = settle(row.delivery, outcome, self._now(), self._floods.recent())
        self._floods.note(row.chat_id, outcome, self._now())
        self._heed(row, settlement)
        await self._settle(row, settlement)

    def _heed_weather(self, outcome: SendOutcome, row: ClaimedRow) -> None:
        """A flood wait holds its chat; while nothing at all gets through, everything is held for a while."""
        now = self._clock()
        if isinstance(outcome, RetryLater):
            self._pacing.hold_chat(row.paced_id, now + outcome.seconds, now)
        if self._outage is None:
            return
        if wait := self._outage.note(outcome, row.delivery.chat.channel, held=self._held() > 0):
            self._pacing.hold(now + wait)

    async def _settle(self, row: ClaimedRow, settlement: Settlement) -> None:
        """Commits the outcome, and tries as long as the row is ours: a lost outcome is a message that goes out twice.

        Raises what the database raised last.
        """
        before, alone = self._settled, settlement.delivery_id in self._lost
        for tries, wait in enumerate(chain(_SETTLE_AGAIN, repeat(_SETTLE_AGAIN[-1]))):
            try:
                await asyncio.to_thread(self._owed.settle, settlement, self._now())
            except Exception as problem:
                alone = alone or (tries > 0 and self._settled > before)
                before = self._settled
                self._note_unsettled(settlement, problem, alone=alone)
                if self._clock() >= row.until:
                    self._lost.add(settlement.delivery_id)
                    raise
            else:
                break
            await asyncio.sleep(wait)
        self._settled += 1
        self._lost.discard(settlement.delivery_id)
        if self._stuck:
            self._stuck = False
            _log.info("outbox: the database takes outcomes again; sending goes on")

    def _note_unsettled(self, settlement: Settlement, problem: Exception, *, alone: bool) -> None:
        """``alone``: by all that is known it is this row's own trouble, and not the database's as a whole."""
        line = one_line(f"{type(problem).__name__}: {problem}")
        if alone:
            _log.warning("outbox: message %s not settled yet: %s", settlement.delivery_id, line)
        elif not self._stuck:
            self._stuck = True
            words = "outbox: message %s not settled yet, and nothing new is sent until it is: %s"
            _log.warning(words, settlement.delivery_id, line)

    def _heed(self, row: ClaimedRow, settlement: Settlement) -> None:
        """What the settlement means for the rows still in hand, and the line that the log gets."""
        if settlement.state != "sent":
            _log.warning("message %s to chat %s: %s", row.delivery.id, row.chat_id, one_line(settlement.reason))
        if settlement.hold_all_until is not None:
            wait = (settlement.hold_all_until - self._now()).total_seconds()
            self._pacing.note_flood(self._clock() + wait, self._clock())
        if settlement.move_to is not None:
            self._waiting = [other.under_new_id(row.chat_id, settlement.move_to) for other in self._waiting]
        if settlement.unsubscribe:
            self._waiting = [other for other in self._waiting if other.chat_id != row.chat_id]

    async def _rest(self, pause: float, stopping: "asyncio.Task[bool]") -> None:
        """Waits for the pause to end, for something to do, or for the end."""
        if pause <= 0 or stopping.done():
            return
        woken = asyncio.create_task(self._wake.wait(), name="outbox-wake")
        try:
            await asyncio.wait({woken, stopping}, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
        finally:
            woken.cancel()

    async def _drain(self) -> None:
        """Lets sends in flight end and be settled, and cancels those that take too long."""
        if not self._sending:
            return
        _, late = await asyncio.wait(self._sending, timeout=_GRACE)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    @staticmethod
    def _clock() -> float:
        return asyncio.get_running_loop().time()
