"""``summary`` and ``figures``: the chat's own answers on a terminal, from the same renderers."""

from datetime import UTC, datetime

import bot
from bot.chat.answers import Answers, Asked
from bot.chat.arguments import BadArgument
from bot.chat.context import ChatContext
from bot.chat.render import Rendered
from bot.cli.common import fail, hint, loaded, opened
from bot.cli.messages import show
from bot.model import Chat, ChatType, Topic
from bot.rates import Rates
from bot.settings import Settings, shown
from bot.store import Store, StoreError
from bot.worker.opening import database_address

TERMINAL = Chat(0, ChatType.PRIVATE, "terminal", subscribed=False)


def answer(command: str, words: list[str]) -> None:
    """Print what the command answers in a chat; a bad argument is exit code 2 with an example."""
    settings, topic = loaded()
    store = opened(settings)
    try:
        rendered = _asked(store, settings, topic, command, words)
        empty = not store.articles(limit=1)
    except BadArgument as problem:
        fail(2, f"{problem} Try: burdenwatch {problem.example.lstrip('/')}")
    except StoreError as problem:
        fail(3, str(problem))
    finally:
        store.close()
    if empty:
        hint(f"nothing is on record in {shown(database_address(settings))} yet; burdenwatch run collects reports")
        return
    show(rendered.html)


def _asked(store: Store, settings: Settings, topic: Topic, command: str, words: list[str]) -> Rendered:
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
    return Answers(context).table()[command](Asked(TERMINAL, " ".join(words)))
