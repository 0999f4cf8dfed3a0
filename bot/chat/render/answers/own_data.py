"""What is kept of a chat, in words, and that it is gone."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.chat.languages.lists import listed
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.html import Button, Line, Rendered, bold, clip, compose, tidy
from bot.chat.render.words import local_time
from bot.chat.typed.zones import zone_in_words
from bot.model import Chat

FORGET = "forget"
CAPTION = "All that is kept of this chat, as JSON."
ALL, NOT = "all", "not"
_MOST_NAMES = 20

Kept = Mapping[str, Sequence[Mapping[str, object]]]
OTHERS = {
    "chat_subscriptions": ("{number} subscription beside the first", "{number} subscriptions beside the first"),
    "muted_stories": ("{number} muted story", "{number} muted stories"),
    "complaints": ("{number} report of something wrong", "{number} reports of something wrong"),
    "doors": ("{number} door to another address", "{number} doors to other addresses"),
    "guests": ("{number} invitation that it came by", "{number} invitations that it came by"),
    "outbox": ("{number} message sent or to be sent here", "{number} messages sent or to be sent here"),
    "messages": ("{number} older message, by its number", "{number} older messages, by their numbers"),
    "watch_hits": ("{number} entry that the watches found", "{number} entries that the watches found"),
}
"""Table -> what so many rows of it are."""
_NOT_KEPT = (
    "Not kept: what is typed here, beyond watches and settings; who is in a group, and what they read. The bot's log "
    "may name this chat's number, and backups that its operator made have what they had then."
)


def nothing_kept(t: Translator = ENGLISH) -> Rendered:
    """The store knows nothing of the chat."""
    return compose([t.say("Nothing is kept of this chat."), "", t.say(_NOT_KEPT)])


def kept(data: Kept, chat: Chat, rings: str, *, now: datetime, zone: str, t: Translator = ENGLISH) -> Rendered:
    """Each thing in a line; ``rings`` is the sentence of what rings, "" where nothing does."""
    itself = t.say(
        "its number {number}, its kind ({kind}) and name[ “{name}”], its clock ({zone})[, subscribed since {since}]",
        number=str(chat.id),
        kind=t.word("chat", chat.type),
        name=clip(tidy(chat.title), 80),
        zone=zone if t.is_english else zone_in_words(zone, t),
        since=local_time(chat.since, zone, now, t) if chat.since is not None else "",
    )
    lines: list[Line] = [
        bold(t.say("What is kept of this chat")),
        f"• {itself}",
        f"• {rings or t.say('its settings; it gets no alerts')}",
    ]
    if names := [clip(tidy(str(row["name"])), 60) for row in data.get("watches", ())][:_MOST_NAMES]:
        lines.append(f"• {_watches(len(data['watches']), t)}: {listed(names, t)}")
    lines += [f"• {one}" for one in _counted(data, t)]
    lines += [
        "",
        t.say("All of it is in the file below."),
        t.say(_NOT_KEPT),
        "",
        t.say("To have it removed: /forgetme"),
    ]
    return compose(lines, t=t)


def _watches(number: int, t: Translator) -> str:
    return t.plural("{number} watch", "{number} watches", number)


def _counted(data: Kept, t: Translator) -> list[str]:
    """``3 muted stories``; of a table that nobody has named its rows."""
    others = [(name, len(rows)) for name, rows in data.items() if name not in {"chats", "watches"}]
    return [
        t.plural(*OTHERS[name], number) if name in OTHERS and number else _rows(name, number, t)
        for name, number in others
    ]


def _rows(name: str, number: int, t: Translator) -> str:
    counted = t.plural("{number} row", "{number} rows", number) if number else t.say("no rows")
    return f"{name.replace('_', ' ')}: {counted}"


def ask_back(data: Kept, t: Translator = ENGLISH) -> Rendered:
    """What would go, with a button for it and one against."""
    watches = _watches(len(data["watches"]), t) if data.get("watches") else ""
    parts = [part for part in (t.say("this chat and its settings"), watches, *_counted(data, t)) if part]
    lines: list[Line] = [
        bold(t.say("Forget this chat?")),
        t.say(
            "Removed are {parts}. Alerts end; replies to older ones are no longer understood. It cannot be taken back.",
            parts=listed(parts, t),
        ),
    ]
    buttons = (
        Button(t.say("Forget it all"), data=f"{FORGET}:{ALL}"),
        Button(t.say("Keep it"), data=f"{FORGET}:{NOT}"),
    )
    return compose(lines, buttons=(buttons,))


def left_alone(t: Translator = ENGLISH) -> Rendered:
    return compose([t.say("Nothing was removed.")])


def forgotten(rows: int, t: Translator = ENGLISH) -> Rendered:
    """How many rows went."""
    if not rows:
        return compose([t.say("Nothing was kept of this chat any more.")])
    told = t.plural(
        "Forgotten: {number} row about this chat were removed, and nothing is kept of it now.",
        "Forgotten: {number} rows about this chat were removed, and nothing is kept of it now.",
        rows,
    )
    return compose([told, "", t.say(_NOT_KEPT)])
