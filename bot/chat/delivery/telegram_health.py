"""What the sends of late say about Telegram: which chats it told to wait, and whether anything gets through at all."""

import logging
from datetime import datetime, timedelta

from bot.desk.delivery.settle import Flood
from bot.model import NotSent, RetryLater, SendOutcome, Sent, Unknown

_log = logging.getLogger(__name__)

_KEPT = timedelta(days=1)

_OUTAGE_AFTER = 3
"""Sends in a row that fail before everything is held; after each hold a few try the air."""

_FIRST_WAIT, _LONGEST_WAIT = 1.0, 30.0


class Floods:
    """The last 429 of each chat that has taken no message since; none is older than a day."""

    def __init__(self) -> None:
        self._last: dict[int, Flood] = {}

    def recent(self) -> tuple[Flood, ...]:
        """One for each chat."""
        return tuple(self._last.values())

    def note(self, chat_id: int, outcome: SendOutcome, now: datetime) -> None:
        """Notes the outcome of a send to the chat."""
        if isinstance(outcome, Sent):
            self._last.pop(chat_id, None)
        if not isinstance(outcome, RetryLater):
            return
        before = self._last.pop(chat_id, None)
        self._last = {key: flood for key, flood in self._last.items() if now - flood.at < _KEPT}
        self._last[chat_id] = Flood(chat_id, now, again=before is not None)


class Outage:
    """Counts sends that fail in a row, as in an outage not every owed row is to be tried and to wait by itself."""

    def __init__(self) -> None:
        self._failed = 0
        self._wait = 0.0

    def note(self, outcome: SendOutcome, channel: str, *, held: bool) -> float:
        """Notes an outcome; returns for how long, in seconds, nothing need be tried.

        That is 0 while something gets through, or everything is held as it is.
        """
        if not isinstance(outcome, NotSent | Unknown):
            self._failed, self._wait = 0, 0.0
            return 0.0
        self._failed += 1
        if self._failed < _OUTAGE_AFTER or held:
            return 0.0
        self._wait = min(max(self._wait * 2, _FIRST_WAIT), _LONGEST_WAIT)
        unasked = isinstance(outcome, NotSent) and outcome.unasked
        what = "no message can be made" if unasked else f"{channel.capitalize()} takes nothing"
        _log.warning("outbox: %s; again in %.0f s", what, self._wait)
        return self._wait
