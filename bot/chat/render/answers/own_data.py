"""What is kept of a chat, in words, and that it is gone."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.chat.render.html import Button, Line, Rendered, bold, clip, compose, tidy
from bot.chat.render.words import local_time
from bot.model import Chat
from bot.phrases.wording import count, list_in_words

FORGET = "forget"
CAPTION = "All that is kept of this chat, as JSON."
ALL, NOT = "all", "not"
_MOST_NAMES = 20

Kept = Mapping[str, Sequence[Mapping[str, object]]]
_OTHERS = {
    "muted_stories": ("muted story", "muted stories"),
    "complaints": ("report of something wrong", "reports of something wrong"),
    "guests": ("invitation that it came by", "invitations that it came by"),
    "outbox": ("message sent or to be sent here", "messages sent or to be sent here"),
    "messages": ("older message, by its number", "older messages, by their numbers"),
    "watch_hits": ("entry that the watches found", "entries that the watches found"),
}
"""Table -> what a row of it is."""
_NOT_KEPT = (
    "Not kept: what is typed here, beyond watches and settings; who is in a group, and what they read. The bot's log "
    "may name this chat's number, and backups that its operator made have what they had then."
)


def nothing_kept() -> Rendered:
    """The store knows nothing of the chat."""
    return compose(["Nothing is kept of this chat.", "", _NOT_KEPT])


def kept(data: Kept, chat: Chat, rings: str, *, now: datetime, zone: str) -> Rendered:
    """Each thing in a line; ``rings`` is the sentence of what rings, "" where nothing does."""
    since = f", subscribed since {local_time(chat.since, zone, now)}" if chat.since is not None else ""
    title = f" “{clip(tidy(chat.title), 80)}”" if chat.title.strip() else ""
    lines: list[Line] = [
        bold("What is kept of this chat"),
        f"• its number {chat.id}, its kind ({chat.type}) and name{title}, its clock ({zone}){since}",
        f"• {rings or 'its settings; it gets no alerts'}",
    ]
    if names := [clip(tidy(str(row["name"])), 60) for row in data.get("watches", ())][:_MOST_NAMES]:
        lines.append(f"• {count(len(data['watches']), 'watch', 'watches')}: {list_in_words(names)}")
    lines += [f"• {one}" for one in _counted(data)]
    lines += ["", "All of it is in the file below.", _NOT_KEPT, "", "To have it removed: /forgetme"]
    return compose(lines)


def _counted(data: Kept) -> list[str]:
    """``3 muted stories``; of a table that nobody has named its rows."""
    told = {"chats", "watches"}
    others = [(name, len(rows)) for name, rows in data.items() if name not in told]
    return [
        count(number, *_OTHERS[name]) if name in _OTHERS else f"{name.replace('_', ' ')}: {count(number, 'row')}"
        for name, number in others
    ]


def ask_back(data: Kept) -> Rendered:
    """What would go, with a button for it and one against."""
    watches = count(len(data["watches"]), "watch", "watches") if data.get("watches") else ""
    parts = [part for part in ("this chat and its settings", watches, *_counted(data)) if part]
    lines: list[Line] = [
        bold("Forget this chat?"),
        f"Removed are {list_in_words(parts)}. Alerts end; replies to older ones are no longer understood. It cannot be "
        "taken back.",
    ]
    buttons = (Button("Forget it all", data=f"{FORGET}:{ALL}"), Button("Keep it", data=f"{FORGET}:{NOT}"))
    return compose(lines, buttons=(buttons,))


def left_alone() -> Rendered:
    return compose(["Nothing was removed."])


def forgotten(rows: int) -> Rendered:
    """How many rows went."""
    if not rows:
        return compose(["Nothing was kept of this chat any more."])
    return compose(
        [f"Forgotten: {count(rows, 'row')} about this chat were removed, and nothing is kept of it now.", "", _NOT_KEPT]
    )
