"""/subscribe with names, /unsubscribe of one, and /subscriptions: what is said, what is kept, and what alerts say."""

import re
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from bot.chat import ChatContext, Messenger
from bot.chat.commands.command import CommandRequest
from bot.chat.languages.translator import translator
from bot.chat.render.html import LIMIT, utf16
from bot.chat.render.wishes.subscriptions import key_of
from bot.chat.typed.bad_argument import BadArgument
from bot.chat.typed.subscriptions import LONGEST_NAME, subscription_words, take_name
from bot.chat.updates.application import BotApplication
from bot.model import Alerts, ChatSubscription, Event, Interest, Level, Manner, NewsKind, Sent
from bot.reading.languages import LOCALES
from bot.sandbox import Sandbox
from bot.store import Store, open_store
from tests.chat.builders import NOW, TOPIC, article, chat, context, families
from tests.chat.commands.test_registry import press
from tests.chat.commands.test_watches import refused, say
from tests.chat.commands.wishes.test_settings import MEMBER, opened, told
from tests.chat.conftest import Phone, running
from tests.store import build
from tests.store.build import HOUR

ME = 1001
TRACKS = TOPIC.vocabulary.tracks


@pytest.fixture
def store(sqlite_template: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copy(sqlite_template, tmp_path / "chat.db")
    with open_store(f"sqlite:///{tmp_path / 'chat.db'}", worker="test") as made:
        yield made


@pytest.fixture
def around(store: Store) -> ChatContext:
    return context(store)


@pytest.fixture
async def bot(sandbox: Sandbox, around: ChatContext) -> AsyncIterator[BotApplication]:
    async with running(sandbox.url, around) as application:
        yield application


def kept(store: Store, number: int = ME) -> list[tuple[str, Interest, Alerts, bool]]:
    return [(one.name, one.interest, one.alerts, one.silent) for one in store.subscriptions.of_chat(number)]


# --- What is typed


@pytest.mark.parametrize(
    ("typed", "words", "name"),
    [
        ("deals japan", "deals japan", ""),
        ("deals japan as Tokyo", "deals japan", "Tokyo"),
        ("deals AS  Our   desk ", "deals", "Our desk"),
        ("as 도쿄", "", "도쿄"),
        ("all as seen as before", "all as seen", "before"),
        ("japan as “Tokyo”", "japan", "Tokyo"),
        ("as „Tokio“", "", "Tokio"),
        ("as \u202eTo\u200fkyo\u2069 \x00desk", "", "Tokyo desk"),
        ("as توکیو", "", "توکیو"),
        ("as 👨\u200d👩 Cafe\u0301 <b>&amp;", "", "👨\u200d👩 Café <b>&amp;"),
    ],
)
def test_a_name_stands_behind_as(typed: str, words: str, name: str) -> None:
    assert take_name(typed) == (words, name)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("korea as", "Say behind “as” how the subscription is to be called."),
        ("korea as 12", "“12” is no name: it has no letter."),
        ("korea as 🇯🇵", "“🇯🇵” is no name: it has no letter."),
        ("korea as ””", "Say behind “as” how the subscription is to be called."),
        ("korea as \u200b\u202e", "Say behind “as” how the subscription is to be called."),
        ("korea as ALL", "“ALL” means all subscriptions; give this one another name."),
        (f"korea as {'x' * 41}", f"A name has {LONGEST_NAME} characters at most; this one has 41."),
        ("mars as Base", "Nothing was changed: “mars” is neither a country (South Korea, Japan"),
        ("digest 25:00 as Base", "Nothing was changed. “25:00” is neither a time"),
        ("korea languages xx as Base", "“xx” is no language of reports here"),
    ],
)
def test_what_is_no_subscription_is_told_and_changes_nothing(
    store: Store, around: ChatContext, typed: str, told: str
) -> None:
    assert refused(around, "subscribe", typed).startswith(told)
    assert store.subscriptions.of_chat(ME) == []


