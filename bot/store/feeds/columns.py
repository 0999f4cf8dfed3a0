"""How a ``Feed`` stands in its row: each field in the column of its name, unless it is told otherwise here.

A new field of ``Feed`` needs a column in ``tables``, with a migration. It is then read with every feed, and what a plan
says of it is written.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec
from msgspec.structs import asdict, replace

from bot.model import Feed, FeedKind, FeedOrigin, FeedState, Hints, Validators
from bot.store.database.tables import feeds

_hints = msgspec.json.Decoder(Hints)

_NAMED: Mapping[str, tuple[str, ...]] = {"validators": Validators.__struct_fields__, "items": ("item_count",)}
"""Fields -> their columns, where these have other names."""

_BY_OTHERS = {"id", "url", "outlet", "language", "country", "kind", "items", "push_until", "origin", "folder"}
"""Fields that a plan does not write: the configuration's, the count of entries, and the hub's."""


def _columns(fields: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for field in fields for name in _NAMED.get(field, (field,)))


POLLED = tuple(field for field in Feed.__struct_fields__ if field not in _BY_OTHERS)
"""The fields that a poll writes."""
POLLED_COLUMNS = _columns(POLLED)
_NAMES = _columns(Feed.__struct_fields__)
FEED = tuple(feeds.c[name] for name in _NAMES)
"""What ``to_feed`` takes, in its order."""


@lru_cache(maxsize=1024)
def decode_hints(text: str | None) -> Hints:
    """What a row keeps of the hints; most feeds hint the same."""
    return _hints.decode(text) if text else Hints()


def _encode_hints(hints: Hints) -> str | None:
    return None if hints == Hints() else msgspec.json.encode(hints).decode()


def _folder(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()


_DECODERS: Mapping[str, Callable[[Any], object]] = {
    "kind": FeedKind,
    "state": FeedState,
    "hints": decode_hints,
    "origin": FeedOrigin,
    "folder": _folder,
}
"""Of columns whose values are not yet those of the field."""
_PLACES = tuple((_NAMES.index(name), decode) for name, decode in _DECODERS.items())
_VALIDATORS = slice(_NAMES.index("etag"), _NAMES.index("last_modified") + 1)


def to_feed(row: Sequence[Any], domain_hold: datetime | None = None) -> Feed:
    """A row that begins with the columns of ``FEED``.

    ``domain_hold``: until when the feed's domain is held, where that is of interest.
    """
    # By place, because a round asks for thousands of rows, and by name each took six times as long.
    values = list(row[: len(FEED)])
    for place, decode in _PLACES:
        values[place] = decode(values[place])
    values[_VALIDATORS] = [Validators(*values[_VALIDATORS])]
    feed = Feed(*values)
    if domain_hold is None or (feed.hold_until is not None and feed.hold_until >= domain_hold):
        return feed
    return replace(feed, hold_until=domain_hold)


def polled_values(feed: Feed) -> dict[str, Any]:
    """The values of ``POLLED_COLUMNS``."""
    plain = {field: getattr(feed, field) for field in POLLED if field != "validators"}
    return plain | asdict(feed.validators) | {"hints": _encode_hints(feed.hints)}
