"""Doors to e-mail: nothing goes to an address before its reader said so, and what goes there then."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import pytest

from bot.chat import ChatContext
from bot.chat.doors.keeper import Keeper
from bot.chat.doors.mail.pages import MailPages
from bot.chat.doors.posting import TRIES_BEFORE
from bot.chat.doors.rows import CHANNELS
from bot.model import Alerts, ChatSubscription, DoorState, Interest, Level
from bot.store import Store
from bot.web import Health
from bot.web.mail import MailAddresses
from tests.chat.builders import OPERATOR, chat
from tests.chat.commands.doors.conftest import Clock, Desk, Receiver, deliver, only
from tests.chat.doors.mail.post_office import PAGES, SENDER, PostOffice, mailer, misbehaving, opened, silent
from tests.store.build import LEASE, NOW, add_feed, entry, new, plan, ring, settlement
from tests.web.test_health import Status

# aiosmtpd asks asyncio for what Python 3.14 is to do without.
pytestmark = pytest.mark.filterwarnings("ignore:'asyncio.iscoroutinefunction' is deprecated:DeprecationWarning")

JANE = "jane@reader.example"


@pytest.fixture
async def office() -> AsyncIterator[PostOffice]:
    made = PostOffice()
    async with opened(made):
        yield made


def with_mail(around: ChatContext, port: int, **more: Any) -> ChatContext:
    mailed = replace(around, mail=mailer(port, **more))
    return replace(mailed, doors=Keeper(CHANNELS, mailed))


@pytest.fixture
def posted(around: ChatContext, office: PostOffice) -> ChatContext:
    return with_mail(around, office.port)


@pytest.fixture
def writer(posted: ChatContext) -> Desk:
    return Desk(posted)


class Port:
    """The worker's port with the pages on it, as a reader's browser and a mail program ask them."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session, self._url = session, url

    async def ask(self, link: str, method: str = "GET", *, body: str = "", languages: str = "") -> tuple[int, str]:
        path = link.removeprefix(PAGES.removesuffix("/mail"))
        sent = {"Accept-Language": languages, "Content-Type": "application/x-www-form-urlencoded"}
        async with self._session.request(method, self._url + path, data=body or None, headers=sent) as response:
            assert response.headers["Cache-Control"] == "no-store"
            assert response.headers["Referrer-Policy"] == "no-referrer"
            assert "default-src 'none'" in response.headers["Content-Security-Policy"]
            return response.status, await response.text()


class NoStatus:
    def status(self, now: datetime) -> Status:
        return Status()

    def database_troubles(self, now: datetime) -> tuple[()]:
        return ()


@pytest.fixture
async def port(posted: ChatContext) -> AsyncIterator[Port]:
    health, addresses = Health(NoStatus(), now=posted.now), MailAddresses(MailPages(posted))
    health.add_routes(addresses.routes())
    await health.start("127.0.0.1", 0)
    async with aiohttp.ClientSession() as session:
        yield Port(session, f"http://127.0.0.1:{health.port}")
    await health.stop()
    addresses.close()


def link_in(office: PostOffice, purpose: str, number: int = -1) -> str:
    """A link in the text of an e-mail."""
    body = office.letters[number].get_body(("plain",))
    assert body is not None
    found = re.search(rf"<({PAGES}/{purpose}/[\w-]+)>", body.get_content())
    assert found is not None
    return found[1]


def told_owner(store: Store, clock: Clock) -> list[str]:
    """What chats are told by Telegram, which has it then."""
    rows = store.outbox.claim_owed(clock(), 9, LEASE)
    for row in rows:
        store.outbox.settle(settlement(row.id), clock())
    return [row.text for row in rows]


async def open_to_jane(writer: Desk, office: PostOffice, port: Port, store: Store, clock: Clock) -> None:
    await writer.ask(f"add {JANE}")
    status, page = await port.ask(link_in(office, "confirm"), "POST")
    assert (status, "from now on" in page) == (200, True)
    assert len(told_owner(store, clock)) == 1


