"""The words of the domain, as frozen dataclasses and enumerations, without behaviour worth the name.

What belongs here: a value that two rooms hand to each other. What does not: anything that only one room knows, and
anything that does work. All datetimes are aware and in UTC. All money is in base units of its currency (dollars, won,
yen, euros; never millions). Countries are ISO 3166-1 alpha-2, languages ISO 639-1, currencies ISO 4217.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

Where = Literal["title", "text"]

Day = date
"""A calendar date, under a name that a field called ``date`` does not hide."""

Convert = Callable[[float, str, str, Day], float | None]
"""``convert(amount, from_currency, to_currency, on)``: the amount at the ECB's rate of that day, if any."""


# --- What a report says -------------------------------------------------------------------------------------------


class Kind(StrEnum):
    """What a figure measures."""

    MONEY = "money"
    PERCENT = "percent"
    MULTIPLE = "multiple"
    TROOPS = "troops"
    COUNT = "count"
    """Korean workers on US bases."""
    YEARS = "years"
    """The length of a cost-sharing deal, nothing else."""


class Role(StrEnum):
    """What a figure is in the talks. The direction of the ask decides: see CONTRIBUTING's conventions."""

    DEMANDED = "demanded"
    OFFERED = "offered"
    AGREED = "agreed"
    PAID = "paid"
    BUDGET = "budget"
    ESTIMATE = "estimate"
    CONVERSION = "conversion"
    OTHER = "other"


class Period(StrEnum):
    YEAR = "year"
    TOTAL = "total"


class Hedge(StrEnum):
    UP_TO = "up to"
    MORE_THAN = "more than"
    ABOUT = "about"
    NEARLY = "nearly"


class Event(StrEnum):
    """What the lead of a report reports."""

    TALKS_START = "talks_start"
    TALKS_ROUND = "talks_round"
    TALKS_BREAK_OFF = "talks_break_off"
    TALKS_RESUME = "talks_resume"
    AGREEMENT_IN_PRINCIPLE = "agreement_in_principle"
    SIGNED = "signed"
    RATIFIED = "ratified"
    IN_FORCE = "in_force"
    FURLOUGH = "furlough"
    STATEMENT = "statement"
    PROTEST = "protest"
    REPORT = "report"
    TROOP_CUT = "troop_cut"
    ANALYSIS = "analysis"
    OTHER = "other"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Report:
    """A text to read: what ``reading`` takes in."""

    id: str
    title: str
    text: str
    language: str | None = None
    """ISO 639-1 where the source says so; reading finds out otherwise."""
    date: Day | None = None
    source: str = ""
    """The outlet, for queries that ask for one."""
    until: Day | None = None
    """The last day that it can be of, where only its month is known; ``date`` is the first one then."""


@dataclass(frozen=True, slots=True)
class Match:
    """A word of the topic's queries, found in a report."""

    concept: str
    word: str
    """As the report spells it: ``report.title[start:start + len(word)] == word`` (or ``.text``)."""
    where: Where
    start: int


@dataclass(frozen=True, slots=True)
class Relevance:
    on_topic: bool
    score: float
    why: tuple[Match, ...]
    """The words that made the score, in the order of the text; words against the topic among them."""
    rule: str = ""
    """The name of the rule that put the report on the topic."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a report, with its exact place and everything the text says about it."""

    surface: str
    """The figure as printed: ``text[start:start + len(surface)] == surface``."""
    kind: Kind
    value: float
    """In base units as printed, an outlet's own error included; of a range, the low end."""
    role: Role
    where: Where
    start: int
    value_max: float | None = None
    currency: str | None = None
    period: Period | None = None
    payer: str | None = None
    """The country that pays (alpha-2); None for troops and workers and where several pay."""
    attributed_to: str | None = None
    year: int | None = None
    hedge: Hedge | None = None
    on_topic: bool = True
    why: str = ""
    """The rule that gave the role, in words a reader understands."""
    converts: str | None = None
    """For a conversion: the surface of the amount that it converts."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a report says about the topic: what ``reading`` hands out."""

    language: str
    relevance: Relevance
    event: Event
    track: str | None
    """The key of the track the report is mostly about (``KR``, ``JP``, ``DE``, ``NATO`` by default), if any."""
    figures: tuple[Figure, ...]
    fingerprint: frozenset[int] = frozenset()
    """Hashed words and word pairs of title and lead, stable across processes, to tell one story from another."""
    parties: frozenset[str] = frozenset()
    """The topic's parties that it names, in any language, by their English names."""
    names: frozenset[str] = frozenset()
    """Names in title and lead by their capitals, folded and cut short; of scripts without capitals none."""
    numbers: frozenset[str] = frozenset()
    """Numbers in digits, spelled one way: days, ordinals, sums and all."""
    event_day: Day | None = None
    """When the event took place, as far as the lead names a day and the report has a date."""


