"""``check``: each thing the worker needs is ok, or the line says what to do."""

import asyncio
import gc
from collections.abc import Callable
from datetime import UTC, datetime

from msgspec import Struct
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text
from telegram import Bot
from telegram.error import InvalidToken, NetworkError, TelegramError

from bot import settings as environment
from bot import topic as folder
from bot.chat.logs import one_line
from bot.cli.terminal.common import feed_name
from bot.cli.terminal.consoles import hanging, hint, stderr, stdout
from bot.feeds import Poller
from bot.model import Event, Feed, FeedSource, PollFailed, Report, Topic, Unchanged
from bot.phrases.wording import count
from bot.reading import QueryError, Reader, VocabularyError
from bot.reading.encoder import EncoderMissingError, Keeper, has_learned_topic
from bot.sandbox.web import is_loopback, open_to_others
from bot.settings import Settings, SettingsError, shown
from bot.store import NoDatabaseError, StoreError, open_store
from bot.store.database.engine import no_room_for
from bot.topic import TopicError, vocabulary_fault
from bot.worker.factories import database_address, fetch_policy

STALE_DAYS = 30
"""A feed whose newest entry is older than this works, but the line says so."""

_MOST_MISREAD = 5  # past reports that are named


class CheckLine(Struct, frozen=True):
    """One line of the check."""

    ok: bool
    name: str
    text: str


UNUSABLE = frozenset({"settings", "topic"})
"""Findings that end every verb with exit code 2."""


async def check(*, feeds_too: bool) -> int:
    """Print a line for each finding; the exit code: 0 where all are ok, 2 for unusable settings or topic, 1 else."""
    code = 0

    def tell(*findings: CheckLine) -> None:
        nonlocal code
        for finding in findings:
            code = max(code, 0 if finding.ok else 2 if finding.name in UNUSABLE else 1)
            mark = Text("ok  ", style="green") if finding.ok else Text("FAIL", style="bold red")
            stdout.print(hanging(mark, f"{finding.name:<8}", finding.text))

    gc.enable()  # main put it off
    try:
        settings = environment.load()
    except SettingsError as problem:
        tell(*(CheckLine(False, "settings", line) for line in problem.problems))
        return code
    tell(CheckLine(True, "settings", _settings_line(settings)))
    if warning := environment.exposed():
        tell(CheckLine(False, "secrets", warning))
    topic = _topic(settings, tell)
    tell(_encoder(settings, topic))
    tell(await asyncio.to_thread(_database, settings), await _token(settings))
    tell(*_pages(settings))
    if topic and feeds_too:
        tell(*await _feeds(settings, topic))
    elif topic:
        hint("the feeds were not asked; burdenwatch check --feeds tries each of them once")
    return code


def _settings_line(settings: Settings) -> str:
    given = environment.environment()
    names = [info.name for info in environment.listed() if given.get(info.name, "").strip()]
    return f"set: {', '.join(names)}" if names else "nothing is set; every setting has its default"


def _encoder(settings: Settings, topic: Topic | None) -> CheckLine:
    if not settings.encoder:
        return CheckLine(True, "encoder", "off: figures are found, and the role of each stays unclear")
    if topic is not None and not has_learned_topic(topic):
        return CheckLine(True, "encoder", "knows the default topic: what is on this one its queries alone tell")
    try:
        Keeper()
    except EncoderMissingError as reason:
        return CheckLine(False, "encoder", str(reason))
    return CheckLine(True, "encoder", "reads reports, from the first that needs it")


def _topic(settings: Settings, tell: Callable[..., None]) -> Topic | None:
    try:
        topic = folder.load(settings.topic)
        reader = Reader(topic.vocabulary)
    except TopicError as problem:
        tell(*(CheckLine(False, "topic", line) for line in problem.problems))
        return None
    except VocabularyError as problem:
        tell(CheckLine(False, "topic", vocabulary_fault(problem)))
        if isinstance(problem.__cause__, QueryError):
            hint(problem.__cause__.shown())
        return None
    tell(CheckLine(True, "topic", _topic_line(topic)), _queries(topic, reader), _baseline(topic, reader))
    return topic


def _topic_line(topic: Topic) -> str:
    languages = ", ".join(sorted({feed.language for feed in topic.feeds}))
    feeds = count(len(topic.feeds), "feed") + (f" in {languages}" if languages else "")
    on_topic = sum(report.on_topic for report in topic.archive)
    past = count(on_topic, "past report")
    return f"{topic.name}: {feeds}; {past}, {len(topic.archive) - on_topic} more that only look like one"


def _queries(topic: Topic, reader: Reader) -> CheckLine:
    """The past reports are what the queries can be held against: each is labelled on or off the topic."""
    read = {
        past.id: reader.relevance(Report(past.id, past.title, past.text, past.language, past.date, past.outlet))
        for past in topic.archive
    }
    misread = [
        f"{past.id} ({'missed' if past.on_topic else 'let in'})"
        for past in topic.archive
        if read[past.id].on_topic is not past.on_topic
    ]
    if not misread:
        return CheckLine(True, "queries", f"{count(len(topic.archive), 'past report')}, all told as they are labelled")
    more = f" and {len(misread) - _MOST_MISREAD} more" if len(misread) > _MOST_MISREAD else ""
    told = ", ".join(misread[:_MOST_MISREAD])
    return CheckLine(
        False, "queries", f"config/queries.toml does not tell past reports as they are labelled: {told}{more}"
    )


