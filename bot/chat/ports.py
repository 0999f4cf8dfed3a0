"""What the chat needs of the store, part by part, as protocols, which the tests' archive in memory fulfils as well.

Every method is synchronous, short and safe to call from any thread; handlers call them through ``asyncio.to_thread``.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from msgspec import Struct

from bot.desk.answers.search import Hits
from bot.desk.intake.merge_split import Merged, Refused, Split
from bot.desk.ledger.entries import Entries
from bot.desk.ledger.gist import Gist
from bot.mail_server import Mailbox
from bot.model import (
    EVERY_DAY,
    Alerts,
    Article,
    Aspect,
    Awaiting,
    Chat,
    ChatRow,
    ChatSubscription,
    Complained,
    Complaint,
    Confirmed,
    Correction,
    Decision,
    Delivery,
    Door,
    DoorRefused,
    DoorState,
    Event,
    Feed,
    FeedTroubles,
    Interest,
    Invitation,
    KnockRefused,
    Mailed,
    Manner,
    NotMailed,
    NotPosted,
    Paused,
    Posted,
    Ruling,
    Settlement,
    Sighting,
    Spot,
    StoreStatus,
    StoreTrouble,
    SubscriptionRefusal,
    Version,
    Watch,
    WatchRefused,
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


class Chats(Addresses, Protocol):
    """The chats that commands subscribe and set."""

    def subscribe(self, chat: Chat, now: datetime) -> bool: ...
    def unsubscribe(self, chat_id: int, now: datetime) -> bool: ...
    def chat(self, chat_id: int) -> Chat | None: ...
    def topic_of(self, group: Chat, thread_id: int, name: str) -> Chat:
        """The forum topic of a group, made where the store has none; ``name`` "" where it is not told."""

    def topics_of(self, group_id: int) -> list[Chat]: ...
    def chats(self, subscribed: bool = True) -> list[Chat]: ...
    def move_chat(self, old: int, new: int) -> None: ...
    def set_time_zone(self, chat: Chat, zone: str) -> None: ...
    def set_language(self, chat: Chat, language: str) -> None: ...
    def set_alerts(self, chat_id: int, alerts: Alerts, digest_at: str, digest_days: str = EVERY_DAY) -> bool: ...
    def set_interest(self, chat_id: int, interest: Interest) -> bool: ...
    def set_manner(self, chat_id: int, manner: Manner) -> bool: ...
    def set_preferred(self, chat_id: int, outlets: tuple[str, ...]) -> bool: ...
    def mute_story(self, chat_id: int, story_id: int, now: datetime, until: datetime | None = None) -> bool:
        """Of a chat that is known, for good or until a time; whether that is anything new."""

    def unmute_stories(self, chat_id: int, story_id: int | None = None) -> int:
        """A story, or all of them; how many were muted."""

    def muted_stories(self, chat_id: int, now: datetime) -> Mapping[int, datetime | None]:
        """The last one first, and until when; None for good."""

    def rows_about(self, chat_id: int, article_id: int, story_id: int) -> list[ChatRow]:
        """What a chat was or is to be told of a report, or by another report of its story; the oldest first."""

    def owe_test(self, chat: Chat, now: datetime) -> int | None:
        """Owes a chat the newest alert of before, once within a minute; the report, None where there is none."""

    def kept_of(self, chat_id: int) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """Everything that is kept of a chat: table -> rows, as JSON takes them."""

    def forget(self, chat_id: int, now: datetime) -> int:
        """Removes everything that is kept of a chat, what is owed included; returns how many rows that were."""

    def broadcast(self, text: str, now: datetime, occasion: str) -> int:
        """Owes every subscriber what the operator says, once for one occasion; returns how many chats that are."""

    def invite(self, token: str, operator: int, now: datetime, *, expires: datetime, uses: int) -> Invitation: ...
    def redeem(self, token: str, chat: Chat, now: datetime) -> bool:
        """Whether a chat is a guest: by an invitation that stands, of which that takes one, or as it was before."""

    def is_guest(self, ids: Collection[int]) -> bool:
        """Whether any of some chats came by an invitation."""

    def invitations(self, now: datetime) -> list[Invitation]:
        """Those that somebody can still come by."""

    def end_invitation(self, number: int, now: datetime) -> bool:
        """Nobody comes by it any more; whether it stood."""

    def set_digest_anew(self, chat_id: int, now: datetime) -> int:
        """What waits for a chat's digest comes when it comes by now; how many reports come at once."""

    def digest_now(self, chat_id: int, now: datetime) -> int:
        """What waits for a chat's digest comes now; how many reports that are."""


