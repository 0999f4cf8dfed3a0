"""What is said where something typed cannot be read."""


class BadArgument(Exception):  # noqa: N818  # what the user is told, not a failure of ours
    """What was typed cannot be read. ``str()`` says so to the user; ``example`` is a line that works."""

    def __init__(self, sentence: str, example: str) -> None:
        super().__init__(sentence)
        self.example = example


def shown(typed: str) -> str:
    """What was typed on one line, as far as an answer shows it."""
    line = " ".join(typed.split())
    return line if len(line) <= 40 else line[:39] + "…"
