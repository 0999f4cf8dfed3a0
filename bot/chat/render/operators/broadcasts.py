"""The messages to operators about a broadcast: how it will look, and that it goes."""

from collections.abc import Mapping

from bot.chat.languages.lists import listed
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.html import Button, Line, Rendered, bold, compose, tidy
from bot.chat.render.notice import broadcast
from bot.model import ChatType

CAST = "cast"
SEND, DROP = "send", "drop"
NAMES = {
    ChatType.PRIVATE: ("{number} private chat", "{number} private chats"),
    ChatType.GROUP: ("{number} group", "{number} groups"),
    ChatType.SUPERGROUP: ("{number} large group", "{number} large groups"),
    ChatType.CHANNEL: ("{number} channel", "{number} channels"),
    ChatType.ADDRESS: ("{number} other address", "{number} other addresses"),
}


def preview(text: str, kinds: Mapping[ChatType, int], draft: str, t: Translator = ENGLISH) -> Rendered:
    """The message itself, and below it to how many it goes; ``kinds``: subscribers of each kind."""
    whom = listed([t.plural(*NAMES[kind], kinds[kind]) for kind in ChatType if kinds.get(kind)], t)
    chats = sum(kinds.values())
    lines: list[Line] = [
        bold(
            t.plural(
                "This goes to {number} subscribed chat: {which}",
                "This goes to {number} subscribed chats: {which}",
                chats,
                which=whom,
            )
        ),
        t.say("Nothing is sent yet."),
        "",
        *(tidy(line) for line in broadcast(text, t).plain.split("\n")),
    ]
    buttons = (
        Button(t.say("Send to {number}", number=str(chats)), data=f"{CAST}:{SEND}:{draft}"),
        Button(t.say("Cancel"), data=f"{CAST}:{DROP}:{draft}"),
    )
    return compose(lines, buttons=(buttons,), t=t)


def under_way(chats: int, t: Translator = ENGLISH) -> Rendered:
    number = t.plural("{number} chat", "{number} chats", chats) if chats else t.say("no chats")
    told = "It goes out to {chats}, at the pace that Telegram bears, and behind alerts. /status counts what waits."
    return compose([t.say(told, chats=number)], t=t)


def dropped(t: Translator = ENGLISH) -> Rendered:
    return compose([t.say("Nothing was sent.")], t=t)