def test_operators_see_how_many_more_a_chat_has(store: Store, around: ChatContext) -> None:
    for words in ("japan as Tokyo", "korea as Seoul", "nato as Mons"):
        say(around, "subscribe", words)
    store.outbox.subscribe(chat(5), NOW)
    told = families(around).message_of("chats", CommandRequest(chat(), "", operator=True)).plain
    lines = [line for line in told.splitlines() if "private" in line]
    assert ["and 2 subscriptions more" in line for line in lines] == ["Japan" in line for line in lines]
    assert len(lines) == 2


def test_names_that_look_the_same_are_the_same(store: Store, around: ChatContext) -> None:
    say(around, "subscribe", "japan as Café 東京")
    for same in ("CAFE\u0301 東京", "Ｃａｆé\u200c 東京"):
        assert say(around, "subscribe", f"korea as {same}").startswith("Changed.")
    assert len(kept(store)) == 1
    assert say(around, "subscribe", "nato as Cafe 東京").startswith("Subscribed.")


def test_sound_and_languages_may_stand_behind_what_rings() -> None:
    typed = subscription_words("deals silent of japan critical languages ko, english", TRACKS)
    assert (typed.wish.kinds, typed.wish.rest) == ((NewsKind.DEALS,), "critical")
    assert [track.key for track in typed.wish.tracks] == ["JP"]
    assert (typed.languages, typed.silent) == (("en", "ko"), True)
    assert subscription_words("", TRACKS).is_empty
    turned = subscription_words("korea languages en and Korean digest 8:00 loud", TRACKS)
    assert (turned.languages, turned.silent, turned.wish.rest) == (("en", "ko"), False, "digest 8:00")
    assert subscription_words("languages all korea", TRACKS).languages == ()


# --- What is answered and kept


def test_a_chat_subscribes_to_several_things_by_their_names(store: Store, around: ChatContext) -> None:
    said = say(around, "subscribe", "deals japan as Tokyo")
    assert said.startswith("Subscribed. Rings: deals of Japan.\n")
    said = say(around, "subscribe", "korea troops digest 7:30 silent languages ko as Camps")
    assert said == (
        "Subscribed. Rings: Tokyo: deals of Japan; Camps: great events among troops of South Korea, digest 7:30 KST, "
        "without a sound, only by reports in Korean.\n"
        "All of them: /subscriptions · to end this one: /unsubscribe Camps"
    )
    assert kept(store) == [
        ("Tokyo", Interest(("JP",), (NewsKind.DEALS,)), Alerts.ALL, False),
        ("Camps", Interest(("KR",), (NewsKind.TROOPS,), languages=("ko",)), Alerts.DIGEST, True),
    ]
    assert store.outbox.chat(ME).digest_at == "07:30"  # type: ignore[union-attr]
    assert say(around, "subscribe", "all loud as CAMPS").startswith("Changed. Rings: Tokyo: deals of Japan; Camps: all")
    assert kept(store)[1] == ("Camps", Interest(languages=("ko",)), Alerts.ALL, False)
    assert say(around, "subscribe", "talks as tokyo").startswith("Changed. Rings: Tokyo: talks; Camps:")
    assert [name for name, *_ in kept(store)] == ["Tokyo", "Camps"]
    assert "Rings: Tokyo: talks; Camps: all news" in say(around, "alerts")
    assert say(around, "subscribe").endswith("Rings: Tokyo: talks; Camps: all news, only by reports in Korean.")


def test_who_hears_of_everything_is_told_that_more_adds_nothing(store: Store, around: ChatContext) -> None:
    say(around, "subscribe")
    assert say(around, "subscribe", "deals japan as Tokyo") == (
        "Subscribed. Rings: Main: all news; Tokyo: deals of Japan.\n"
        "“Main” rings for all news here, whatever the others say. To end that: /unsubscribe Main\n"
        "All of them: /subscriptions · to end this one: /unsubscribe Tokyo"
    )
    assert say(around, "unsubscribe", "main") == "“Main” has ended. Rings: deals of Japan."
    assert kept(store) == [("Tokyo", Interest(("JP",), (NewsKind.DEALS,)), Alerts.ALL, False)]


