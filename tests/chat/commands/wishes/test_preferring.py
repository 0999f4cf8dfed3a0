"""/prefer on a real database: what is said and kept, and which report an alert names."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.chat import ChatContext, Messenger
from bot.chat.commands.wishes.preferring import MOST
from bot.model import Level, Plan, Sent
from bot.sandbox import Sandbox
from bot.store import Store, open_store
from tests.chat.builders import NOW, chat, context
from tests.chat.commands.test_watches import refused, say
from tests.chat.conftest import Phone, running
from tests.store import build

ME = 1001


@pytest.fixture
def store(sqlite_template: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copy(sqlite_template, tmp_path / "chat.db")
    with open_store(f"sqlite:///{tmp_path / 'chat.db'}", worker="test") as made:
        made.feeds.sync([build.source(name) for name in ("wire", "yonhap", "times")], NOW)
        yield made


@pytest.fixture
def around(store: Store) -> ChatContext:
    return context(store)


def preferred(store: Store) -> tuple[str, ...]:
    known = store.outbox.chat(ME)
    return known.preferred if known is not None else ()


def test_outlets_are_preferred_in_their_order_and_not_any_more(store: Store, around: ChatContext) -> None:
    assert say(around, "prefer", "wire") == "This chat gets no alerts yet.\nTry /subscribe"
    say(around, "subscribe")
    assert say(around, "prefer").startswith("None is preferred.\n\nWhere several outlets tell the same, an alert names")
    assert say(around, "prefer", "yon") == "Changed. Rings: all news; by reports of Yonhap before others."
    assert say(around, "prefer", "Wire").endswith("by reports of Yonhap and Wire before others.")
    assert say(around, "prefer", "YONHAP").endswith("by reports of Yonhap and Wire before others.")
    assert say(around, "prefer").startswith("Preferred here, in this order:\n1. Yonhap\n2. Wire\n")
    assert "before others" in say(around, "subscribe", "korea")
    assert (
        say(around, "prefer", "off yonhap")
        == "Changed. Rings: all news of South Korea; by reports of Wire before others."
    )
    assert say(around, "prefer", "off") == "Changed. Rings: all news of South Korea."
    assert preferred(store) == ()


def test_what_cannot_be_preferred_is_told(store: Store, around: ChatContext) -> None:
    say(around, "subscribe")
    assert refused(around, "prefer", "Herald").startswith("No outlet here goes by “Herald”")
    assert refused(around, "prefer", "i").startswith("“i” may be Times and Wire. | /prefer Times")
    assert refused(around, "prefer", "off wire") == "“wire” is not preferred here; /prefer lists what is. | /prefer"
    say(around, "prefer", "wire")
    assert "not from Wire alone" in say(around, "mute", "wire")
    assert preferred(store) == (), "what is muted is not named"
    assert refused(around, "prefer", "wire") == ("Wire is muted here: what is muted is not named. | /unmute Wire")
    store.outbox.set_preferred(ME, tuple(f"Outlet {number}" for number in range(MOST)))
    assert refused(around, "prefer", "times").endswith("one has to go before another comes. | /prefer off Outlet 9")


async def test_an_alert_names_the_preferred_outlet_of_the_batch(
    sandbox: Sandbox, phone: Phone, store: Store, around: ChatContext
) -> None:
    me, other = await phone.add("private"), await phone.add("private")
    for number in (me, other):
        store.outbox.subscribe(chat(number), NOW)
    store.outbox.set_preferred(me, ("yonhap",))
    reading = build.reading(build.DEMAND, track="KR")
    first = build.new("one", entry=build.entry("one", outlet="Wire"), reading=reading, ring=True)
    echo = build.new("two", entry=build.entry("two", outlet="Yonhap"), reading=reading, level=Level.ECHO)
    store.intake.apply(Plan(build.plan(store.feeds.all()[0].id).feed, (first, echo)), NOW)
    async with running(sandbox.url, around) as bot:
        for owed in store.outbox.claim_owed(NOW, 5, build.LEASE):
            assert isinstance(await Messenger(bot.bot, around).send(owed), Sent)
        texts = [(await phone.answer(number))["text"] for number in (me, other)]
    assert ["Yonhap" in text for text in texts] == [True, False], texts
    assert "Wire" in texts[1]
