"""The messages around an export: how to ask, and why there is no file."""

from bot.chat.render.html import Button, Line, Rendered, bold, code, compose
from bot.chat.render.notice import say, try_this
from bot.desk.answers.export import What

EXPORT = "export"
"""Of a button's data."""

_OFFERED = (
    (("Figures, CSV", "csv figures"), ("Figures, JSON", "json figures")),
    (("Stories, CSV", "csv stories"), ("Stories, Atom", "atom")),
    (("Reports, CSV", "csv reports"), ("Figures, text", "markdown figures")),
)
"""Short, as a phone cuts a longer label in two."""


def usage() -> Rendered:
    """How to ask, with the commonest files as buttons."""
    lines: list[Line] = [
        bold("Export") + " sends a file of what is on record, each row with its report, outlet, date and link.",
        "",
        "Say a kind (csv, json, markdown, or atom for feed readers), what (figures, stories or reports), and, "
        "where wanted, a country and a period:",
        code("/export csv figures korea since:2024"),
        code("/export json reports since:2019-11 until:2019-12"),
        code("/export markdown stories japan 30d"),
        code("/export atom"),
    ]
    buttons = tuple(tuple(Button(label, data=f"{EXPORT}:{words}") for label, words in row) for row in _OFFERED)
    return compose(lines, buttons=buttons)


def nothing_to_export(what: What) -> Rendered:
    """The message that there is nothing to make a file of."""
    return try_this(f"There are no {what} on record for this, so there is no file.", "/export csv reports")


def too_large() -> Rendered:
    """The message that Telegram would not take the file."""
    return say("The file is too large for Telegram. Ask for a shorter period: since: and until: narrow it.")
