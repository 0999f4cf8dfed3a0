"""What cannot be read is answered by a sentence that names it, and a line that works: of every command.

A command that takes words and has no row in ``TAKES`` fails.
"""

from collections.abc import AsyncIterator, Awaitable, Iterator
from dataclasses import replace

import pytest

from bot.chat import ChatContext, ports
from bot.chat.commands.command import CommandRequest, Families, Work
from bot.chat.commands.feeds import FeedCommands
from bot.chat.commands.registry import COMMANDS
from bot.chat.doors.keeper import Keeper
from bot.chat.doors.rows import CHANNELS
from bot.chat.render import Rendered
from bot.chat.render.html import LIMIT, utf16
from bot.chat.typed.bad_argument import UNSEEN, BadArgument, shown
from bot.feeds import FetchPolicy, Poller
from bot.feeds.ask.guard import Guard
from bot.feeds.discover import discover
from bot.model import Alerts, FeedRefused, NewsKind
from bot.store import DomainLimits, Store, open_store
from bot.worker.sources import Sources
from tests.chat.builders import NOW, TOPIC, chat, context, families
from tests.store import build

ME = 5
BAD = {
    "emoji": "🙂🙃",
    "long": "x" * 4080,
    "many": "korea " * 680,
    "unseen": "\u200b\u202e",
    "unit": "7 parsecs",
    "no days": "0d",
    "future": "since 2031",
    "future day": "2031-05-01",
    "no such day": "2020-02-31",
    "reversed": "2021 to 2019",
    "country": "mars",
    "number": "99999999999999999999",
    "zero": "0",
    "negative": "-1",
    "unclosed": '"cost sharing',
    "bracket": "(troops",
    "operator": "AND",
    "near": "troops NEAR/x Seoul",
    "field": "title:",
    "address": "https://",
    "script": "javascript:alert(1)",
    "sql": "'; DROP TABLE chats; --",
    "html": "<b>x</b>",
    "page": "p999999",
    "time": "25:61",
    "quiet": "quiet 25:00-26:00",
    "most": "most 0.5",
    "digest": "digest someday",
}
_QUERIES = {
    "unit", "no days", "future", "future day", "no such day", "reversed", "country", "number", "zero", "html", "page",
    "time", "quiet", "most", "digest",
}  # fmt: skip
"""What is a query like any other: words to look for."""
TAKES: dict[str, set[str]] = {
    "summary": {"many"},
    "figures": {"many"},
    "compare": {"many"},
    "chart": {"many"},
    "card": {"many", "zero"},  # of a story that is not there the picture's work says so
    "timeline": {"many"},
    "story": set(),
    "asof": set(),
    "calendar": {"many"},
    "search": _QUERIES,
    "export": {"many"},
    "latest": {"many"},
    "subscribe": {"many"},
    "unsubscribe": set(),
    "alerts": set(),
    "mute": set(),
    "unmute": set(),
    "prefer": set(),
    "digest": {"many", "page"},
    "watch": _QUERIES,
    "watches": set(),
    "unwatch": set(),
    "why": set(),
    "sources": set(),
    "timezone": {"negative"},
    "language": set(),
    "help": {"digest"},
    "start": set(BAD),  # it is said above all that /start says
    "feeds": set(),
    "addfeed": set(),
    "removefeed": set(),
    "pausefeed": set(),
    "resumefeed": set(),
    "merge": set(),
    "split": set(),
    "correct": set(),
    "chats": set(),
    "broadcast": set(BAD) - {"long", "many", "unseen"},
    "invite": set(),
    "doors": set(),
    "editor": set(),
}
"""Of a command, what it takes all the same."""
NUMBERS = {
    "merge",
    "split",
    "correct",
    "story",
    "why",
    "removefeed",
    "pausefeed",
    "resumefeed",
    "addfeed",
    "doors",
    "editor",
}
"""Commands whose examples name what another database has, or knock at an address."""


@pytest.fixture
def store(migrated_url: str) -> Iterator[Store]:
    limits = DomainLimits(lambda url: url.split("/")[2])
    with open_store(migrated_url, worker="test", limits=limits) as opened:
        opened.feeds.sync([build.source("wire")], NOW)
        build.ring(opened, ME)
        yield opened


@pytest.fixture
async def around(store: Store) -> AsyncIterator[ChatContext]:
    policy = FetchPolicy("test")
    async with Poller(policy) as poller:
        desk = Sources(store, TOPIC, look=lambda url: discover(url, poller), guard=Guard(policy), now=lambda: NOW)
        made = context(store, desk=desk, allowed=frozenset({ME}))
        yield replace(made, doors=Keeper(CHANNELS, made, atom="https://desk.example/atom"))


