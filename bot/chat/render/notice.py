"""A notice to an operator, and the short answers: a wrong argument, a button too old, something that went wrong."""

from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.html import Rendered, bold, clip, code, compose, said, text, tidy
from bot.chat.render.retold.elsewhere import noted
from bot.chat.typed.bad_argument import BadArgument

GOOD = "✅"
"""What a notice begins with that is no warning."""


def notice(words: str, t: Translator = ENGLISH) -> Rendered:
    """What an operator, or the owner of a door, is told, line by line; it was owed in English."""
    told = [noted(tidy(line), t) for line in words.splitlines() if line.strip()] or [t.say("(an empty notice)")]
    lines = [clip(line, 1000) for line in told]
    mark = "" if lines[0].startswith(GOOD) else "⚠️ "
    return compose([text(mark) + lines[0], *lines[1:]], t=t)


def broadcast(words: str) -> Rendered:
    """What the operator tells everybody, line by line."""
    return compose([bold("From who runs this bot"), *(tidy(line) for line in words.strip().splitlines())])


def say(words: str) -> Rendered:
    """A message of one line."""
    return compose([clip(tidy(words), 1000)])


def try_this(sentence: str, example: str, t: Translator = ENGLISH) -> Rendered:
    """The message that something cannot be understood, and a line that can; the sentence is of the language."""
    return compose(
        [clip(tidy(sentence), 1000), said(t, "Try {line}", line=code(example) if " " in example else text(example))]
    )


def unreadable(problem: BadArgument, t: Translator = ENGLISH) -> Rendered:
    """The same of what was typed."""
    return try_this(problem.told(t), problem.example, t)
