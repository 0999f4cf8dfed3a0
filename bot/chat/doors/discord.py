"""Webhooks of Discord channels and threads.

Source: https://docs.discord.com/developers/resources/webhook#execute-webhook. Discord has no id by which it would know
a webhook's message that is sent again: one whose answer never came may be there twice.
"""

from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from yarl import URL

from bot.chat.doors.marks import DISCORD, packed
from bot.chat.doors.posting import ChatWebhook, outcome_of
from bot.chat.render import Rendered
from bot.model import NotPosted, Posted, SendOutcome

CONTENT = 2000
EMBEDS = (4096, 1904)
"""Characters of a message, and of embeds below it: 4,096 of one and 6,000 of all."""
GONE = frozenset({401, 404, 410})
"""Of a webhook that was removed, or of a token that is not its own."""
WRONG = frozenset({400, 413})
"""Statuses of a message that is never taken."""


class _Limited(Struct):
    """What a 429 says beside its header: seconds, which may have a fraction."""

    retry_after: float = 0.0


class Discord(ChatWebhook):
    """Posts messages as Markdown, which call nobody."""

    async def post_words(self, address: str, words: Rendered, number: int, *, trusted: bool) -> SendOutcome:
        """``wait``: the answer comes when the message is there, and not before."""
        waiting = str(URL(address).update_query(wait="true"))
        body = msgspec.json.encode(payload(words))
        answer = await self.post(waiting, body, {"Content-Type": "application/json"}, trusted=trusted)
        return outcome_of(_with_wait(answer), number, GONE, WRONG)


def payload(words: Rendered) -> dict[str, Any]:
    """What one message has no room for stands in embeds."""
    content, *more = packed(words.html, DISCORD, (CONTENT, *EMBEDS))
    embeds = [{"description": piece} for piece in more if piece]
    return {"content": content, "allowed_mentions": {"parse": []}} | ({"embeds": embeds} if embeds else {})


def _with_wait(answer: Posted | NotPosted) -> Posted | NotPosted:
    if isinstance(answer, NotPosted) or answer.status != 429 or answer.retry_after:
        return answer
    try:
        limited = msgspec.json.decode(answer.body, type=_Limited)
    except msgspec.DecodeError:
        return answer
    return replace(answer, retry_after=max(0.0, limited.retry_after))