# --- The topic: what config/ and seeds/ say -----------------------------------------------------------------------


class FeedKind(StrEnum):
    AGENCY = "agency"
    NEWSPAPER = "newspaper"
    BROADCASTER = "broadcaster"
    MINISTRY = "ministry"
    SEARCH = "search"
    OTHER = "other"
    REPLAY = "replay"
    """The sandbox's replay of past reports; never in config/."""


@dataclass(frozen=True, slots=True)
class FeedSource:
    """A feed as the topic's ``feeds.toml`` lists it."""

    url: str
    outlet: str
    language: str
    country: str
    kind: FeedKind
    section: str = ""
    quirks: str = ""
    terms: str = ""
    folder: tuple[str, ...] = ()
    """Where it stood in the list that an operator imported, the outermost folder first; empty for the topic's own."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A group of words that mean one thing, per language; see ``config/queries.toml``."""

    name: str
    weight: float
    terms: Mapping[str, tuple[str, ...]]
    """Language -> terms. A trailing ``*`` stands for any ending. A term in capitals must be capitals in the text."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A combination of concepts that puts a report on the topic, such as ``subject AND (force OR ally)``."""

    name: str
    expression: str
    sure: bool = False
    """Where it holds, concepts of a weight below zero do not count: it cannot be mistaken."""


@dataclass(frozen=True, slots=True)
class Track:
    """One line of talks within the topic."""

    key: str
    name: str
    terms: Mapping[str, tuple[str, ...]]
    """Language -> words that put a report on this track."""
    payer: str | None = None
    """The country whose money it is about (alpha-2), or None for an alliance."""
    currency: str | None = None
    usual: Mapping[str, float] = field(default_factory=dict)
    """Currency other than its own -> what the payer pays in a year: a sum far above it is asked for, not paid."""


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who asks, offers or pays: a country, a ministry, a person, an outlet that is quoted."""

    name: str
    """In English, as answers print it."""
    side: Literal["asks", "hosts", "observes"]
    names: Mapping[str, tuple[str, ...]]
    """Language -> how reports name it; the longest one counts first."""
    country: str | None = None
    person: bool = False
    """A person: after the first mention the last name alone will do."""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything ``reading`` needs to know of a topic."""

    concepts: tuple[Concept, ...]
    rules: tuple[Rule, ...]
    threshold: float
    """The least score that is on the topic, once a rule holds."""
    tracks: tuple[Track, ...]
    parties: tuple[Party, ...]
    cues: Mapping[str, Mapping[str, tuple[str, ...]]]
    """Name of a cue list (``demanded``, ``talks_break_off``, ``troops`` ...) -> language -> words."""


@dataclass(frozen=True, slots=True)
class BaselineFigure:
    """A figure of the baseline, with who said it."""

    id: str
    label: str
    """What it is, in a few words: ``US demand, a year``."""
    track: str
    kind: Kind
    value: float
    role: Role
    value_max: float | None = None
    currency: str | None = None
    period: Period | None = None
    payer: str | None = None
    attributed_to: str | None = None
    year: int | None = None
    hedge: Hedge | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """What one side holds, in a sentence of our own."""

    party: str
    text: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """The yardstick: one report, its facts in our own words, and what was to come after it."""

    title: str
    date: Day
    outlet: str
    url: str
    text: str
    figures: tuple[BaselineFigure, ...]
    positions: tuple[Position, ...]
    ahead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PastReport:
    """A report of ``seeds/archive/``: real facts in our own words, with source and date."""

    id: str
    date: Day
    language: str
    outlet: str
    url: str
    title: str
    text: str
    on_topic: bool
    event: Event = Event.NONE
    track: str | None = None
    story: str | None = None
    """Reports of one event, from several outlets, share it."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One negotiation to follow, as data: a folder with ``config/`` and ``seeds/``."""

    key: str
    name: str
    about: str
    """One sentence for ``/start`` and the README."""
    feeds: tuple[FeedSource, ...]
    vocabulary: Vocabulary
    baseline: Baseline
    archive: tuple[PastReport, ...]


# --- The web: feeds and what came of asking them ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Validators:
    """The feed's own words to send back, byte for byte (RFC 9110, section 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Hints:
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


@dataclass(frozen=True, slots=True)
class Feed:
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


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a feed after the shared step: plain text, canonical link, no control characters."""

    guid: str
    """The feed's own id where it tells more than the link; else a hash of headline and minute, so that it holds when
    the link changes; else the link; else a hash of title and text. Never empty."""
    link: str
    """Canonical http(s) address, or "" where the entry gives none."""
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


@dataclass(frozen=True, slots=True)
class Freshness:
    """How long the feed asks to be left alone, in seconds; 0 where it says nothing."""

    max_age: float = 0.0
    retry_after: float = 0.0
    ttl: float = 0.0


