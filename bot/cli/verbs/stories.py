"""``stories merge`` and ``stories split``: the operators' commands of the chat, on a terminal."""

from bot.chat.commands.command import Asked
from bot.chat.typed.arguments import BadArgument
from bot.cli.terminal.common import fail, loaded, opened
from bot.cli.terminal.messages import show
from bot.cli.verbs.answers import TERMINAL, families_of
from bot.store import StoreError


def change(command: str, numbers: list[int]) -> None:
    """Do what the command does, and print what it says; exit code 2 with what to do where it cannot be done."""
    settings, topic = loaded()
    store = opened(settings)
    try:
        asked = Asked(TERMINAL, " ".join(map(str, numbers)), operator=True)
        rendered = families_of(store, settings, topic).said(command, asked)
    except BadArgument as problem:
        verb = problem.example.lstrip("/")
        fail(2, f"{problem} Try: burdenwatch {verb if verb == 'timeline' else f'stories {verb}'}")
    except StoreError as problem:
        fail(3, str(problem))
    finally:
        store.close()
    show(rendered.html)
