"""Several subscriptions of a chat: their names, that one was kept or ended, and the rows of their list."""

from zlib import crc32

from msgspec import Struct

from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.digest import come_now
from bot.chat.render.html import Line, Rendered, bold, clip, code, compose, said, text, tidy
from bot.desk.delivery.subscriptions import name_key
from bot.model import ChatSubscription

_NAME = 60
_MAIN = "main"


class Listed(Struct, frozen=True):
    """A subscription in the list."""

    key: str
    """As ``key_of``."""
    name: str
    told: str
    """What rings by it."""
    paused: bool


def name_of(one: ChatSubscription, t: Translator = ENGLISH) -> str:
    """Its name; that of a first one without any."""
    return clip(tidy(one.name), _NAME) or t.word("subscription", "Main")


def keys(one: ChatSubscription, t: Translator = ENGLISH) -> set[str]:
    """What it is found by, as ``name_key`` has it."""
    return {name_key(one.name)} if one.name else {_MAIN, name_key(name_of(one, t))}


def key_of(one: ChatSubscription) -> str:
    """What buttons know it by: another than that of the one which is the first after it."""
    return f"{one.number}.{crc32(name_key(one.name).encode()):08x}"


def kept(
    one: ChatSubscription,
    sentence: str,
    *,
    is_new: bool,
    come: int = 0,
    every: ChatSubscription | None = None,
    t: Translator = ENGLISH,
) -> Rendered:
    """The answer to /subscribe with a name; ``every``: another one that rings for all news anyway."""
    head = bold(t.say("Subscribed.") if is_new else t.say("Changed."))
    lines: list[Line] = [head + t.gap + sentence, *([come_now(come, t)] if come else [])]
    if every is not None:
        told = "“{name}” rings for all news here, whatever the others say. To end that: {line}"
        lines.append(said(t, told, name=text(name_of(every, t)), line=code(f"/unsubscribe {name_of(every, t)}")))
    told = "All of them: /subscriptions · to end this one: {line}"
    return compose([*lines, said(t, told, line=code(f"/unsubscribe {name_of(one, t)}"))])


def ended(one: ChatSubscription, sentence: str, t: Translator = ENGLISH) -> Rendered:
    """One has ended, and others go on."""
    return compose([bold(t.say("“{name}” has ended.", name=name_of(one, t))) + t.gap + sentence])
