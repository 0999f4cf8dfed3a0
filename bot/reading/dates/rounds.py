"""Which round of talks a report is about: "the third round", "8차 회의", "第3回", "dritte Verhandlungsrunde"."""

import re

from bot.reading.dates.tables import TABLES

_NUMBERS = {word: number for table in TABLES.values() for word, number in table.ordinals.items()}
_LEAD = 700
"""Characters of a text in which the round that it is about is named; farther down stand earlier ones."""

_ROUND = re.compile("|".join(pattern for table in TABLES.values() for pattern in table.rounds), re.IGNORECASE)


def round_of(title: str, text: str) -> int | None:
    """The number of the round that title or lead name first; None where they name none."""
    for passage in (title, text[:_LEAD]):
        if found := _ROUND.search(passage):
            named = next(value for value in found.groups() if value is not None)
            return int(named) if named.isdecimal() else _NUMBERS[named.lower()]
    return None
