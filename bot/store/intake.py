"""A plan becomes rows, in one transaction: what is new is stored and rung, what is known is skipped."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, case, insert, or_, select, update

from bot.model import FeedKind, FeedState, FeedUpdate, NewArticle, Plan
from bot.store import outbox, subscriptions
from bot.store.engine import StoreError, take_turns
from bot.store.feeds import domain_of, encode_hints
from bot.store.filing import Filing, file_article, open_story
from bot.store.limits import DomainLimits, asked, hold
from bot.store.statements import chunks
from bot.store.tables import articles, entries, feeds
from bot.store.types import key


@dataclass(frozen=True, slots=True)
class Applied:
    """What a plan came to."""

    stored: int
    """Entries not known before, on the topic or not."""
    on_topic: int
    """Articles kept in full."""
    rung: int
    """Alerts that chats are now owed."""
    article_ids: tuple[int, ...]


def known(
    connection: Connection, feed_id: int, guids: Collection[str], links: Collection[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Of the guids those that this feed had, and of the links those that any feed or the archive had."""
    old_guids = _known_guids(connection, feed_id, guids)
    old_links = _known_links(connection, links)
    return (
        frozenset(guid for guid in guids if key(guid) in old_guids),
        frozenset(link for link in links if key(link) in old_links),
    )


