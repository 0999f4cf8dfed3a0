"""``summary``, ``figures`` and the like: the chat's own answers on a terminal, from the same renderers, or as JSON."""

import asyncio
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec

import bot
from bot.chat.commands.charts import DrawingError, draw_in_process
from bot.chat.commands.command import CommandRequest, Families
from bot.chat.commands.course import CourseAnswers
from bot.chat.commands.ledger import LedgerAnswers
from bot.chat.commands.registry import COMMANDS
from bot.chat.context import ChatContext
from bot.chat.render.answers.chart import chart_of, too_little_to_draw
from bot.chat.render.paging import GO
from bot.chat.typed import arguments
from bot.chat.typed.arguments import BadArgument
from bot.cli.terminal.common import fail, has_replay_feeds, load_settings_and_topic, open_store_for_reading
from bot.cli.terminal.consoles import hint
from bot.cli.terminal.messages import in_terminal, show
from bot.model import Chat, ChatType, Topic
from bot.rates import Rates
from bot.settings import Settings, shown
from bot.store import Store, StoreError
from bot.worker.factories import database_address

_PAGE = re.compile(r"\bp\d+$")
TERMINAL = Chat(0, ChatType.PRIVATE, "terminal", subscribed=False)


def answer(command: str, words: list[str], *, as_json: bool = False, as_file: bool = False) -> None:
    """Print what the command answers in a chat; a bad argument is exit code 2 with an example.

    As JSON it is what the answer is made of, whole and without pages; as a file it is the calendar's (RFC 5545).
    """
    settings, topic = load_settings_and_topic()
    store = open_store_for_reading(settings)
    try:
        families, asked = families_of(store, settings, topic), CommandRequest(TERMINAL, " ".join(words))
        values = families.commands[command].values if as_json else None
        if values is not None:
            sys.stdout.write(to_json(values(families.of, asked)).decode())
            return
        if as_file:
            sys.stdout.write(families.of(CourseAnswers).calendar_file(asked.words).decode())
            return
        printed = families.commands[command].printed
        rendered = printed(families.of, asked) if printed else families.message_of(command, asked)
        empty = not store.archive.articles(limit=1)
    except BadArgument as problem:
        fail(2, in_terminal(f"{problem} Try: {problem.example}"))
    except StoreError as problem:
        fail(3, str(problem))
    finally:
        store.close()
    if empty:
        hint(nothing_in(settings))
        return
    show(rendered.html)
    for button in (button for row in rendered.buttons for button in row):
        verb, _, rest = (button.data or "").removeprefix(f"{GO}:").partition(":")
        if verb == command and _PAGE.search(rest):
            hint(f"{button.label.strip('‹› ')}: burdenwatch {verb} {rest}")


def nothing_in(settings: Settings) -> str:
    """That the database is empty, and what fills it."""
    return f"nothing is on record in {shown(database_address(settings))} yet; burdenwatch run collects reports"


def draw_chart(words: list[str], file: str) -> None:
    """Write the chart of a country as PNG; exit code 1 where there is too little to draw, 3 if it cannot be written."""
    settings, topic = load_settings_and_topic()
    store = open_store_for_reading(settings)
    try:
        key = arguments.chart_track(" ".join(words), topic.vocabulary.tracks).key
        made = chart_of(families_of(store, settings, topic).of(LedgerAnswers).trend(key), topic, key)
        if made is None and not store.archive.articles(limit=1):
            fail(1, f"there is nothing to draw: {nothing_in(settings)}")
        if made is None:
            fail(1, in_terminal(too_little_to_draw(topic, key).plain))
        Path(file).write_bytes(asyncio.run(draw_in_process(made[0])))
    except BadArgument as problem:
        fail(2, in_terminal(f"{problem} Try: {problem.example}"))
    except OSError as problem:
        fail(3, f"{file} cannot be written: {problem.strerror or problem}")
    except (StoreError, DrawingError) as problem:
        fail(3, str(problem))
    finally:
        store.close()
    hint(f"drawn: {file}")


def to_json(value: object) -> bytes:
    """A value of the desk, indented."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def families_of(store: Store, settings: Settings, topic: Topic) -> Families:
    """The chat's commands, on a terminal."""
    return Families(context_of(store, settings, topic), COMMANDS)


def context_of(store: Store, settings: Settings, topic: Topic) -> ChatContext:
    """The chat's surroundings on a terminal."""
    return ChatContext(
        store=store,
        topic=topic,
        convert=Rates().convert,
        now=lambda: datetime.now(UTC),
        operators=settings.operators,
        default_zone=settings.time_zone,
        started=datetime.now(UTC),
        version=bot.__version__,
        replay=has_replay_feeds(store.feeds.all()),
    )
