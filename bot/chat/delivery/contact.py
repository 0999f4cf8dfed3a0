"""Whether Telegram answers, by what the calls to it came to: for whoever asks if the worker is ready."""

import time
from collections.abc import Callable
from dataclasses import dataclass

FAILING_AFTER = 60.0
"""Seconds without a good answer that count as trouble: a single call may take twenty."""
FORGOTTEN_AFTER = 300.0
"""Seconds after the last call at which its outcome says nothing any more: a worker that is neither the listener nor the
sender makes none."""

WELL = frozenset({200, 400, 403, 429})
"""Statuses of a Telegram that hears us, be it to refuse one call. Not those of a wrong token (401, 404), nor of another
program that polls with ours (409)."""


@dataclass(slots=True)
class _Way:
    first: float
    """When the first of the calls in vain came back, by the clock."""
    last: float


class Contact:
    """Keeps, for each way to Telegram, since when every call has been in vain."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` gives seconds."""
        self._clock = clock
        self._failing: dict[str, _Way] = {}

    def note(self, way: str, status: int | None) -> None:
        """A call came back with an HTTP status, or with none; ``way`` names calls of its kind."""
        if status in WELL:
            self._failing.pop(way, None)
            return
        now, failing = self._clock(), self._failing.get(way)
        if failing is None or now - failing.last >= FORGOTTEN_AFTER:
            self._failing[way] = _Way(now, now)
        else:
            failing.last = now

    def trouble(self) -> str | None:
        """A sentence where calls have been in vain for over a minute, on one of the ways; None where all is well."""
        now = self._clock()
        for way, failing in self._failing.items():
            if now - failing.first > FAILING_AFTER and now - failing.last < FORGOTTEN_AFTER:
                return f"Telegram has given no good answer for over a minute ({way})"
        return None
