"""Column types of our own: times that are always aware, text that every database takes, and keys of bounded length."""

import hashlib
from datetime import UTC, datetime

from sqlalchemy import DateTime, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

KEY_BYTES = 400
"""Longer guids and links are kept as a hash: PostgreSQL refuses index rows of more than 2,704 bytes."""


class NaiveDatetimeError(ValueError):
    """A time without its zone was handed to the store; nobody knows what it means."""


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: takes aware datetimes of any zone, gives aware ones in UTC. Raises NaiveDatetimeError.

    PostgreSQL keeps a ``timestamptz``; SQLite, which knows no zones, the UTC time as text that sorts.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is UTC:  # nearly always, and asking further costs three times as much
            return value.replace(tzinfo=None) if dialect.name == "sqlite" else value
        if value.utcoffset() is None:
            raise NaiveDatetimeError(f"{value.isoformat()} has no time zone; the store takes aware datetimes only")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def storable(text: str) -> str:
    """Text that both databases take: NUL and lone surrogates, which the web does send, become U+FFFD.

    One character stands for one, so the places of figures in the text stay true.
    """
    if text.isascii():  # of most texts, and told without looking at their characters
        return text.replace("\0", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)
    return text.replace("\0", "\ufffd")


class CleanText(TypeDecorator[str]):
    """Text of any length, made ``storable`` on its way in."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


def key(text: str) -> str:
    """A guid or link as it is indexed: itself while it is short, else its SHA-256."""
    if len(text) <= KEY_BYTES and text.isascii() and "\0" not in text:
        return text
    clean = storable(text)
    if len(clean.encode()) <= KEY_BYTES:
        return clean
    return "sha256:" + hashlib.sha256(clean.encode()).hexdigest()
