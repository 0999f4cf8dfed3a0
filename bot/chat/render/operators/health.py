"""The answer to /health."""

from collections.abc import Sequence

from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.html import Line, Rendered, bold, clip, compose, tidy
from bot.chat.render.retold.elsewhere import retold
from bot.model import HealthTrouble

_MOST = 25


def health(troubles: Sequence[HealthTrouble], t: Translator = ENGLISH) -> Rendered:
    """A line for each thing that is wrong."""
    looked_at = t.say(
        "Looked at: the database, what is owed, polling, feeds that fail for long, the disk, clocks, Telegram."
    )
    more = t.say("More: {commands}", commands="/status, /feeds")
    if not troubles:
        return compose([bold(t.say("Nothing is wrong.")), looked_at, more], t=t)
    lines: list[Line] = [bold(t.plural("{number} thing is wrong", "{number} things are wrong", len(troubles)))]
    lines += [f"⚠ {clip(retold(tidy(one.sentence), t), 300)}" for one in troubles[:_MOST]]
    if len(troubles) > _MOST:
        lines.append(t.say("… and {number} more", number=str(len(troubles) - _MOST)))
    return compose([*lines, "", looked_at, more], t=t)