class Archive(Protocol):
    """What answers and alerts read."""

    def article(self, id: int) -> Article | None: ...  # noqa: A002  # the store's own name for it
    def story_size(self, story_id: int) -> tuple[int, int, int]:
        """Reports of a story, the id of the last one that came, and how many times any was edited or corrected."""

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
    def ledger_is_whole(self, tracks: Sequence[str], track: str | None = None) -> bool:
        """Whether ``ledger`` has every figure on record; of a large one it has some."""

    def kept(self, article_ids: Collection[int]) -> dict[int, tuple[Article, int]]:
        """Articles by their ids, each with how many versions there are of it, the present one among them."""

    def versions(self, article_ids: Collection[int]) -> Mapping[int, tuple[Version, ...]]:
        """What articles were before they were edited, the first version first; only of those that were."""

    def corrections(self, article_ids: Collection[int]) -> Mapping[int, tuple[Correction, ...]]:
        """What operators have corrected in articles, the first one first; only of those that were."""

    def all_corrections(self, limit: int | None = None) -> list[Correction]:
        """All that stand, the newest first."""

    def complaint(self, number: int) -> Complaint | None: ...
    def open_complaints(self, limit: int) -> list[Complaint]:
        """What waits for an operator, each subject once, the newest first."""

    def gists(
        self, *, until: datetime, since: datetime | None = None, events: Collection[Event] | None = None, limit: int
    ) -> list[Gist]: ...
    def texts(self, ids: Collection[int]) -> dict[int, str]: ...
    def mentions(self, ids: Collection[int]) -> dict[int, str]: ...
    def edited_since(self, ids: Collection[int], moment: datetime) -> list[int]: ...
    def sightings(self, addresses: Collection[str]) -> list[Sighting]:
        """The entries that feeds brought at any of some addresses, the first seen first; spelled as links are kept."""

    def sent_article(self, chat_id: int, message_id: int) -> Article | None: ...


class Stories(Protocol):
    """What operators change of how reports were filed and read, and what chats report as wrong."""

    def correct(
        self, article_id: int, ruling: Ruling, spot: Spot | None, operator: int, now: datetime
    ) -> Correction | Refused: ...
    def undo_correction(self, number: int | None, operator: int, now: datetime) -> Correction | Refused:
        """The one with a number, or the last one of the operator."""

    def complain(
        self, chat: Chat, article_id: int, about: Spot | None, aspect: Aspect | None, now: datetime
    ) -> Complained: ...
    def let_stand(self, complaint: int, operator: int, now: datetime) -> Complaint | None:
        """Nothing is wrong; whoever reported it is told so."""

    def merge(self, one: int, other: int, now: datetime) -> Merged | Refused: ...
    def split(self, story: int, reports: Collection[int], now: datetime) -> Split | Refused: ...


class Feeds(Protocol):
    """The feeds that are followed."""

    def all(self) -> list[Feed]: ...


class Subscriptions(Protocol):
    """What chats subscribe to, each by its name."""

    def of_chat(self, chat_id: int, *, shut: bool = False) -> Sequence[ChatSubscription]:
        """The first one, and the others; none where the chat is not subscribed, unless it is asked for as ``shut``."""

    def further(self) -> Mapping[int, int]:
        """How many each chat has beside its first one, of those that have any."""

    def add(self, chat_id: int, wanted: ChatSubscription) -> ChatSubscription | SubscriptionRefusal:
        """One more, with its number."""

    def keep(self, chat_id: int, changed: ChatSubscription, now: datetime) -> int:
        """What one wants by now, its name aside; how many reports waited, and come now."""

    def remove(self, chat_id: int, number: int, now: datetime) -> int | None:
        """How many reports come now; None where the chat has no such one, or no other."""

    def forget(self, chat_id: int) -> None:
        """The first one is left, without a name and not paused."""

    def name_first(self, chat_id: int, name: str) -> None: ...


class Watches(Protocol):
    """The chats' own queries."""

    def add(self, chat: Chat, name: str, query: str, meaning: str, now: datetime) -> Watch | WatchRefused:
        """``meaning``: the query in the plainest spelling, by which two are the same."""

    def of_chat(self, chat_id: int) -> list[Watch]: ...
    def set_paused(self, chat_id: int, watch_id: int, paused: Paused) -> Watch | None: ...
    def remove(self, chat_id: int, watch_id: int) -> Watch | None: ...
    def forget(self, chat_id: int, now: datetime) -> int:
        """Removes all of a chat."""

    def names(self, ids: Collection[int]) -> Mapping[int, str]:
        """Of those that are still there."""

    def found(self, chat_id: int, article_id: int) -> Sequence[str]:
        """The names of the chat's own that a report answered."""


