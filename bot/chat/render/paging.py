"""Buttons that turn a page or open more: each carries the command whose message takes the place of the old one."""

from collections.abc import Iterable

from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.html import CALLBACK_LIMIT, Button
from bot.chat.typed.arguments import SummaryWords

GO = "go"
FILE = "ics"
OPEN, STORY = "open", "story"
"""Of the buttons that reply with a report or a story, before ``:`` and its number."""
CAME_FROM = "<"
"""Before the period of the summary that the button to a calendar stands under, which has none of its own."""

MOST_IN_ROW = 8
"""Buttons with a number side by side; Telegram shows no more."""

TURNS = ("Older", "Newer", "More", "Before", "Later", "Earlier")
"""What the buttons to other pages say, of what is listed and in which order."""

ButtonRows = tuple[tuple[Button, ...], ...]


def command_button(label: str, command: str, *words: str) -> Button:
    """A button that answers a command in the place of the message that it is under."""
    data = f"{GO}:{command}:{' '.join(filter(None, words))}"
    if len(data.encode()) > CALLBACK_LIMIT:
        raise ValueError(f"a button carries at most {CALLBACK_LIMIT} bytes: {data}")
    return Button(label, data=data)


def calendar_file_button(label: str, words: str) -> Button:
    """A button that sends the calendar's file."""
    return Button(label, data=f"{FILE}:{words}")


def typed_again(asked: SummaryWords) -> str:
    """The shortest words that mean the same: ``kr 7d``, ``kr since:2024-03-01``, ``kr 2019``."""
    return " ".join(filter(None, [*(one.key.lower() for one in asked.named), asked.span.typed if asked.span else ""]))


def pages(
    command: str,
    words: str,
    page: int,
    last: int,
    older: str = "Older",
    newer: str = "Newer",
    t: Translator = ENGLISH,
) -> tuple[Button, ...]:
    """The buttons to the pages beside this one."""
    before = [command_button(f"‹ {t.say(newer)}", command, words, f"p{page - 1}")] if page > 1 else []
    after = [command_button(f"{t.say(older)} ›", command, words, f"p{page + 1}")] if page < last else []
    return (*before, *after)


def numbered(articles: Iterable[int | None], first: int = 1) -> ButtonRows:
    """A button for each line of a list, with its number from ``first`` on, that replies with the line's report.

    None is no report of the archive, and has none.
    """
    made = [
        Button(str(number), data=f"{OPEN}:{article}")
        for number, article in enumerate(articles, start=first)
        if article is not None
    ]
    rows = -(-len(made) // MOST_IN_ROW)
    wide = -(-len(made) // rows) if rows else 1  # ten are two rows of five, not eight and two
    return tuple(tuple(made[n : n + wide]) for n in range(0, len(made), wide))


def rows_of(*rows: tuple[Button, ...]) -> ButtonRows:
    """The rows that have any button."""
    return tuple(row for row in rows if row)
