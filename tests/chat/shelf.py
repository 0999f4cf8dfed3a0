"""An archive in memory that fulfils the chat's protocols, with the store's rules for the outbox: oldest first, one row
of a chat at a time, leases."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from threading import Lock

from msgspec.structs import replace

from bot.desk.answers.search import Hits
from bot.desk.intake.merge_split import FiledReport, Merged, Refused, Split, StoryHead, merging, splitting
from bot.desk.ledger.entries import Entries
from bot.desk.ledger.gist import Gist, gist_of
from bot.desk.ledger.mentions import entries_of
from bot.desk.ledger.tallies import report_mentions
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
    FeedState,
    FeedTroubles,
    Interest,
    Invitation,
    KnockRefused,
    Manner,
    Paused,
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
from bot.reading.query.pages import page_of
from bot.reading.query.query import Query
from tests.desk.make import picked_of

_NEEDS_A_DATABASE = "what changes this is tested on a real database, and not on this shelf"


class ShelfWatches:
    """The chats' own queries, any number of them; what is refused is tested on a real database."""

    def __init__(self) -> None:
        self._kept: dict[int, Watch] = {}

    def add(self, chat: Chat, name: str, query: str, meaning: str, now: datetime) -> Watch | WatchRefused:
        number = len(self._kept) + 1
        made = self._kept[number] = Watch(number, chat.id, name, query, now)
        return made

    def of_chat(self, chat_id: int) -> list[Watch]:
        return [one for one in self._kept.values() if one.chat_id == chat_id]

    def set_paused(self, chat_id: int, watch_id: int, paused: Paused) -> Watch | None:
        made = self._kept[watch_id] = replace(self._kept[watch_id], paused=paused)
        return made

    def remove(self, chat_id: int, watch_id: int) -> Watch | None:
        return self._kept.pop(watch_id, None)

    def forget(self, chat_id: int, now: datetime) -> int:
        gone = self.of_chat(chat_id)
        self._kept = {number: one for number, one in self._kept.items() if one not in gone}
        return len(gone)

    def names(self, ids: Collection[int]) -> Mapping[int, str]:
        return {number: one.name for number, one in self._kept.items() if number in ids}

    def found(self, chat_id: int, article_id: int) -> Sequence[str]:
        return ()


class ShelfSubscriptions:
    """What rings for several is tested on a real database."""

    def __init__(self, known: dict[int, Chat]) -> None:
        self._known = known
        self._more: defaultdict[int, list[ChatSubscription]] = defaultdict(list)

    def of_chat(self, chat_id: int, *, shut: bool = False) -> list[ChatSubscription]:
        chat = self._known.get(chat_id)
        if chat is None or not (chat.subscribed or shut):
            return []
        first = ChatSubscription(0, chat.called, chat.interest, chat.alerts, chat.manner.silent)
        return [first, *self._more[chat_id]]

    def add(self, chat_id: int, wanted: ChatSubscription) -> ChatSubscription | SubscriptionRefusal:
        added = replace(wanted, number=len(self._more[chat_id]) + 1)
        self._more[chat_id].append(added)
        return added

    def keep(self, chat_id: int, changed: ChatSubscription, now: datetime) -> int:
        self._more[chat_id] = [changed if one.number == changed.number else one for one in self._more[chat_id]]
        return 0

    def remove(self, chat_id: int, number: int, now: datetime) -> int | None:
        raise NotImplementedError(_NEEDS_A_DATABASE)

    def further(self) -> dict[int, int]:
        return {chat_id: len(those) for chat_id, those in self._more.items() if those}

    def forget(self, chat_id: int) -> None:
        raise NotImplementedError(_NEEDS_A_DATABASE)

    def name_first(self, chat_id: int, name: str) -> None:
        self._known[chat_id] = replace(self._known[chat_id], called=name)


class ShelfDoors:
    """No doors; those there are are tested on a real database."""

    def add(
        self, owner: Chat, door: Chat, secret: str, now: datetime, confirm_by: datetime | None = None
    ) -> Door | DoorRefused:
        return DoorRefused.ALL_FULL

    def knock(self, owner_id: int | None, address: str, now: datetime) -> KnockRefused | None:
        return KnockRefused.ALL

    def forgive(self, address: str) -> None:
        return

    def never_ask(self, address: str, now: datetime) -> None:
        return

    def confirm(self, number: int, now: datetime, told: str) -> Confirmed:
        return Confirmed.LATE

    def note_refused(self, number: int, now: datetime, told: str) -> None:
        return

    def end(self, number: int, reason: str, now: datetime, told: str) -> None:
        return

    def of_chat(self, owner_id: int) -> list[Door]:
        return []

    def all(self) -> list[Door]:
        return []

    def at(self, chat_id: int) -> Door | None:
        return None

    def numbered(self, number: int) -> Door | None:
        return None

    def set_state(self, number: int, state: DoorState, now: datetime) -> Door | None:
        return None

    def remove(self, number: int, now: datetime) -> Door | None:
        return None


