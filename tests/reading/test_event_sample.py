"""Reports of our own, whose events were labelled before the reader saw them: the score may rise, and must not fall.

The reports retell real news of 2014 to 2026 in nine languages, in about the shares in which the topic is told:
statements most, then deals, rounds, reports, withdrawals. When they were first read, 0.80 of them were told rightly.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec
import pytest

from bot.model import Event, Report
from bot.reading import Reader

RIGHT, OF_MANY = 0.91, 0.7
"""What is reached over all, and of each event that ten reports or more have; a little rounded down."""
_MANY = 10


class Told(msgspec.Struct, frozen=True):
    id: str
    date: date | None
    lang: str
    event: Event
    title: str
    text: str


@pytest.fixture(scope="module")
def pairs(reader: Reader) -> Sequence[tuple[Event, Event]]:
    """What each report tells, and what it is read to tell."""
    lines = (Path(__file__).parent / "data" / "events.jsonl").read_bytes().splitlines()
    rows = [msgspec.json.decode(line, type=Told) for line in lines]
    return [(row.event, reader.read(Report(row.id, row.title, row.text, row.lang, row.date)).event) for row in rows]


def test_most_events_are_told(pairs: Sequence[tuple[Event, Event]]) -> None:
    assert sum(told is event for event, told in pairs) / len(pairs) >= RIGHT


def test_no_event_is_told_for_the_sake_of_others(pairs: Sequence[tuple[Event, Event]]) -> None:
    labelled, right = Counter(event for event, _ in pairs), Counter(event for event, told in pairs if told is event)
    assert {event: right[event] / n for event, n in labelled.items() if n >= _MANY and right[event] < OF_MANY * n} == {}