def _baseline(topic: Topic, reader: Reader) -> CheckLine:
    """The baseline's own text must read as its figures say; a yardstick that cannot be read measures nothing."""
    base = topic.baseline
    reading = reader.read(Report("baseline", base.title, base.text, None, base.date))
    if not reading.relevance.on_topic or reading.event is Event.NONE:
        return CheckLine(
            False, "baseline", "seeds/baseline.toml: the queries do not find its text; mend queries.toml or the text"
        )
    missing = [
        f.label for f in base.figures if not any((f.kind, f.value) == (g.kind, g.value) for g in reading.figures)
    ]
    if missing:
        return CheckLine(False, "baseline", f"seeds/baseline.toml: not found in its text: {', '.join(missing)}")
    figures = count(len(base.figures), "figure")
    return CheckLine(True, "baseline", f"{base.outlet}, {base.date.isoformat()}: {figures}, all found in its text")


def _database(settings: Settings) -> CheckLine:
    """Opens what is there; makes nothing, and changes nothing."""
    address = database_address(settings)
    try:
        with open_store(address, worker="check", reading=True) as store:
            pending = store.pending()
    except NoDatabaseError:
        if refusal := no_room_for(address):
            return CheckLine(False, "database", refusal)
        return CheckLine(True, "database", f"{shown(address)}: not there yet; burdenwatch run makes it")
    except StoreError as problem:
        return CheckLine(False, "database", str(problem))
    steps = count(len(pending), "migration")
    todo = f"; {steps} to apply (the worker does so, or burdenwatch migrate)" if pending else ""
    return CheckLine(True, "database", f"{shown(address)}{todo}")


async def _token(settings: Settings) -> CheckLine:
    if settings.token is None and not is_loopback(settings.host):
        return CheckLine(False, "token", open_to_others(settings.host))
    if settings.token is None:
        return CheckLine(True, "token", "none: burdenwatch run opens the sandbox; set TELEGRAM_TOKEN for Telegram")
    try:
        async with Bot(settings.token, base_url=f"{settings.api_url}/bot") as bot:
            return CheckLine(True, "token", f"{settings.api_url} knows it as @{bot.username}")
    except InvalidToken:
        return CheckLine(
            False, "token", f"{settings.api_url} refuses TELEGRAM_TOKEN; take the one that @BotFather shows"
        )
    except TelegramError as problem:
        what = "cannot be reached" if isinstance(problem, NetworkError) else "answers with an error"
        reason = one_line(str(problem), settings.token)
        return CheckLine(
            False, "token", f"{settings.api_url} {what} ({reason}); is the network or TELEGRAM_API_URL right?"
        )


def _pages(settings: Settings) -> list[CheckLine]:
    """Whom the dashboard is for; nothing where there is none, or the sandbox has it."""
    if settings.token is None or settings.dashboard == "off":
        return []
    where = f"port {settings.port} of {settings.host}"
    if settings.dashboard == "open":
        though = ", though ALLOWED_CHATS keeps strangers from the bot" if settings.allowed_chats else ""
        return [CheckLine(True, "pages", f"the dashboard is open to whoever reaches {where}{though}")]
    if not (settings.public_url or "").startswith("https://"):
        todo = "set PUBLIC_URL to an https address, or Telegram does not open it as a Mini App"
        return [CheckLine(False, "pages", f"DASHBOARD=telegram: {todo}")]
    return [CheckLine(True, "pages", f"the dashboard is at {settings.public_url}/dashboard, behind Telegram's login")]


async def _feeds(settings: Settings, topic: Topic) -> list[CheckLine]:
    """Ask every feed once, with progress; those that work first. Nothing is stored."""
    found: list[tuple[FeedSource, CheckLine]] = []
    columns = (TextColumn("asking"), BarColumn(), MofNCompleteColumn(), TextColumn("feeds"))
    if not stderr.is_terminal:
        hint(f"asking {count(len(topic.feeds), 'feed')} ...")
    async with Poller(fetch_policy(settings)) as poller:
        polls = [_try_feed(poller, number, source) for number, source in enumerate(topic.feeds)]
        with Progress(*columns, console=stderr, transient=True, disable=not stderr.is_terminal) as progress:
            task = progress.add_task("", total=len(polls))
            for poll in asyncio.as_completed(polls):
                found.append(await poll)
                progress.advance(task)
    found.sort(key=lambda pair: (not pair[1].ok, pair[0].language, pair[0].outlet.casefold(), pair[0].section))
    working = sum(finding.ok for _, finding in found)
    return [*(finding for _, finding in found), CheckLine(working == len(found), "feeds", _sum(working, len(found)))]


def _sum(working: int, asked: int) -> str:
    return f"{working} of {count(asked, 'feed')} {'works' if working == 1 else 'work'}"


async def _try_feed(poller: Poller, number: int, source: FeedSource) -> tuple[FeedSource, CheckLine]:
    feed = Feed(number, source.url, source.outlet, source.language, source.country, source.kind)
    outcome = await poller.poll(feed)
    if isinstance(outcome, PollFailed):
        ok, text = False, outcome.sentence
    elif isinstance(outcome, Unchanged):
        ok, text = False, "answered 304 to a first request, so nothing can be read from it"
    else:
        dates = [entry.published for entry in outcome.entries if entry.published]
        ok, text = bool(outcome.entries), f"{count(len(outcome.entries), 'entry', 'entries')}{_newest(dates)}"
    return source, CheckLine(ok, "feed", f"{feed_name(source)}: {text}")


def _newest(dates: list[datetime]) -> str:
    if not dates:
        return ", without dates"
    age = (datetime.now(UTC) - max(dates)).days
    stale = f" ({age} days old)" if age > STALE_DAYS else ""
    return f", newest {max(dates).astimezone(UTC):%Y-%m-%d %H:%M} UTC{stale}"
