"""Feeds whose poll could not be stored, and when each may be asked again: before its lease ends, where that is soon."""

from dataclasses import dataclass
from math import inf


@dataclass(slots=True)
class _Wait:
    times: int = 0
    """Polls in a row that could not be stored."""
    until: float | None = None
    """By the loop's clock, infinite where its lease ends sooner; None where it was given back."""


class Unstored:
    """A feed waits for as long as between any two polls at the least, and twice as long with every further failure.

    So a database that takes claims and no polls does not have a server asked over and over, and one that is back after
    seconds does not leave its feeds unasked for minutes.
    """

    def __init__(self, floor: float, lease: float) -> None:
        """``floor``: seconds between two polls of a feed at the least. ``lease``: seconds after which it is free."""
        self._floor = floor
        self._lease = lease
        self._waits: dict[int, _Wait] = {}

    def note(self, feed_id: int, now: float) -> None:
        """A poll of this feed could not be stored, and it stays claimed."""
        wait = self._waits.setdefault(feed_id, _Wait())
        seconds = self._floor * 2**wait.times
        wait.times = wait.times + 1 if seconds < self._lease else wait.times
        wait.until = now + seconds if seconds < self._lease else inf

    def stored(self, feed_id: int) -> None:
        self._waits.pop(feed_id, None)

    def due(self, now: float) -> list[int]:
        """Feeds that have waited long enough, and are to be given back."""
        return [number for number, wait in self._waits.items() if wait.until is not None and wait.until <= now]

    def waiting(self) -> set[int]:
        """Feeds that stay claimed for a while."""
        return {number for number, wait in self._waits.items() if wait.until is not None}

    def released(self, feed_id: int) -> None:
        """It was given back, or is polled again: whatever claim it has is no longer that of the poll that failed."""
        if feed_id in self._waits:
            self._waits[feed_id].until = None