async def test_nothing_goes_to_an_address_before_its_reader_has_pressed_the_button(
    writer: Desk, store: Store, office: PostOffice, clock: Clock, port: Port
) -> None:
    told = await writer.ask(f"add {JANE} deals korea")
    assert "An e-mail was sent to j…@reader.example." in told
    (question,) = office.letters_to(JANE)
    assert question["Subject"] == "News of “Who pays for the troops” by e-mail: please confirm"
    assert question["Auto-Submitted"] == "auto-generated"
    link = link_in(office, "confirm")
    assert link not in told
    assert (only(store).state, only(store).chat.subscribed) == (DoorState.UNCONFIRMED, False)
    for verb in ("test", "resume", "pause"):
        assert "is not open yet: it waits for the press" in await writer.refused(f"{verb} 1")
    await writer.ask("set 1 all")
    assert "waits until whoever reads there has confirmed it" in await writer.ask()
    ring(store)
    assert store.outbox.owed() == 0
    assert store.outbox.broadcast("Good morning", NOW, "one") == 0
    for method in ("GET", "HEAD", "GET"):  # as mail scanners do
        status, page = await port.ask(link, method)
        assert status == 200
    assert "Somebody asked a bot on Telegram to send news to j…@reader.example. Do you want it?" in page
    assert '<form method="post"><button>Yes, send me the news</button>' in page
    assert (only(store).state, told_owner(store, clock)) == (DoorState.UNCONFIRMED, [])
    for _ in range(2):
        status, page = await port.ask(link, "POST")
        assert status == 200
    assert "News is sent to j…@reader.example already." in page
    assert told_owner(store, clock) == ["✅ Door 1 is open: e-mail to j…@reader.example."]
    assert (only(store).state, only(store).chat.subscribed) == (DoorState.OPEN, True)
    assert "News goes to this address from here already" in await writer.refused(f"add {JANE}")
    assert len(office.came) == 1
    assert only(store).secret not in str(store.outbox.kept_of(OPERATOR))


async def test_a_link_is_good_for_a_day_and_until_there_is_a_newer_one(
    writer: Desk, store: Store, office: PostOffice, clock: Clock, port: Port
) -> None:
    await writer.ask(f"add {JANE}")
    first = link_in(office, "confirm")
    await writer.ask(f"add {JANE}")
    second = link_in(office, "confirm")
    clock.now += timedelta(hours=24)
    for link in (first, second, second.replace("confirm", "end"), f"{second[:-1]}{'A' if second[-1] != 'A' else 'B'}"):
        for method in ("GET", "POST"):
            status, page = await port.ask(link, method)
            assert (status, "This link is of no use any more" in page) == (404, True)
    for odd in ("confirm/1", "confirm/1-%00", "nothing/1-" + "a" * 32, "confirm/" + "9" * 32 + "-" + "a" * 32):
        assert (await port.ask(f"{PAGES}/{odd}", "POST"))[0] == 404
    assert only(store).state is DoorState.UNCONFIRMED
    assert store.doors.forget_unconfirmed(clock()) == 1
    assert (store.doors.all(), store.outbox.chats()) == ([], [])


