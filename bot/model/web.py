"""The web: feeds, and what came of asking them."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from msgspec import Struct, field

from bot.model.topic import FeedKind


class Validators(Struct, frozen=True):
    """The feed's own words to send back, byte for byte (RFC 9110, section 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


class Hints(Struct, frozen=True):
    """What a feed's document says about itself, kept because a 304 does not repeat it."""

    ttl: float = 0.0
    """Seconds (RSS 2.0 ``ttl``); 0 where it says nothing."""
    period: float = 0.0
    """Seconds between two updates (RSS 1.0 syndication module); 0 where it says nothing."""
    skip_hours: frozenset[int] = frozenset()
    """Hours of the day in UTC, 0 to 23, in which it is not to be asked (RSS 2.0 ``skipHours``)."""
    skip_days: frozenset[int] = frozenset()
    """Days of the week in UTC, Monday is 0 (RSS 2.0 ``skipDays``)."""
    hub: str = ""
    """The WebSub hub that it names; "" where it names none."""
    topic: str = ""
    """What it calls itself (``rel="self"``): the topic to subscribe to at the hub."""
    format: str = ""
    """``RSS 2.0``, ``Atom 1.0`` ..., as far as the document's root tells."""
    max_age: float = 0.0
    """Seconds for which its headers call it fresh; 0 where they do not say."""


class FeedState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    GONE = "gone"


class FeedOrigin(StrEnum):
    """Who had the feed added."""

    TOPIC = "topic"
    """The topic's ``feeds.toml``, or the sandbox's replay."""
    OPERATOR = "operator"
    """``burdenwatch feeds add`` and its like; the topic's list leaves these alone."""


class Feed(Struct, frozen=True):
    """A feed as the store keeps it between two polls."""

    id: int
    url: str
    outlet: str
    language: str
    country: str
    kind: FeedKind
    title: str = ""
    state: FeedState = FeedState.ACTIVE
    validators: Validators = Validators()
    body_hash: str | None = None
    """SHA-256 of the last body that parsed, in hex."""
    polled_once: bool = False
    """A first poll succeeded: from now on a new entry may ring."""
    last_polled: datetime | None = None
    next_due: datetime | None = None
    interval: float = 0.0
    """Seconds between two polls, as last decided."""
    errors: int = 0
    """In a row."""
    last_error: str | None = None
    items: int = 0
    """Entries seen since the feed was added."""
    hold_until: datetime | None = None
    """A Retry-After that still runs, its own or its domain's: the feed is not asked before, not by hand either."""
    moved_to: str | None = None
    """Where it is asked since it moved for good; ``url`` stays what the configuration says."""
    redirect_target: str | None = None
    """Where a permanent redirect led at the last good poll, while that is not believed yet."""
    redirect_seen: int = 0
    """Good polls in a row that were led there."""
    hints: Hints = Hints()
    gaps: int = 0
    """Polls whose whole document was new, so that items in between were probably missed."""
    last_gap: datetime | None = None
    push_until: datetime | None = None
    """A WebSub hub tells us of news until then, as far as it is to be believed; polling is only a net meanwhile."""
    origin: FeedOrigin = FeedOrigin.TOPIC
    folder: tuple[str, ...] = ()
    """As in FeedSource."""
    last_news: datetime | None = None
    """The last good poll that brought something new, or the first after it was (again) followed."""
    patience: float = 0.0
    """Seconds without news that are usual for it."""
    silent: bool = False
    """It works, and has had no news for much longer than is usual; the operators were told."""

    @property
    def address(self) -> str:
        """Where to ask."""
        return self.moved_to or self.url


