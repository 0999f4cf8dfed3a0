"""/invite: a link by which somebody comes in, where the bot is for some people only."""

import re
import secrets
from datetime import timedelta

from bot.chat.commands.command import CommandRequest, Families
from bot.chat.languages.translator import Translator
from bot.chat.render import Rendered
from bot.chat.render.html import Line, bold, code, compose, said
from bot.chat.render.notice import say
from bot.chat.render.words import local_time
from bot.chat.typed.bad_argument import BadArgument, shown
from bot.model import Invitation

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
        t = asked.t
        if not self._context.allowed:
            return say(
                t.say(
                    "Everybody may use this bot, so nobody needs an invitation. Set ALLOWED_CHATS, with your own id at "
                    "least, to have it for invited people only."
                )
            )
        words = asked.words.strip()
        if (ending := _END.fullmatch(words)) is not None:
            return self._end(int(ending[1]), t)
        uses, days = _uses_and_days(words)
        token = f"{INVITED}{secrets.token_urlsafe(24)}"
        now = self._context.now()
        made = self._chats.invite(token, asked.chat.id, now, expires=now + timedelta(days=days), uses=uses)
        name = asked.place.bot.username if asked.place is not None else "YOUR_BOT"
        zone = self._context.zone_of(asked.chat.id)
        people = t.say("one chat") if uses == 1 else t.plural("{number} chat", "{number} chats", uses)
        until = local_time(made.expires, zone, now, t)
        told = "For {chats}, until {time}. It is shown this once: only its hash is kept."
        comes = "A group comes in by {command}, sent there once the bot is a member."
        lines: list[Line] = [
            bold(t.say("Invitation {number}", number=str(made.id))),
            f"https://t.me/{name}?start={token}",
            t.say(told, chats=people, time=until),
            said(t, comes, command=code(f"/start {token}")),
            *self._others(made, zone, t),
        ]
        return compose(lines, t=t)

    def _others(self, made: Invitation, zone: str, t: Translator) -> list[Line]:
        now = self._context.now()
        standing = [one for one in self._chats.invitations(now) if one.id != made.id]
        if not standing:
            return []
        told = [
            t.say(
                "• {number}: {used} of {uses} came, until {time}",
                number=str(one.id),
                used=str(one.used),
                uses=str(one.uses),
                time=local_time(one.expires, zone, now, t),
            )
            for one in standing[-20:]
        ]
        end = said(t, "To end one: {command}", command=code(f"/invite end {standing[-1].id}"))
        return ["", bold(t.say("Others that stand")), *told, end]

    def _end(self, number: int, t: Translator) -> Rendered:
        if not self._chats.end_invitation(number, self._context.now()):
            raise BadArgument("No invitation {number} stands.", EXAMPLE, number=str(number))
        told = "Nobody comes by invitation {number} any more. Who came by it stays in."
        return say(t.say(told, number=str(number)))


def _uses_and_days(words: str) -> tuple[int, int]:
    """Raises BadArgument."""
    if not words:
        return 1, _DAYS
    found = _WORDS.fullmatch(words)
    if found is None:
        raise BadArgument(
            "“{typed}” is neither a number of people nor days. Say how many may come, and for how long.",
            EXAMPLE,
            typed=shown(words),
        )
    uses, days = int(found["uses"] or 1), int(found["only"] or found["days"] or _DAYS)
    if not 1 <= uses <= MOST_USES or not 1 <= days <= MOST_DAYS:
        raise BadArgument(
            "“{typed}” cannot be: an invitation is for 1 to {people} people and 1 to {days} days.",
            EXAMPLE,
            typed=shown(words),
            people=str(MOST_USES),
            days=str(MOST_DAYS),
        )
    return uses, days
