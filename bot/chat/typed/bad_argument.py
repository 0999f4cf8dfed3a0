"""What is said where something typed cannot be read."""

UNSEEN = "letters that cannot be seen"


class BadArgument(Exception):  # noqa: N818  # what the user is told, not a failure of ours
    """What was typed cannot be read. ``str()`` says so to the user; ``example`` is a line that works."""

    def __init__(self, sentence: str, example: str) -> None:
        super().__init__(sentence)
        self.example = example


def shown(typed: str) -> str:
    """What was typed on one line, as far as an answer shows it: without letters that nobody sees."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in typed).split())
    if not line and typed.strip():
        return UNSEEN
    return line if len(line) <= 40 else line[:39] + "…"