@dataclass(frozen=True, slots=True)
class Polled:
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


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A 304, or a 200 with the very bytes of last time."""

    validators: Validators
    freshness: Freshness = Freshness()
    not_modified: bool = True
    moved_to: str | None = None
    """As in Polled: the address that a permanent redirect named."""


@dataclass(frozen=True, slots=True)
class PollFailed:
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


@dataclass(frozen=True, slots=True)
class Subscription:
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


# --- What is kept, and what is owed -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Article:
    """A stored report with its reading."""

    id: int
    feed_id: int | None
    """None for the archive of seeds/."""
    story_id: int
    url: str
    outlet: str
    language: str
    title: str
    text: str
    published: datetime
    """The feed's date, or the time it was first seen."""
    seen: datetime
    reading: Reading
    why: str = ""
    """Why it rang or did not, as ``NewArticle.why`` had it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry that an article was made of, as it was when it was last looked at."""

    article_id: int
    stamp: str
    """Over its headline and text as the feed had them; another one means another look."""
    paged: bool
    """The article's text is that of its page."""


@dataclass(frozen=True, slots=True)
class Version:
    """An article as it was before it was edited."""

    article_id: int
    number: int
    """From 1."""
    title: str
    text: str
    reading: Reading
    until: datetime
    """When the next one was first seen."""
    change: str
    """What is another in the next one: ``changed in silence: US$5bn demanded → US$4.7bn demanded`` ..."""
    level: "Level"
    """Of that change."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What a report is known by when stories are told apart."""

    language: str
    event: Event
    track: str | None
    on_topic: bool
    words: frozenset[int]
    parties: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]
    """These four as in Reading."""
    figures: frozenset[tuple[str, str | None, float]]
    """(kind, currency, value) of every figure on the topic, of a range both ends."""
    published: datetime | None = None
    """None where nobody knows."""
    until: datetime | None = None
    """The latest that it can have been, where only a month is known."""


@dataclass(frozen=True, slots=True)
class StorySketch:
    """What deciding needs to know of a story that an entry may belong to."""

    id: int
    title: str
    track: str | None
    event: Event
    last_published: datetime
    reports: tuple[Signs, ...]
    """Of its newest reports."""
    figures: frozenset[tuple[str, str, str | None, float]]
    """(kind, role, currency, value) of every figure on the topic so far."""
    links: frozenset[str]
    alerted: bool
    rang: frozenset[str] = frozenset()
    """What chats were told of it for, as ``NewArticle.rings_for`` had it."""
    outlets: frozenset[str] = frozenset()
    """Of its newest reports."""
    split_from: int | None = None
    """The story that the operator split it from, which it is not to fall back to."""


@dataclass(frozen=True, slots=True)
class KnownFigure:
    """A figure of the archive, as far as what is new must be held against it."""

    track: str | None
    kind: Kind
    role: Role
    value: float
    value_max: float | None
    currency: str | None


AheadDay = tuple[str | None, str, Day]
"""A date to come that a report named: its track, the occasion, and the last day that it may be."""


@dataclass(frozen=True, slots=True)
class Background:
    """What the archive knew before, of the kind that new reports tell."""

    figures: tuple[KnownFigure, ...] = ()
    """Those near a new report's in value, and the highest demands of its track."""
    days: frozenset[AheadDay] = frozenset()


class Level(StrEnum):
    """How loudly a report is told of."""

    CRITICAL = "critical"
    """A deal, a break-off, a signature, a record demand: it rings at once, within a story that has rung too."""
    MATERIAL = "material"
    """It rings or joins the digest, as the chat wants."""
    ECHO = "echo"
    """It raises the counts of the message that went out."""
    BACKGROUND = "background"
    """It begins a story and tells nothing new: nobody is told."""


