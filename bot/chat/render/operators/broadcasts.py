"""The messages to operators about a broadcast: how it will look, and that it goes."""

from collections.abc import Mapping

from bot.chat.render.html import Button, Line, Rendered, bold, compose, tidy
from bot.chat.render.notice import broadcast
from bot.model import ChatType
from bot.phrases.wording import count, list_in_words

CAST = "cast"
SEND, DROP = "send", "drop"
_NAMES = {
    ChatType.PRIVATE: ("private chat", "private chats"),
    ChatType.GROUP: ("group", "groups"),
    ChatType.SUPERGROUP: ("large group", "large groups"),
    ChatType.CHANNEL: ("channel", "channels"),
    ChatType.ADDRESS: ("other address", "other addresses"),
}


def preview(text: str, kinds: Mapping[ChatType, int], draft: str) -> Rendered:
    """The message itself, and below it to how many it goes; ``kinds``: subscribers of each kind."""
    whom = list_in_words([count(kinds[kind], *_NAMES[kind]) for kind in ChatType if kinds.get(kind)])
    all_of_them = count(sum(kinds.values()), "subscribed chat")
    lines: list[Line] = [
        bold(f"This goes to {all_of_them}: {whom}"),
        "Nothing is sent yet.",
        "",
        *(tidy(line) for line in broadcast(text).plain.split("\n")),
    ]
    buttons = (
        Button(f"Send to {sum(kinds.values())}", data=f"{CAST}:{SEND}:{draft}"),
        Button("Cancel", data=f"{CAST}:{DROP}:{draft}"),
    )
    return compose(lines, buttons=(buttons,))


def under_way(chats: int) -> Rendered:
    return compose(
        [
            f"It goes out to {count(chats, 'chat')}, at the pace that Telegram bears, and behind alerts. /status "
            "counts what waits."
        ]
    )


def dropped() -> Rendered:
    return compose(["Nothing was sent."])
