"""The messages around an export: how to ask, and why there is no file."""

from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.html import Button, Line, Rendered, bold, code, compose, said
from bot.chat.render.notice import say, try_this
from bot.desk.answers.export import What

EXPORT = "export"
"""Of a button's data."""

OFFERED = (
    (("Figures, CSV", "csv figures"), ("Figures, JSON", "json figures")),
    (("Stories, CSV", "csv stories"), ("Stories, Atom", "atom")),
    (("Reports, CSV", "csv reports"), ("Figures, text", "markdown figures")),
)
"""Short, as a phone cuts a longer label in two."""
NOTHING = {
    What.FIGURES: "There are no figures on record for this, so there is no file.",
    What.STORIES: "There are no stories on record for this, so there is no file.",
    What.REPORTS: "There are no reports on record for this, so there is no file.",
}


def usage(t: Translator = ENGLISH) -> Rendered:
    """How to ask, with the commonest files as buttons."""
    about = "{command} sends a file of what is on record, each row with its report, outlet, date and link."
    lines: list[Line] = [
        said(t, about, command=bold(t.say("Export"))),
        "",
        t.say(
            "Say a kind (csv, json, markdown, or atom for feed readers), what (figures, stories or reports), and, "
            "where wanted, a country and a period:"
        ),
        code("/export csv figures korea since:2024"),
        code("/export json reports since:2019-11 until:2019-12"),
        code("/export markdown stories japan 30d"),
        code("/export atom"),
    ]
    buttons = tuple(tuple(Button(t.say(label), data=f"{EXPORT}:{words}") for label, words in row) for row in OFFERED)
    return compose(lines, buttons=buttons, t=t)


def nothing_to_export(what: What, t: Translator = ENGLISH) -> Rendered:
    """The message that there is nothing to make a file of."""
    return try_this(t.say(NOTHING[what]), "/export csv reports", t)


def too_large(t: Translator = ENGLISH) -> Rendered:
    """The message that Telegram would not take the file."""
    return say(t.say("The file is too large for Telegram. Ask for a shorter period: since: and until: narrow it."))
