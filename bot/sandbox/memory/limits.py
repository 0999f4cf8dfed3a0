"""Telegram's pace as token buckets (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this)."""

import math

from msgspec import Struct


class Limits(Struct, frozen=True):
    """How much a bot may send. A rate of 0 switches that limit off."""

    overall: float = 30.0
    """Messages a second to all chats together, and as many at once."""
    per_chat: float = 1.0
    """Messages a second to one chat, sustained."""
    chat_burst: int = 5
    """Messages to one chat at once before the sustained rate counts."""
    per_group: float = 20.0
    """Messages a minute to one group, supergroup or channel, and as many at once."""

    @classmethod
    def off(cls) -> "Limits":
        return cls(overall=0, per_chat=0, per_group=0)


class Bucket:
    """Holds ``burst`` tokens, gains ``rate`` a second; times are seconds of one clock."""

    __slots__ = ("_at", "_burst", "_rate", "_tokens")

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self._rate, self._burst = rate, burst
        self._tokens, self._at = burst, now

    def wait(self, now: float) -> float:
        """Seconds until there is a token."""
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
        return max(0.0, (1 - self._tokens) / self._rate)

    def take(self) -> None:
        self._tokens -= 1


class Pace:
    """All token buckets of one bot."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._buckets: dict[tuple[str, int], Bucket] = {}

    def take(self, chat_id: int, *, group: bool, now: float) -> int:
        """Takes a token for a message and returns 0, or the whole seconds to wait, taking none."""
        buckets = [self._bucket(*which, now) for which in self._which(chat_id, group)]
        wait = max((bucket.wait(now) for bucket in buckets), default=0.0)
        if wait > 1e-9:
            return math.ceil(wait)
        for bucket in buckets:
            bucket.take()
        return 0

    def _which(self, chat_id: int, group: bool) -> list[tuple[str, int, float, float]]:
        limits = self._limits
        rows = [
            ("all", 0, limits.overall, limits.overall),
            ("chat", chat_id, limits.per_chat, float(limits.chat_burst)),
            ("group", chat_id, limits.per_group / 60 if group else 0.0, limits.per_group),
        ]
        return [row for row in rows if row[2] > 0]

    def _bucket(self, kind: str, key: int, rate: float, burst: float, now: float) -> Bucket:
        found = self._buckets.get((kind, key))
        if found is None:
            found = self._buckets[kind, key] = Bucket(rate, max(1.0, burst), now)
        return found
