"""Which entries of a poll the chats' own queries are held against: all that are new, on the topic or not.

Of a feed's first poll none are: it fills the archive and rings nobody.
"""

from collections.abc import Sequence

from bot.desk.intake.decide import own_guids
from bot.model import Entry, PollFacts, Reading


def entries_to_watch(facts: PollFacts) -> Sequence[tuple[Entry, Reading]]:
    """Each entry once, with its reading."""
    if not facts.readings or not facts.feed.polled_once:
        return ()
    found: dict[str, Entry] = {}
    for entry in own_guids(facts.entries):
        if entry.guid in facts.readings:
            found.setdefault(entry.guid, entry)
    return [(entry, facts.readings[guid]) for guid, entry in found.items()]
