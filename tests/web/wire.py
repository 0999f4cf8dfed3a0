"""Visitors of the port who are no proper HTTP client: they write what they like, as slowly as they like."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

PATIENCE = 20.0
"""Seconds for what should come at once: a bound for tests that fail, and nothing that is measured."""


class Visitor:
    """A connection of raw bytes."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def come(cls, port: int) -> "Visitor":
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    def say(self, words: bytes) -> "Visitor":
        self._writer.write(words)
        return self

    async def status(self) -> int:
        """Of the next answer."""
        async with asyncio.timeout(PATIENCE):
            return int((await self.head()).split(" ")[1])

    async def head(self) -> str:
        """The head of the next answer."""
        async with asyncio.timeout(PATIENCE):
            return (await self._reader.readuntil(b"\r\n\r\n")).decode()

    async def is_shown_out(self) -> bool:
        """Waits until the server has closed the connection; whether it did so without a word."""
        async with asyncio.timeout(PATIENCE):
            try:
                return await self._reader.read() == b""
            except ConnectionResetError:
                return True

    def leave(self) -> None:
        self._writer.close()


@asynccontextmanager
async def visitors(port: int, number: int, words: bytes = b"") -> AsyncIterator[list[Visitor]]:
    """So many connections that say the same; closed at the end."""
    come = [(await Visitor.come(port)).say(words) for _ in range(number)]
    try:
        yield come
    finally:
        for visitor in come:
            visitor.leave()