def test_the_first_is_named_later_and_changed_by_its_name(store: Store, around: ChatContext) -> None:
    say(around, "subscribe", "japan")
    assert say(around, "subscribe", "korea as Main").startswith("Changed. Rings: all news of South Korea")
    assert say(around, "subscribe", "as Seoul").startswith("Changed. Rings: all news of South Korea.\n")
    say(around, "subscribe", "japan as Tokyo")
    assert [name for name, *_ in kept(store)] == ["Seoul", "Tokyo"]
    assert refused(around, "subscribe", "as Mons") == "Say what “Mons” is to ring for. | /subscribe deals as Mons"


def test_there_are_ten_and_no_more(store: Store, around: ChatContext) -> None:
    for number in range(10):
        say(around, "subscribe", f"korea as n{number}")
    told = "This chat has as many subscriptions as a chat may, 10; end one first. | /subscriptions"
    assert refused(around, "subscribe", "korea as n10") == told
    assert len(kept(store)) == 10


@pytest.mark.parametrize("language", ["en", "ko", "ja", "de"])
def test_ten_of_the_longest_names_and_wishes_are_told_in_one_message(
    store: Store, around: ChatContext, language: str
) -> None:
    wishes = f"deals break-offs talks troops demands figures korea japan nato languages {' '.join(LOCALES)}"
    names = [f"{number}{'한<&' * 13}"[:LONGEST_NAME] for number in range(10)]
    for name in names:
        say(around, "subscribe", f"{wishes} digest 8:00 weekdays silent as {name}")
    known = store.outbox.chat(ME)
    assert known is not None
    outlets = tuple(f"{'Outlet ' * 9}{number}" for number in range(10))
    store.outbox.set_interest(ME, replace(known.interest, muted=outlets))
    store.outbox.set_preferred(ME, outlets)
    store.outbox.set_manner(ME, Manner("22:00-07:00", great_pass=True, cap=5))
    for command in ("subscriptions", "settings", "alerts", "subscribe"):
        asked = CommandRequest(chat(), "", t=translator(language))
        told = families(around).message_of(command, asked)
        assert all(name in told.plain for name in names)
        assert utf16(told.plain) < LIMIT
        labels = [button.label for row in told.buttons for button in row]
        assert len(labels) <= 31
        assert all(len((button.data or "").encode()) <= 64 for row in told.buttons for button in row)


def test_one_is_ended_by_its_name_or_its_number_and_all_by_all(store: Store, around: ChatContext) -> None:
    for words in ("japan as Tokyo", "korea as Camps", "nato as Mons"):
        say(around, "subscribe", words)
    assert refused(around, "unsubscribe", "Camp") == (
        "This chat has no subscription “Camp”; nothing was changed. /subscriptions lists them. | /unsubscribe Camps"
    )
    assert (
        say(around, "unsubscribe", "2") == "“Camps” has ended. Rings: Tokyo: all news of Japan; Mons: all news of NATO."
    )
    assert say(around, "unsubscribe", "TOKYO") == "“Tokyo” has ended. Rings: all news of NATO."
    assert refused(around, "unsubscribe", "korea").startswith("Nothing was changed: /unsubscribe ends all alerts")
    say(around, "subscribe", "korea as Camps")
    assert say(around, "unsubscribe", "all").startswith("Unsubscribed.")
    assert kept(store) == []
    assert say(around, "subscribe").startswith("Subscribed. Rings: all news of NATO.")
    assert len(kept(store)) == 1
    say(around, "subscribe", "as Mons")
    assert say(around, "unsubscribe", "mons").startswith("Unsubscribed."), "the only one"


