"""/invite: a link by which somebody comes in, where the bot is for some people only."""

import re
import secrets
from datetime import timedelta

from bot.chat.commands.command import CommandRequest, Families
from bot.chat.render import Rendered
from bot.chat.render.html import Line, bold, code, compose, text
from bot.chat.render.notice import say
from bot.chat.render.words import local_time
from bot.chat.typed.bad_argument import BadArgument, shown
from bot.model import Invitation
from bot.phrases.wording import count

INVITED = "inv-"
"""A token begins so; a link's word has 64 letters, digits, - and _ at the most
(https://core.telegram.org/bots/features#deep-linking)."""
EXAMPLE = "/invite 5 30d"
MOST_USES, MOST_DAYS = 1000, 365
_DAYS = 7
_WORDS = re.compile(
    r"(?:(?P<uses>\d{1,6})(?:\s+(?P<days>\d{1,6})\s*(?:d|days?))?|(?P<only>\d{1,6})\s*(?:d|days?))", re.IGNORECASE
)
_END = re.compile(r"end\s+#?(\d{1,9})", re.IGNORECASE)


class Invites:
    """Makes, lists and ends invitations, for operators. Methods raise BadArgument."""

    def __init__(self, families: Families) -> None:
        self._context = families.context
        self._chats = families.context.store.outbox

    def invite(self, asked: CommandRequest) -> Rendered:
        """A new one, for one person and a week where nothing else was typed; or ends one."""
        if not self._context.allowed:
            return say(
                "Everybody may use this bot, so nobody needs an invitation. Set ALLOWED_CHATS, with your own id at "
                "least, to have it for invited people only."
            )
        words = asked.words.strip()
        if (ending := _END.fullmatch(words)) is not None:
            return self._end(int(ending[1]))
        uses, days = _uses_and_days(words)
        token = f"{INVITED}{secrets.token_urlsafe(24)}"
        now = self._context.now()
        made = self._chats.invite(token, asked.chat.id, now, expires=now + timedelta(days=days), uses=uses)
        name = asked.place.bot.username if asked.place is not None else "YOUR_BOT"
        zone = self._context.zone_of(asked.chat.id)
        people = "one chat" if uses == 1 else count(uses, "chat")
        lines: list[Line] = [
            bold(f"Invitation {made.id}"),
            f"https://t.me/{name}?start={token}",
            f"For {people}, until {local_time(made.expires, zone, now)}. It is shown this once: only its hash is kept.",
            text("A group comes in by ") + code(f"/start {token}") + ", sent there once the bot is a member.",
            *self._others(made, zone),
        ]
        return compose(lines)

    def _others(self, made: Invitation, zone: str) -> list[Line]:
        now = self._context.now()
        standing = [one for one in self._chats.invitations(now) if one.id != made.id]
        if not standing:
            return []
        told = [
            f"• {one.id}: {one.used} of {one.uses} came, until {local_time(one.expires, zone, now)}"
            for one in standing[-20:]
        ]
        return ["", bold("Others that stand"), *told, text("To end one: ") + code(f"/invite end {standing[-1].id}")]

    def _end(self, number: int) -> Rendered:
        if not self._chats.end_invitation(number, self._context.now()):
            raise BadArgument(f"No invitation {number} stands.", EXAMPLE)
        return say(f"Nobody comes by invitation {number} any more. Who came by it stays in.")


def _uses_and_days(words: str) -> tuple[int, int]:
    """Raises BadArgument."""
    if not words:
        return 1, _DAYS
    found = _WORDS.fullmatch(words)
    if found is None:
        raise BadArgument(
            f"“{shown(words)}” is neither a number of people nor days. Say how many may come, and for how long.",
            EXAMPLE,
        )
    uses, days = int(found["uses"] or 1), int(found["only"] or found["days"] or _DAYS)
    if not 1 <= uses <= MOST_USES or not 1 <= days <= MOST_DAYS:
        raise BadArgument(
            f"“{shown(words)}” cannot be: an invitation is for 1 to {MOST_USES} people and 1 to {MOST_DAYS} days.",
            EXAMPLE,
        )
    return uses, days
