"""Why a report rang or did not, as the intake wrote it down in English, in the language of a chat.

It is kept with the report, as it was decided then. In other languages its beginning is told, which says what it was
taken for; what spoke for its story, and what was new, are told as far as they are of the patterns below.
"""

import re

from bot.chat.languages.amounts import printed_again
from bot.chat.languages.times import days_again
from bot.chat.languages.translator import Translator
from bot.chat.render.html import clip, tidy
from bot.chat.render.words import role_words
from bot.model import Role
from bot.phrases.wording import sentence

_MOST = 600
_STORY = r"(?:story (?P<story>\d+)|«(?P<title>.*)» in the same poll)"
_LEVEL = r"(?P<level>critical|material|background|echo)"
HEADS = (
    ("the feed's first poll", re.compile(r"the feed's first poll\b")),
    ("from the archive of past reports", re.compile(r"from the archive of past reports\b")),
    ("off the topic", re.compile(r"off the topic\b")),
    ("a new story, parted from another one", re.compile(r"a new story, with ")),
    ("a new story", re.compile(r"a new story\b")),
    ("the latest of {story}, which had rung for nobody", re.compile(rf"the latest of {_STORY}, which had rung")),
    ("a reply to the alerts of {story}", re.compile(rf"a reply to the alerts of {_STORY}")),
    ("echo of {story}", re.compile(rf"echo of {_STORY}")),
    ("adds to {story}", re.compile(rf"adds to {_STORY}")),
    ("{level} within {story}, which has rung", re.compile(rf"{_LEVEL} within {_STORY}, which has rung")),
)
"""What it was taken for, by how that begins."""
LEVELS = ("critical", "material", "background", "echo")
_OF_NEW = re.compile(rf"a new story(?:, with [^,:]*)?, {_LEVEL}\b")
_CLAIM = re.compile(
    r"(?:^|; |: |, )(?P<amount>[^;:]*?\d[^;:]*?) (?P<role>demanded|offered|agreed|paid|budgeted|estimated)"
    r"(?P<news> is the highest demand so far| is a new position| is new)"
)
CLAIMS = {
    " is the highest demand so far": "{figure}, the highest demand so far",
    " is a new position": "{figure}, a new position",
    " is new": "{figure}, new",
}
_WORDS = {role.traits.word: role for role in Role if role.traits.word}
ONCE = "and a story rings once"


def decision(why: str, t: Translator) -> str:
    """As a sentence."""
    if t.is_english:
        return sentence(clip(tidy(why), _MOST))
    told = [_head(why, t), *_claims(why, t)]
    if why.endswith(ONCE):
        told.append(t.say("a story rings once"))
    return t.say("{words}.", words=t.word("between", "; ").join(filter(None, told)))


def _head(why: str, t: Translator) -> str:
    for pattern, beginning in HEADS:
        if found := beginning.match(why):
            values = found.groupdict()
            story = f"/story_{values['story']}" if values.get("story") else values.get("title") or ""
            level = t.word("level", values["level"]) if values.get("level") else ""
            head = t.say(pattern, story=story, level=level)
            of_new = _OF_NEW.match(why)
            return f"{head}{t.joint}{t.word('level', of_new['level'])}" if of_new else head
    return ""


def _claims(why: str, t: Translator) -> list[str]:
    return [
        t.say(
            CLAIMS[found["news"]],
            figure=f"{days_again(printed_again(found['amount'].strip(), t), t)} "
            f"{role_words(_WORDS[found['role']], None, t)}",
        )
        for found in _CLAIM.finditer(why)
    ]