def _known_guids(connection: Connection, feed_id: int, guids: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for chunk in chunks([key(guid) for guid in guids]):
        query = select(entries.c.guid).where(entries.c.feed_id == feed_id, entries.c.guid.in_(chunk))
        found.update(connection.scalars(query))
    return found


def _known_links(connection: Connection, links: Iterable[str]) -> dict[str, int | None]:
    """Key of the link -> the story of its article, None where it was off the topic. No link is never known."""
    found: dict[str, int | None] = {}
    for chunk in chunks([key(link) for link in links if link]):
        query = (
            select(entries.c.link, articles.c.story_id)
            .join_from(entries, articles, isouter=True)
            .where(entries.c.link.in_(chunk))
        )
        for link, story_id in connection.execute(query):
            found[link] = found.get(link) or story_id
    return found


def apply(
    connection: Connection, plan: Plan, now: datetime, operators: Collection[int], limits: DomainLimits, worker: str
) -> Applied:
    """Stores what is new, owes the alerts, and last of all writes the feed's row. Applied twice, it changes nothing.

    Raises StoreError where the feed is not in the database.
    """
    take_turns(connection)
    feed = connection.execute(select(feeds).where(feeds.c.id == plan.feed.feed_id)).one_or_none()
    if feed is None:
        raise StoreError(f"Feed {plan.feed.feed_id} is not in the database; what was polled of it is not stored")
    intake = _Intake(connection, feed, now, plan.articles)
    for new in plan.articles:
        intake.take(new)
    intake.remember()
    if plan.feed.notice:
        occasion = f"feed {feed.id} {plan.feed.last_polled.astimezone(UTC).isoformat()}"
        outbox.notify(connection, operators, plan.feed.notice, now, occasion=occasion)
    if plan.feed.pushed:
        _count_pushed(connection, plan.feed)
    else:
        _write_feed(connection, plan.feed, feed, limits, now)
        _spare_domain(connection, plan.feed, feed, limits, now, worker)
    return Applied(len(intake.rows), len(intake.article_ids), intake.rung, tuple(intake.article_ids))


class _Intake:
    """The entries of one plan, taken one after another."""

    def __init__(
        self, connection: Connection, feed: Row[*tuple[Any, ...]], now: datetime, new: Sequence[NewArticle]
    ) -> None:
        self._connection = connection
        self._feed = feed
        self._now = now
        self._guids = _known_guids(connection, feed.id, [one.entry.guid for one in new])
        self._links = _known_links(connection, [one.entry.link for one in new])
        self._opened: dict[int, int] = {}
        self.rows: list[dict[str, Any]] = []
        self.article_ids: list[int] = []
        self.rung = 0

    def take(self, new: NewArticle) -> None:
        """Files one entry; of one whose link is known elsewhere only the guid is kept."""
        guid, link = key(new.entry.guid), key(new.entry.link)
        if guid in self._guids:
            return
        article_id = story_id = None
        if link in self._links:
            self._stand_in(new, self._links[link])
        else:
            if new.reading.relevance.on_topic or new.story_id is not None or new.opens is not None:
                article_id, story_id = self._file(new)
            if link:
                self._links[link] = story_id
        self._guids.add(guid)
        self.rows.append(
            {"feed_id": self._feed.id, "guid": guid, "link": link, "article_id": article_id, "seen": self._now}
        )

    def remember(self) -> None:
        """Writes the entries taken, so that they are known from now on."""
        if self.rows:
            self._connection.execute(insert(entries), self.rows)

    def _stand_in(self, new: NewArticle, story_id: int | None) -> None:
        # Another feed had this very report in the meantime: whatever was to join its new story joins the one it is in.
        if new.opens is not None and story_id is not None:
            self._opened.setdefault(new.opens, story_id)

    def _file(self, new: NewArticle) -> tuple[int, int]:
        filing = self._filing(new)
        story_id = self._story(new, filing)
        article_id = file_article(self._connection, filing, story_id)
        self.article_ids.append(article_id)
        if new.ring:
            self.rung += outbox.ring(self._connection, story_id, article_id, self._now)
        return article_id, story_id

    def _story(self, new: NewArticle, filing: Filing) -> int:
        if new.story_id is not None:
            return new.story_id
        if new.opens is not None and new.opens in self._opened:
            return self._opened[new.opens]
        story_id = open_story(self._connection, filing)
        if new.opens is not None:
            self._opened[new.opens] = story_id
        return story_id

    def _filing(self, new: NewArticle) -> Filing:
        entry = new.entry
        return Filing(
            reading=new.reading,
            url=entry.link,
            outlet=entry.outlet or self._feed.outlet,
            language=new.reading.language or entry.language or self._feed.language,
            title=entry.title,
            text=entry.text,
            published=new.published,
            seen=self._now,
            why=new.why,
            feed_id=self._feed.id,
        )


def _spare_domain(
    connection: Connection,
    change: FeedUpdate,
    feed: Row[*tuple[Any, ...]],
    limits: DomainLimits,
    now: datetime,
    worker: str,
) -> None:
    """Keeps the domain's other feeds back where it limits us, and other workers for a gap."""
    if change.domain_hold_until is not None:
        hold(connection, feed.domain, change.domain_hold_until)
    if limits.gap > 0 and connection.dialect.name == "postgresql":
        asked(connection, {feed.domain}, now, worker, limits.gap)


def _count_pushed(connection: Connection, change: FeedUpdate) -> None:
    """What a hub sent leaves the feed's pace, validators and lease as they are: a poll may be under way."""
    more = feeds.c.item_count + change.new_items
    connection.execute(update(feeds).where(feeds.c.id == change.feed_id).values(item_count=more))


def _write_feed(
    connection: Connection, change: FeedUpdate, feed: Row[*tuple[Any, ...]], limits: DomainLimits, now: datetime
) -> None:
    c = feeds.c
    hints = encode_hints(change.hints)
    if hints != feed.hints:
        subscriptions.follow(connection, feed.id, change.hints, now)
    # A plan that comes late, after the lease ran out and another worker polled, must not undo what that one wrote.
    newest = or_(c.last_polled.is_(None), c.last_polled <= change.last_polled)
    values = {
        "etag": change.validators.etag,
        "last_modified": change.validators.last_modified,
        "body_hash": change.body_hash,
        "polled_once": change.polled_once,
        "last_polled": change.last_polled,
        "next_due": change.next_due,
        "interval": change.interval,
        "errors": change.errors,
        "last_error": change.last_error,
        # A feed that the configuration dropped during the poll stays paused.
        "state": case((c.state == FeedState.PAUSED.value, c.state), else_=change.state.value),
        "title": change.title,
        "item_count": case((c.last_polled == change.last_polled, c.item_count), else_=c.item_count + change.new_items),
        "hold_until": change.hold_until,
        "moved_to": change.moved_to,
        "redirect_target": change.redirect_target,
        "redirect_seen": change.redirect_seen,
        "hints": hints,
        "gaps": change.gaps,
        "last_gap": change.last_gap,
        # A hub may have confirmed during the poll, so it is left alone but for this.
        **({"push_until": None} if change.hub_missed else {}),
        "leased_by": None,
        "lease_until": None,
    }
    if change.moved_to != feed.moved_to:
        values["domain"] = domain_of(limits, FeedKind(feed.kind), change.moved_to or feed.url)
    connection.execute(update(feeds).where(c.id == change.feed_id, newest).values(**values))
