"""The cards of an inline query: what each shows in the list, and the message that it sends to a chat of any kind.

No button of a card calls back: the bot is not in the chat, and sees nothing of it. They are links: to a source, or to
the bot, where its answer has buttons (https://core.telegram.org/bots/features#deep-linking).
"""

import re
from html import unescape

from msgspec import Struct
from msgspec.structs import replace

from bot.chat.languages.times import day
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.answers.search import entry
from bot.chat.render.baseline import compared_with
from bot.chat.render.html import Button, Rendered, clip, compose, tidy, utf16, web_address
from bot.chat.render.words import in_language
from bot.desk.answers.search import SearchResult
from bot.model import Topic

TITLE, DESCRIPTION = 80, 200
"""UTF-16 units; a phone shows one line of a title, and two or three of a description."""
PAYLOAD = 64
"""Letters of a deep link's payload."""
ASK = "ask"
"""What such a payload of ours begins with, before the command and its words."""

_BLOCK = re.compile(r"<pre>.*?</pre>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_PLAIN_WORDS = re.compile(r"[A-Za-z0-9-]+( [A-Za-z0-9-]+)*")


class Card(Struct, frozen=True):
    """One result of an inline query."""

    title: str
    description: str
    message: Rendered
    """What is sent; its buttons are links."""
    more: str = ""
    """What to ask the bot for more of it: ``figures korea``."""


class CardPage(Struct, frozen=True):
    cards: tuple[Card, ...]
    more: bool = False
    """Whether there is a page after it."""


def card_of(message: Rendered, topic: Topic, asked: str, t: Translator = ENGLISH) -> Card:
    """Of a command's answer: its first line and what follows, without tables and addresses. ``asked``: the command and
    its words."""
    words = unescape(_TAG.sub("", _BLOCK.sub("", message.html)))
    every_time = compared_with(topic, t).plain
    lines = [tidy(line).removeprefix("• ") for line in words.split("\n")]
    title, *rest = [line for line in lines if line and line != every_time] or [asked]
    if utf16(title) > TITLE:
        title = title.partition(t.word("between", "; "))[0]
    return Card(clip(title, TITLE), clip(" · ".join(rest), DESCRIPTION), replace(message, buttons=()), asked)


def result_card(one: SearchResult, topic: Topic, t: Translator = ENGLISH) -> Card:
    """Of a report that was found: its headline; when, whose, and the sentence that answers."""
    outlet, language = clip(tidy(one.source.outlet), 40), in_language(one.language, t)
    about = " · ".join(filter(None, [day(one.source.date, t), outlet, language, tidy(one.sentence)]))
    buttons = ((Button(t.say("Open"), url=one.source.url),),) if web_address(one.source.url) else ()
    title = clip(tidy(one.source.title) or t.say("(without a title)"), TITLE)
    message = compose(entry(one, topic, with_story=False, t=t), buttons=buttons, t=t)
    return Card(title, clip(about, DESCRIPTION), message, f"story {one.story_id}")


def payload(asked: str) -> str:
    """Of a deep link that asks for a command with its words; "" where a link cannot carry them.

    Links carry letters, digits, ``_`` and ``-``.
    """
    made = f"{ASK}_{asked.replace(' ', '_')}"
    return made if _PLAIN_WORDS.fullmatch(asked) and len(made) <= PAYLOAD else ""


def asked_by_link(words: str) -> str:
    """The command and its words of such a payload, "" for any other."""
    head, _, rest = words.partition("_")
    return rest.replace("_", " ") if head == ASK else ""


def linked(card: Card, username: str, t: Translator = ENGLISH) -> Rendered:
    """The message with the button to the bot of this name."""
    start = payload(card.more)
    address = f"https://t.me/{username}" + (f"?start={start}" if start else "")
    return replace(card.message, buttons=(*card.message.buttons, (Button(t.say("More in the bot"), url=address),)))
