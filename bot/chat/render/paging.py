"""Buttons that turn a page or open more: each carries the command whose message takes the place of the old one."""

from bot.chat.render.html import CALLBACK_LIMIT, Button
from bot.chat.typed.arguments import SummaryWords

GO = "go"
FILE = "ics"


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
    command: str, words: str, page: int, last: int, older: str = "Older", newer: str = "Newer"
) -> tuple[Button, ...]:
    """The buttons to the pages beside this one."""
    before = [command_button(f"‹ {newer}", command, words, f"p{page - 1}")] if page > 1 else []
    after = [command_button(f"{older} ›", command, words, f"p{page + 1}")] if page < last else []
    return (*before, *after)
