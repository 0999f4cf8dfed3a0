"""What is kept, and what is owed to chats."""

from collections.abc import Set
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from bot.model.aliases import Day
from bot.model.events import Event
from bot.model.report import Kind, Reading
from bot.model.roles import Role
from bot.model.wishes import Interest, Manner


class Article(Struct, frozen=True):
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


class Kept(Struct, frozen=True):
    """An entry that an article was made of, as it was when it was last looked at."""

    article_id: int
    stamp: str
    """Over its headline and text as the feed had them; another one means another look."""
    paged: bool
    """The article's text is that of its page."""


class Version(Struct, frozen=True):
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


class Signs(Struct, frozen=True):
    """What a report is known by when stories are told apart."""

    language: str
    event: Event
    track: str | None
    on_topic: bool
    words: Set[int]
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
    article: int | None = None
    """None where it is not kept yet."""


class StorySketch(Struct, frozen=True):
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
    merged: bool = False
    """The operator made it of several, or the archive names it: it is not to come apart."""


class KnownFigure(Struct, frozen=True):
    """A figure of the archive, as far as what is new must be held against it."""

    track: str | None
    kind: Kind
    role: Role
    value: float
    value_max: float | None
    currency: str | None


AheadDay = tuple[str | None, str, Day]
"""A date to come that a report named: its track, the occasion, and the last day that it may be."""


class Background(Struct, frozen=True):
    """What the archive knew before, of the kind that new reports tell."""

    figures: tuple[KnownFigure, ...] = ()
    """Those near a new report's in value, and the highest demands of its track."""
    days: frozenset[AheadDay] = frozenset()


class Level(StrEnum):
    """How loudly a report is told of."""

    CRITICAL = "critical"
    """A deal, a break-off, a signature, a ratification, a furlough, an order of troops, a record demand: it rings at
    once, within a story that has rung too."""
    MATERIAL = "material"
    """It rings or joins the digest, as the chat wants."""
    ECHO = "echo"
    """It raises the counts of the message that went out."""
    BACKGROUND = "background"
    """It tells of no turn and no new sum: it rings nobody, and waits for the digests."""


TELEGRAM = "telegram"
"""The channel whose chats come by themselves, with ids of their own."""


class ChatType(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"
    ADDRESS = "address"
    """None of Telegram's: a reader's address in another channel of delivery."""


class Alerts(StrEnum):
    """What a chat wants to be rung for at once."""

    ALL = "all"
    CRITICAL = "critical"
    """What is critical alone; nothing else comes by itself."""
    DIGEST = "digest"
    """What is critical; all else comes together, on the days and at the time that the chat has chosen."""


EVERY_DAY = "1234567"
"""The days of a digest: those of the week (ISO 8601), from Monday on, a digit each."""


class Chat(Struct, frozen=True):
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
    digest_days: str = EVERY_DAY
    """On which days it comes, as ``EVERY_DAY`` has them."""
    channel: str = TELEGRAM
    """What its messages go out by: the name of a ``bot.chat.delivery.channels.Channel``."""
    address: str = ""
    """Where that channel finds it; "" for Telegram's chats, whose ids tell, but for forum topics of a group."""
    interest: Interest = Interest()
    manner: Manner = Manner()
    language: str = ""
    """Of what the bot says there (ISO 639-1); "" where none was chosen, and nobody's was known."""
    editor: int | None = None
    """The chat in which each post of a channel is approved first; None where it needs nobody's approval."""
    called: str = ""
    """The name of its first subscription, which ``alerts``, ``interest`` and ``manner.silent`` are of; "" for none."""
    preferred: tuple[str, ...] = ()
    """Outlets whose reports its alerts name, where they tell the same; the first one before the others."""


class ChatSubscription(Struct, frozen=True):
    """One of those that a chat has: what it hears of, and how."""

    number: int
    """0 for the chat's first one, which its own row has; a number stays that of one."""
    name: str
    """"" where the first one was given none."""
    interest: Interest
    """With the outlets that the chat mutes or prefers, which are the same for all of its subscriptions."""
    alerts: Alerts = Alerts.ALL
    silent: bool = False

    @property
    def paused(self) -> bool:
        return self.interest.paused


class SubscriptionRefusal(StrEnum):
    """Why a subscription is not taken."""

    NAME = "name"
    """The chat has one of that name."""
    FULL = "full"


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
    """The alerts that a chat wants together."""
    OPERATOR = "operator"
    COMPLAINT = "complaint"
    """To an operator: what a chat reported as wrong."""
    VERDICT = "verdict"
    """To that chat: what came of it."""
    WATCH = "watch"
    """An entry, on the topic or not, that answers a query of the chat's own."""
    BROADCAST = "broadcast"
    """What the operator tells all subscribers."""
    TEST = "test"
    """An alert of before, sent once more for a chat to see that alerts arrive."""
    APPROVAL = "approval"
    """To editors: what a channel posts once they approve it, or that nobody did in time."""

    @property
    def needs_subscription(self) -> bool:
        """Whether it goes to chats alone that are subscribed."""
        return self not in {
            DeliveryKind.OPERATOR,
            DeliveryKind.COMPLAINT,
            DeliveryKind.VERDICT,
            DeliveryKind.WATCH,
            DeliveryKind.TEST,
            DeliveryKind.APPROVAL,
        }


class Delivery(Struct, frozen=True):
    """An owed message, claimed under a lease."""

    id: int
    chat: Chat
    kind: DeliveryKind
    article_id: int | None
    """What an alert is about; rendered when it is sent, not when it was queued."""
    text: str
    """What a notice to an operator says, and of a watch its ``WatchHit`` as JSON; "" for an alert."""
    attempts: int
    """Sends tried before this one."""
    created: datetime
    message_id: int | None = None
    """The message that an edit changes, or that a turn or correction replies to."""
    articles: tuple[int, ...] = ()
    """What a digest has to tell of; as many as one message takes go out, and the row is owed again for the others."""
    told: int = 0
    """Reports that earlier parts of the digest have told of."""
    left: int = 0
    """Reports that wait for it beyond ``articles``."""
    notice: str = ""
    """What a row without a story is about: ``wrong 12`` and ``looked 12`` of a complaint and its verdict."""
    great: bool = False
    """It tells of what is critical; of an edit, the alert that it changes does."""
    several: bool = False
    """Its chat has more than one subscription."""


class Awaiting(Struct, frozen=True):
    """A post of a channel that waits for an editor."""

    delivery_id: int
    channel: Chat
    article_id: int | None
    until: datetime
    """When it is dropped, where nobody decides."""
