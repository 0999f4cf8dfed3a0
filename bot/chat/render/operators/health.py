"""The answer to /health."""

from collections.abc import Sequence

from bot.chat.render.html import Line, Rendered, bold, clip, compose, tidy
from bot.model import HealthTrouble
from bot.phrases.wording import count

_MOST = 25
_LOOKED_AT = "Looked at: the database, what is owed, polling, feeds that fail for long, the disk, clocks, Telegram."


def health(troubles: Sequence[HealthTrouble]) -> Rendered:
    """A line for each thing that is wrong."""
    if not troubles:
        return compose([bold("Nothing is wrong."), _LOOKED_AT, "More: /status, /feeds"])
    lines: list[Line] = [bold(f"{count(len(troubles), 'thing is', 'things are')} wrong")]
    lines += [f"⚠ {clip(tidy(one.sentence), 300)}" for one in troubles[:_MOST]]
    if len(troubles) > _MOST:
        lines.append(f"… and {len(troubles) - _MOST} more")
    return compose([*lines, "", _LOOKED_AT, "More: /status, /feeds"])
