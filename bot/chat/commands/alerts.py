"""What a chat is rung for (``/alerts``), why an alert rang (``/why``), and the buttons under alerts."""

from collections.abc import Callable, Mapping
from functools import partial

from bot.chat.commands.button_press import ButtonPress, Outdated, PressHandler, is_id
from bot.chat.commands.command import CommandRequest, Families
from bot.chat.render import Rendered
from bot.chat.render.alert import FIGURES, WHY
from bot.chat.render.html import bold, code, compose, joined, text
from bot.chat.render.notice import try_this
from bot.chat.render.why import article_figures, figures_with_reasons, unknown_alert, why, why_usage
from bot.chat.typed.arguments import BadArgument
from bot.desk.delivery.digest import clock_of
from bot.model import Alerts, Article

EXAMPLE = "/alerts digest 8:00"
_WORDS = {
    Alerts.ALL: {"all", "everything", "now"},
    Alerts.CRITICAL: {"critical", "urgent"},
    Alerts.DIGEST: {"digest", "daily"},
}


def alerts_words(words: str, before: str) -> tuple[Alerts, str]:
    """What was typed, and when the digest comes (``08:00``), by default as ``before``. Raises BadArgument."""
    head, _, rest = words.strip().lower().partition(" ")
    mode = next((mode for mode, names in _WORDS.items() if head in names), None)
    if mode is None:
        raise BadArgument("Say all, critical, or digest with a time of day.", EXAMPLE)
    if not rest.strip():
        return mode, before
    clock = clock_of(rest.removeprefix("at ").strip())
    if mode is not Alerts.DIGEST or clock is None:
        raise BadArgument("Only a digest has a time, such as 8:00 or 6 pm.", EXAMPLE)
    return mode, f"{clock:%H:%M}"


class AlertCommands:
    """The commands about alerts."""

    def __init__(self, families: Families) -> None:
        self._context = families.context
        self._archive, self._chats = self._context.store.archive, self._context.store.outbox

    def alerts(self, asked: CommandRequest) -> Rendered:
        """Tells what the chat is rung for, or changes it. Raises BadArgument."""
        known = self._chats.chat(asked.chat.id)
        if known is None or not known.subscribed:
            return try_this("This chat is not subscribed yet, so nothing rings here.", "/subscribe")
        zone = known.time_zone or self._context.default_zone
        if not asked.words.strip():
            ways = joined(", ", [code(f"/alerts {way}") for way in ("all", "critical", "digest 8:00")])
            return compose([_told(known.alerts, known.digest_at, zone), text("Change it: ") + ways])
        mode, at = alerts_words(asked.words, known.digest_at)
        self._chats.set_alerts(asked.chat.id, mode, at)
        return compose([bold("Changed. ") + _told(mode, at, zone)])

    def why(self, asked: CommandRequest) -> Rendered:
        """Why the alert rang that the command replies to."""
        if asked.reply_to is None:
            return why_usage()
        article = self._archive.sent_article(asked.chat.id, asked.reply_to)
        return unknown_alert() if article is None else self.why_of(article, asked)

    def buttons(self) -> Mapping[str, PressHandler]:
        """The handlers of ``figures:REPORT`` and ``why:REPORT``."""
        return {FIGURES: partial(self._press, self.figures_of), WHY: partial(self._press, self.why_of)}

    async def _press(self, tell: Callable[[Article, CommandRequest], Rendered], pressed: ButtonPress) -> None:
        await pressed.reply(lambda: tell(self._article(pressed.words), pressed.as_request()))

    def _article(self, number: str) -> Article:
        article = self._archive.article(int(number)) if is_id(number) else None
        if article is None:
            raise Outdated
        return article

    def why_of(self, article: Article, asked: CommandRequest) -> Rendered:
        """Why one report rang: its words and figures."""
        versions = self._archive.versions([article.id]).get(article.id, ())
        tell = self._context.reasons
        return why(
            article,
            self._context.topic,
            now=self._context.now(),
            zone=self._context.zone_of(asked.chat.id),
            versions=versions,
            reasons=tell(article, figures_with_reasons(article)) if tell else (),
        )

    def figures_of(self, article: Article, asked: CommandRequest) -> Rendered:
        """Every figure of one report with its standing."""
        topic, convert, zone = self._context.topic, self._context.convert, self._context.zone_of(asked.chat.id)
        return article_figures(article, topic, convert, now=self._context.now(), zone=zone)


def _told(mode: Alerts, at: str, zone: str) -> str:
    loud = "deals, break-offs, signatures and record demands"
    match mode:
        case Alerts.ALL:
            return "Every story with something new in it rings here at once, and the turns of one that has rung."
        case Alerts.CRITICAL:
            return f"Only {loud} ring here. Everything else: /latest and /summary."
        case Alerts.DIGEST:
            return f"What is critical ({loud}) rings at once; all else comes daily at {at} ({zone}), in one message."
