"""``summary`` and ``figures``: the chat's own answers on a terminal, from the same renderers."""

from datetime import UTC, datetime

from rich.text import Text

import bot
from bot.chat.answers import Answers, Asked
from bot.chat.arguments import BadArgument
from bot.chat.context import ChatContext
from bot.cli.common import fail, loaded, stdout
from bot.cli.feeds import opened
from bot.model import Chat, ChatType
from bot.rates import Rates

TERMINAL = Chat(0, ChatType.PRIVATE, "terminal", subscribed=False)


def answer(command: str, words: list[str]) -> None:
    """Print what the command answers in a chat; a bad argument is exit code 2 with an example."""
    settings, topic = loaded()
    store = opened(settings)
    try:
        context = ChatContext(
            archive=store,
            topic=topic,
            convert=Rates().convert,
            now=lambda: datetime.now(UTC),
            operators=settings.operators,
            default_zone=settings.time_zone,
            started=datetime.now(UTC),
            version=bot.__version__,
            replay=False,
        )
        rendered = Answers(context).table()[command](Asked(TERMINAL, " ".join(words)))
    except BadArgument as problem:
        fail(2, f"{problem} Try: burdenwatch {problem.example.lstrip('/')}")
    finally:
        store.close()
    stdout.print(Text(rendered.plain))
