"""Who may do what, where: every command and every button, by everybody, from one declared audience of each.

A command without a row in ``TYPED``, and a button without one in ``PRESSED``, fails.
"""

import dataclasses
import shutil
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from bot.chat import ChatContext
from bot.chat.commands.button_press import FOR_ADMINISTRATORS, FOR_OPERATORS, TOO_OLD
from bot.chat.commands.command import Audience, Command
from bot.chat.commands.registry import COMMANDS
from bot.chat.updates.application import BotApplication
from bot.chat.updates.door import CLOSED
from bot.feeds import FetchPolicy, Poller
from bot.feeds.ask.guard import Guard
from bot.feeds.discover import discover
from bot.sandbox import Sandbox
from bot.store import DomainLimits, Store, open_store
from bot.worker.sources import Sources
from tests.chat.builders import NOW, TOPIC, context, families
from tests.chat.conftest import Phone, running, until
from tests.chat.updates.crowd import PRESSERS, WRITERS, Cell, Crowd, Person, Place, Rows, changed, named
from tests.feeds.site import FEED, Site, answer
from tests.store import build


@dataclass(frozen=True)
class Row:
    """What is typed behind a command, or is a button's data."""

    words: str = ""
    changes: bool = False
    """What it does where somebody may: something in the database becomes another."""
    fresh: bool = False
    """It is tried where nobody is subscribed."""


TYPED = {
    "summary": Row(),
    "figures": Row(),
    "compare": Row(),
    "chart": Row("mars"),  # a sentence; to draw pictures would take most of the time
    "card": Row("mars"),
    "timeline": Row(),
    "story": Row("1"),
    "asof": Row("2026-11-24"),
    "calendar": Row(),
    "search": Row("talks"),
    "export": Row(),
    "latest": Row(),
    "baseline": Row(),
    "subscribe": Row("korea", changes=True),
    "unsubscribe": Row(changes=True),
    "subscriptions": Row(),
    "alerts": Row("critical", changes=True),
    "settings": Row(),
    "mute": Row("1", changes=True),
    "prefer": Row("wire", changes=True),
    "unmute": Row("all", changes=True),
    "digest": Row(changes=True),
    "watch": Row("troops", changes=True),
    "watches": Row(),
    "unwatch": Row("ships", changes=True),
    "why": Row("1"),
    "testalert": Row(changes=True),
    "sources": Row(),
    "status": Row(),
    "dashboard": Row(),
    "timezone": Row("tokyo", changes=True),
    "doors": Row(),
    "editor": Row(),
    "mydata": Row(),
    "forgetme": Row(),
    "language": Row("ko", changes=True),
    "help": Row(),
    "start": Row("korea", changes=True, fresh=True),
    "feeds": Row(),
    "addfeed": Row("SITE", changes=True),
    "removefeed": Row("2"),
    "pausefeed": Row("1", changes=True),
    "resumefeed": Row("2", changes=True),
    "exportfeeds": Row(),
    "merge": Row("1 2", changes=True),
    "split": Row("1 2", changes=True),
    "correct": Row("1 event signed", changes=True),
    "chats": Row(),
    "health": Row(),
    "broadcast": Row("The bot moves tonight."),
    "invite": Row("5 30d"),
}
PRESSED = {
    "go": Row("latest:"),
    "ics": Row(),
    "figures": Row("1"),
    "why": Row("1"),
    "open": Row("1"),
    "wrong": Row("1"),
    "how": Row("KR"),
    "chart": Row("mars"),
    "card": Row("mars"),
    "find": Row("1"),
    "export": Row("mars"),
    "story": Row("1"),
    "digest": Row(" p1"),
    "set": Row("sound:off", changes=True),
    "mute": Row("1", changes=True),
    "begin": Row("KR:all:Asia/Seoul", changes=True, fresh=True),
    "watch": Row("remove:WATCH:1", changes=True),
    "forget": Row("all", changes=True),
    "editor": Row("post:1"),
    "feeds": Row("pause:1", changes=True),
    "merge": Row("1:2", changes=True),
    "split": Row("1 p1"),
    "fix": Row("v:1:signed", changes=True),
    "right": Row("1"),
    "chats": Row("p1"),
    "cast": Row("send:none"),
}
BY_NAME = {command.name: command for command in COMMANDS}


def may_ask(command: Command, place: Place, person: Person) -> bool:
    match command.audience:
        case Audience.EVERYBODY:
            return True
        case Audience.ADMINISTRATORS:
            trusted = {Person.ADMINISTRATOR, Person.ANONYMOUS, Person.OPERATOR}
            return place is Place.PRIVATE or person in trusted
        case Audience.OPERATORS:
            return place is Place.PRIVATE and person is Person.OPERATOR


