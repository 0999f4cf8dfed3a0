"""A loopback server of many feeds, for measuring rounds of polling.

    python -m tests.bench.feed_server [--port N] [--feeds 500] [--delay-ms 20]

Feed number i lives at ``http://127.0.0.<1 + i % 50>:PORT/f/<i>.xml`` and has 30 items of about 1 KB. On each address
there are also the switches ``/_mode/etag`` (conditional requests get a 304), ``/_mode/ignore`` (always 200 and the
same bytes), ``/_mode/new`` (every feed gets one new item; from then on as etag), and ``/_stats`` (JSON: what was asked
since the last switch). Its own port is printed when it is ready.
"""

import argparse
import asyncio
import hashlib
import json
from contextlib import suppress
from email.utils import formatdate
from functools import lru_cache
from typing import cast

ADDRESSES = 50
ITEMS = 30
FIRST_DAY = 1_767_225_600
"""2026-01-01 as a Unix time: a feed's bytes depend on nothing but its number and how many items are new."""
ONE_IN = 300
"""Items of which one is on the topic, a share as real news feeds have it."""

COUNTERS = ("requests", "conditional", "not_modified", "full", "bytes", "connections")
ON_TOPIC = (
    "Allies go back to the table over the bill for American troops in Korea",
    "South Korea would pay 1.6 trillion won next year under the cost-sharing deal that Washington wants, "
    "a negotiator in Seoul said after the talks.",
)
OFF_TOPIC = (
    "Night ferries return to the southern islands",
    "The company put three ships back on the line and carried 418 passengers on the first evening.",
)
FILLER = "The timetable for week {week} is on the notice board beside stand {number}, the company added. "


def item(feed: int, number: int) -> str:
    """One RSS item of about 1 KB."""
    title, lead = ON_TOPIC if (feed * 11 + number) % ONE_IN == 0 else OFF_TOPIC
    filler = "".join(FILLER.format(week=week, number=number) for week in range(1, 9))
    return (
        f"<item><title>{title}, part {number}</title><link>http://paper.example/{feed}/{number}</link>"
        f'<guid isPermaLink="false">paper:{feed}:{number}</guid>'
        f"<pubDate>{formatdate(FIRST_DAY + 900 * number, usegmt=True)}</pubDate>"
        f"<description><![CDATA[<p>{lead}</p><p>{filler}</p>]]></description></item>"
    )


@lru_cache(maxsize=2000)
def document(feed: int, revision: int) -> bytes:
    """A feed with its newest item first; each revision has one more at the top and one less at the end."""
    items = "".join(item(feed, number) for number in range(revision + ITEMS - 1, revision - 1, -1))
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>Paper {feed}</title><link>http://paper.example/{feed}</link><description>For measuring</description>"
        f"{items}</channel></rss>"
    ).encode()


class Stand:
    """What all connections share: the revision, how conditional requests are answered, and the counters."""

    def __init__(self, delay: float) -> None:
        """``delay``: seconds before each answer, as a network has it."""
        self.delay = delay
        self.revision = 0
        self.conditional = True
        self.stats = dict.fromkeys(COUNTERS, 0)

    def control(self, path: str) -> bytes:
        """The body of an answer to ``/_mode/...`` or ``/_stats``."""
        mode = path.removeprefix("/_mode/")
        if mode == path:
            return json.dumps(self.stats).encode()
        self.revision += mode == "new"
        self.conditional = mode != "ignore"
        self.stats = dict.fromkeys(COUNTERS, 0)
        return b"{}"

    def feed(self, number: int, headers: dict[str, str]) -> bytes:
        """The whole answer to a request for a feed."""
        body = document(number, self.revision)
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        modified = formatdate(FIRST_DAY + 3600 * self.revision, usegmt=True)
        said = f"ETag: {etag}\r\nLast-Modified: {modified}\r\n"
        match, since = headers.get("if-none-match"), headers.get("if-modified-since")
        self.stats["requests"] += 1
        self.stats["conditional"] += bool(match or since)
        # RFC 9110, section 13.1.3: a date does not count beside an entity tag.
        if self.conditional and (match == etag or (match is None and since == modified)):
            self.stats["not_modified"] += 1
            return f"HTTP/1.1 304 Not Modified\r\n{said}\r\n".encode()
        self.stats["full"] += 1
        self.stats["bytes"] += len(body)
        return _answer("200 OK", "application/rss+xml; charset=utf-8", body, said)


class Connection(asyncio.Protocol):
    """One connection: requests without bodies, one after another."""

    def __init__(self, stand: Stand) -> None:
        self._stand = stand
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._stand.stats["connections"] += 1

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            self._asked(head.decode("latin-1").split("\r\n"))

    def _asked(self, lines: list[str]) -> None:
        path = lines[0].split(" ")[1]
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        number = path.removeprefix("/f/").removesuffix(".xml")
        if path.startswith("/_"):
            self._transport.write(_answer("200 OK", "application/json", self._stand.control(path)))
        elif number.isdecimal():
            asyncio.get_running_loop().call_later(self._stand.delay, self._serve, int(number), headers)
        else:
            self._transport.write(_answer("404 Not Found", "text/plain", b"no such feed"))

    def _serve(self, number: int, headers: dict[str, str]) -> None:
        if not self._transport.is_closing():
            self._transport.write(self._stand.feed(number, headers))


def _answer(status: str, kind: str, body: bytes, more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def serve(port: int, feeds: int, delay: float) -> None:
    """Serve until cancelled. ``port`` 0 takes a free one, the same on every address."""
    loop = asyncio.get_running_loop()
    stand = Stand(delay)
    for number in range(feeds):
        document(number, 0)
    servers = []
    for host in range(1, ADDRESSES + 1):
        servers.append(await loop.create_server(lambda: Connection(stand), f"127.0.0.{host}", port, backlog=1000))
        port = servers[0].sockets[0].getsockname()[1]
    print(f"ready: {feeds} feeds of {len(document(0, 0))} bytes on port {port}", flush=True)  # noqa: T201  # a script
    await asyncio.gather(*(server.serve_forever() for server in servers))


def main() -> None:
    options = argparse.ArgumentParser(description="A loopback server of many feeds.")
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--feeds", type=int, default=500)
    options.add_argument("--delay-ms", type=float, default=20)
    chosen = options.parse_args()
    with suppress(KeyboardInterrupt):
        asyncio.run(serve(chosen.port, chosen.feeds, chosen.delay_ms / 1000))


if __name__ == "__main__":
    main()
