"""What operators do to the feeds that are followed: what may be done, what came of it, and why it cannot be done."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from bot.model.web import Feed, FeedState


class Refusal(StrEnum):
    """Why something cannot be done to a feed."""

    ADDRESS = "address"
    """It is no http or https address."""
    HELD = "held"
    """The site asked to be left alone for a while."""
    BUSY = "busy"
    """Nothing was asked: too much is under way at that site."""
    NO_ANSWER = "no answer"
    """What is there cannot be followed: an error, or no feed."""
    PAGE = "page"
    """It is a web page, and no feed that works was found from it."""
    NOT_OURS = "not ours"
    """The topic's list has it, so it cannot be removed."""
    NOT_NAMED = "not named"
    """The topic's list has it no more, so it cannot be resumed."""
    LIST = "list"
    """The file is no list of feeds."""
    EMPTY_LIST = "empty list"


class FeedRefused(Exception):  # noqa: N818  # what the operator is told, not a failure of ours
    """It cannot be done. ``str()`` says why, as a sentence without its full stop."""

    def __init__(self, reason: Refusal, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


class Candidate(Struct, frozen=True):
    """A feed that a page names."""

    url: str
    title: str
    language: str = ""
    """ISO 639-1, or ""."""
    entries: int | None = None
    """None where it was not asked."""


class Added(Struct, frozen=True):
    """A feed that is followed from now on."""

    feed: Feed
    asked: bool
    """It answered just now; False where nobody asked it."""
    entries: int = 0
    """In its document just now."""
    newest: datetime | None = None
    """The date of the newest of them; None where they have none."""
    guess: str = ""
    """The language of its headlines, where the feed itself does not say one; ISO 639-1, or ""."""


class Followed(Struct, frozen=True):
    """It was followed before."""

    feed: Feed


class Several(Struct, frozen=True):
    """The address is a page's that names several feeds; nothing was added."""

    feeds: tuple[Candidate, ...]


class Imported(Struct, frozen=True):
    """What came of a list."""

    added: int
    followed: int
    """Followed before."""
    by_topic: int
    """Of those, the ones that the topic itself names."""
    repeated: tuple[str, ...]
    """A line for each that was named more than once."""
    unusable: tuple[str, ...]
    """A line for each that cannot be asked, and why."""


class Exported(Struct, frozen=True):
    """A list for another reader."""

    content: bytes
    """OPML 2.0, in UTF-8."""
    feeds: int
    left_out: int
    """Feeds that are gone."""


class FeedDesk(Protocol):
    """What operators do to the feeds; the worker fulfils it. Every method but ``add`` is to be called in a thread."""

    def feeds(self) -> list[Feed]: ...
    def find(self, words: str) -> list[Feed]:
        """The feeds that go by a number, an address or a name; none, one, or several to choose from."""

    async def add(self, url: str) -> Added | Followed | Several:
        """Asks an address, and follows the feed there or the one that the page there names. Raises FeedRefused."""

    def remove(self, feed: Feed) -> None:
        """Stops following a feed that was added; its reports stay. Raises FeedRefused."""

    def pause(self, feed: Feed) -> bool:
        """Leaves it unasked until it is resumed; False where it was paused by hand before."""

    def resume(self, feed: Feed) -> FeedState:
        """Asks it again; the state that it has now. Raises FeedRefused."""

    def take_list(self, content: bytes) -> Imported:
        """Follows the feeds of an OPML list, none of them asked yet. Raises FeedRefused."""

    def give_list(self) -> Exported: ...
