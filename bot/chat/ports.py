"""What the chat needs of the archive, as protocols: the store fulfils them, and so does the tests' archive in memory.

Every method is synchronous, short and safe to call from any thread; handlers call them through ``asyncio.to_thread``.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.desk.answers.search import Hits
from bot.desk.intake.merge_split import Merged, Refused, Split
from bot.desk.ledger.entries import Entries
from bot.desk.ledger.gist import Gist
from bot.model import (
    Alerts,
    Article,
    Chat,
    Delivery,
    Event,
    Feed,
    FeedState,
    FeedTroubles,
    Settlement,
    StoreStatus,
    StoreTrouble,
    Version,
)
from bot.reading.query.query import Query


class OwedRows(Protocol):
    """The outbox as the delivery loop sees it."""

    def claim_owed(self, now: datetime, limit: int, lease: timedelta) -> list[Delivery]: ...
    def settle(self, s: Settlement, now: datetime) -> None: ...


class OwedByChannel(Protocol):
    """The outbox of all channels."""

    def claim_owed(self, now: datetime, limit: int, lease: timedelta, channel: str) -> list[Delivery]: ...
    def settle(self, s: Settlement, now: datetime) -> None: ...


class Addresses(Protocol):
    """The chats that are not Telegram's."""

    def chat_at(self, channel: str, address: str, *, title: str, zone: str) -> Chat:
        """The chat at an address, made where there is none."""


class Reports(Protocol):
    """What rendering an alert needs."""

    def article(self, id: int) -> Article | None: ...  # noqa: A002  # the store's own name for it
    def story_size(self, story_id: int) -> tuple[int, int, int]:
        """Reports of a story, the id of the last one that came, and how many times any was edited."""

    def articles(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        track: str | None = None,
        story: int | None = None,
        events: Collection[Event] | None = None,
        limit: int | None = None,
        on_topic: bool = True,
    ) -> list[Article]: ...


class Archive(Reports, Protocol):
    """Everything that commands ask for and change."""

    def subscribe(self, chat: Chat, now: datetime) -> bool: ...
    def unsubscribe(self, chat_id: int, now: datetime) -> bool: ...
    def chat(self, chat_id: int) -> Chat | None: ...
    def chats(self, subscribed: bool = True) -> list[Chat]: ...
    def move_chat(self, old: int, new: int) -> None: ...
    def set_time_zone(self, chat_id: int, zone: str) -> bool: ...
    def set_alerts(self, chat_id: int, alerts: Alerts, digest_at: str) -> bool: ...
    def feeds(self) -> list[Feed]: ...
    def search(
        self,
        query: Query,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        offset: int = 0,
        limit: int,
    ) -> Hits: ...
    def ledger(self, tracks: Sequence[str], track: str | None = None) -> Entries: ...
    def kept(self, article_ids: Collection[int]) -> dict[int, tuple[Article, int]]:
        """Articles by their ids, each with how many versions there are of it, the present one among them."""

    def versions(self, article_ids: Collection[int]) -> Mapping[int, tuple[Version, ...]]:
        """What articles were before they were edited, the first version first; only of those that were."""

    def merge_stories(self, one: int, other: int, now: datetime) -> Merged | Refused: ...
    def split_story(self, story: int, reports: Collection[int], now: datetime) -> Split | Refused: ...
    def get(self, key: str) -> str | None: ...
    def gists(
        self, *, until: datetime, since: datetime | None = None, events: Collection[Event] | None = None, limit: int
    ) -> list[Gist]: ...
    def texts(self, ids: Collection[int]) -> dict[int, str]: ...
    def mentions(self, ids: Collection[int]) -> dict[int, str]: ...
    def edited_since(self, ids: Collection[int], moment: datetime) -> list[int]: ...
    def sent_article(self, chat_id: int, message_id: int) -> Article | None: ...
    def status(self, now: datetime) -> StoreStatus: ...
    def database_troubles(self, now: datetime) -> Sequence[StoreTrouble]:
        """What is wrong with the archive itself. Never raises, unlike all else where it cannot be read."""

    def feed_troubles(self, now: datetime) -> FeedTroubles: ...


# --- The operator's hand on the feeds -----------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True)
class Candidate:
    """A feed that a page names."""

    url: str
    title: str
    language: str = ""
    """ISO 639-1, or ""."""
    entries: int | None = None
    """None where it was not asked."""


@dataclass(frozen=True, slots=True)
class Added:
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


@dataclass(frozen=True, slots=True)
class Followed:
    """It was followed before."""

    feed: Feed


@dataclass(frozen=True, slots=True)
class Several:
    """The address is a page's that names several feeds; nothing was added."""

    feeds: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Imported:
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


@dataclass(frozen=True, slots=True)
class Exported:
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
