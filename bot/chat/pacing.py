"""How fast Telegram may be sent to: about 30 messages a second in all, one a second to a chat, 20 a minute to a group.

Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this. Pure arithmetic over a
monotonic clock in seconds; the caller sleeps. python-telegram-bot's own AIORateLimiter is not used: one flood wait of
one chat would halt all chats, and it knows no limit per chat.
"""

from collections import deque
from dataclasses import dataclass, field

_BURST = 0.1
"""Seconds by which the overall rate may be caught up with after a late start; about three messages at 28 a second."""

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
        self._gap = 1 / overall
        self._chat_gap = 1 / per_chat
        self._per_group = per_group
        self._next = float("-inf")
        self._held_until = float("-inf")
        self._chats: dict[int, _ChatHistory] = {}

    def ready_at(self, chat_id: int, *, group: bool, now: float) -> float:
        """The earliest time at which a message to this chat may start: ``now`` or later."""
        return max(now, self._next, self._held_until, self.chat_ready_at(chat_id, group=group))

    def chat_ready_at(self, chat_id: int, *, group: bool) -> float:
        """The earliest time as far as this chat's own limits go."""
        history = self._chats.get(chat_id)
        if history is None:
            return float("-inf")
        ready = max(history.held_until, history.last + self._chat_gap)
        if group and len(history.recent) >= self._per_group:
            ready = max(ready, history.recent[-self._per_group] + 60.0)
        return ready

    def started(self, chat_id: int, *, group: bool, now: float) -> None:
        """A message to this chat starts now."""
        self._next = max(self._next, now - _BURST) + self._gap
        history = self._history(chat_id, now)
        history.last = now
        if group:
            history.recent.append(now)
            while len(history.recent) > self._per_group:
                history.recent.popleft()

    def hold(self, until: float) -> None:
        """Nothing starts before ``until``."""
        self._held_until = max(self._held_until, until)

    def hold_chat(self, chat_id: int, until: float, now: float) -> None:
        """Nothing to this chat starts before ``until``."""
        history = self._history(chat_id, now)
        history.held_until = max(history.held_until, until)

    def held_until(self) -> float:
        """Until when everything is held; minus infinity if it never was."""
        return self._held_until

    def _history(self, chat_id: int, now: float) -> _ChatHistory:
        if len(self._chats) >= _FORGET and chat_id not in self._chats:
            self._forget(now)
        return self._chats.setdefault(chat_id, _ChatHistory())

    def _forget(self, now: float) -> None:
        """Drops the chats whose past no longer limits them."""
        old = now - max(60.0, self._chat_gap)
        self._chats = {key: h for key, h in self._chats.items() if h.last > old or h.held_until > now}
