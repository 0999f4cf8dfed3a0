"""Hands e-mail to the operator's SMTP server, each by a connection of its own, and never waits for it for long.

TLS is verified by what the system trusts (``SSL_CERT_FILE`` names another list). The password goes nowhere else, and
the server's words go nowhere at all.
"""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any

from aiosmtplib import SMTP, SMTPException

from bot.chat.doors.mail.answers import OpenNetworkError, Stage, meaning
from bot.mail_server import NONE, SSL, STARTTLS, Mailbox, MailServer
from bot.model import Mailed, MailFault, NotMailed

Resolve = Callable[[str, int], Awaitable[Iterable[Mapping[str, Any]]]]
"""The addresses of a host, as aiohttp's resolvers give them. Raises OSError where there is none."""

WITHIN = 30.0
"""Seconds for one e-mail from the look-up to the answer: half of an outbox's lease."""
STEP_WITHIN = 15.0
"""Seconds for the answer to one command."""
CONNECT_WITHIN = 8.0
BYE_WITHIN = 1.0
_OURS = frozenset({MailFault.SERVER, MailFault.POLICY, MailFault.LETTER})
"""What whoever runs the bot is told of."""


class Mailer:
    """Hands e-mails over, several at a time if need be; in the loop's thread."""

    def __init__(
        self,
        server: MailServer,
        sender: Mailbox,
        resolve: Resolve,
        pages: str,
        *,
        within: float = WITHIN,
        step_within: float = STEP_WITHIN,
    ) -> None:
        """``pages``: where the web reaches the pages that links in e-mails lead to."""
        self.sender = sender
        self.pages = pages
        self._server = server
        self._resolve = resolve
        self._within = within
        self._step_within = step_within
        self._tls: ssl.SSLContext | None = None
        self._trouble = ""

    def trouble(self) -> str | None:
        """What was wrong with the last e-mail that was not taken by no fault of its address; None once one is taken."""
        return f"the last e-mail did not go out: {self._trouble}" if self._trouble else None

    async def take(self, letter: bytes, reader: str) -> Mailed | NotMailed:
        """Hands one over; never raises for the server's weather. ``letter``: as it is sent; ``reader``: an address."""
        handing = _Handing()
        came: Mailed | NotMailed = Mailed()
        try:
            async with asyncio.timeout(self._within):
                await self._hand_over(letter, reader, handing)
        except (SMTPException, OSError, TimeoutError, ValueError) as problem:
            if handing.stage is not Stage.TAKEN:
                came = meaning(problem, handing.stage)
        self._note(came)
        return came

    def _note(self, came: Mailed | NotMailed) -> None:
        if isinstance(came, Mailed):
            self._trouble = ""
        elif came.fault in _OURS:
            self._trouble = came.sentence

    async def _hand_over(self, letter: bytes, reader: str, handing: "_Handing") -> None:
        tls = None if self._server.tls == NONE else await self._context()
        made = await self._connected()
        client = SMTP(
            hostname=self._server.host,
            sock=made,
            use_tls=self._server.tls == SSL,
            start_tls=False,
            tls_context=tls,
            local_hostname=_own_name(made),
            timeout=self._step_within,
        )
        try:
            await client.connect()
            await self._come_in(client, handing)
            handing.stage = Stage.SENDER
            await client.mail(self.sender.address)
            handing.stage = Stage.READER
            await client.rcpt(reader)
            handing.stage = Stage.LETTER
            await client.data(letter)
            handing.stage = Stage.TAKEN
            with suppress(Exception):  # it is taken, whatever the server says to the good-bye
                await client.quit(timeout=BYE_WITHIN)
        finally:
            _let_go(client)

    async def _come_in(self, client: SMTP, handing: "_Handing") -> None:
        if self._server.tls == STARTTLS:
            handing.stage = Stage.STARTTLS
            await client.starttls()
        if self._server.user:
            handing.stage = Stage.LOGIN
            await client.login(self._server.user, self._server.password)

    async def _context(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = await asyncio.to_thread(ssl.create_default_context)
        return self._tls

    async def _connected(self) -> socket.socket:
        """A socket to the first of its addresses that takes one. Raises OSError."""
        loop = asyncio.get_running_loop()
        problem: OSError = ConnectionError("no address")
        for found in await self._resolve(self._server.host, self._server.port):
            if not self._server.may_be_asked_at(found["host"]):
                problem = OpenNetworkError(found["host"])
                continue
            made = socket.socket(found["family"], socket.SOCK_STREAM)
            made.setblocking(False)
            try:
                async with asyncio.timeout(CONNECT_WITHIN):
                    await loop.sock_connect(made, (found["host"], self._server.port))
            except OSError as one:  # TimeoutError is one
                made.close()
                problem = one
            except BaseException:
                made.close()
                raise
            else:
                return made
        raise problem


def _let_go(client: SMTP) -> None:
    """Ends the connection at once: to close it with TLS would wait for a server that may be silent."""
    if isinstance(client.transport, asyncio.WriteTransport):
        client.transport.abort()
    client.close()


class _Handing:
    """How far an e-mail is that is being handed over."""

    def __init__(self) -> None:
        self.stage = Stage.CONNECT


def _own_name(made: socket.socket) -> str:
    """What we say to be: our address, as RFC 5321 has it in section 4.1.3, without asking a name server for a name."""
    address = str(made.getsockname()[0]).partition("%")[0]
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"
