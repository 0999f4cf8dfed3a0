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
from bot.chat.typed.bad_argument import shown
from bot.chat.typed.zones import zone_in_words
from bot.desk.delivery.digest import clock_of
from bot.model import Alerts, Article

EXAMPLE = "/alerts digest 8:00"
_WORDS = {
    Alerts.ALL: {"all", "everything", "now"},
    Alerts.CRITICAL: {"critical", "urgent"},
    Alerts.DIGEST: {"digest", "daily"},
}

_OFF = frozenset({"off", "none", "no", "stop"})


def alerts_words(words: str, before: str) -> tuple[Alerts, str]:
    """What was typed, and when the digest comes (``08:00``), by default as ``before``. Raises BadArgument."""
    head, _, rest = words.strip().lower().partition(" ")
    mode = next((mode for mode, names in _WORDS.items() if head in names), None)
    if mode is None and head in _OFF:
        raise BadArgument("Nothing was changed: /unsubscribe ends the alerts.", "/unsubscribe")
    if mode is None:
        raise BadArgument(f"“{shown(words)}” cannot be chosen. Alerts are all, critical, or a digest.", EXAMPLE)
    if not rest.strip():
        return mode, before
    if mode is not Alerts.DIGEST:
        raise BadArgument(f"Only a digest has a time: /alerts {mode} takes nothing more.", EXAMPLE)
    clock = clock_of(rest.removeprefix("at ").strip())
    if clock is None:
        raise BadArgument(f"“{shown(rest)}” is no time of day; 8:00, 18:30 and 6 pm are.", EXAMPLE)
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
            return try_this("This chat gets no alerts yet.", "/subscribe")
        zone = zone_in_words(known.time_zone or self._context.default_zone)
        if not asked.words.strip():
            ways = joined(", ", [code(f"/alerts {way}") for way in ("all", "critical", "digest 8:00")])
            return compose([alerts_in_words(known.alerts, known.digest_at, zone), text("Change it: ") + ways])
        mode, at = alerts_words(asked.words, known.digest_at)
        self._chats.set_alerts(asked.chat.id, mode, at)
        return compose([bold("Changed. ") + alerts_in_words(mode, at, zone)])

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


def alerts_in_words(mode: Alerts, at: str, zone: str) -> str:
    """What a chat is rung for, in a sentence or two; ``zone`` as it is shown."""
    loud = "deals, break-offs, signatures and record demands"
    match mode:
        case Alerts.ALL:
            return "Each new story is sent here at once, and so is every turn in one that was sent."
        case Alerts.CRITICAL:
            return f"Only {loud} are sent here. For everything else there are /latest and /summary."
        case Alerts.DIGEST:
            return (
                f"{loud.capitalize()} are sent here at once; everything else comes as a digest, daily at {at} ({zone})."
            )
