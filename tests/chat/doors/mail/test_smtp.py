"""E-mail handed to servers on loopback: with TLS and without, refused in all ways, silent, dripping and broken off."""

import asyncio

import pytest

from bot.chat.doors.mail.smtp import Mailer
from bot.mail_server import NONE, SSL, STARTTLS
from bot.model import Mailed, MailFault, NotMailed
from tests.chat.doors.mail.post_office import (
    CERTIFICATE,
    PASSWORD,
    SENDER,
    PostOffice,
    mailer,
    misbehaving,
    opened,
    silent,
)

# aiosmtpd asks asyncio for what Python 3.14 is to do without.
pytestmark = pytest.mark.filterwarnings("ignore:'asyncio.iscoroutinefunction' is deprecated:DeprecationWarning")

READER = "jane@reader.example"
LETTER = b"Subject: news\r\n\r\nTalks.\r\n.hidden\r\n"


@pytest.fixture(autouse=True)
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


async def taken(by: Mailer) -> Mailed | NotMailed:
    return await by.take(LETTER, READER)


async def refused(by: Mailer) -> NotMailed:
    came = await taken(by)
    assert isinstance(came, NotMailed)
    assert PASSWORD not in came.sentence
    return came


@pytest.mark.parametrize("tls", [NONE, STARTTLS, SSL])
async def test_it_is_handed_over_with_tls_and_without(tls: str) -> None:
    office = PostOffice()
    async with opened(office, tls) as port:
        by = mailer(port) if tls == NONE else mailer(port, tls, host="news.example", word=PASSWORD)
        assert await taken(by) == Mailed()
        assert by.trouble() is None
    assert office.came == [(SENDER, READER, LETTER)]
    assert (office.greeted, office.logins) == ("[127.0.0.1]", 0 if tls == NONE else 1)


async def test_a_wrong_password_is_the_operators_trouble_and_told_without_it() -> None:
    office = PostOffice()
    async with opened(office, STARTTLS) as port:
        wrong = mailer(port, STARTTLS, host="news.example", word="hush/hush@")
        came = await refused(wrong)
        assert (came.fault, came.perhaps) == (MailFault.SERVER, False)
        assert came.sentence == "the mail server refuses our user name and password (535 5.7.8)"
        assert wrong.trouble() == f"the last e-mail did not go out: {came.sentence}"
    assert office.came == []


@pytest.mark.parametrize(
    ("verb", "answer", "fault", "told"),
    [
        ("RCPT", "550 5.1.1 no such user", MailFault.READER, "says that this address takes no mail (550 5.1.1)"),
        ("RCPT", "553 what?", MailFault.READER, "says that this address takes no mail (553)"),
        ("RCPT", "552 5.2.2 full", MailFault.READER, "says that this address takes no mail (552 5.2.2)"),
        ("RCPT", "450 4.2.0 greylisted", MailFault.LATER, "does not take mail for it just now (450 4.2.0)"),
        ("RCPT", "452 4.3.1 disk", MailFault.SERVER, "is not at our service (452 4.3.1)"),
        ("RCPT", "421 bye", MailFault.SERVER, "is not at our service (421)"),
        ("RCPT", "550 5.7.1 relaying denied", MailFault.POLICY, "does not pass on our mail to it (550 5.7.1)"),
        ("RCPT", "554 go away", MailFault.POLICY, "does not pass on our mail to it (554)"),
        ("RCPT", "550 5.1.8 bad sender", MailFault.POLICY, "does not pass on our mail to it (550 5.1.8)"),
        ("MAIL", "550 5.7.1 not yours", MailFault.SERVER, "does not take mail from MAIL_FROM (550 5.7.1)"),
        ("MAIL", "451 later", MailFault.SERVER, "does not take mail from MAIL_FROM (451)"),
        ("DATA", "550 5.1.1 no such user", MailFault.READER, "says that this address takes no mail (550 5.1.1)"),
        ("DATA", "554 5.7.1 spam", MailFault.LETTER, "refuses this e-mail (554 5.7.1)"),
        ("DATA", "451 4.7.1 later", MailFault.LATER, "does not take mail for it just now (451 4.7.1)"),
    ],
)
async def test_whose_fault_an_answer_is(verb: str, answer: str, fault: MailFault, told: str) -> None:
    office = PostOffice()
    office.answers[verb] = answer
    async with opened(office) as port:
        by = mailer(port)
        came = await refused(by)
        assert (came.fault, came.sentence, came.perhaps) == (fault, f"the mail server {told}", False)
        assert (by.trouble() is not None) == (fault not in {MailFault.READER, MailFault.LATER})
        office.answers.clear()
        assert await taken(by) == Mailed()
        assert by.trouble() is None


async def test_a_certificate_of_another_is_not_taken_and_a_missing_starttls_is_no_leave_to_send_openly() -> None:
    office = PostOffice()
    for tls in (SSL, STARTTLS):
        async with opened(office, tls) as port:
            came = await refused(mailer(port, tls, host="other.example", word=PASSWORD))
            assert came.sentence == "the mail server shows a certificate that is not valid for it"
    async with opened(office) as port:
        came = await refused(mailer(port, STARTTLS, host="news.example", word=PASSWORD))
        assert came.sentence == "the mail server offers no STARTTLS"
    assert (office.came, office.logins) == ([], 0)


async def test_without_tls_it_is_sent_to_private_networks_alone() -> None:
    office = PostOffice()
    async with opened(office) as port:
        came = await refused(mailer(port, host="mail.example", leads_to="8.8.8.8", word=PASSWORD))
    assert came.sentence == "the mail server is on the public internet, and SMTP_TLS=none asks it without TLS"


async def _drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(b"2")
        await writer.drain()
        await asyncio.sleep(0.01)


async def _no_smtp(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    await writer.drain()


async def _up_to_the_dot(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 here\r\n")
    for answer in (b"250 hello\r\n", b"250 OK\r\n", b"250 OK\r\n", b"354 go on\r\n"):
        await reader.readline()
        writer.write(answer)
    await reader.readuntil(b"\r\n.\r\n")


async def _and_then_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await _up_to_the_dot(reader, writer)
    await reader.read()


@pytest.mark.parametrize(
    ("behave", "told", "perhaps"),
    [
        (silent, "did not answer in time", False),
        (_drip, "did not answer in time", False),
        (_no_smtp, "answers in something that is not proper SMTP", False),
        (_up_to_the_dot, "broke off the connection", True),
        (_and_then_nothing, "did not answer in time", True),
    ],
)
async def test_a_server_that_is_silent_or_drips_is_left_in_time(behave: object, told: str, perhaps: bool) -> None:
    async with misbehaving(behave) as port:  # type: ignore[arg-type]  # one of the functions above
        async with asyncio.timeout(5):
            came = await refused(mailer(port, within=0.4))
    assert (came.fault, came.perhaps) == (MailFault.SERVER, perhaps)
    assert came.sentence == f"the mail server {told}"


async def test_one_that_is_not_there_cannot_be_reached() -> None:
    async with misbehaving(silent) as port:
        pass
    assert (await refused(mailer(port))).sentence == "the mail server cannot be reached"