async def test_one_press_of_a_mail_program_ends_it_and_a_look_does_not(
    writer: Desk, posted: ChatContext, store: Store, office: PostOffice, clock: Clock, port: Port
) -> None:
    await open_to_jane(writer, office, port, store, clock)
    ring(store)
    await deliver(posted, lambda: store.outbox.owed() == 0)
    news = office.letters[1]
    link = str(news["List-Unsubscribe"]).strip("<>")
    assert news["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link == link_in(office, "end", 1)
    status, page = await port.ask(link, languages="de")
    assert (status, "<button>Stop these e-mails</button>" in page) == (200, True), "in the language of the door"
    assert only(store).state is DoorState.OPEN
    store.intake.apply(plan(store.feeds.all()[0].id, new("two", ring=True, level=Level.MATERIAL)), clock())
    for _ in range(2):
        status, page = await port.ask(link, "POST", body="List-Unsubscribe=One-Click")
        assert (status, "No more news is sent to j…@reader.example." in page) == (200, True)
    assert (only(store).state, only(store).chat.subscribed) == (DoorState.ENDED, False)
    assert told_owner(store, clock) == ["Door 1 (j…@reader.example) has ended: whoever reads there wants no more."]
    assert (store.outbox.owed(), len(office.came)) == (0, 2)
    assert "ended: whoever reads there wants no more" in await writer.ask()
    assert (await port.ask(link_in(office, "confirm", 0), "POST"))[0] == 404, "an old question opens nothing again"


async def test_who_wants_no_questions_gets_none_even_once_the_door_is_gone(
    writer: Desk, store: Store, office: PostOffice, clock: Clock, port: Port
) -> None:
    await writer.ask(f"add {JANE}", who=5)
    link = link_in(office, "never")
    assert office.letters[0]["List-Unsubscribe"] == f"<{link}>"
    store.outbox.forget(5, clock())
    status, page = await port.ask(link, languages="fr-CH, ko;q=0.9, en;q=0.8")
    assert (status, '<html lang="ko">' in page) == (200, True)
    assert (await port.ask(link.replace("/never/", "/end/"), "POST"))[0] == 404
    assert (await port.ask(f"{link[:-1]}{'A' if link[-1] != 'A' else 'B'}", "POST"))[0] == 404
    assert (await port.ask(link, "POST"))[0] == 200
    clock.now += timedelta(days=400)
    assert "wants no mail of this bot" in await writer.refused("add J.ane+other@reader.example")
    assert len(office.came) == 1


async def test_a_stranger_cannot_fill_a_mailbox_with_questions(
    writer: Desk, store: Store, office: PostOffice, clock: Clock
) -> None:
    """Whatever the spelling of the address, whoever asks, and however often they are forgotten."""
    for who, address in ((5, JANE), (6, "J.ane+x@reader.example")):
        await writer.ask(f"add {address}", who=who)
        store.outbox.forget(who, clock())
    for who in (5, 7, OPERATOR):
        assert "was asked often enough of late" in await writer.refused(f"add {JANE}", who=who)
    for name in ("a", "b", "c", "d"):
        await writer.ask(f"add {name}@reader.example", who=5)
    assert "Five addresses were asked for you" in await writer.refused("add e@reader.example", who=5)
    assert [door.chat.title for door in store.doors.of_chat(7)] == []
    await writer.ask("add f@reader.example")
    clock.now += timedelta(days=1, seconds=1)
    await writer.ask(f"add {JANE}", who=5)
    for _ in range(2):
        clock.now += timedelta(days=1, seconds=1)
        await writer.ask(f"add {JANE}", who=8)
    clock.now += timedelta(days=1, seconds=1)
    assert "was asked often enough of late" in await writer.refused(f"add {JANE}", who=9)
    clock.now += timedelta(days=30)
    await writer.ask(f"add {JANE}", who=9)
    assert len(office.letters_to(JANE)) == 5


async def test_an_alert_comes_as_text_and_page_under_an_id_that_stays(
    writer: Desk, posted: ChatContext, store: Store, office: PostOffice, clock: Clock, port: Port
) -> None:
    await open_to_jane(writer, office, port, store, clock)
    hostile = "방위비 협상\r\nBcc: victim@other.example <script>alert(1)</script> & more"
    named = new("one", entry=entry("one", title=hostile), ring=True, level=Level.MATERIAL)
    store.intake.apply(plan(add_feed(store), named), clock())
    office.answers["DATA"] = "451 4.7.1 later"
    await deliver(posted, lambda: len(office.readers_asked) == 2)
    assert (store.outbox.owed(), len(office.came)) == (1, 1)
    office.answers.clear()
    clock.now += timedelta(minutes=1)
    await deliver(posted, lambda: store.outbox.owed() == 0)
    sender, reader, _ = office.came[1]
    letter = office.letters[1]
    assert (sender, reader) == (SENDER, JANE)
    assert (letter["From"], letter["To"]) == (f"Burden Watch <{SENDER}>", JANE)
    assert letter["Bcc"] is None
    assert letter["List-Id"] == "<burdenwatch.desk.example>"
    assert letter["Date"].datetime == clock()
    assert letter.get_content_type() == "multipart/alternative"
    text, page = (letter.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert page is not None
    assert "방위비 협상 Bcc: victim@other.example <script>alert(1)</script> & more <https://wire.test/one>" in (
        text.get_content()
    )
    assert f"Stop these e-mails <{PAGES}/end/1-" in text.get_content()
    assert "send /doors remove 1 to the bot" in text.get_content()
    assert 'href="https://wire.test/one"' in page.get_content()
    assert "방위비 협상 Bcc: victim@other.example &lt;script&gt;" in page.get_content()
    assert "<script" not in page.get_content()
    assert "/story_" not in text.get_content()


async def test_what_was_handed_over_before_the_worker_died_comes_again_under_the_same_id(
    writer: Desk, posted: ChatContext, store: Store, office: PostOffice, clock: Clock, port: Port
) -> None:
    await open_to_jane(writer, office, port, store, clock)
    ring(store)
    await deliver(posted, lambda: store.outbox.owed() == 0)
    with store._database.write() as connection:  # as the database was before the answer was written down
        connection.exec_driver_sql(
            "UPDATE outbox SET state = 'leased', message_id = NULL, settled = NULL WHERE kind = 'alert'"
        )
    store.outbox.release_leases()
    await deliver(posted, lambda: store.outbox.owed() == 0)
    first, again = office.letters[1:]
    assert first["Message-ID"] == again["Message-ID"]
    assert re.fullmatch(r"<\d+\.0\.[\w-]{16}@desk\.example>", first["Message-ID"])


async def test_an_address_that_takes_no_mail_ends_and_what_is_our_account_s_fault_ends_no_door(
    writer: Desk,
    posted: ChatContext,
    store: Store,
    office: PostOffice,
    clock: Clock,
    port: Port,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await open_to_jane(writer, office, port, store, clock)
    ring(store)
    office.answers["MAIL"] = "550 5.7.1 who are you"
    for _ in range(TRIES_BEFORE):
        (row,) = store.outbox.claim_owed(clock(), 9, LEASE, "e-mail")
        store.outbox.settle(settlement(row.id, "owed", not_before=clock()), clock())
    clock.now += timedelta(days=9)
    await deliver(posted, lambda: "does not take mail from MAIL_FROM" in caplog.text)
    assert (only(store).state, store.outbox.owed()) == (DoorState.OPEN, 1)
    office.answers = {"RCPT": "450 4.2.0 greylisted"}
    clock.now += timedelta(days=1)
    await deliver(posted, lambda: only(store).state is DoorState.ENDED)
    assert only(store).reason == "for 3 days the mail server does not take mail for it just now (450 4.2.0)"
    told_owner(store, clock)

    office.answers.clear()
    await open_to_jane(writer, office, port, store, clock)
    office.answers = {"RCPT": "550 5.1.1 no such user"}
    store.intake.apply(plan(store.feeds.all()[0].id, new("two", ring=True, level=Level.MATERIAL)), clock())
    await deliver(posted, lambda: only(store).state is DoorState.ENDED)
    assert only(store).reason == "the mail server says that this address takes no mail (550 5.1.1)"
    (told,) = told_owner(store, clock)
    assert "(e-mail, j…@reader.example) has ended, and gets nothing any more: the mail server says" in told
    assert JANE not in caplog.text


async def test_an_e_mail_that_is_never_taken_is_let_go_with_a_word_to_the_chat_and_the_next_one_goes(
    writer: Desk, posted: ChatContext, store: Store, office: PostOffice, clock: Clock, port: Port
) -> None:
    await open_to_jane(writer, office, port, store, clock)
    feed = add_feed(store)
    office.answers["DATA"] = "554 5.7.1 spam"
    for name in ("one", "two"):
        store.intake.apply(plan(feed, new(name, ring=True, level=Level.MATERIAL)), clock())
    await deliver(posted, lambda: len(office.readers_asked) == 3 and store.outbox.owed() == 1)
    assert told_owner(store, clock) == [
        "An e-mail to j…@reader.example (door 1) was refused for good and did not arrive: the mail server refuses this "
        "e-mail (554 5.7.1)."
    ]
    office.answers.clear()
    store.intake.apply(plan(feed, new("three", ring=True, level=Level.MATERIAL)), clock())
    await deliver(posted, lambda: store.outbox.owed() == 0)
    assert (len(office.came), only(store).state) == (2, DoorState.OPEN)


async def test_a_turn_is_a_reply_to_its_alert(
    writer: Desk, posted: ChatContext, store: Store, office: PostOffice, clock: Clock, port: Port
) -> None:
    await open_to_jane(writer, office, port, store, clock)
    article = ring(store)
    await deliver(posted, lambda: store.outbox.owed() == 0)
    story = store.archive.kept([article])[article][0].story_id
    turned = new("turn", story_id=story, opens=None, ring=True, rings_for="signed")
    store.intake.apply(plan(store.feeds.all()[0].id, turned), clock())
    await deliver(posted, lambda: len(office.came) == 3)
    clock.now += timedelta(minutes=5)
    await deliver(posted, lambda: store.outbox.owed() == 0)  # an edit of counts, too, which is passed over
    alert, turn = office.letters[1:]
    assert alert["In-Reply-To"] is None
    assert (turn["In-Reply-To"], turn["References"]) == (alert["Message-ID"], alert["Message-ID"])
    assert turn["Message-ID"] != alert["Message-ID"]


async def test_it_hears_of_what_its_chat_does_by_all_of_its_subscriptions_as_they_are_when_it_is_asked(
    writer: Desk, store: Store, office: PostOffice, port: Port
) -> None:
    store.outbox.subscribe(chat(OPERATOR), NOW)
    for name in ("Tokyo", "Seoul"):
        store.subscriptions.add(OPERATOR, ChatSubscription(0, name, Interest(("KR",))))
    await writer.ask(f"add {JANE}")
    gone = store.subscriptions.of_chat(OPERATOR)[1].number
    store.subscriptions.remove(OPERATOR, gone, NOW)
    await writer.ask(f"add {JANE} digest 8:00")
    await port.ask(link_in(office, "confirm"), "POST")
    own = store.subscriptions.of_chat(only(store).chat.id)
    assert [(one.name, one.alerts) for one in own] == [("", Alerts.DIGEST), ("Seoul", Alerts.DIGEST)]


async def test_a_digest_comes_in_parts_that_are_one_thread(
    writer: Desk, posted: ChatContext, store: Store, office: PostOffice, clock: Clock, port: Port
) -> None:
    await open_to_jane(writer, office, port, store, clock)
    await writer.ask("set 1 digest 8:00")
    feed = add_feed(store)
    for number in range(12):
        store.intake.apply(plan(feed, new(f"quiet {number}", ring=True)), clock())
    clock.now += timedelta(days=1)
    await deliver(posted, lambda: len(office.came) == 3 and store.outbox.owed() == 0)
    first, second = office.letters[1:]
    assert first["Subject"] == "Digest · stories 1–10 of 12 · Who pays for the troops"
    assert second["Subject"] == "Digest · stories 11–12 of 12 · Who pays for the troops"
    assert first["Message-ID"] != second["Message-ID"]
    assert (first["In-Reply-To"], second["In-Reply-To"]) == (None, first["Message-ID"])


async def test_a_question_that_cannot_be_mailed_leaves_no_door(writer: Desk, store: Store, office: PostOffice) -> None:
    office.answers["RCPT"] = "550 5.1.1 no such user"
    told = await writer.refused(f"add {JANE}")
    assert "Nothing was added: the mail server says that this address takes no mail (550 5.1.1)." in told
    office.answers = {"MAIL": "530 5.7.0 log in"}
    for _ in range(3):  # nobody got anything, so it counts for nothing
        assert "does not take mail from MAIL_FROM (530 5.7.0)" in await writer.refused("add joe@reader.example")
    assert (store.doors.all(), store.outbox.chats(), office.came) == ([], [], [])


async def test_a_mail_server_that_is_silent_keeps_no_other_door_waiting(
    around: ChatContext, desk: Desk, store: Store, receiver: Receiver, office: PostOffice, port: Port, clock: Clock
) -> None:
    await desk.ask(f"add {receiver.url}")
    await open_to_jane(Desk(with_mail(around, office.port)), office, port, store, clock)
    ring(store)
    async with misbehaving(silent) as quiet:
        silenced = with_mail(around, quiet, within=2.0)
        began = asyncio.get_running_loop().time()
        heard: list[float] = []

        def has_heard() -> bool:
            if len(receiver.came) == 2:
                heard.append(asyncio.get_running_loop().time() - began)
            return bool(heard)

        await deliver(silenced, has_heard)
    assert heard[0] < 2.0
    assert store.outbox.owed() == 1, "the e-mail is not lost"


async def test_without_a_mail_server_it_says_what_is_to_be_set(desk: Desk, store: Store) -> None:
    told = await desk.refused(f"add {JANE}")
    assert "This bot sends no e-mail yet: who runs it sets SMTP_HOST first." in told
    assert store.doors.all() == []


@pytest.mark.parametrize(
    "typed",
    [
        "jane@", "@reader.example", "jane@reader", "jane@127.0.0.1", "jane@[127.0.0.1]", "ja..ne@reader.example",
        '"jane doe"@reader.example', "jané@reader.example", "jane@reader..example", "jane@-x.example",
        "jane@reader.example,joe@reader.example", "jane<x>@reader.example", f"{'j' * 65}@reader.example",
        f"jane@{'r' * 64}.example", "e-mail https://desk.example/hook",
    ],
)  # fmt: skip
async def test_what_is_no_address_is_told_so(writer: Desk, office: PostOffice, typed: str) -> None:
    told = await writer.refused(f"add {typed}")
    assert re.search(r"is no (e-mail address that can be written to|whole address|address that can be posted to)", told)
    assert office.readers_asked == []


@pytest.mark.parametrize(
    "typed",
    ["Jane.Doe+news@Reader.EXAMPLE", "mailto:Jane.Doe+news@reader.example", "email Jane.Doe+news@reader.example."],
)
async def test_an_address_is_known_in_its_spellings(writer: Desk, office: PostOffice, typed: str) -> None:
    await writer.ask(f"add {typed.format('Jane.Doe+news')}")
    assert office.readers_asked == ["Jane.Doe+news@reader.example"]


@pytest.mark.parametrize("language", ["de", "ko", "ja"])
async def test_e_mail_and_its_pages_speak_the_language_of_their_chat(
    writer: Desk, posted: ChatContext, store: Store, office: PostOffice, port: Port, language: str
) -> None:
    store.outbox.set_language(chat(OPERATOR), language)
    told = await writer.ask(f"add {JANE}", language=language)
    pages = [await port.ask(link_in(office, "confirm"), method) for method in ("GET", "POST")]
    ring(store)
    await deliver(posted, lambda: store.outbox.owed() == 1)
    pages += [await port.ask(link_in(office, "end"), method) for method in ("GET", "POST")]
    shown = [told, *(re.sub("<style>.*?</style>|<meta[^>]*>", "", page) for _, page in pages)]
    assert all(f'<html lang="{language}">' in page for _, page in pages)
    shown += [body.get_content() for letter in office.letters if (body := letter.get_body(("plain",))) is not None]
    assert len(shown) == 7
    english = re.compile(
        r"\b(?:this|send|mailed|within|somebody|confirmed|news|comes?|button|more|ended)\b", re.IGNORECASE
    )
    bare = [re.sub(r"<https?://[^>]*>|<[^>]*>|“[^”]*”", "", one) for one in shown]
    assert [english.findall(one) for one in bare] == [[]] * 7