class Entry(Struct, frozen=True):
    """An item of a feed after the shared step: plain text, canonical link, no control characters."""

    guid: str
    """The feed's own id where it tells more than the link; else a hash of headline and minute, so that it holds when
    the link changes (of a place within a page, of page and headline); else the link; else a hash of title and text.
    Never empty."""
    link: str
    """Canonical http(s) address, or "" where the entry gives none; with a fragment where that names a place within the
    page, such as a live blog's post."""
    title: str
    text: str
    """The fullest text the feed gives, HTML taken out; may be ""."""
    published: datetime | None = None
    language: str | None = None
    outlet: str | None = None
    """Whose report it is, where a feed carries others' (RSS 2.0 ``source``, as news searches give it)."""


class Trouble(StrEnum):
    """Why a poll came to nothing."""

    TIMEOUT = "timeout"
    CONNECTION = "connection"
    REFUSED = "refused"
    """Our own guard said no: a private address, a scheme that is not http(s), too many redirects."""
    STATUS = "status"
    TOO_LARGE = "too_large"
    NOT_A_FEED = "not_a_feed"
    EMPTY = "empty"
    PARSER = "parser"
    """The parser hung or died, and was ended."""


class Freshness(Struct, frozen=True):
    """How long the feed asks to be left alone, in seconds; 0 where it says nothing."""

    max_age: float = 0.0
    retry_after: float = 0.0
    ttl: float = 0.0


class Polled(Struct, frozen=True):
    """A 200 that parsed."""

    entries: tuple[Entry, ...]
    validators: Validators
    body_hash: str
    title: str = ""
    freshness: Freshness = Freshness()
    bad_entries: int = 0
    """Entries that could not be read and were left out; the others are here."""
    moved_to: str | None = None
    """The address that a permanent redirect named (301 or 308, first steps only)."""
    hints: Hints = Hints()
    html: tuple[tuple[str, ...], ...] = ()
    """Beside each entry the HTML that its text is still to be made of; () where the entries have their texts."""
    pushed: bool = False
    """A WebSub hub sent it: it says nothing about the feed's validators, pace or address."""
    full_text: bool = False
    """Entries that match, or nearly do, were given their article's text, as far as that could be had."""
    read: Mapping[str, str] = field(default_factory=dict)
    """Link -> what was read of an entry whose article was looked for, and why: ``its page was read in full`` ..."""
    feed_texts: Mapping[str, str] = field(default_factory=dict)
    """Link -> the feed's own text, of the entries that were given their article's."""
    holds: tuple[tuple[str, float], ...] = ()
    """(registrable domain, seconds) of sites that limited us when they were asked for articles."""


class Unchanged(Struct, frozen=True):
    """A 304, or a 200 with the very bytes of last time."""

    validators: Validators
    freshness: Freshness = Freshness()
    not_modified: bool = True
    moved_to: str | None = None
    """As in Polled: the address that a permanent redirect named."""


class PollFailed(Struct, frozen=True):
    """Nothing came of it; ``sentence`` says what and, where there is something to do, what to do."""

    trouble: Trouble
    sentence: str
    status: int | None = None
    freshness: Freshness = Freshness()
    gone: bool = False
    """410: stop asking."""
    holds_domain: bool = False
    """The server limits us (429, or 503 with Retry-After), which counts for every feed of its registrable domain."""


PollOutcome = Polled | Unchanged | PollFailed


class SubscriptionState(StrEnum):
    """How things stand with a WebSub hub."""

    WANTED = "wanted"
    """To be asked for, or asked for and not confirmed yet."""
    ACTIVE = "active"
    DENIED = "denied"
    """The hub said no; it is asked again after a long while."""


class Subscription(Struct, frozen=True):
    """A feed at its WebSub hub."""

    feed_id: int
    hub: str
    topic: str
    token: str
    """The last part of our callback's address, which nobody can guess."""
    secret: str
    """What the hub signs with (HMAC)."""
    state: SubscriptionState = SubscriptionState.WANTED
    lease_until: datetime | None = None
    next_try: datetime | None = None
    """When the hub is asked next, for the first time or again."""
    failures: int = 0
    """Asked in vain, in a row."""
