"""``stories merge`` and ``stories split``: the operators' commands of the chat, on a terminal."""

from bot.chat.commands.command import CommandRequest
from bot.chat.typed.arguments import BadArgument
from bot.cli.terminal.common import fail, load_settings_and_topic, open_store
from bot.cli.terminal.messages import in_terminal, show
from bot.cli.verbs.answers import TERMINAL, families_of
from bot.store import StoreError


def change(command: str, numbers: list[int]) -> None:
    """Do what the command does, and print what it says; exit code 2 with what to do where it cannot be done."""
    settings, topic = load_settings_and_topic()
    store = open_store(settings)
    try:
        asked = CommandRequest(TERMINAL, " ".join(map(str, numbers)), operator=True)
        rendered = families_of(store, settings, topic).message_of(command, asked)
    except BadArgument as problem:
        fail(2, in_terminal(f"{problem} Try: {problem.example}"))
    except StoreError as problem:
        fail(3, str(problem))
    finally:
        store.close()
    show(rendered.html)
