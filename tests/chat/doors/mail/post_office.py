"""A mail server on loopback (aiosmtpd) that takes e-mail, or answers what a test says; and what hands e-mail to it."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from bot.chat.doors.mail.smtp import Mailer
from bot.mail_server import NONE, SSL, STARTTLS, Mailbox, MailServer

CERTIFICATE = Path(__file__).parents[3] / "feeds" / "news.example.pem"
"""Of news.example, by nobody but itself."""
SENDER = "news@desk.example"
PAGES = "https://desk.example/mail"
USER, PASSWORD = "bot@desk.example", "hush/hush@#1"


class PostOffice:
    """Keeps what it takes."""

    def __init__(self) -> None:
        self.answers: dict[str, str] = {}
        """By the command's verb; 250 where there is none."""
        self.came: list[tuple[str, str, bytes]] = []
        """From whom, to whom, what."""
        self.readers_asked: list[str] = []
        self.greeted = ""
        self.logins = 0
        self.port = 0

    @property
    def letters(self) -> list[EmailMessage]:
        return [message_from_bytes(body, policy=default) for _, _, body in self.came]

    def letters_to(self, reader: str) -> list[EmailMessage]:
        return [letter for letter, (_, to, _) in zip(self.letters, self.came, strict=True) if to == reader]

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.greeted = session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.readers_asked.append(address)
        envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.answers.get("DATA", "250 OK")
        if answer.startswith("2"):
            body = envelope.content
            assert isinstance(body, bytes)
            self.came.append((envelope.mail_from or "", envelope.rcpt_tos[0], body))
        return answer

    def authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        self.logins += 1
        assert isinstance(data, LoginPassword)
        right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, message=None if right else f"535 5.7.8 no {PASSWORD}", handled=right)


@asynccontextmanager
async def opened(office: PostOffice, tls: str = NONE) -> AsyncIterator[int]:
    """The port where it listens; with STARTTLS it wants a login."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    loop = asyncio.get_running_loop()

    made: list[SMTP] = []

    def protocol() -> SMTP:
        one = SMTP(
            office,
            hostname="mail.test",
            loop=loop,
            tls_context=context if tls == STARTTLS else None,
            require_starttls=tls == STARTTLS,
            auth_require_tls=tls == STARTTLS,
            auth_required=tls == STARTTLS,
            authenticator=office.authenticate,
        )
        made.append(one)
        return one

    server = await loop.create_server(protocol, "127.0.0.1", 0, ssl=context if tls == SSL else None)
    office.port = server.sockets[0].getsockname()[1]
    yield office.port
    server.close()
    for transport in [one.transport for one in made if isinstance(one.transport, asyncio.WriteTransport)]:
        transport.abort()
    await asyncio.sleep(0)


@asynccontextmanager
async def misbehaving(
    behave: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
) -> AsyncIterator[int]:
    """A server that does with a connection what a test says."""
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await behave(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            tasks.discard(task)
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()
    for task in list(tasks):
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()


def at(*addresses: str) -> Callable[[str, int], Awaitable[list[dict[str, Any]]]]:
    """Names lead to these, whatever they are."""

    async def resolve(host: str, port: int) -> list[dict[str, Any]]:
        return [{"host": address, "family": socket.AF_INET} for address in addresses]

    return resolve


def mailer(
    port: int, tls: str = NONE, *, host: str = "127.0.0.1", leads_to: str = "127.0.0.1", word: str = "", **more: Any
) -> Mailer:
    """``word``: the password of the account; "" to come without one."""
    server = MailServer(host, port, tls, USER if word else "", word)
    return Mailer(server, Mailbox(SENDER, "Burden Watch"), at(leads_to), PAGES, **more)
