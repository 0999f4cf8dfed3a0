"""Readings as the column of an article keeps them: JSON that every database takes."""

import json

import msgspec

from bot.model import Reading
from bot.store.database.types import storable

_reading = msgspec.json.Decoder(Reading)


def encode_reading(reading: Reading) -> str:
    """The reading as JSON that ``decode_reading`` and every database take, whatever the web put into it."""
    try:
        return msgspec.json.encode(reading).decode()
    except UnicodeEncodeError:
        return storable(json.dumps(msgspec.to_builtins(reading), ensure_ascii=False))


def decode_reading(text: str) -> Reading:
    return _reading.decode(text)
