"""Ways out that are not Telegram's."""

from msgspec import Struct


class NoFeed(Struct, frozen=True):
    """An address that has no feed of news for its readers, and a sentence that says what to ask for instead."""

    sentence: str
    known: bool = True
    """The place is there, and what was asked of it cannot be read."""
