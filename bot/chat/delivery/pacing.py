"""How fast Telegram may be sent to: about 30 messages a second in all, one a second to a chat, 20 a minute to a group.

Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this. Pure arithmetic over a
monotonic clock in seconds; the caller sleeps. python-telegram-bot's own AIORateLimiter is not used: one flood wait of
one chat would halt all chats, and it knows no limit per chat.

No rolling second has more starts than the rate. But Telegram counts what arrives, and when that is nobody here knows:
after the start of a send and before its answer. So a message also counts as one that perhaps arrives from its start
until a second after its answer; the time of the quickest answer is taken off, since so long every message is on its
way. Thus hardly more than the rate arrives in a second, however unevenly messages travel, and a Telegram far away costs
no speed. Answers to commands wait for nothing, but count as much: deliveries give way to them.
"""

import math
from bisect import insort
from collections import deque
from contextvars import ContextVar
from dataclasses import dataclass, field

PACED: ContextVar[bool] = ContextVar("PACED", default=False)
"""Whether what is sent in this context was told of by ``Pacing.note_start`` already."""

_EVEN = 0.9
"""The part of an even gap that is left between two starts: what started late is caught up with, and not in a burst."""

_PERHAPS = 1.04
"""Times the rate: what may arrive in a second at the worst; 29 where 28 start, and Telegram bears 30."""

_KNOWN_AFTER = 30
"""Answers after which the quickest tells how long the way is; the first ones are slow, connections being made."""

_CAREFUL = 60.0
"""Seconds after a flood wait in which less is sent."""

_SLOWER = 0.75
"""What each flood wait within them leaves of the rate."""

_SLOWEST = 0.25
"""The part of the rate that is always left."""

_FORGET = 1000
"""Chats kept in mind before the idle ones are forgotten."""


@dataclass(slots=True)
class _ChatHistory:
    last: float = float("-inf")
    held_until: float = float("-inf")
    recent: deque[float] = field(default_factory=deque)
    """Times of the last sends to a group."""


class Pacing:
    """Says when the next message to a chat may start, and remembers those that did."""

    def __init__(self, overall: float = 28.0, per_chat: float = 1.0, per_group: int = 20) -> None:
        """``overall`` and ``per_chat`` in messages a second, ``per_group`` in messages a minute.

        Raises ValueError for a rate that is not above 0.
        """
        if overall <= 0 or per_chat <= 0 or per_group <= 0:
            raise ValueError("rates must be above 0")
        self._most = math.ceil(overall)
        self._window = self._most / overall
        """Seconds in which ``_most`` may arrive: one, and more where the rate is no whole number."""
        self._starts: deque[float] = deque(maxlen=self._most)
        self._under_way = 0
        self._counted: deque[float] = deque()
        """Until when each message that was answered counts, the earliest first."""
        self._answers = 0
        self._quickest = self._window
        self._chat_gap = 1 / per_chat
        self._per_group = per_group
        self._held_until = float("-inf")
        self._share = 1.0
        self._careful_until = float("-inf")
        self._chats: dict[int, _ChatHistory] = {}

    def ready_at(self, chat_id: int, *, group: bool, now: float) -> float:
        """The earliest time at which a message to this chat may start: ``now`` or later.

        Infinity while so many are under way that one must be answered first.
        """
        return max(now, self._room_at(now), self._held_until, self.chat_ready_at(chat_id, group=group))

    def chat_ready_at(self, chat_id: int, *, group: bool) -> float:
        """The earliest time as far as this chat's own limits go."""
        history = self._chats.get(chat_id)
        if history is None:
            return float("-inf")
        ready = max(history.held_until, history.last + self._chat_gap)
        if group and len(history.recent) >= self._per_group:
            ready = max(ready, history.recent[-self._per_group] + 60.0)
        return ready

    def note_start(self, chat_id: int, *, group: bool, now: float) -> None:
        """Notes that a message to this chat starts now; ``note_answer`` is called once for it."""
        self._under_way += 1
        self._starts.append(now)
        history = self._history(chat_id, now)
        history.last = now
        if group:
            history.recent.append(now)
            while len(history.recent) > self._per_group:
                history.recent.popleft()

    def note_answer(self, started: float, now: float, *, travelled: bool) -> None:
        """Notes that a message that was started then has its answer, or will have none.

        ``travelled``: it was sent. What failed here, or was refused on the way, tells not how long the way is.
        """
        if travelled:
            self._answers += 1
            self._quickest = min(self._quickest, now - started)
        self.note_other_answer(now)

    def note_other_start(self) -> None:
        """Notes that a message of no delivery starts, room or not; ``note_other_answer`` is called once."""
        self._under_way += 1

    def note_other_answer(self, now: float) -> None:
        """Notes that one of these has its answer, or will have none."""
        self._under_way -= 1
        self._drop_past(now)
        surely = self._quickest if self._answers > _KNOWN_AFTER else 0.0
        insort(self._counted, now + self._window - surely)

    def hold(self, until: float) -> None:
        """Nothing starts before ``until``."""
        self._held_until = max(self._held_until, until)

    def note_flood(self, until: float, now: float) -> None:
        """Notes that Telegram had too much of the bot: nothing starts before ``until``, and less for a while after."""
        if now >= self._held_until:  # what was under way when the first was refused says nothing new
            self._share = max(_SLOWEST, self._share_at(now) * _SLOWER)
        self.hold(until)
        self._careful_until = self._held_until + _CAREFUL

    def hold_chat(self, chat_id: int, until: float, now: float) -> None:
        """Nothing to this chat starts before ``until``."""
        history = self._history(chat_id, now)
        history.held_until = max(history.held_until, until)

    def held_until(self) -> float:
        """Until when everything is held; minus infinity if it never was."""
        return self._held_until

    def _room_at(self, now: float) -> float:
        """When one more may start, as far as the overall rate goes."""
        if not self._starts:
            return now
        allowed = max(1, int(self._most * self._share_at(now)))
        even = self._starts[-1] + _EVEN * self._window / allowed
        full = self._starts[-allowed] + self._window if len(self._starts) >= allowed else now
        return max(even, full, self._bearable_at(now, int(allowed * _PERHAPS)))

    def _bearable_at(self, now: float, most: int) -> float:
        """When no more than ``most`` could arrive together with one that starts."""
        self._drop_past(now)
        over = self._under_way + len(self._counted) - most
        if over < 0:
            return now
        return self._counted[over] if over < len(self._counted) else float("inf")

    def _drop_past(self, now: float) -> None:
        while self._counted and self._counted[0] <= now:
            self._counted.popleft()

    def _share_at(self, now: float) -> float:
        return self._share if now < self._careful_until else 1.0

    def _history(self, chat_id: int, now: float) -> _ChatHistory:
        if len(self._chats) >= _FORGET and chat_id not in self._chats:
            self._forget(now)
        return self._chats.setdefault(chat_id, _ChatHistory())

    def _forget(self, now: float) -> None:
        """Drops the chats whose past no longer limits them."""
        old = now - max(60.0, self._chat_gap)
        self._chats = {key: h for key, h in self._chats.items() if h.last > old or h.held_until > now}
