"""A feed as a parser hands it on: the feed's own strings, before the shared step makes entries of them.

Any parser that fills these in can stand beside feedparser; ``entries`` does not know which one did.
"""

from dataclasses import dataclass, field


@dataclass(slots=True)
class RawEntry:
    """An item's own strings; "" where it says nothing. ``texts`` may hold HTML."""

    guid: str = ""
    link: str = ""
    title: str = ""
    texts: tuple[str, ...] = ()
    """Full content, summary: whatever the item gives of its text."""
    dates: tuple[str, ...] = ()
    """As written, in the order in which they are to be believed: published, updated, created."""
    language: str = ""
    outlet: str = ""
    """RSS 2.0 ``source``: whose report it is."""


@dataclass(slots=True)
class RawFeed:
    title: str = ""
    link: str = ""
    ttl: str = ""
    """RSS 2.0 ``ttl``, in minutes, as written."""
    entries: list[RawEntry] = field(default_factory=list)
    bad_entries: int = 0
