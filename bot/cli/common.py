"""What several verbs share: the consoles, the settings and topic read with readable errors, and the way out."""

from typing import NoReturn

import typer
from rich.console import Console

from bot import settings as environment
from bot import topic as folder
from bot.model import Topic
from bot.settings import Settings, SettingsError
from bot.topic import TopicError

stdout = Console(highlight=False)
stderr = Console(stderr=True, highlight=False)


def fail(code: int, *lines: str) -> NoReturn:
    """Say what is wrong on standard error and stop with the exit code."""
    for line in lines:
        stderr.print(f"[bold red]error:[/] {_escaped(line)}", soft_wrap=True)
    raise typer.Exit(code)


def loaded() -> tuple[Settings, Topic]:
    """Settings and topic, or a list of what is wrong with them and exit code 2."""
    try:
        settings = environment.load()
        return settings, folder.load(settings.topic)
    except (SettingsError, TopicError) as problem:
        fail(2, *problem.problems)


def _escaped(text: str) -> str:
    """Rich reads square brackets as markup; a value that a message quotes is no markup."""
    return text.replace("[", r"\[")
