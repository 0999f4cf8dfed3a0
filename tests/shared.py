"""What takes long to make and never changes, made once in a process: the default topic, its reader, the ECB's rates.

Each takes a tenth to a third of a second, and some hundred tests want them. All are made by the program's own code at
the first use, not when a module is imported: every process of a test run imports every module.
"""

from functools import cache

from bot.model import Topic
from bot.rates import Rates
from bot.reading import Reader
from bot.topic import load


@cache
def topic() -> Topic:
    """The default topic; frozen."""
    return load()


@cache
def reader() -> Reader:
    """The default topic's; it is made to be shared."""
    return Reader(topic().vocabulary)


@cache
def rates() -> Rates:
    """Rates, whose table is read with the first conversion."""
    return Rates()