class Approvals(Protocol):
    """The posts of channels that wait for an editor."""

    def set_editor(self, channel: Chat, editor: Chat | None, now: datetime) -> int:
        """None for nobody; how many posts waited, which go to the new editor, or are dropped."""

    def channels_of(self, editor_id: int) -> list[Chat]: ...
    def channel_of(self, delivery_id: int, editor_id: int) -> Chat | None:
        """The channel that a message is owed to, where its posts are approved in a chat."""

    def waiting(self, editor_id: int) -> list[Awaiting]: ...
    def owed_as(self, delivery_id: int) -> tuple[Delivery, str] | None:
        """A message as it would be sent now, and how far it is."""

    def decide(self, delivery_id: int, editor_id: int, now: datetime, *, posts: bool) -> Decision: ...


class Doors(Protocol):
    """The addresses beside Telegram that chats have their news sent to."""

    def add(
        self, owner: Chat, door: Chat, secret: str, now: datetime, confirm_by: datetime | None = None
    ) -> Door | DoorRefused: ...
    def knock(self, owner_id: int | None, address: str, now: datetime) -> KnockRefused | None:
        """Counts that an address, told by a hash, is asked whether news may go there, or tells why it is not to be."""

    def forgive(self, address: str) -> None:
        """The last question to an address did not arrive."""

    def never_ask(self, address: str, now: datetime) -> None: ...
    def confirm(self, number: int, now: datetime, told: str) -> Confirmed:
        """Opens a door that waits for it; ``told``: what the chat hears that it is of."""

    def end(self, number: int, reason: str, now: datetime, told: str) -> None:
        """Its reader wants no more; ``told``: as of ``confirm``."""

    def note_refused(self, number: int, now: datetime, told: str) -> None:
        """A message to it is never taken; ``told``: as of ``confirm``, once a day."""

    def of_chat(self, owner_id: int) -> list[Door]: ...
    def all(self) -> list[Door]: ...
    def at(self, chat_id: int) -> Door | None:
        """The door that a chat is."""

    def numbered(self, number: int) -> Door | None: ...
    def set_state(self, number: int, state: DoorState, now: datetime) -> Door | None: ...
    def remove(self, number: int, now: datetime) -> Door | None: ...


class Posting(Protocol):
    """What makes requests to addresses that somebody typed."""

    async def post(
        self, address: str, body: bytes, sent: Mapping[str, str], *, method: str = "POST", trusted: bool = False
    ) -> Posted | NotPosted:
        """Never raises for the web's weather. ``sent``: headers; ``trusted``: it is an operator's address."""


class Mailing(Protocol):
    """What hands e-mail to a server."""

    @property
    def sender(self) -> Mailbox: ...
    @property
    def pages(self) -> str:
        """Where the web reaches the pages that links in e-mails lead to."""

    async def take(self, letter: bytes, reader: str) -> Mailed | NotMailed:
        """Never raises for the server's weather. ``letter``: as it is sent; ``reader``: an address."""


class DoorPlace(Struct, frozen=True):
    """An address that was typed, as its channel keeps it."""

    channel: str
    address: str
    shown: str
    """Without the secrets in it."""
    secret: str
    """What messages to it will be signed with, which whoever adds it is told, once; or what its links are made of."""
    confirm_within: timedelta = timedelta(0)
    """How long it may take to confirm it."""
    counted_as: str = ""
    """Whoever reads there has to confirm it, and this is what the limits of asking go by; "" where nobody has to."""


class DoorKeeper(Protocol):
    """Knows the channels that doors are of."""

    @property
    def atom(self) -> str:
        """Where feed readers find the news; "" where they do not."""

    def place_of(self, words: str, *, trusted: bool) -> DoorPlace:
        """Of an address, with the name of its channel before it where it does not tell that itself.

        Raises BadArgument for what is none.
        """

    def chat_of(self, words: str, owner: Chat, zone: str) -> Chat:
        """The chat of a chat's own at an address that ``place_of`` knows, made where the store has none."""

    async def greet(self, place: DoorPlace, *, trusted: bool) -> str:
        """Says there that news will come; why that does not work, "" where it does."""

    async def ask(self, door: Door, place: DoorPlace, language: str) -> NotMailed | None:
        """Asks whoever reads there whether news may come; why that does not work, None where it does."""


class Store(Protocol):
    """Everything that commands ask for and change."""

    @property
    def archive(self) -> Archive: ...
    @property
    def intake(self) -> Stories: ...
    @property
    def outbox(self) -> Chats: ...
    @property
    def feeds(self) -> Feeds: ...
    @property
    def subscriptions(self) -> Subscriptions: ...
    @property
    def watches(self) -> Watches: ...
    @property
    def doors(self) -> Doors: ...
    @property
    def approvals(self) -> Approvals: ...
    def get(self, key: str) -> str | None: ...
    def status(self, now: datetime) -> StoreStatus: ...
    def database_troubles(self, now: datetime) -> Sequence[StoreTrouble]:
        """What is wrong with the database itself. Never raises, unlike all else where it cannot be read."""

    def feed_troubles(self, now: datetime) -> FeedTroubles: ...
