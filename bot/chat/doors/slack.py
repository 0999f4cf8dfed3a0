"""Incoming webhooks of Slack, and of what takes the same, such as Mattermost.

Source: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks. Slack has no id by which it would
know a message that is sent again: one whose answer never came may be there twice.
"""

from typing import Any

import msgspec

from bot.chat.doors.marks import SLACK, packed
from bot.chat.doors.posting import ChatWebhook, outcome_of
from bot.chat.render import Rendered
from bot.chat.render.html import clip
from bot.model import Forbidden, NotPosted, Posted, SendOutcome

BLOCK, BLOCKS = 3000, 50
"""Characters of a section's text, and sections of a message (https://docs.slack.dev/reference/block-kit/blocks)."""
SUMMARY = 150
"""Characters of what a notification shows."""
GONE = frozenset({404, 410})
GONE_WORDS = frozenset({
    "channel_is_archived", "channel_not_found", "invalid_token", "no_active_hooks", "no_service", "no_service_id",
    "no_team", "team_disabled", "user_not_found",
})  # fmt: skip
"""What an answer says, whatever its status, of an address that takes no more."""
WRONG = frozenset({400, 413})
"""Statuses of a message that is never taken."""


class Slack(ChatWebhook):
    """Posts messages as sections of mrkdwn."""

    async def post_words(self, address: str, words: Rendered, number: int, *, trusted: bool) -> SendOutcome:
        body = msgspec.json.encode(payload(words))
        answer = await self.post(address, body, {"Content-Type": "application/json"}, trusted=trusted)
        return _outcome(answer, number)


def payload(words: Rendered) -> dict[str, Any]:
    """``verbatim``: what looks like a name, a channel or an address in the words is left as it is."""
    summary = clip(words.plain.partition("\n")[0], SUMMARY)
    sections = packed(words.html, SLACK, (BLOCK,) * BLOCKS)
    return {
        "text": SLACK.words(summary, code=False),
        "blocks": [
            {"type": "section", "text": {"type": "mrkdwn", "text": one, "verbatim": True}} for one in sections if one
        ],
        "link_names": False,
        "parse": "none",
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _outcome(answer: Posted | NotPosted, number: int) -> SendOutcome:
    if isinstance(answer, Posted) and answer.status >= 400:
        word = answer.body.strip()
        if word in GONE_WORDS:
            return Forbidden(f"it answered {answer.status}, {word}")
    return outcome_of(answer, number, GONE, WRONG)
