"""What is decided, and what it is decided by."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct, field

from bot.model.corrections import Correction
from bot.model.kept import AheadDay, Article, Background, Level, StorySketch
from bot.model.report import Reading
from bot.model.web import Entry, Feed, FeedState, Polled, PollOutcome


class NewArticle(Struct, frozen=True):
    """An entry to be stored, on the topic or not (what is off the topic is kept as known, without its text)."""

    entry: Entry
    reading: Reading
    published: datetime
    story_id: int | None
    """The story it joins; None where it begins one."""
    opens: int | None = None
    """Where it begins a story: a number within the plan, shared by the entries that join the same new story."""
    takes: tuple[int, ...] = ()
    """Articles that turn out to be of the story that it begins."""
    takes_from: int | None = None
    """The story that they were in."""
    ring: bool = False
    """Subscribers are owed an alert about it."""
    level: Level | None = None
    """None for what is off the topic, and of a feed's first poll."""
    rings_for: str = ""
    """What it rings for, in one word, so that a story rings for it once: ``talks_break_off``, ``record`` ..."""
    answers: int | None = None
    """The story that it denies or corrects, whose readers are to hear of it; below 0 one that this plan opens: -1 - n.
    """
    ahead: tuple[AheadDay, ...] = ()
    """The dates to come that it names."""
    stamp: str = ""
    """What the entry is known by when it comes again, as in Kept; "" where it is not looked at again."""
    paged: bool = False
    """As in Kept."""
    watches: tuple[int, ...] = ()
    """The chats' own queries that it answers, by their ids."""
    why: str = ""
    """Why it rings or not: ``first poll``, ``echo of story 12``, ``adds to story 12``, ``off the topic`` ..."""


class FeedUpdate(Feed, frozen=True):
    """The feed as a poll leaves it, and what else there is to write, last of all."""

    new_items: int = 0
    notice: str | None = None
    """A line for the operators, owed once: it tells of a change of state, address, long failure or silence, and is
    dropped where the feed's row has that change already."""
    hub_missed: bool = False
    """It had news of which its hub did not tell: ``push_until`` is to be forgotten."""
    domain_hold_until: datetime | None = None
    """No feed of its registrable domain is to be asked before."""
    pushed: bool = False
    """It came from a hub: of the feed only the count of items is written, and that there was news."""


class Change(Struct, frozen=True):
    """What is another in a version of an article."""

    words: str
    level: Level
    """Material where a figure is another; it rings nobody."""


class Edited(Struct, frozen=True):
    """An entry that an article was made of, and that is not as it was."""

    article: Article
    versions: int
    """How many there are, with the present one."""
    entry: Entry
    """With headline and text as the article has them by now."""
    reading: Reading
    stamp: str
    paged: bool = False
    """As in Kept."""
    corrections: tuple[Correction, ...] = ()
    """Of the article."""


class Edit(Struct, frozen=True):
    """A version of an article to be stored, or the stamp alone of what is none."""

    article_id: int
    versions: int
    """As in Edited; where there are more by now, another worker had it first."""
    stamp: str
    title: str
    text: str
    reading: Reading
    """As the program reads it: the store puts what operators have corrected over it."""
    change: Change | None


class Plan(Struct, frozen=True):
    """One poll's decisions, applied in one transaction."""

    feed: FeedUpdate
    articles: tuple[NewArticle, ...] = ()
    known: tuple[str, ...] = ()
    """Guids that were known already: the feed still shows them."""
    known_links: tuple[str, ...] = ()
    """The links of those entries, which some feeds give a new guid each time; without links that entries share."""
    holds: tuple[tuple[str, datetime], ...] = ()
    """Registrable domains that limited us when they were asked for articles, and until when they are left alone."""
    found: Feed | None = None
    """The feed as it was when it was claimed, if that is known: what is the same need not be written."""
    edits: tuple[Edit, ...] = ()


class PollFacts(Struct, frozen=True):
    """Everything the decider looks at."""

    feed: Feed
    outcome: PollOutcome
    readings: Mapping[str, Reading] = field(default_factory=dict)
    """Guid -> reading, of the entries that are not known."""
    stories: tuple[StorySketch, ...] = ()
    """Recent stories that a new entry may join."""
    background: Background = Background()
    stamps: Mapping[str, str] = field(default_factory=dict)
    """Guid -> stamp, of the entries on the topic that are not known."""
    edited: tuple[Edited, ...] = ()
    """Entries that are known, and not as they were."""
    watched: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Guid -> the watches that an entry that is not known answers, of those that answer any."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What the poll brought, known or not."""
        return self.outcome.entries if isinstance(self.outcome, Polled) else ()

    @property
    def new(self) -> list[Entry]:
        """The entries that are not known. One without a guid of its own goes by its link."""
        return [one for one in self.entries if not self.readings.keys().isdisjoint((one.guid, one.link))]

    @property
    def on_topic(self) -> int:
        """How many new entries are on the topic: where none is, nothing of the poll can belong to a story."""
        return sum(reading.relevance.on_topic for reading in self.readings.values())


class Settlement(Struct, frozen=True):
    """What a send's outcome means for its row."""

    delivery_id: int
    state: Literal["sent", "owed", "closed"]
    reason: str
    not_before: datetime | None = None
    message_id: int | None = None
    chat_id: int | None = None
    unsubscribe: bool = False
    move_to: int | None = None
    hold_all_until: datetime | None = None
    """A flood wait that Telegram may mean for every chat: nothing is sent before."""
    told: tuple[int, ...] | None = None
    """Of a digest in parts the reports that this one told of, the others being still to come; None for all."""


class FeedTroubles(Struct, frozen=True, kw_only=True):
    """Why there may be news that nobody has seen."""

    failing: tuple[Feed, ...] = ()
    """Active feeds whose last poll failed, the longest failing first; ``last_error`` says why in one line."""
    gaps: tuple[Feed, ...] = ()
    """Active feeds that had a gap within the last seven days, the latest first."""
    held: Mapping[str, datetime] = field(default_factory=dict)
    """Registrable domains that asked to be left alone, and until when."""
    silent: tuple[Feed, ...] = ()
    """Active feeds that work and have had no news for much longer than is usual for them, the longest first."""


class StoreTrouble(Struct, frozen=True):
    """What is wrong with the database itself."""

    since: datetime
    sentence: str
    """In plain words that anybody may read, without a full stop."""


class StoreStatus(FeedTroubles, frozen=True):
    """How things stand, as ``/status`` and ``burdenwatch check`` tell it."""

    feeds: Mapping[FeedState, int]
    """How many feeds are in each state; every state is a key."""
    due_now: int
    """Feeds that could be polled at once."""
    last_poll: datetime | None
    articles: int
    """Entries seen so far, on the topic or not."""
    on_topic: int
    """Articles kept in full."""
    stories: int
    subscribers: int
    owed: int
    """Messages still to be sent."""
    oldest_owed: datetime | None
    sent_24h: int