def test_a_report_that_none_wants_is_explained(store: Store, around: ChatContext) -> None:
    feed_id = build.add_feed(store)
    about = article(1)
    link = "https://news.example/1"
    entry = build.entry("one")
    new = build.new(entry=type(entry)("one", link, "Talks", "Text"), reading=about.reading, published=NOW)
    say(around, "subscribe", "deals japan as Tokyo")
    say(around, "subscribe", "nato as Mons")
    store.intake.apply(build.plan(feed_id, new), NOW)
    assert "none of the 2 subscriptions of this chat is for that: /subscriptions" in say(around, "why", link)
    say(around, "subscribe", "korea as Camps")
    camps = store.subscriptions.of_chat(ME)[2]
    paused = ChatSubscription(camps.number, "Camps", Interest(("KR",), paused=True))
    store.subscriptions.keep(ME, paused, NOW)
    assert "What would ring for it is paused here. To have it again: /subscriptions" in say(around, "why", link)


# --- By buttons, and what comes


async def test_they_are_changed_paused_and_removed_on_one_message(
    bot: BotApplication, phone: Phone, store: Store
) -> None:
    me = await phone.add("private")
    await phone.ask(me, "/subscribe deals japan as Tokyo")
    await phone.ask(me, "/subscribe korea as Camps")
    screen = await opened(phone, me)
    assert (await screen.labels())[0] == "Subscriptions: 2"
    assert "Countries: all" not in await screen.labels(), "which would be of one of them"
    said = await screen.tap("Subscriptions")
    assert said == (
        "Subscriptions\n1. Tokyo: deals of Japan\n2. Camps: all news of South Korea\n"
        "One more, by a name of its own: /subscribe deals japan as Tokyo\n"
        "A report that several of them want rings once, as the loudest of them says."
    )
    assert await screen.tap("Camps") == "Camps\nall news of South Korea"
    await screen.tap("Kinds")
    assert "troops of South Korea" in await screen.tap("Troops")
    await screen.tap("‹ Back")
    await screen.tap("Rings")
    await screen.tap("Great events + digest")
    said = await screen.tap("18:00")
    assert "digest 18:00" in said
    assert said.endswith("The time and the days of the digest are the same for all subscriptions of this chat.")
    await screen.tap("‹ Back")
    assert "without a sound" in await screen.tap("Sound")
    await screen.tap("‹ Back")
    assert kept(store, me)[0] == ("Tokyo", Interest(("JP",), (NewsKind.DEALS,)), Alerts.ALL, False)
    assert kept(store, me)[1] == ("Camps", Interest(("KR",), (NewsKind.TROOPS,)), Alerts.DIGEST, True)
    assert store.outbox.chat(me).digest_at == "18:00"  # type: ignore[union-attr]
    before = await screen.now()
    keys = [key for row in before["buttons"] for key in row]
    assert "1. Tokyo: deals of Japan, paused" in await screen.tap("Pause")
    assert [one.paused for one in store.subscriptions.of_chat(me)] == [True, False]
    assert "1. Tokyo: deals of Japan\n" in await screen.tap("Resume")
    removes = [key["data"] for key in keys if key["text"] == "Remove"]
    for _ in range(2):  # pressed twice it removes no more than the one
        await phone.press(me, screen.message, removes[0])
    await phone.ask(me, "/status")
    assert [name for name, *_ in kept(store, me)] == ["Camps"]
    assert all(len(key["data"].encode()) <= 64 for key in keys)


@pytest.mark.parametrize("data", ["remove@{}", "remove@{}:no", "pause@{}", "quiet@{}:off", "tracks@{}:+mars"])
async def test_what_no_button_of_one_says_changes_nothing(
    bot: BotApplication, phone: Phone, store: Store, data: str
) -> None:
    me = await phone.add("private")
    for words in ("japan as Tokyo", "korea as Camps"):
        await phone.ask(me, f"/subscribe {words}")
    before = kept(store, me)
    await press(bot, phone, me, f"set:{data.format(key_of(store.subscriptions.of_chat(me)[1]))}")
    assert await told(phone, 0) == "This button no longer works."
    assert kept(store, me) == before


