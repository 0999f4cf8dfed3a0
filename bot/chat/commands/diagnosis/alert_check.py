"""/testalert: the newest alert of before, once more, by the way that all alerts go."""

from bot.chat.commands.command import CommandRequest, Families
from bot.chat.render import Rendered
from bot.chat.render.notice import say, try_this


class AlertCheck:
    """Has a chat see what an alert looks like, and that it arrives."""

    def __init__(self, families: Families) -> None:
        self._context = families.context

    def send(self, asked: CommandRequest) -> Rendered:
        """Owes the chat a test; says what to do where it does not come."""
        now, t = self._context.now(), asked.t
        if self._context.store.outbox.owe_test(asked.chat, now) is None:
            told = t.say("No report is in yet, so there is no alert to show. /sources tells how the feeds are.")
            return try_this(told, "/sources", t)
        known = self._context.store.outbox.chat(asked.chat.id)
        told = t.say(
            "A test alert is on its way, by the way that all alerts go; it comes within seconds, once a minute at the "
            "most. If it does not, /status says what is wrong."
        )
        if known is not None and known.subscribed:
            return say(told)
        return say(f"{told}{t.gap}{t.say('This chat gets no alerts yet: /subscribe.')}")
