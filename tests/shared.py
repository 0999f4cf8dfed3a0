"""What takes long to make and never changes, made once in a process: the default topic, its reader, the ECB's rates.

Each takes a tenth to a third of a second, and some hundred tests want them. All are made by the program's own code at
the first use, not when a module is imported: every process of a test run imports every module.
"""

from functools import cache

from bot.model import Topic
from bot.rates import Rates
from bot.reading import Reader
from bot.reading.encoder import Keeper, Opinion, Sheet
from bot.reading.encoder.shipped_opinions import digest
from bot.topic import load


class Remembering(Keeper):
    """The encoder, which remembers what it said: many tests read the same few texts."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[str, Opinion] = {}

    def __call__(self, sheet: Sheet) -> Opinion:
        key = digest(sheet)
        if key not in self._said:
            self._said[key] = super().__call__(sheet)
        return self._said[key]


@cache
def topic() -> Topic:
    """The default topic; frozen."""
    return load()


@cache
def reader() -> Reader:
    """The default topic's, with its encoder, which is loaded for the first text that it does not know beforehand."""
    return Reader(topic().vocabulary, Remembering())


@cache
def code_reader() -> Reader:
    """The default topic's without the encoder: what code alone reads."""
    return Reader(topic().vocabulary)


@cache
def rates() -> Rates:
    """Rates, whose table is read with the first conversion."""
    return Rates()
