"""What a chat is rung for: ``/alerts``, with what may be typed after it."""

from bot.chat.context import ChatContext
from bot.chat.render import Rendered
from bot.chat.render.html import bold, code, compose, joined, text
from bot.chat.render.notice import try_this
from bot.chat.typed.arguments import BadArgument
from bot.desk.delivery.digest import clock_of
from bot.model import Alerts, Chat

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


def alerts(context: ChatContext, chat: Chat, words: str) -> Rendered:
    """Tells what the chat is rung for, or changes it. Raises BadArgument."""
    known = context.archive.chat(chat.id)
    if known is None or not known.subscribed:
        return try_this("This chat is not subscribed yet, so nothing rings here.", "/subscribe")
    zone = known.time_zone or context.default_zone
    if not words.strip():
        ways = joined(", ", [code(f"/alerts {way}") for way in ("all", "critical", "digest 8:00")])
        return compose([_told(known.alerts, known.digest_at, zone), text("Change it: ") + ways])
    mode, at = alerts_words(words, known.digest_at)
    context.archive.set_alerts(chat.id, mode, at)
    return compose([bold("Changed. ") + _told(mode, at, zone)])


def _told(mode: Alerts, at: str, zone: str) -> str:
    loud = "deals, break-offs, signatures and record demands"
    match mode:
        case Alerts.ALL:
            return "Every new story rings here at once, and the turns of one that has rung."
        case Alerts.CRITICAL:
            return f"Only {loud} ring here. Everything else: /latest and /summary."
        case Alerts.DIGEST:
            return f"What is critical ({loud}) rings at once; all else comes daily at {at} ({zone}), in one message."
