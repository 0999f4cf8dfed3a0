"""The outlets that a chat prefers."""

from collections.abc import Sequence

from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.html import Line, Rendered, bold, clip, code, compose, said, tidy


def listed_preferred(outlets: Sequence[str], t: Translator = ENGLISH) -> Rendered:
    """Which are preferred, the first one first, what that does, and how it is changed."""
    lines: list[Line] = [bold(t.say("Preferred here, in this order:"))] if outlets else [t.say("None is preferred.")]
    lines += [f"{number}. {clip(tidy(one), 60)}" for number, one in enumerate(outlets, 1)]
    told = (
        "Where several outlets tell the same, an alert names the first of these that does, in the language in which "
        "it would come anyway; it is edited to name one that comes later."
    )
    lines += ["", t.say(told), said(t, "One more: {line}", line=code("/prefer KBS World"))]
    if outlets:
        lines.append(said(t, "One less: {line}", line=code(f"/prefer off {clip(tidy(outlets[-1]), 60)}")))
    return compose(lines)


def changed(sentence: str, t: Translator = ENGLISH) -> Rendered:
    """What is preferred is another; ``sentence``: what rings."""
    return compose([bold(t.say("Changed.")) + t.gap + sentence])
