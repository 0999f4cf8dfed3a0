"""How many pages are made for a visitor within a minute; those that are kept already count for nothing."""

from collections import OrderedDict
from collections.abc import Callable

PER_MINUTE = 60
"""More than a hasty reader opens; the chat gives thirty answers."""
MOST_VISITORS = 10_000
_MINUTE = 60.0


class Quota:
    """Counts the pages of each visitor, within a minute that begins with the first."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """``clock`` gives seconds that only go forward."""
        self._clock = clock
        self._visitors: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def take(self, who: str) -> int:
        """0 where the visitor may have one more; else the seconds to wait."""
        now = self._clock()
        since, had = self._visitors.get(who, (now, 0))
        if now - since >= _MINUTE:
            since, had = now, 0
        if had >= PER_MINUTE:
            return max(1, round(since + _MINUTE - now))
        if not had:
            self._visitors.pop(who, None)
        self._visitors[who] = since, had + 1
        if len(self._visitors) > MOST_VISITORS:
            self._visitors.popitem(last=False)
        return 0
