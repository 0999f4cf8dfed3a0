"""The decider: one poll's outcome and what is known become a plan, which the store applies in one transaction.

Most polls bring nothing, and what decides about entries is loaded by the first that does; see ``news``.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, assert_never

from msgspec.structs import replace

from bot.desk.intake import upkeep
from bot.desk.intake.cadence import Pace
from bot.model import Entry, Plan, Polled, PollFacts, PollFailed, Unchanged

if TYPE_CHECKING:
    from bot.desk.intake.novelty import Judge
    from bot.desk.intake.stories import Rarity

FIRST_FEEDS = 1999
"""RSS began in this year; an entry dated before it carries a machine's empty date (1970, 1601, 0001)."""


def unknown_entries(
    entries: Iterable[Entry], known_guids: Collection[str], known_links: Collection[str]
) -> tuple[Entry, ...]:
    """The entries worth reading: known neither by guid nor by link, each once.

    Where one guid is on every entry it tells nothing, and the link takes its place. A link that entries of different
    titles share (a home page) tells nothing either.
    """
    by_guid: dict[str, Entry] = {}
    for entry in own_guids(tuple(entries)):
        by_guid.setdefault(entry.guid, entry)
    titles: defaultdict[str, set[str]] = defaultdict(set)
    for entry in by_guid.values():
        titles[entry.link].add(entry.title)
    links = set(known_links)
    found: list[Entry] = []
    for entry in by_guid.values():
        telling = bool(entry.link) and len(titles[entry.link]) == 1
        if entry.guid in known_guids or (telling and entry.link in links):
            continue
        links.add(entry.link)
        found.append(entry)
    return tuple(found)


def own_guids(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries with guids that tell them apart: the link instead, where all carry one and the same guid."""
    if len(entries) > 1 and len({entry.guid for entry in entries}) == 1 and len({entry.link for entry in entries}) > 1:
        return tuple(replace(entry, guid=entry.link or entry.guid) for entry in entries)
    return tuple(entries)


def publication_time(entry: Entry, now: datetime) -> datetime:
    """The entry's own date; ``now`` where it has none, or one that cannot be."""
    if entry.published is None or entry.published.year < FIRST_FEEDS:
        return now
    return min(entry.published, now)


def decide(
    facts: PollFacts,
    now: datetime,
    *,
    floor: float,
    jitter: float,
    haste: float = 1.0,
    rarity: "Rarity | None" = None,
    judge: "Judge | None" = None,
) -> Plan:
    """The plan for one poll; entries without a reading count as known. ``floor``, ``jitter``, ``haste``: as in Pace.

    ``rarity``: of signs among all reports that are known; without it, among those of the stories at hand. ``judge``
    knows the topic's baseline, the exchange rates and the words of events; without it, nobody does.
    """
    pace = Pace(floor, jitter, haste)
    match facts.outcome:
        case Polled():
            return _polled(facts, facts.outcome, now, pace, rarity, judge)
        case Unchanged():
            return Plan(upkeep.unchanged(facts.feed, facts.outcome, now, pace), found=facts.feed)
        case PollFailed():
            return Plan(upkeep.failed(facts.feed, facts.outcome, now, pace))
        case _:
            assert_never(facts.outcome)


def _polled(
    facts: PollFacts, outcome: Polled, now: datetime, pace: Pace, rarity: "Rarity | None", judge: "Judge | None"
) -> Plan:
    from bot.desk.intake.news import Bench, polled
    from bot.desk.intake.novelty import Judge

    return polled(facts, outcome, now, pace, Bench(facts, rarity, judge or Judge()))
