"""What a supervisor is told of this process: that it is ready, still turns, or ends.

As sd_notify(3) and sd_watchdog_enabled(3) have it, without their library: systemd names a Unix socket in NOTIFY_SOCKET,
and in WATCHDOG_USEC how long it waits for a sign of life before it ends the process. The event loop gives the sign, so
one that hangs gives none. Where nobody asks, nothing is told.
"""

import asyncio
import logging
import os
import socket
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager, suppress

log = logging.getLogger(__name__)

START_EXTENDED = 60.0
"""Seconds more that a start may take, from each sign of life on: an older database may take minutes to bring up to
date, and systemd's own bound is for starts that hang."""
SIGN_EVERY = 15.0
"""Seconds between two signs of life while the worker starts, or where there is no watchdog."""


class Supervisor:
    """The far end of NOTIFY_SOCKET."""

    def __init__(self, address: str, watchdog: float = 0.0) -> None:
        """``address`` is a path, or the name of an abstract socket behind an ``@``; "" where nobody asks.

        ``watchdog``: seconds between two signs of life at the most; 0 where none is asked for.
        """
        self._address = "\0" + address[1:] if address.startswith("@") else address
        self.pause = min(SIGN_EVERY, watchdog / 2 or SIGN_EVERY)
        """Seconds between two signs of life; half of what is waited, as sd_watchdog_enabled(3) has it."""
        self._ready = False

    def ready(self, words: str) -> None:
        """Everything runs; ``words`` are what ``systemctl status`` shows."""
        self._ready = True
        self._tell("READY=1", f"STATUS={words}")

    def ending(self, words: str) -> None:
        """The end was asked for."""
        self._tell("STOPPING=1", f"STATUS={words}")

    async def beat(self) -> None:
        """Give signs of life until cancelled."""
        while self._address:
            if not self._ready:
                self._tell(f"EXTEND_TIMEOUT_USEC={START_EXTENDED * 1e6:.0f}")
            self._tell("WATCHDOG=1")
            await asyncio.sleep(self.pause)

    def _tell(self, *lines: str) -> None:
        """One datagram. A supervisor that does not listen is no reason to end, nor to wait."""
        if not self._address:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
            out.setblocking(False)
            try:
                out.sendto("\n".join(lines).encode(), self._address)
            except OSError as problem:
                log.debug("NOTIFY_SOCKET takes nothing: %s", problem)


@asynccontextmanager
async def supervised(environment: MutableMapping[str, str]) -> AsyncIterator[Supervisor]:
    """Gives signs of life to whoever the environment names, until the end of the block.

    The names are taken out of the environment: they are meant for this process, and not for those it starts.
    """
    address = environment.pop("NOTIFY_SOCKET", "")
    waits = environment.pop("WATCHDOG_USEC", "")
    meant = environment.pop("WATCHDOG_PID", "") in {"", str(os.getpid())}
    if not address.startswith(("/", "@")):
        address = ""  # another kind of socket (vsock), which is a virtual machine's
    supervisor = Supervisor(address, int(waits) / 1e6 if meant and waits.isdecimal() else 0.0)
    beating = asyncio.create_task(supervisor.beat(), name="signs of life")
    try:
        yield supervisor
    finally:
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating
