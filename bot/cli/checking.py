"""``check``: each thing the worker needs is ok, or the line says what to do."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from rich.text import Text
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot import settings as environment
from bot import topic as folder
from bot.cli.common import stderr, stdout
from bot.feeds import Poller
from bot.model import Event, Feed, FeedSource, PollFailed, Report, Topic, Unchanged
from bot.reading import Reader, VocabularyError
from bot.settings import Settings, SettingsError, shown
from bot.store import StoreError, open_store
from bot.topic import TopicError
from bot.worker.service import database_address, fetch_policy


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the check."""

    ok: bool
    name: str
    text: str


async def check(*, feeds_too: bool) -> bool:
    """Print a line for each finding; True where all are ok."""
    good = True

    def tell(*findings: Finding) -> None:
        nonlocal good
        for finding in findings:
            good = good and finding.ok
            mark = Text("ok  ", style="green") if finding.ok else Text("FAIL", style="bold red")
            stdout.print(mark, Text(f"{finding.name:<9}"), Text(finding.text))

    try:
        settings = environment.load()
    except SettingsError as problem:
        tell(*(Finding(False, "settings", line) for line in problem.problems))
        return False
    tell(Finding(True, "settings", _settings_line(settings)))
    topic = _topic(settings, tell)
    tell(await asyncio.to_thread(_database, settings), await _token(settings))
    if topic and feeds_too:
        await _feeds(settings, topic, tell)
    elif topic:
        stdout.print(
            Text("     the feeds were not asked; burdenwatch check --feeds tries each of them once", style="dim")
        )
    return good


def _settings_line(settings: Settings) -> str:
    given = environment.environment()
    names = [info.name for info in environment.listed() if given.get(info.name, "").strip()]
    return f"set: {', '.join(names)}" if names else "nothing is set; every setting has its default"


def _topic(settings: Settings, tell: Callable[..., None]) -> Topic | None:
    try:
        topic = folder.load(settings.topic)
        reader = Reader(topic.vocabulary)
    except TopicError as problem:
        tell(*(Finding(False, "topic", line) for line in problem.problems))
        return None
    except VocabularyError as problem:
        tell(Finding(False, "topic", f"config/queries.toml: {problem}"))
        return None
    tell(Finding(True, "topic", _topic_line(topic)), _baseline(topic, reader))
    return topic


def _topic_line(topic: Topic) -> str:
    languages = sorted({feed.language for feed in topic.feeds})
    on_topic = sum(report.on_topic for report in topic.archive)
    return (
        f"{topic.name}: {len(topic.feeds)} feeds in {', '.join(languages)}; {on_topic} past reports and "
        f"{len(topic.archive) - on_topic} that only look like them"
    )


def _baseline(topic: Topic, reader: Reader) -> Finding:
    """The baseline's own text must read as its figures say; a yardstick that cannot be read measures nothing."""
    base = topic.baseline
    reading = reader.read(Report("baseline", base.title, base.text, None, base.date))
    if not reading.relevance.on_topic or reading.event is Event.NONE:
        return Finding(
            False, "baseline", "seeds/baseline.toml: the queries do not find its text; mend queries.toml or the text"
        )
    missing = [
        f.label for f in base.figures if not any((f.kind, f.value) == (g.kind, g.value) for g in reading.figures)
    ]
    if missing:
        return Finding(False, "baseline", f"seeds/baseline.toml: not found in its text: {', '.join(missing)}")
    return Finding(
        True, "baseline", f"{base.outlet}, {base.date.isoformat()}: {len(base.figures)} figures, all found in its text"
    )


def _database(settings: Settings) -> Finding:
    address = database_address(settings)
    try:
        store = open_store(address, worker="check")
    except StoreError as problem:
        return Finding(False, "database", str(problem))
    try:
        pending = store.pending()
    except StoreError as problem:
        return Finding(False, "database", str(problem))
    finally:
        store.close()
    todo = f"; {len(pending)} migrations to apply (the worker does so, or burdenwatch migrate)" if pending else ""
    return Finding(True, "database", f"{shown(address)}{todo}")


async def _token(settings: Settings) -> Finding:
    if settings.token is None:
        return Finding(True, "token", "none: burdenwatch run opens the sandbox; set TELEGRAM_TOKEN for Telegram")
    try:
        async with Bot(settings.token, base_url=f"{settings.api_url}/bot") as bot:
            return Finding(True, "token", f"Telegram knows it as @{bot.username}")
    except InvalidToken:
        return Finding(False, "token", "Telegram refuses TELEGRAM_TOKEN; take the token that @BotFather shows")
    except TelegramError as problem:
        return Finding(
            False,
            "token",
            f"{settings.api_url} cannot be reached ({problem}); is the network or TELEGRAM_API_URL right?",
        )


async def _feeds(settings: Settings, topic: Topic, tell: Callable[..., None]) -> None:
    """Ask every feed once, tell as they answer; nothing is stored."""
    async with Poller(fetch_policy(settings)) as poller:
        polls: list[Awaitable[Finding]] = [
            _try_feed(poller, number, source) for number, source in enumerate(topic.feeds)
        ]
        stderr.print(f"asking {len(polls)} feeds ...", style="dim")
        for poll in asyncio.as_completed(polls):
            tell(await poll)


async def _try_feed(poller: Poller, number: int, source: FeedSource) -> Finding:
    feed = Feed(number, source.url, source.outlet, source.language, source.country, source.kind)
    outcome = await poller.poll(feed)
    name = f"{source.outlet} ({source.language})"
    if isinstance(outcome, PollFailed):
        return Finding(False, "feed", f"{name}: {outcome.sentence}")
    if isinstance(outcome, Unchanged):
        return Finding(False, "feed", f"{name}: answered 304 to a first request, so nothing can be read from it")
    dates = [entry.published for entry in outcome.entries if entry.published]
    newest = f", newest {max(dates).astimezone(UTC):%Y-%m-%d %H:%M} UTC" if dates else ", without dates"
    age = (datetime.now(UTC) - max(dates)).days if dates else 0
    stale = f" ({age} days old)" if age > 30 else ""
    return Finding(bool(outcome.entries), "feed", f"{name}: {len(outcome.entries)} entries{newest}{stale}")