class ShelfApprovals:
    """Nothing waits for an editor; what does is tested on a real database."""

    def set_editor(self, channel: Chat, editor: Chat | None, now: datetime) -> int:
        return 0

    def channels_of(self, editor_id: int) -> list[Chat]:
        return []

    def channel_of(self, delivery_id: int, editor_id: int) -> Chat | None:
        return None

    def waiting(self, editor_id: int) -> list[Awaiting]:
        return []

    def owed_as(self, delivery_id: int) -> tuple[Delivery, str] | None:
        return None

    def decide(self, delivery_id: int, editor_id: int, now: datetime, *, posts: bool) -> Decision:
        return Decision.GONE


class Shelf:
    """Reports, chats and owed rows, each part of a store in one; ``settled`` keeps every settlement in order."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.stored: list[Article] = []
        self.known: dict[int, Chat] = {}
        self.edited: dict[int, tuple[Version, ...]] = {}
        self.corrected: dict[int, tuple[Correction, ...]] = {}
        self.listed: list[Feed] = []
        self.rows: dict[int, Delivery] = {}
        self.leases: dict[int, datetime] = {}
        self.not_before: dict[int, datetime] = {}
        self.settled: list[Settlement] = []
        self.messages: dict[tuple[int, int], int] = {}
        """(chat, message) -> article."""
        self.waiting: dict[int, int] = {}
        """Chat -> reports that wait for its digest."""
        self.muted: defaultdict[int, list[int]] = defaultdict(list)
        self.snoozed: dict[tuple[int, int], datetime | None] = {}
        """Chat -> stories, the last one muted first."""
        self.told: dict[int, list[ChatRow]] = {}
        """Chat -> what it was owed of whatever is asked about."""
        self.seen: list[tuple[str, Sighting]] = []
        """(address, what a feed brought there)."""
        self.broadcasts: dict[str, str] = {}
        """Occasion -> text."""
        self.invited: dict[str, Invitation] = {}
        """By their tokens."""
        self.guests: set[int] = set()
        self.claims = 0
        self.database: list[StoreTrouble] = []
        self.broken: Exception | None = None
        """Raised by ``status``."""
        self.troubles: list[Exception] = []
        """Raised one by one by the next calls of claim_owed or settle."""
        self.archive = self.intake = self.outbox = self.feeds = self
        self.watches = ShelfWatches()
        self.subscriptions = ShelfSubscriptions(self.known)
        self.doors = ShelfDoors()
        self.approvals = ShelfApprovals()

    # --- Chats

    def chat_at(self, channel: str, address: str, *, title: str, zone: str) -> Chat:
        raise NotImplementedError(_NEEDS_A_DATABASE)

    def subscribe(self, chat: Chat, now: datetime) -> bool:
        before = self.known.get(chat.id)
        self.known[chat.id] = replace(before or chat, type=chat.type, title=chat.title, subscribed=True, since=now)
        return before is None or not before.subscribed

    def unsubscribe(self, chat_id: int, now: datetime) -> bool:
        before = self.known.get(chat_id)
        if before is None or not before.subscribed:
            return False
        self.known[chat_id] = replace(before, subscribed=False, since=None)
        return True

    def chat(self, chat_id: int) -> Chat | None:
        return self.known.get(chat_id)

    def topic_of(self, group: Chat, thread_id: int, name: str) -> Chat:
        raise NotImplementedError(_NEEDS_A_DATABASE)

    def topics_of(self, group_id: int) -> list[Chat]:
        return []

    def chats(self, subscribed: bool = True) -> list[Chat]:
        return [chat for chat in self.known.values() if chat.subscribed == subscribed]

    def move_chat(self, old: int, new: int) -> None:
        if (before := self.known.pop(old, None)) is not None:
            self.known[new] = replace(before, id=new)
        self.rows = {
            key: replace(row, chat=replace(row.chat, id=new)) if row.chat.id == old else row
            for key, row in self.rows.items()
        }

    def set_time_zone(self, chat: Chat, zone: str) -> None:
        self.known[chat.id] = replace(self.known.get(chat.id, replace(chat, subscribed=False)), time_zone=zone)

    def set_language(self, chat: Chat, language: str) -> None:
        self.known[chat.id] = replace(self.known.get(chat.id, replace(chat, subscribed=False)), language=language)

    def set_alerts(self, chat_id: int, alerts: Alerts, digest_at: str, digest_days: str = EVERY_DAY) -> bool:
        if chat_id not in self.known:
            return False
        wish = {"alerts": alerts, "digest_at": digest_at, "digest_days": digest_days}
        self.known[chat_id] = replace(self.known[chat_id], **wish)
        return True

    def set_interest(self, chat_id: int, interest: Interest) -> bool:
        return self._change(chat_id, interest=interest)

    def set_manner(self, chat_id: int, manner: Manner) -> bool:
        return self._change(chat_id, manner=manner)

    def set_preferred(self, chat_id: int, outlets: tuple[str, ...]) -> bool:
        return self._change(chat_id, preferred=outlets)

    def _change(self, chat_id: int, **changes: Interest | Manner | tuple[str, ...]) -> bool:
        if chat_id in self.known:
            self.known[chat_id] = replace(self.known[chat_id], **changes)
        return chat_id in self.known

    def mute_story(self, chat_id: int, story_id: int, now: datetime, until: datetime | None = None) -> bool:
        is_new = story_id not in self.muted[chat_id] or self.snoozed.get((chat_id, story_id)) != until
        self.snoozed[chat_id, story_id] = until
        self.muted[chat_id] = [story_id, *(one for one in self.muted[chat_id] if one != story_id)]
        return is_new

    def unmute_stories(self, chat_id: int, story_id: int | None = None) -> int:
        left = [one for one in self.muted[chat_id] if story_id not in (None, one)]
        gone = len(self.muted[chat_id]) - len(left)
        self.muted[chat_id] = left
        return gone

    def muted_stories(self, chat_id: int, now: datetime) -> dict[int, datetime | None]:
        return {story: self.snoozed.get((chat_id, story)) for story in self.muted[chat_id]}

    def rows_about(self, chat_id: int, article_id: int, story_id: int) -> list[ChatRow]:
        return self.told.get(chat_id, [])

    def owe_test(self, chat: Chat, now: datetime) -> int | None:
        newest = self.articles(limit=1)
        return newest[0].id if newest else None

    def sightings(self, addresses: Collection[str]) -> list[Sighting]:
        return [one for address, one in self.seen if address in addresses]

    def kept_of(self, chat_id: int) -> Mapping[str, Sequence[Mapping[str, object]]]:
        known = self.known.get(chat_id)
        return {"chats": [{"id": chat_id, "title": known.title}]} if known else {}

    def forget(self, chat_id: int, now: datetime) -> int:
        return 1 if self.known.pop(chat_id, None) else 0

    def broadcast(self, text: str, now: datetime, occasion: str) -> int:
        self.broadcasts.setdefault(occasion, text)
        return len(self.chats())

    def invite(self, token: str, operator: int, now: datetime, *, expires: datetime, uses: int) -> Invitation:
        made = self.invited[token] = Invitation(len(self.invited) + 1, expires, uses, 0)
        return made

    def redeem(self, token: str, chat: Chat, now: datetime) -> bool:
        one = self.invited.get(token)
        if chat.id not in self.guests and one is not None and one.expires > now and one.used < one.uses:
            self.invited[token] = replace(one, used=one.used + 1)
            self.guests.add(chat.id)
        return chat.id in self.guests

    def is_guest(self, ids: Collection[int]) -> bool:
        return not self.guests.isdisjoint(ids)

    def invitations(self, now: datetime) -> list[Invitation]:
        return [one for one in self.invited.values() if one.expires > now and one.used < one.uses]

    def end_invitation(self, number: int, now: datetime) -> bool:
        found = [token for token, one in self.invited.items() if one.id == number]
        self.invited = {token: one for token, one in self.invited.items() if token not in found}
        return bool(found)

    def set_digest_anew(self, chat_id: int, now: datetime) -> int:
        return 0 if self.known[chat_id].alerts is Alerts.DIGEST else self.waiting.get(chat_id, 0)

    def digest_now(self, chat_id: int, now: datetime) -> int:
        return self.waiting.get(chat_id, 0)

    # --- Reports

    def story_size(self, story_id: int) -> tuple[int, int, int]:
        ids = [article.id for article in self.stored if article.story_id == story_id]
        return len(ids), max(ids, default=0), sum(len(self.edited.get(number, ())) for number in ids)

    def article(self, id: int) -> Article | None:  # noqa: A002  # the protocol's name
        return next((article for article in self.stored if article.id == id), None)

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
    ) -> list[Article]:
        found = [
            article
            for article in self.stored
            if (since is None or article.published >= since)
            and (until is None or article.published < until)
            and track in (None, article.reading.track)
            and story in (None, article.story_id)
            and (events is None or article.reading.event in events)
            and (article.reading.relevance.on_topic or not on_topic)
        ]
        return sorted(found, key=lambda article: (article.published, article.id), reverse=True)[:limit]

    def corrections(self, article_ids: Collection[int]) -> Mapping[int, tuple[Correction, ...]]:
        return {number: those for number, those in self.corrected.items() if number in article_ids}

    def all_corrections(self, limit: int | None = None) -> list[Correction]:
        return sorted((one for those in self.corrected.values() for one in those), key=lambda one: -one.id)[:limit]

    def complaint(self, number: int) -> Complaint | None:
        return None

    def open_complaints(self, limit: int) -> list[Complaint]:
        return []

    def correct(
        self, article_id: int, ruling: Ruling, spot: Spot | None, operator: int, now: datetime
    ) -> Correction | Refused:
        raise NotImplementedError(_NEEDS_A_DATABASE)

    def undo_correction(self, number: int | None, operator: int, now: datetime) -> Correction | Refused:
        raise NotImplementedError(_NEEDS_A_DATABASE)

    def complain(
        self, chat: Chat, article_id: int, about: Spot | None, aspect: Aspect | None, now: datetime
    ) -> Complained:
        raise NotImplementedError(_NEEDS_A_DATABASE)

    def let_stand(self, complaint: int, operator: int, now: datetime) -> Complaint | None:
        raise NotImplementedError(_NEEDS_A_DATABASE)

    def gists(
        self, *, until: datetime, since: datetime | None = None, events: Collection[Event] | None = None, limit: int
    ) -> list[Gist]:
        return [gist_of(one) for one in self.articles(since=since, until=until, events=events, limit=limit)]

    def texts(self, ids: Collection[int]) -> dict[int, str]:
        return {one.id: one.text for one in self.stored if one.id in ids}

    def mentions(self, ids: Collection[int]) -> dict[int, str]:
        return {one.id: report_mentions(one)[1] for one in self.stored if one.id in ids}

    def edited_since(self, ids: Collection[int], moment: datetime) -> list[int]:
        return [one for one, those in self.edited.items() if one in ids and any(was.until > moment for was in those)]

    def ledger(self, tracks: Sequence[str], track: str | None = None) -> Entries:
        return picked_of(map(report_mentions, self.stored), tracks, track)

    def ledger_is_whole(self, tracks: Sequence[str], track: str | None = None) -> bool:
        of_all = [key for key in entries_of(self.stored, tracks) if track in (None, key.track)]
        return len(of_all) == len(self.ledger(tracks, track))

    def search(
        self,
        query: Query,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        offset: int = 0,
        limit: int,
    ) -> Hits:
        found = [
            one
            for one in self.articles(since=since, until=until)
            if query.holds(page_of(one.title, one.text, one.language, one.outlet))
        ]
        page = tuple(found[offset : offset + limit])
        return Hits(page, len(found), counted=True, more=offset + limit < len(found))

    def get(self, key: str) -> str | None:
        return {"archive id": "5b0c7e6a4f5d4c0f9a63d1a1f6a7a001"}.get(key)

    def sent_article(self, chat_id: int, message_id: int) -> Article | None:
        return self.article(self.messages.get((chat_id, message_id), 0))

    def kept(self, article_ids: Collection[int]) -> dict[int, tuple[Article, int]]:
        return {
            one.id: (one, len(self.edited.get(one.id, ())) + 1) for one in self.stored if one.id in set(article_ids)
        }

    def versions(self, article_ids: Collection[int]) -> Mapping[int, tuple[Version, ...]]:
        return {number: those for number, those in self.edited.items() if number in article_ids}

    def merge(self, one: int, other: int, now: datetime) -> Merged | Refused:
        ruling = merging(self._head(one), self._head(other), (one, other))
        if isinstance(ruling, Merged):
            came = sorted(article.id for article in self.stored if article.story_id == ruling.gone)
            self._move(set(came), ruling.kept.id)
            return replace(ruling, came=tuple(came))
        return ruling

    def split(self, story: int, reports: Collection[int], now: datetime) -> Split | Refused:
        own = [one for one in self.stored if one.story_id == story]
        filed = [FiledReport(a.id, a.title, a.reading.track, a.reading.event, a.published) for a in own]
        ruling = splitting(self._head(story), filed, reports, story)
        if isinstance(ruling, Split):
            number = max(article.story_id for article in self.stored) + 1
            self._move(set(ruling.reports), number)
            return replace(ruling, goes=replace(ruling.goes, id=number))
        return ruling

    def _head(self, story: int) -> StoryHead | None:
        own = [one for one in self.stored if one.story_id == story]
        return StoryHead(story, own[0].title, None, Event.OTHER, own[0].published, alerted=False) if own else None

    def _move(self, ids: set[int], story: int) -> None:
        self.stored = [replace(one, story_id=story) if one.id in ids else one for one in self.stored]

    # --- Feeds

    def all(self) -> list[Feed]:
        return self.listed

    def status(self, now: datetime) -> StoreStatus:
        if self.broken:
            raise self.broken
        states = Counter(feed.state for feed in self.listed)
        polls = [feed.last_polled for feed in self.listed if feed.last_polled]
        on_topic = sum(article.reading.relevance.on_topic for article in self.stored)
        trouble = self.feed_troubles(now)
        return StoreStatus(
            feeds={state: states[state] for state in FeedState},
            due_now=0,
            last_poll=max(polls, default=None),
            articles=len(self.stored),
            on_topic=on_topic,
            stories=len({article.story_id for article in self.stored}),
            subscribers=len(self.chats()),
            owed=len(self.rows),
            oldest_owed=min((row.created for row in self.rows.values()), default=None),
            sent_24h=sum(settlement.state == "sent" for settlement in self.settled),
            failing=trouble.failing,
            gaps=trouble.gaps,
            held=trouble.held,
            silent=trouble.silent,
        )

    def database_troubles(self, now: datetime) -> Sequence[StoreTrouble]:
        return self.database

    def feed_troubles(self, now: datetime) -> FeedTroubles:
        return FeedTroubles(
            failing=tuple(feed for feed in self.listed if feed.errors),
            gaps=tuple(feed for feed in self.listed if feed.last_gap),
            held={f"site{feed.id}.example": feed.hold_until for feed in self.listed if feed.hold_until},
            silent=tuple(feed for feed in self.listed if feed.silent),
        )

    # --- Outbox

    def owe(self, *rows: Delivery) -> None:
        self.rows |= {row.id: row for row in rows}

    def claim_owed(self, now: datetime, limit: int, lease: timedelta) -> list[Delivery]:
        with self._lock:
            self.claims += 1
            if self.troubles:
                raise self.troubles.pop(0)
            oldest: dict[int, Delivery] = {}
            for row in sorted(self.rows.values(), key=lambda row: row.id):
                oldest.setdefault(row.chat.id, row)
            free = [
                row
                for row in oldest.values()
                if self.leases.get(row.id, now) <= now and self.not_before.get(row.id, now) <= now
            ][:limit]
            self.leases |= {row.id: now + lease for row in free}
            return free

    def settle(self, s: Settlement, now: datetime) -> None:
        with self._lock:
            if self.troubles:
                raise self.troubles.pop(0)
            self.settled.append(s)
            self.leases.pop(s.delivery_id, None)
            row = self.rows[s.delivery_id]
            if s.state == "owed":
                self.rows[s.delivery_id] = replace(row, attempts=row.attempts + 1)
                self.not_before[s.delivery_id] = s.not_before or now
            else:
                del self.rows[s.delivery_id]
            if s.message_id is not None and row.article_id is not None:
                self.messages[row.chat.id, s.message_id] = row.article_id
        if s.unsubscribe:
            self.unsubscribe(row.chat.id, now)
        if s.move_to is not None:
            self.move_chat(row.chat.id, s.move_to)

    def states(self) -> dict[str, int]:
        """How many settlements of each state there were."""
        return dict(Counter(settlement.state for settlement in self.settled))
