"""What goes over the pipes between the poller and its processes: MessagePack in length-prefixed frames.

MessagePack decoded into declared types, and not pickle, because what comes back was made from the web's bytes.
"""

from collections.abc import Callable
from datetime import datetime
from struct import Struct

import msgspec

from bot.model import Entry

LENGTH = Struct(">I")
LARGEST = 128 * 1024 * 1024
"""Bytes of a frame; more than any body under the cap can become."""


class ParseRequest(msgspec.Struct, frozen=True):
    body: bytes
    content_type: str
    """The HTTP header, for its charset."""
    url: str
    country: str
    now: datetime
    deadline: float
    """Seconds after which the process ends itself, should nobody be left to end it."""
    more: int = 0
    """Bytes that follow the frame: the whole of a long body, and ``body`` is empty then."""
    texts_later: bool = False
    """The reply may have ``html`` instead of the entries' texts."""


class ParseReply(msgspec.Struct, frozen=True):
    is_feed: bool
    title: str = ""
    ttl: float = 0.0
    """Seconds."""
    entries: tuple[Entry, ...] = ()
    bad_entries: int = 0
    fault: str = ""
    """The name of the exception that the parser gave up with, if it did."""
    html: tuple[tuple[str, ...], ...] = ()
    """As in Polled."""


class ArticleRequest(msgspec.Struct, frozen=True, tag=True):
    """A page that should be an article."""

    body: bytes
    content_type: str
    """The HTTP header, for its charset."""
    url: str
    """Where it came from in the end."""
    asked: str
    """The address that was asked for."""
    title: str
    """The entry's."""
    own_text: str
    """What the feed gives already."""
    deadline: float
    """As in ParseRequest."""


class RobotsRequest(msgspec.Struct, frozen=True, tag=True):
    """What a site's robots.txt says to us about an address."""

    body: bytes
    url: str
    agent: str
    deadline: float
    """As in ParseRequest."""


class ArticleReply(msgspec.Struct, frozen=True, tag=True):
    text: str
    """"" where the feed's own text is to stay."""
    why: str
    """Why it is, or is not, the article's text."""


class RobotsReply(msgspec.Struct, frozen=True, tag=True):
    allowed: bool
    delay: float = 0.0
    """Seconds between two requests; 0 where it says nothing."""


PageRequest = ArticleRequest | RobotsRequest
PageReply = ArticleReply | RobotsReply
Message = ParseRequest | ParseReply | PageRequest | PageReply

READY = ParseReply(is_feed=False)
"""Sent once, when the process has loaded everything and waits for work."""

_encode = msgspec.msgpack.Encoder().encode
decode_request = msgspec.msgpack.Decoder(ParseRequest).decode
decode_reply = msgspec.msgpack.Decoder(ParseReply).decode
decode_page_request = msgspec.msgpack.Decoder[PageRequest](PageRequest).decode
decode_page_reply = msgspec.msgpack.Decoder[PageReply](PageReply).decode


def frame(message: Message) -> bytes:
    payload = _encode(message)
    return LENGTH.pack(len(payload)) + payload


def read_frame(read: Callable[[int], bytes]) -> bytes | None:
    """One frame's payload from a blocking ``read(n)``; None at the end of the stream."""
    head = read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (size,) = LENGTH.unpack(head)
    payload = read(size)
    return payload if len(payload) == size else None