class ChatType(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class Alerts(StrEnum):
    """What a chat wants to be rung for at once."""

    ALL = "all"
    CRITICAL = "critical"
    """What is critical alone; nothing else comes by itself."""
    DIGEST = "digest"
    """What is critical; all else comes once a day, in one message."""


@dataclass(frozen=True, slots=True)
class Chat:
    id: int
    type: ChatType
    title: str
    subscribed: bool
    time_zone: str = "UTC"
    """IANA name; "" where the chat has none yet."""
    since: datetime | None = None
    alerts: Alerts = Alerts.ALL
    digest_at: str = "08:00"
    """When the digest comes, by the chat's clock."""


class DeliveryKind(StrEnum):
    ALERT = "alert"
    """The first word on a story."""
    TURN = "turn"
    """What a story rings for after its alert, in reply to it."""
    CORRECTION = "correction"
    """A denial or correction, in reply to the alert of what it denies or corrects."""
    EDIT = "edit"
    """The alert that went out, with its counts brought up to date."""
    DIGEST = "digest"
    """The alerts that a chat wants once a day."""
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Delivery:
    """An owed message, claimed under a lease."""

    id: int
    chat: Chat
    kind: DeliveryKind
    article_id: int | None
    """What an alert is about; rendered when it is sent, not when it was queued."""
    text: str
    """What a notice to an operator says; "" for an alert."""
    attempts: int
    """Sends tried before this one."""
    created: datetime
    message_id: int | None = None
    """The message that an edit changes, or that a turn or correction replies to."""
    articles: tuple[int, ...] = ()
    """What a digest tells of."""


# --- What came of a send ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sent:
    message_id: int


@dataclass(frozen=True, slots=True)
class RetryLater:
    """429: Telegram names the seconds to wait."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Forbidden:
    """403: the bot was blocked or removed; the chat is unsubscribed, the row is closed."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The group became a supergroup with another id."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """400 that no retry mends (after plain text was tried)."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """It certainly did not arrive: no connection, 5xx, an answer that is no JSON."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have arrived: the answer never came."""

    reason: str


SendOutcome = Sent | RetryLater | Forbidden | Moved | Rejected | NotSent | Unknown


# --- What is decided ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An entry to be stored, on the topic or not (what is off the topic is kept as known, without its text)."""

    entry: Entry
    reading: Reading
    published: datetime
    story_id: int | None
    """The story it joins; None where it begins one."""
    opens: int | None = None
    """Where it begins a story: a number within the plan, shared by the entries that join the same new story."""
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
    why: str = ""
    """Why it rings or does not: ``first poll``, ``echo of story 12``, ``off the topic``, ``new figure`` ..."""


@dataclass(frozen=True, slots=True)
class FeedUpdate:
    """What the store writes about the feed, last of all."""

    feed_id: int
    validators: Validators
    body_hash: str | None
    polled_once: bool
    last_polled: datetime
    next_due: datetime
    interval: float
    errors: int
    last_error: str | None
    state: FeedState
    title: str
    new_items: int = 0
    notice: str | None = None
    """A line for the operators, owed once: it tells of a change of state, address, long failure or silence, and is
    dropped where the feed's row has that change already."""
    hold_until: datetime | None = None
    """Not to be asked before, not by hand either; None where nothing holds."""
    moved_to: str | None = None
    redirect_target: str | None = None
    redirect_seen: int = 0
    hints: Hints = Hints()
    gaps: int = 0
    last_gap: datetime | None = None
    hub_missed: bool = False
    """It had news of which its hub did not tell: ``push_until`` is to be forgotten."""
    domain_hold_until: datetime | None = None
    """No feed of its registrable domain is to be asked before."""
    pushed: bool = False
    """It came from a hub: of the feed only the count of items is written, and that there was news."""
    last_news: datetime | None = None
    patience: float = 0.0
    silent: bool = False
    """These three as in Feed."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is another in a version of an article."""

    words: str
    level: Level
    """Material where a figure is another; it rings nobody."""


@dataclass(frozen=True, slots=True)
class Edited:
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


@dataclass(frozen=True, slots=True)
class Edit:
    """A version of an article to be stored, or the stamp alone of what is none."""

    article_id: int
    versions: int
    """As in Edited; where there are more by now, another worker had it first."""
    stamp: str
    title: str
    text: str
    reading: Reading
    change: Change | None


@dataclass(frozen=True, slots=True)
class Plan:
    """One poll's decisions, applied in one transaction."""

    feed: FeedUpdate
    articles: tuple[NewArticle, ...] = ()
    known: tuple[str, ...] = ()
    """Guids that were known already, for counting only."""
    holds: tuple[tuple[str, datetime], ...] = ()
    """Registrable domains that limited us when they were asked for articles, and until when they are left alone."""
    found: Feed | None = None
    """The feed as it was when it was claimed, if that is known: what is the same need not be written."""
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class PollFacts:
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


@dataclass(frozen=True, slots=True)
class Settlement:
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


@dataclass(frozen=True, slots=True)
class StoreStatus:
    """How things stand, as ``/status`` and ``burdenwatch check`` tell it."""

    feeds: Mapping[FeedState, int]
    """How many feeds are in each state; every state is a key."""
    failing: tuple[Feed, ...]
    """Active feeds whose last poll failed, the longest failing first; ``last_error`` says why in one line."""
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
    gaps: tuple[Feed, ...] = ()
    """Active feeds that had a gap within the last seven days, the latest first."""
    held: Mapping[str, datetime] = field(default_factory=dict)
    """Registrable domains that asked to be left alone, and until when."""
    silent: tuple[Feed, ...] = ()
    """Active feeds that work and have had no news for much longer than is usual for them, the longest first."""
