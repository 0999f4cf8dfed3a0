"""What is said where something typed cannot be read."""

from collections.abc import Callable

from bot.chat.languages.translator import ENGLISH, Translator

UNSEEN = "letters that cannot be seen"


class BadArgument(Exception):  # noqa: N818  # what the user is told, not a failure of ours
    """What was typed cannot be read. ``str()`` says so in English, ``told`` in any language; ``example`` is a line that
    works."""

    def __init__(self, sentence: str, example: str, /, **values: str | Callable[[Translator], str]) -> None:
        """``sentence`` is in the catalogues, with places for the values; one that a language has in its own way is what
        gives it. What was typed stands in a place, never in the sentence.
        """
        self.sentence, self.example, self.values = sentence, example, values
        super().__init__(self.told(ENGLISH))

    def told(self, t: Translator) -> str:
        """The sentence of a language."""
        if not self.values:
            return t.whole(self.sentence)
        return t.say(self.sentence, **{name: _told(one, t) for name, one in self.values.items()})


def _told(value: str | Callable[[Translator], str], t: Translator) -> str:
    return value(t) if callable(value) else t.whole(UNSEEN) if value == UNSEEN else value


def shown(typed: str) -> str:
    """What was typed on one line, as far as an answer shows it: without letters that nobody sees."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in typed).split())
    if not line and typed.strip():
        return UNSEEN
    return line if len(line) <= 40 else line[:39] + "…"