def may_change(command: Command, place: Place, person: Person) -> bool:
    """What everybody may ask changes nothing where there are others."""
    return may_ask(command, place, person) and (command.audience is not Audience.EVERYBODY or place is Place.PRIVATE)


def refusal(command: Command, place: Place, person: Person) -> str:
    name = f"/{command.name}"
    if command.audience is not Audience.OPERATORS:
        return f"In a group, {name} is for its administrators."
    if person is Person.OPERATOR:
        return f"{name} is answered in a private chat only."
    return f"{name} is for this bot's operators. /help shows what there is for you."


def may_press(command: Command, row: Row, place: Place, person: Person) -> bool:
    if command.is_for_operators:
        return place is Place.PRIVATE and person is Person.OPERATOR
    trusted = place is Place.PRIVATE or person is not Person.READER
    return trusted or not (row.changes or command.buttons_change)


def press_refusal(command: Command, place: Place) -> str:
    if command.is_for_operators:
        return FOR_OPERATORS if place is Place.PRIVATE else TOO_OLD
    return FOR_ADMINISTRATORS


@pytest.fixture
def store(sqlite_template: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copy(sqlite_template, tmp_path / "chat.db")
    limits = DomainLimits(lambda url: url.split("/")[2])
    with open_store(f"sqlite:///{tmp_path / 'chat.db'}", worker="test", limits=limits) as opened:
        opened.feeds.sync([build.source("wire"), build.source("other")], NOW)
        yield opened


@pytest.fixture
async def around(store: Store) -> AsyncIterator[ChatContext]:
    policy = FetchPolicy("test", private_networks=(ip_network("127.0.0.0/8"),))
    topic = replace(TOPIC, feeds=(build.source("wire"), build.source("other")))
    async with Poller(policy) as poller:
        desk = Sources(store, topic, look=lambda url: discover(url, poller), guard=Guard(policy), now=lambda: NOW)
        yield context(store, topic=topic, desk=desk, checkup=lambda: ())


@pytest.fixture
async def bot(sandbox: Sandbox, around: ChatContext) -> AsyncIterator[BotApplication]:
    async with running(sandbox.url, around) as application:
        yield application


@pytest.fixture
def crowd(sandbox: Sandbox, store: Store) -> Crowd:
    return Crowd(sandbox, store)


def fill(store: Store) -> None:
    """Two stories that were rung, and a feed that is paused."""
    wire = store.feeds.all()[0]
    for name in ("one", "two"):
        store.intake.apply(build.plan(wire.id, build.new(name, build.DEMAND, ring=True)), NOW)
    store.feeds.pause(build.source("other"), NOW)


def surrounding(around: ChatContext, crowd: Crowd, **more: Any) -> ChatContext:
    return dataclasses.replace(around, operators=crowd.operators, **more)


def line(cell: Cell) -> str:
    typed = f"/{cell.what} {TYPED[cell.what].words}".strip()
    # Without our name a command that is for operators may be another bot's.
    ours = BY_NAME[cell.what].is_for_operators and cell.place is not Place.PRIVATE
    return named(typed) if ours else typed


def test_every_command_and_every_button_has_its_row(around: ChatContext) -> None:
    assert TYPED.keys() == BY_NAME.keys()
    assert PRESSED.keys() == whose_buttons(around).keys()


def whose_buttons(around: ChatContext) -> dict[str, Command]:
    those = families(around)
    return {word: command for command in COMMANDS if command.buttons for word in command.buttons(those.of)}


async def test_every_command_by_everybody_everywhere(
    sandbox: Sandbox, crowd: Crowd, store: Store, around: ChatContext
) -> None:
    crowd.make(TYPED, WRITERS, subscribed=[name for name, row in TYPED.items() if row.changes and not row.fresh])
    fill(store)
    operators_do = [
        cell
        for cell in crowd.cells
        if BY_NAME[cell.what].is_for_operators and may_ask(BY_NAME[cell.what], cell.place, cell.person)
    ]
    rest = [cell for cell in crowd.cells if cell not in operators_do]
    async with running(sandbox.url, surrounding(around, crowd)), Site() as site:
        site.routes["/rss"] = answer(200, FEED)
        before = crowd.rows()
        said = await crowd.type({cell: line(cell) for cell in rest})
        mine, nobodys = changed(before, crowd.rows(), crowd.cells)
        wrong = [f"{cell}: {said[cell][0].get('text')}" for cell in rest if not answered_well(cell, said[cell][0])]
        assert not wrong, "\n".join(wrong)
        astray = [cell for cell in rest for one in said[cell] if one.get("message_thread_id") != thread(cell)]
        assert not [str(cell) for cell in astray], "not in the topic where it was asked"
        assert not nobodys
        ought = {cell for cell in rest if TYPED[cell.what].changes and permitted(cell)}
        assert {str(cell) for cell in mine - ought} == set(), "changed by who may not"
        assert {str(cell) for cell in ought - mine} == set(), "not changed by who may"
        for cell in operators_do:
            before = crowd.rows()
            (told,) = (await crowd.type({cell: line(cell).replace("SITE", site.url("/rss"))})).values()
            assert answered_well(cell, told[0]), told
            assert (crowd.rows() != before) is TYPED[cell.what].changes, f"{cell}: {told}"


def thread(cell: Cell) -> str | None:
    return None if cell.thread is None else str(cell.thread)


def permitted(cell: Cell) -> bool:
    return may_change(BY_NAME[cell.what], cell.place, cell.person)


def answered_well(cell: Cell, sent: Mapping[str, Any]) -> bool:
    command, text = BY_NAME[cell.what], str(sent.get("text", ""))
    if not may_ask(command, cell.place, cell.person):
        return text == refusal(command, cell.place, cell.person)
    never = (*(refusal(command, cell.place, person) for person in Person), CLOSED, "I don't know", "went wrong")
    return not any(words in text for words in never)


async def test_what_is_for_operators_is_passed_over_in_groups_that_do_not_name_the_bot(
    sandbox: Sandbox, phone: Phone, around: ChatContext
) -> None:
    group = await phone.add("group")
    ours = [command.name for command in COMMANDS if command.is_for_operators]
    async with running(sandbox.url, around):
        await phone.answer(group)  # the greeting
        for name in ours:
            await phone.type(group, f"/{name}", user={"id": 555, "first_name": "Member"})
        assert (await phone.ask(group, "/unwatch")).startswith("This chat watches for nothing"), "the next that is said"


async def test_every_button_by_everybody_everywhere(
    sandbox: Sandbox, crowd: Crowd, store: Store, around: ChatContext
) -> None:
    crowd.make(PRESSED, PRESSERS, subscribed=[word for word, row in PRESSED.items() if row.changes and not row.fresh])
    fill(store)
    whose = whose_buttons(around)

    def may(cell: Cell) -> bool:
        return may_press(whose[cell.what], PRESSED[cell.what], cell.place, cell.person)

    operators_do = [cell for cell in crowd.cells if whose[cell.what].is_for_operators and may(cell)]
    rest = [cell for cell in crowd.cells if cell not in operators_do]
    async with running(sandbox.url, surrounding(around, crowd)):
        before = crowd.rows()
        told = await crowd.press({cell: data(cell) for cell in rest})
        ought = {cell for cell in rest if PRESSED[cell.what].changes and may(cell)}
        with suppress(TimeoutError):  # a press is acknowledged before what it does is done
            await until(lambda: ought <= changed(before, crowd.rows(), crowd.cells)[0])
        mine, nobodys = changed(before, crowd.rows(), crowd.cells)
        assert {str(cell) for cell in mine - ought} == set(), "changed by who may not"
        assert {str(cell) for cell in ought - mine} == set(), "not changed by who may"
        assert not nobodys
        wrong = [f"{cell}: {told[cell]}" for cell in rest if not told_well(cell, whose[cell.what], told[cell])]
        assert not wrong, "\n".join(wrong)
        for cell in operators_do:
            before = crowd.rows()
            (said,) = (await crowd.press({cell: data(cell)})).values()
            assert said != FOR_OPERATORS, cell
            if PRESSED[cell.what].changes:
                await until(partial(differs, crowd, before))


def differs(crowd: Crowd, before: Rows) -> bool:
    return crowd.rows() != before


def data(cell: Cell) -> str:
    return f"{cell.what}:{PRESSED[cell.what].words}".replace("WATCH", str(cell.watch))


def told_well(cell: Cell, command: Command, told: str) -> bool:
    if not may_press(command, PRESSED[cell.what], cell.place, cell.person):
        return told == press_refusal(command, cell.place)
    return told not in {FOR_OPERATORS, FOR_ADMINISTRATORS, CLOSED}


async def test_where_a_list_is_set_strangers_get_nothing_else_of_any_command_or_button(
    sandbox: Sandbox, crowd: Crowd, store: Store, around: ChatContext
) -> None:
    crowd.make(TYPED, WRITERS, subscribed=[name for name, row in TYPED.items() if row.changes and not row.fresh])
    fill(store)
    strangers = [cell for cell in crowd.cells if cell.person is not Person.OPERATOR]
    async with running(sandbox.url, surrounding(around, crowd, allowed=frozenset({77}))):
        before = crowd.rows()
        said = await crowd.type({cell: line(cell) for cell in strangers})
        assert crowd.rows() == before
    number = " Your number, for them: "
    wrong = {str(cell): said[cell] for cell in strangers if said[cell][0]["text"].partition(number)[0] != CLOSED}
    assert not wrong
    assert all((number in said[cell][0]["text"]) is (cell.place is Place.PRIVATE) for cell in strangers)


async def test_who_is_listed_asks_everywhere_but_not_unseen(
    sandbox: Sandbox, crowd: Crowd, around: ChatContext
) -> None:
    """Of a listed person neither a channel nor an anonymous post is known to be theirs; of a listed chat all are in."""
    crowd.make(["latest"], WRITERS, subscribed=())
    people = [cell.user["id"] for cell in crowd.cells if cell.user and "id" in cell.user]
    own = [cell.chat for cell in crowd.cells if cell.place is Place.PRIVATE]
    listed = surrounding(around, crowd, allowed=frozenset([*people, *own]))
    async with running(sandbox.url, listed):
        said = await crowd.type({cell: line(cell) for cell in crowd.cells})
    closed = {(cell.place, cell.person) for cell in crowd.cells if said[cell][0]["text"] == CLOSED}
    unseen = {
        (place, person) for place in (Place.GROUP, Place.TOPIC) for person in (Person.ANONYMOUS, Person.AS_CHANNEL)
    }
    assert closed == unseen | {(Place.CHANNEL, Person.ADMINISTRATOR)}
    groups = surrounding(around, crowd, allowed=frozenset(cell.chat for cell in crowd.cells))
    async with running(sandbox.url, groups):
        said = await crowd.type({cell: line(cell) for cell in crowd.cells})
    assert not [str(cell) for cell in crowd.cells if said[cell][0]["text"].startswith(CLOSED)]


async def test_where_telegram_does_not_say_who_is_an_administrator_that_is_said(
    bot: BotApplication, phone: Phone, store: Store
) -> None:
    group = await phone.add("group")
    await phone.answer(group)
    sentence = "Telegram does not say just now who is an administrator here, so nothing was changed. Please try again"
    await phone.fault("502", "getChatMember")
    assert (await phone.ask(group, "/subscribe")).startswith(sentence)
    assert store.outbox.chats() == []
    await phone.type(group, "/settings")
    screen = await phone.answer(group)
    await phone.fault("502", "getChatMember")
    await phone.press(group, screen["id"], screen["buttons"][0][0]["data"])
    told = await until(lambda: phone.requests("answerCallbackQuery"))
    assert told[-1]["params"]["text"].startswith(sentence)
    assert store.outbox.chats() == []


@pytest.mark.parametrize("kind", ["group", "private"])
async def test_what_operators_may_is_listed_where_they_may(
    sandbox: Sandbox, phone: Phone, around: ChatContext, kind: str
) -> None:
    place = await phone.add(kind)
    user = {} if kind == "private" else {"user": {"id": 31_000, "first_name": "Op"}}
    ours = dataclasses.replace(around, operators=frozenset({31_000, place}))
    async with running(sandbox.url, ours):
        if kind == "group":
            await phone.answer(place)
        assert ("/addfeed" in await phone.ask(place, "/help", **user)) is (kind == "private")


async def test_a_topic_is_forgotten_alone(bot: BotApplication, phone: Phone, store: Store) -> None:
    forum = await phone.add("supergroup", "Desk")
    await phone.answer(forum)
    await phone.ask(forum, "/subscribe")
    topic = (await phone.call("POST", f"/chats/{forum}/topics", {"name": "Korea"}))["topic"]
    await phone.ask(forum, "/subscribe", topic=topic)
    await phone.type(forum, "/mydata", topic=topic)
    assert (await phone.answer(forum))["topic"] == "Korea"
    assert (await phone.answer(forum))["topic"] == "Korea", "the file, too"
    await phone.type(forum, "/forgetme", topic=topic)
    question = await phone.answer(forum)
    await phone.press(forum, question["id"], "forget:all")
    await until(lambda: [one.id for one in store.outbox.chats()] == [forum])