async def test_an_alert_says_for_which_it_rang_and_is_as_loud_as_the_loudest(
    bot: BotApplication, phone: Phone, store: Store, around: ChatContext
) -> None:
    me = await phone.add("private")
    for words in ("korea silent as Seoul", "talks silent as Rounds", "deals as Deals"):
        await phone.ask(me, f"/subscribe {words}")
    feed_id = build.add_feed(store)
    for name, event in (("round", Event.TALKS_ROUND), ("deal", Event.SIGNED)):
        new = build.new(name, build.DEMAND, ring=True, reading=build.reading(build.DEMAND, event=event, track="KR"))
        assert store.intake.apply(build.plan(feed_id, new), NOW).rung == 1
    lines = []
    for _ in range(2):
        (owed,) = store.outbox.claim_owed(NOW, 1, build.LEASE)
        came = await Messenger(bot.bot, around).send(owed)
        assert isinstance(came, Sent)
        store.outbox.settle(build.settlement(owed.id, message_id=came.message_id), NOW)
        lines.append((await phone.answer(me))["text"].splitlines()[3])
    assert lines == ["🔔 Seoul, Rounds", "🔔 Seoul, Deals"]
    sent = [one["params"] for one in await phone.requests("sendMessage") if "🔔" in one["params"]["text"]]
    assert ["disable_notification" in one for one in sent] == [True, False]


async def test_what_would_not_ring_for_a_report_is_not_named_and_makes_no_sound(
    bot: BotApplication, phone: Phone, store: Store, around: ChatContext
) -> None:
    me = await phone.add("private")
    for words in ("korea silent as Seoul", "all critical as Great", "korea digest 8:00 as Later"):
        await phone.ask(me, f"/subscribe {words}")
    feed_id = build.add_feed(store)

    async def comes(name: str, at: timedelta = timedelta(0), **changes: Any) -> tuple[str, bool]:
        """The line of what it rang for, and whether it made a sound."""
        of = build.reading(build.DEMAND, event=Event.SIGNED, track=changes.pop("track", "KR"))
        store.intake.apply(build.plan(feed_id, build.new(name, build.DEMAND, reading=of, **changes)), NOW + at)
        at += 24 * HOUR * (not changes["ring"])
        (owed,) = store.outbox.claim_owed(NOW + at, 1, build.LEASE)
        before = len(await phone.requests("sendMessage"))
        came = await Messenger(bot.bot, around).send(owed)
        assert isinstance(came, Sent)
        store.outbox.settle(build.settlement(owed.id, message_id=came.message_id), NOW + at)
        sent = (await phone.requests("sendMessage"))[before]["params"]
        line = next((line for line in sent["text"].splitlines() if "🔔" in line), "")
        return re.sub("<.*?>", "", line), "disable_notification" not in sent

    assert await comes("one", ring=True) == ("🔔 Seoul", False)
    assert await comes("great", ring=True, level=Level.CRITICAL) == ("🔔 Seoul, Great, Later", True)
    assert await comes("abroad", ring=True, level=Level.CRITICAL, track="NATO") == ("🔔 Great", True)
    assert await comes("small", ring=False, level=Level.BACKGROUND) == ("", True), "the digest"
    later = next(one for one in store.subscriptions.of_chat(me) if one.name == "Later")
    store.subscriptions.keep(me, replace(later, silent=True), NOW)
    assert await comes("tiny", 25 * HOUR, ring=False, level=Level.BACKGROUND) == ("", False)


async def test_administrators_alone_have_several_in_a_group(bot: BotApplication, phone: Phone, store: Store) -> None:
    group = await phone.add("supergroup")
    await phone.answer(group)
    for words in ("/subscribe japan as Tokyo", "/subscriptions", "/unsubscribe Tokyo"):
        name = words.split()[0]
        assert await phone.ask(group, words, user=MEMBER) == f"In a group, {name} is for its administrators."
    assert (await phone.ask(group, "/subscribe japan as Tokyo")).startswith("Subscribed.")
    assert kept(store, group)[0][0] == "Tokyo"


def test_bad_names_are_refused_in_each_language(around: ChatContext) -> None:
    for language in ("ko", "ja", "de"):
        with pytest.raises(BadArgument) as problem:
            take_name("korea as")
        assert "as" in problem.value.told(translator(language))
