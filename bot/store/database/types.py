"""Column types of our own: times that are always aware, text that every database takes, and keys of bounded length."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from bot.reading.words.folding import without_lone_surrogates

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

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        # One function of our own: a poll writes eight times, and SQLAlchemy's layers took longer than the database.
        return as_text if dialect.name == "sqlite" else in_utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        return from_text if dialect.name == "sqlite" else in_utc


def in_utc(value: datetime | None) -> datetime | None:
    """The same time in UTC. Raises NaiveDatetimeError."""
    if value is None or value.tzinfo is UTC:
        return value
    if value.utcoffset() is None:
        raise NaiveDatetimeError(f"{value.isoformat()} has no time zone; the store takes aware datetimes only")
    return value.astimezone(UTC)


def as_text(value: datetime | None) -> str | None:
    """A time as SQLite keeps it. Raises NaiveDatetimeError."""
    utc = in_utc(value)
    return None if utc is None else utc.isoformat(" ", "microseconds").removesuffix("+00:00")


def from_text(text: str | None) -> datetime | None:
    # Read with its zone, and not given it afterwards: the second datetime took nine tenths of the time.
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


def instant(value: str | datetime) -> datetime:
    """Converts what a driver gives to a time."""
    found = from_text(value) if isinstance(value, str) else in_utc(value)
    assert found is not None  # noqa: S101  # no value is no time
    return found


def storable(text: str) -> str:
    """Text that both databases take: NUL and lone surrogates, which the web does send, become U+FFFD.

    One character stands for one, so the places of figures in the text stay true.
    """
    if text.isascii():  # of most texts, and told without looking at their characters
        return text.replace("\0", "\ufffd")
    return without_lone_surrogates(text).replace("\0", "\ufffd")


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
