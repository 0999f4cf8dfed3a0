"""Inline queries that users have typed, for as long as the bot may answer and a user may choose."""

from collections import OrderedDict

from msgspec import Struct

from bot.sandbox.memory.values import JsonObject

OPEN = 30.0
"""Seconds that a query waits for its answer; Telegram names no figure."""
MOST_KEPT = 1000


class _Asked(Struct):
    chat_id: int
    user_id: int
    at: float
    results: dict[str, JsonObject] | None = None
    """By id; None while there is no answer."""


class InlineQueries:
    """They are in memory alone: a page that is opened anew asks anew."""

    def __init__(self) -> None:
        self._asked: OrderedDict[str, _Asked] = OrderedDict()

    def add(self, number: str, chat_id: int, user_id: int, now: float) -> None:
        self._asked[number] = _Asked(chat_id, user_id, now)
        if len(self._asked) > MOST_KEPT:
            self._asked.popitem(last=False)

    def answer(self, number: str, results: list[JsonObject], now: float) -> int | None:
        """The chat that it was typed in; None where there is none such, or it is too old or has its answer."""
        asked = self._asked.get(number)
        if asked is None or asked.results is not None or now - asked.at > OPEN:
            return None
        asked.results = {one["id"]: one for one in results}
        return asked.chat_id

    def chosen(self, number: str, chat_id: int, result: str) -> tuple[int, JsonObject] | None:
        """Who typed it in this chat, and one of its results; None where there is none such."""
        asked = self._asked.get(number)
        if asked is None or asked.chat_id != chat_id or not asked.results or result not in asked.results:
            return None
        return asked.user_id, asked.results[result]
