"""``stories merge`` and ``stories split``: the operators' commands of the chat, on a terminal."""

from collections.abc import Callable, Sequence

from bot.chat.commands.stories import StoryCommands
from bot.chat.render import Rendered
from bot.chat.typed.arguments import BadArgument
from bot.cli.terminal.common import fail, load_settings_and_topic, open_store
from bot.cli.terminal.messages import in_terminal, show
from bot.cli.verbs.answers import families_of
from bot.store import StoreError


def merge(one: int, other: int, *, across: bool) -> None:
    """Makes two stories one; of two countries only ``across`` them, else exit code 2 says so."""

    def join(commands: StoryCommands) -> Rendered:
        if not across and commands.of_two_countries(one, other):
            fail(2, f"stories {one} and {other} are of two countries; --across makes them one all the same")
        return commands.join(one, other)

    _change(join)


def split(story: int, reports: Sequence[int]) -> None:
    """Splits reports off a story; without any, prints those that it has."""
    _change(lambda commands: commands.split(" ".join(map(str, [story, *reports]))))


def _change(do: Callable[[StoryCommands], Rendered]) -> None:
    """Does it, and prints what the command says; exit code 2 with what to do where it cannot be done."""
    settings, topic = load_settings_and_topic()
    store = open_store(settings)
    try:
        rendered = do(families_of(store, settings, topic).of(StoryCommands))
    except BadArgument as problem:
        fail(2, in_terminal(f"{problem} Try: {problem.example}"))
    except StoreError as problem:
        fail(3, str(problem))
    finally:
        store.close()
    show(rendered.html)
