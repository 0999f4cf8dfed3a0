"""/watch, /watches and /unwatch on a real database: what is said, what is kept, who may, and what the chat is sent."""

import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import ChatContext, Messenger
from bot.chat.commands.command import CommandRequest
from bot.chat.render.html import LIMIT, utf16
from bot.chat.typed.bad_argument import BadArgument
from bot.chat.typed.watches import LONGEST_NAME, name_of, watch_words
from bot.chat.updates.application import BotApplication
from bot.model import Chat, Entry, NewArticle, Paused, Rejected, Sent
from bot.reading.query.query import QueryError, parse_query
from bot.sandbox import Sandbox
from bot.store import Store, open_store
from tests.chat.builders import NOW, article, chat, context, families
from tests.chat.conftest import Json, Phone, running, until
from tests.store import build

QUERY = '"nuclear submarine" OR 핵잠수함'


@pytest.fixture
def store(sqlite_template: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copy(sqlite_template, tmp_path / "chat.db")
    with open_store(f"sqlite:///{tmp_path / 'chat.db'}", worker="test") as opened:
        yield opened


@pytest.fixture
def around(store: Store) -> ChatContext:
    return context(store)


@pytest.fixture
async def bot(sandbox: Sandbox, around: ChatContext) -> AsyncIterator[BotApplication]:
    async with running(sandbox.url, around) as application:
        yield application


def file(store: Store, *titles: str, story: int | None = None) -> None:
    """Reports on the topic in the archive, each a story of its own, a day apart, the last one the newest."""
    feed_id = build.add_feed(store)
    for number, title in enumerate(titles, start=1):
        about = article(number)
        link = f"https://news.example/{number}{'-more' if story else ''}"
        entry = Entry(title, link, title, "It was told on Friday.")
        published = NOW - timedelta(days=len(titles) - number)
        new = NewArticle(entry, about.reading, published, story, opens=None if story else 1)
        store.intake.apply(build.plan(feed_id, new), NOW)


def say(around: ChatContext, name: str, words: str = "", to: Chat | None = None) -> str:
    return families(around).message_of(name, CommandRequest(to or chat(), words)).plain


def refused(around: ChatContext, name: str, words: str = "") -> str:
    with pytest.raises(BadArgument) as problem:
        say(around, name, words)
    return f"{problem.value} | {problem.value.example}"


def buttons(message: Json) -> dict[str, str]:
    return {key["text"]: key["data"] for row in message["buttons"] or () for key in row}


# --- What is typed


@pytest.mark.parametrize(
    ("typed", "name", "query"),
    [
        (f"submarines: {QUERY}", "submarines", QUERY),
        ('Our  own subs:"nuclear submarine"', "Our own subs", '"nuclear submarine"'),
        ("잠수함：핵잠수함", "잠수함", "핵잠수함"),
        ("ships:\nsubmarine", "ships", "submarine"),
        (QUERY, "", QUERY),
        ("title:troops lang:ko", "", "title:troops lang:ko"),
        ("troops title: Korea", "", "troops title: Korea"),
        ("10:30 talks", "", "10:30 talks"),
        ('"a: b"', "", '"a: b"'),
    ],
)
def test_a_name_stands_before_a_colon(typed: str, name: str, query: str) -> None:
    words = watch_words(typed)
    assert (words.name, words.query.text) == (name, query)


@pytest.mark.parametrize(
    ("typed", "at", "sentence"),
    [
        ("ships: submarine AND (", 22, "the query ends here; a word or a phrase is missing"),
        ("ships:", 6, "the query is empty"),
        ("sorce:yonhap troops", 0, "there is no field sorce:"),
        ("  ships: (a OR b", 9, "this bracket is never closed"),
        ("ships: NOT sunk", 7, "NOT takes away and has nothing to take from"),
        ("x: " + " NEAR/9 ".join("abcdefg"), 5, "NEAR may stand 4 times, and here it does 6 times"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place_in_what_was_typed(typed: str, at: int, sentence: str) -> None:
    with pytest.raises(QueryError) as problem:
        watch_words(typed)
    assert problem.value.position == at
    assert problem.value.text == typed
    assert problem.value.sentence.startswith(sentence)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        (QUERY, "nuclear submarine"),
        ("source:yonhap lang:ko 방위비", "방위비 yonhap ko"),
        ("source:yonhap", "yonhap"),
        ("seoul troops cost bill NOT baseball", "seoul troops cost"),
        ("title:(cost NEAR/5 troops)", "cost troops"),
        ("x" * 300, "x" * LONGEST_NAME),
    ],
)
def test_a_query_without_a_name_is_given_one(query: str, name: str) -> None:
    assert name_of(parse_query(query)) == name


@given(st.text(max_size=80) | st.text(st.sampled_from('ab한:："“” ()OR NOT-*~/\n\0\ud800title'), max_size=60))
def test_whatever_is_typed_there_is_a_watch_with_a_name_or_a_sentence(typed: str) -> None:
    try:
        words = watch_words(typed)
    except (QueryError, BadArgument) as problem:
        told = problem.sentence if isinstance(problem, QueryError) else str(problem)
    else:
        told = words.name or name_of(words.query)
        assert len(told) <= LONGEST_NAME
    assert told.strip()


# --- What is answered


def test_a_watch_is_kept_and_shows_what_it_would_have_rung_for(store: Store, around: ChatContext) -> None:
    file(store, "A submarine, once", "Talks go on", "Two submarines", "Submarines again", "The submarine deal")
    assert say(around, "watch", "subs: submarine") == (
        "Watching for subs: submarine\n"
        "Every new entry of the feeds that answers rings here, on the topic or not, once for a story.\n"
        "Headlines and summaries are searched, and whole articles where their pages were fetched.\n"
        "\n"
        "In the archive, which has reports on the topic alone, 4 reports answer it: it would have rung 4 times. "
        "The newest:\n"
        "\n"
        "24 Nov 2026 · 🇰🇷 · Wire · /story_5\n"
        "The submarine deal (https://news.example/5)\n"
        "\n"
        "23 Nov 2026 · 🇰🇷 · Wire · /story_4\n"
        "Submarines again (https://news.example/4)\n"
        "\n"
        "22 Nov 2026 · 🇰🇷 · Wire · /story_3\n"
        "Two submarines (https://news.example/3)\n"
        "\n"
        "All of them: /watches · to end it: /unwatch subs"
    )
    (kept,) = store.watches.of_chat(1001)
    assert (kept.name, kept.query, kept.made) == ("subs", "submarine", NOW)


def test_reports_of_one_story_would_have_rung_once(store: Store, around: ChatContext) -> None:
    file(store, "A submarine")
    (first,) = store.archive.articles()
    file(store, "The submarine", "That submarine", story=first.story_id)
    told = say(around, "watch", "submarine")
    assert "3 reports answer it: it would have rung once. The newest:" in told
    assert told.count("/story_") == 1
    assert "That submarine" in told
    assert "It would have rung for nothing in the archive, which has reports" in say(around, "watch", "carrier")


def test_names_are_made_and_two_of_a_kind_refused(store: Store, around: ChatContext) -> None:
    for words in ("submarine", "submarine OR boat", "submarine OR ship"):
        say(around, "watch", words)
    assert [one.name for one in store.watches.of_chat(1001)] == ["submarine", "submarine 2", "submarine 3"]
    assert refused(around, "watch", "Submarine: base") == (
        "There is a watch “submarine” here already; give this one another name. | /watches"
    )
    assert refused(around, "watch", "boats: submarine  OR  boat") == (
        "This chat watches for that already: it is “submarine 2”. | /watches"
    )
    assert "A name has 40 characters at most; this one has 41." in refused(around, "watch", f"{'n' * 41}: base")
    for number in range(17):
        say(around, "watch", f"word{number}")
    assert "as many watches as a chat may, 20; end one first" in refused(around, "watch", "more")


def test_what_cannot_be_read_is_shown_with_a_caret(store: Store, around: ChatContext) -> None:
    told = say(around, "watch", "ships: submarine AND AND boat")
    assert "This cannot be read, at character 22:" in told
    assert "AND joins two terms" in told
    assert told.endswith('Try /watch submarines: "nuclear submarine" OR 핵잠수함')
    assert "What stands before the colon is its name" in say(around, "watch")
    assert store.watches.of_chat(1001) == []


def test_a_language_that_nothing_is_read_in_is_refused_and_one_of_a_feed_is_not(
    store: Store, around: ChatContext
) -> None:
    for words in ("lang:xx troops", "a OR (b NEAR/3 c -(lang:uk d))"):
        with pytest.raises(BadArgument, match=r"is no language of reports here; there are .*Korean \(ko\)"):
            say(around, "watch", words)
    assert store.watches.of_chat(chat().id) == []
    build.add_feed(store, "kyiv", language="uk")
    for words in ("lang:uk troops", "lang:ko troops", "lang:pl troops"):
        assert "Watching for" in say(around, "watch", words)


def test_the_list_tells_hits_and_what_is_paused_by_pages(store: Store, around: ChatContext) -> None:
    assert say(around, "watches").startswith("This chat watches for nothing.\nTry /watch ")
    for number in range(7):
        say(around, "watch", f"w{number}: word{number}")
    first, second, third, *_ = store.watches.of_chat(1001)
    entry = Entry("g", "https://news.example/off", "word0", "")
    new = NewArticle(entry, build.reading(on_topic=False), NOW, None, watches=(first.id,))
    store.intake.apply(build.plan(build.add_feed(store), new), NOW)
    store.watches.set_paused(1001, second.id, Paused.BY_HAND)
    store.watches.set_paused(1001, third.id, Paused.TOO_MANY)
    told = say(around, "watches")
    assert told.startswith(
        "7 watches of this chat · page 1 of 2\n"
        "\n"
        "1. w0 · 1 hit, the last 09:30 UTC\n"
        "word0\n"
        "\n"
        "2. w1 · no hit yet, paused\n"
        "word1\n"
        "\n"
        "3. w2 · no hit yet, paused: it rang as often within a day as a watch may; narrow it, or resume it\n"
    )
    assert say(around, "watches", "p2") == "7 watches of this chat · page 2 of 2\n\n7. w6 · no hit yet\nword6"
    assert "There is no page 3: the last of 2 pages is p2." in refused(around, "watches", "p3")
    assert "/watches takes a page behind it" in refused(around, "watches", "submarine")


def test_twenty_of_the_longest_fit_their_pages(store: Store, around: ChatContext) -> None:
    for number in range(20):
        query = f"{number:02}" + " OR ".join("x" * 20 + f"{number:02}{n:02}" for n in range(14))
        say(around, "watch", f"{'n' * 37}{number:02}: {query}")
    for page in range(1, 5):
        made = families(around).message_of("watches", CommandRequest(chat(), f"p{page}"))
        assert utf16(made.plain) < LIMIT
        assert "more" not in made.plain
        assert sum(map(len, made.buttons)) >= 4


def test_one_is_ended_by_its_name_or_its_number(store: Store, around: ChatContext) -> None:
    assert "watches for nothing, so there is nothing to end" in refused(around, "unwatch", "ships")
    for name in ("ships", "Our subs", "2"):
        say(around, "watch", f"{name}: word{name[0]}" if name != "2" else "bases: base")
    assert refused(around, "unwatch").endswith("| /unwatch ships")
    assert refused(around, "unwatch", "shops") == (
        "This chat has no watch “shops”; nothing was changed. /watches lists them. | /unwatch ships"
    )
    assert say(around, "unwatch", "  OUR   SUBS ") == "Removed Our subs. To have it again: /watch Our subs: wordO"
    assert say(around, "unwatch", "2").startswith("Removed bases.")
    assert refused(around, "unwatch", "2").endswith("| /unwatch ships")
    assert [one.name for one in store.watches.of_chat(1001)] == ["ships"]


# --- In chats


async def test_buttons_pause_resume_and_remove(bot: BotApplication, phone: Phone, store: Store) -> None:
    me = await phone.add("private")
    for name in ("ships", "bases"):
        assert f"Watching for {name}: {name}" in await phone.ask(me, f"/watch {name}: {name}")
    await phone.type(me, "/watches")
    listed = await phone.answer(me)
    assert list(buttons(listed)) == ["Pause 1", "Remove 1", "Pause 2", "Remove 2"]
    await phone.press(me, listed["id"], buttons(listed)["Pause 2"])
    paused = await until(lambda: _reads(phone, me, "2. bases · no hit yet, paused"))
    assert "Resume 2" in buttons(paused)
    await phone.press(me, listed["id"], buttons(paused)["Resume 2"])
    await until(lambda: _reads(phone, me, "2. bases · no hit yet\n"))
    await phone.press(me, listed["id"], buttons(listed)["Remove 1"])
    left = await until(lambda: _reads(phone, me, "Removed ships. To have it again: /watch ships: ships\n\n1 watch of"))
    assert "1. bases" in left["text"]
    await phone.press(me, listed["id"], buttons(left)["Remove 1"])
    await until(lambda: _reads(phone, me, "This chat watches for nothing."))
    assert store.watches.of_chat(me) == []


async def _reads(phone: Phone, chat_id: int, words: str) -> Json | None:
    return next((one for one in await phone.messages(chat_id) if words in one["text"] + "\n"), None)


@pytest.mark.parametrize("data", ["watch:", "watch:pause:1", "watch:sink:1:1", "watch:page:x", "watch:remove:1:1:1"])
async def test_what_no_button_of_ours_says_is_refused(
    bot: BotApplication, phone: Phone, store: Store, data: str
) -> None:
    me = await phone.add("private")
    await phone.ask(me, "/watch ships")
    sent = await bot.bot.send_message(me, "Below", reply_markup=_one_button(data))
    await phone.press(me, sent.message_id, data)
    assert await until(lambda: _acknowledged(phone)) == "This button no longer works."
    assert [one.paused for one in store.watches.of_chat(me)] == [Paused.NO]


def _one_button(data: str) -> Any:
    from telegram import InlineKeyboardButton, InlineKeyboardMarkup

    return InlineKeyboardMarkup([[InlineKeyboardButton("Do", callback_data=data)]])


async def _acknowledged(phone: Phone) -> str:
    told = [one["params"].get("text", "") for one in await phone.requests("answerCallbackQuery")]
    return str(told[-1]) if told else ""


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_in_groups_and_channels_administrators_alone_change(
    bot: BotApplication, phone: Phone, store: Store, kind: str
) -> None:
    member, there = {"id": 555, "first_name": "Member"}, await phone.add(kind)
    if kind != "channel":
        await phone.answer(there)  # the greeting
        for words in ("watch ships", "unwatch ships"):
            told = await phone.ask(there, f"/{words}", user=member)
            assert told == f"In a group, /{words.split()[0]} is for its administrators."
    assert (await phone.ask(there, "/watch ships")).startswith("Watching for ships")
    await phone.type(there, "/watches", **({} if kind == "channel" else {"user": member}))
    listed = await phone.answer(there)
    press = {"message_id": listed["id"], "data": buttons(listed)["Remove 1"]}
    await phone.call("POST", f"/chats/{there}/press", press | {"user": member})
    assert await until(lambda: _acknowledged(phone)) == "This is for the administrators of this chat."
    assert [one.name for one in store.watches.of_chat(there)] == ["ships"]
    await phone.press(there, listed["id"], buttons(listed)["Remove 1"])
    await until(lambda: store.watches.of_chat(there) == [])


async def test_a_chat_that_removes_the_bot_watches_for_nothing_any_more(
    bot: BotApplication, phone: Phone, store: Store
) -> None:
    me = await phone.add("private")
    await phone.ask(me, "/watch ships")
    await phone.call("POST", f"/chats/{me}/bot", {"status": "kicked"})
    await until(lambda: store.watches.of_chat(me) == [])


# --- What rings


async def test_what_answers_rings_with_its_name_and_its_link(
    bot: BotApplication, phone: Phone, store: Store, around: ChatContext
) -> None:
    me = await phone.add("private")
    for name in ("subs", "navy"):
        await phone.ask(me, f"/watch {name}: {name}")
    subs, navy = store.watches.of_chat(me)
    feed_id = build.add_feed(store)
    entry = Entry("g", "https://news.example/off", "A <b>nuclear</b> submarine", "", outlet="Ferry News")
    off = NewArticle(entry, build.reading(on_topic=False), NOW, None, watches=(subs.id, navy.id))
    store.intake.apply(build.plan(feed_id, off), NOW)
    assert await _sent(store, around, bot) == Sent(message_id=(message := await phone.answer(me))["id"])
    assert message["text"] == "🔎 subs, navy\nA <b>nuclear</b> submarine\nFerry News · 18:30 KST"
    assert [entity["url"] for entity in message["entities"] if entity["type"] == "text_link"] == [entry.link]
    assert [key["url"] for row in message["buttons"] for key in row] == [entry.link]
    store.intake.apply(build.plan(feed_id, build.new("one", watches=(navy.id,))), NOW)
    await _sent(store, around, bot)
    message = await phone.answer(me)
    assert message["text"] == "🔎 navy\nTalks one\nWire · 21:00 KST"
    assert list(buttons_of(message)) == ["Open", "Why"]
    said = await phone.type(me, "/why", reply_to=message["id"])
    assert said
    assert (await phone.answer(me))["text"].startswith("Why this alert\n")


def buttons_of(message: Json) -> list[str]:
    return [key["text"] for row in message["buttons"] for key in row]


async def _sent(store: Store, around: ChatContext, bot: BotApplication) -> object:
    (row,) = store.outbox.claim_owed(NOW + timedelta(days=1), 9, timedelta(seconds=60))
    outcome = await Messenger(bot.bot, around).send(row)
    state = "sent" if isinstance(outcome, Sent) else "closed"
    message_id = outcome.message_id if isinstance(outcome, Sent) else None
    store.outbox.settle(build.settlement(row.id, state, message_id=message_id), NOW)
    return outcome


async def test_what_waited_comes_in_one_message_and_an_alert_names_the_watch(
    bot: BotApplication, phone: Phone, store: Store, around: ChatContext
) -> None:
    me = await phone.add("private")
    for name in ("subs", "navy"):
        await phone.ask(me, f"/watch {name}: {name}")
    await phone.ask(me, "/subscribe")
    subs, navy = store.watches.of_chat(me)
    feed_id = build.add_feed(store)
    store.intake.apply(build.plan(feed_id, build.new("one", ring=True, watches=(subs.id, navy.id))), NOW)
    await _sent(store, around, bot)
    assert "\nWire · 21:00 KST\n🔎 subs, navy" in (await phone.answer(me))["text"]
    await phone.ask(me, "/alerts quiet 18:00-19:00")
    for name in ("off", "more"):
        found = build.new(name, on_topic=False, watches=(subs.id,))
        store.intake.apply(build.plan(feed_id, found), NOW)
    store.intake.apply(build.plan(feed_id, build.new("on", watches=(navy.id,))), NOW)
    await _sent(store, around, bot)
    lines = (await phone.answer(me))["text"].split("\n\n")
    assert lines[0] == "🔎 Your watches found 3 reports"
    assert [line.splitlines()[:2] for line in lines[1:]] == [
        ["1. subs", "Talks off"],
        ["2. subs", "Talks more"],
        ["3. navy", "Talks on"],
    ]


async def test_the_last_one_of_the_day_says_that_it_is(
    bot: BotApplication, phone: Phone, store: Store, around: ChatContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.store.outbox.watching import watch_hits

    monkeypatch.setattr(watch_hits, "MOST_A_DAY", 1)
    me = await phone.add("private")
    await phone.ask(me, "/watch subs: submarine")
    (subs,) = store.watches.of_chat(me)
    off = build.new("off", on_topic=False, watches=(subs.id,))
    store.intake.apply(build.plan(build.add_feed(store), off), NOW)
    await _sent(store, around, bot)
    told = (await phone.answer(me))["text"]
    assert told.endswith(
        "subs has rung as often today as a watch may, and is paused. Narrow it, or resume it: /watches"
    )


async def test_what_is_owed_for_a_watch_that_was_removed_is_not_sent(
    bot: BotApplication, phone: Phone, store: Store, around: ChatContext
) -> None:
    me = await phone.add("private")
    await phone.ask(me, "/watch subs: submarine")
    (subs,) = store.watches.of_chat(me)
    off = build.new("off", on_topic=False, watches=(subs.id,))
    store.intake.apply(build.plan(build.add_feed(store), off), NOW)
    await phone.ask(me, "/unwatch subs")
    assert await _sent(store, around, bot) == Rejected("its watch was removed")
    assert store.outbox.owed() == 0