def stand(store: ports.Store) -> None:
    """The chat is subscribed, hears of everything, and has a watch."""
    store.outbox.subscribe(chat(ME), NOW)
    store.outbox.set_alerts(ME, Alerts.ALL, "08:00")
    store.watches.add(chat(ME), "ships", "submarine", "submarine", NOW)


async def ask(those: Families, line: str) -> Rendered | BadArgument | None:
    """What a line is answered; None where it is taken and makes a picture or a file."""
    name, _, words = line.removeprefix("/").partition(" ")
    try:
        made = those.commands[name].answered(those.of, CommandRequest(chat(ME), words.strip(), operator=True))
        if isinstance(made, Work):
            return None
        return await made if isinstance(made, Awaitable) else made
    except BadArgument as problem:
        return problem


def test_every_command_that_takes_words_is_asked() -> None:
    assert TAKES.keys() == {command.name for command in COMMANDS if not command.without_words}


async def test_what_cannot_be_read_is_named_and_what_can_is_shown(around: ChatContext) -> None:
    those, wrong = families(around), list[str]()
    tried: dict[str, bool] = {}
    for name, takes in TAKES.items():
        for kind, words in BAD.items():
            stand(around.store)  # an example may have ended it
            said = await ask(those, f"/{name} {words}")
            sentence = said.plain if isinstance(said, Rendered) else str(said)
            if kind in takes:
                wrong += [f"/{name} {kind}: refused: {sentence}"] if isinstance(said, BadArgument) else []
                continue
            if not names(sentence, words):
                wrong.append(f"/{name} {kind}: does not name it: {sentence[:300]}")
            if utf16(sentence) > LIMIT:
                wrong.append(f"/{name} {kind}: too long")
            if not isinstance(said, BadArgument):
                continue  # a query's fault, with its place and a line, or what an address answered
            example = said.example
            own = example.endswith(words.strip())  # /figures 7d: /summary 7d
            if example.split()[0].removeprefix("/") not in NUMBERS and example not in tried and not own:
                stand(around.store)
                tried[example] = not isinstance(await ask(those, example), BadArgument)
            if not tried.get(example, True):
                wrong.append(f"/{name} {kind}: {example} does not work either")
    assert not wrong, "\n".join(wrong)


def names(sentence: str, words: str) -> bool:
    """Whether an answer says which of the words it cannot take."""
    told = sentence.casefold()
    if "xn--" in told:
        return True  # an address is told as it was asked
    if shown(words) == UNSEEN:
        return UNSEEN in told or "no letter or digit" in told or "no http" in told or "behind it what" in told
    if words == BAD["page"]:
        return words[1:] in told or "number" in told  # a page of nothing is a number missing
    if " characters, and " in told:
        return True
    return any(word.strip('"').casefold()[:12] in told for word in words.split()) or "still to come" in told


async def test_nothing_typed_is_answered_by_what_can_be(around: ChatContext) -> None:
    those = families(around)
    for name in TAKES:
        said = await ask(those, f"/{name}")
        sentence = said.plain if isinstance(said, Rendered) else str(said)
        assert said is None or sentence.count(" ") > 1, name
        assert "“”" not in sentence, name


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "it is empty"),
        (b"korea, japan", "it is not XML, and so no OPML"),
        ("🙂".encode(), "it is not XML, and so no OPML"),
        (b"<rss/>", "it is a feed and no list of feeds; add it by its address"),
        (b"<html><body/></html>", "no list of feeds"),
        (b"<opml><body><outline", "line 1: "),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><opml>&a;</opml>', "it declares entities"),
        (b"<opml/>", "no feed"),
    ],
)
async def test_a_file_that_is_no_list_of_feeds_says_what_it_is(around: ChatContext, content: bytes, says: str) -> None:
    desk = families(around).of(FeedCommands)._desk
    with pytest.raises(FeedRefused) as caught:
        desk.take_list(content)
    assert says in str(caught.value)


def test_the_calendar_takes_no_word_for_a_button_of_its_own(around: ChatContext) -> None:
    said = families(around).commands["calendar"]
    with pytest.raises(BadArgument, match="“<b>x</b>” is not one of South Korea, Japan and NATO"):
        said.answered(families(around).of, CommandRequest(chat(ME), "<b>x</b>"))


def test_kinds_of_news_are_named_where_one_is_misspelt(around: ChatContext) -> None:
    with pytest.raises(BadArgument) as caught:
        families(around).message_of("subscribe", CommandRequest(chat(ME), "deels"))
    assert all(str(kind) in str(caught.value) for kind in NewsKind)
