"""Plans become rows, in one transaction: what is new is stored and rung, what is known is skipped."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, and_, bindparam, select

from bot.desk.upkeep import ALARM
from bot.model import FeedUpdate, NewArticle, Plan
from bot.store import edits, outbox, telling
from bot.store.engine import StoreError, take_turns
from bot.store.filing import Filing, file_article, open_story
from bot.store.known import Seen, enter, known_guids, known_links
from bot.store.limits import DomainLimits, asked, domains_of, hold
from bot.store.paces import FeedRow, passes, write_feeds, write_passes
from bot.store.statements import chunks
from bot.store.tables import articles, feeds
from bot.store.types import key

_c = feeds.c
_FEEDS = select(
    _c.id, _c.url, _c.kind, _c.outlet, _c.language, _c.domain, _c.moved_to, _c.hints, _c.state, _c.errors, _c.silent
).where(_c.id.in_(bindparam("ids", expanding=True)))


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


NOTHING = Applied(stored=0, on_topic=0, rung=0, article_ids=())


@dataclass(frozen=True, slots=True)
class Asked:
    """The guids and links of one poll."""

    feed_id: int
    guids: Sequence[str]
    links: Sequence[str]


Known = tuple[frozenset[str], frozenset[str]]
"""Guids and links that the feed had, and links at which there is an article, whoever had it."""


def known(connection: Connection, polls: Sequence[Asked]) -> list[Known]:
    """Of each poll the guids that its feed had before, and the links that it had or that an article is at."""
    guids = [[(guid, key(guid)) for guid in poll.guids] for poll in polls]
    links = [[(link, key(link)) for link in poll.links] for poll in polls]
    pairs = zip(polls, guids, strict=True)
    old_guids = known_guids(connection, [(poll.feed_id, short) for poll, own in pairs for _, short in own])
    old_links = known_links(connection, [short for own in links for _, short in own])
    return [
        (
            frozenset(guid for guid, short in own_guids if (poll.feed_id, short) in old_guids),
            frozenset(link for link, short in own_links if old_links.has(poll.feed_id, short)),
        )
        for poll, own_guids, own_links in zip(polls, guids, links, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What every plan is applied under."""

    now: datetime
    operators: Collection[int]
    limits: DomainLimits
    worker: str


def apply(connection: Connection, plans: Sequence[Plan], under: Circumstances) -> list[Applied]:
    """Stores what is new, owes the alerts, and last of all writes the feeds' rows. Applied twice, it changes nothing.

    Raises StoreError where a feed of which there is something to say is not in the database.
    """
    take_turns(connection)
    telling = [plan for plan in plans if not passes(plan.feed, plan.found)]
    told = {id(plan): applied for plan, applied in zip(telling, _take(connection, telling, under), strict=True)}
    write_passes(connection, (plan.feed for plan in plans if id(plan) not in told))
    if under.limits.gap > 0 and connection.dialect.name == "postgresql":
        polled = [plan.feed.feed_id for plan in plans if not plan.feed.pushed]
        asked(connection, domains_of(connection, polled), under.now, under.worker, under.limits.gap)
    return [told.get(id(plan), NOTHING) for plan in plans]


def _take(connection: Connection, plans: Sequence[Plan], under: Circumstances) -> list[Applied]:
    if not plans:
        return []
    rows = _feed_rows(connection, plans)
    keys = [[(key(new.entry.guid), key(new.entry.link)) for new in plan.articles] for plan in plans]
    seen = _Seen(connection, plans, keys)
    intakes = [_Intake(connection, rows[plan.feed.feed_id], under.now, seen) for plan in plans]
    for intake, plan, own in zip(intakes, plans, keys, strict=True):
        for new, (guid, link) in zip(plan.articles, own, strict=True):
            intake.take(new, guid, link)
        if plan.feed.notice and _is_news(plan.feed, rows[plan.feed.feed_id]):
            occasion = f"feed {plan.feed.feed_id} {plan.feed.last_polled.astimezone(UTC).isoformat()}"
            outbox.notify(connection, under.operators, plan.feed.notice, under.now, occasion=occasion)
    edits.owe(connection, [number for intake in intakes for number in intake.story_ids], under.now)
    enter(connection, [row for intake in intakes for row in intake.rows], under.now)
    write_feeds(connection, [(plan.feed, rows[plan.feed.feed_id]) for plan in plans], under.limits, under.now)
    _hold_domains(connection, plans, rows)
    return [
        Applied(len(intake.rows), len(intake.article_ids), intake.rung, tuple(intake.article_ids)) for intake in intakes
    ]


def _is_news(change: FeedUpdate, row: FeedRow) -> bool:
    """Whether what a notice tells of is not so already: another worker, whose lease had run out, may have told it."""
    before = (row.state, row.moved_to, row.silent, row.errors >= ALARM)
    return before != (change.state.value, change.moved_to, change.silent, change.errors >= ALARM)


def _feed_rows(connection: Connection, plans: Sequence[Plan]) -> dict[int, FeedRow]:
    ids = [plan.feed.feed_id for plan in plans]
    rows = {row.id: row for chunk in chunks(ids) for row in connection.execute(_FEEDS, {"ids": chunk})}
    for feed_id in ids:
        if feed_id not in rows:
            raise StoreError(f"Feed {feed_id} is not in the database; what was polled of it is not stored")
    return rows


Keys = tuple[str, str]
"""The keys of an entry's guid and link."""


class _Seen:
    """What was seen before the plans, and what they have added so far."""

    def __init__(self, connection: Connection, plans: Sequence[Plan], keys: Sequence[Sequence[Keys]]) -> None:
        pairs = zip(plans, keys, strict=True)
        self.guids = known_guids(connection, [(plan.feed.feed_id, guid) for plan, own in pairs for guid, _ in own])
        self.stories = known_links(connection, [link for own in keys for _, link in own]).stories


class _Intake:
    """The entries of one plan, taken one after another."""

    def __init__(self, connection: Connection, feed: FeedRow, now: datetime, seen: _Seen) -> None:
        self._connection = connection
        self._feed = feed
        self._now = now
        self._seen = seen
        self._opened: dict[int, int] = {}
        self.rows: list[Seen] = []
        """To be noted when all plans are taken."""
        self.article_ids: list[int] = []
        self.story_ids: list[int] = []
        """Of the articles."""
        self.rung = 0

    def take(self, new: NewArticle, guid: str, link: str) -> None:
        """Files one entry, given its keys; of one whose link has an article already only the guid is kept."""
        if (self._feed.id, guid) in self._seen.guids:
            return
        article_id = None
        if link in self._seen.stories:
            self._stand_in(new, self._seen.stories[link])
        elif new.reading.relevance.on_topic or new.story_id is not None or new.opens is not None:
            article_id, story_id = self._same(new) or self._file(new)
            if link:
                self._seen.stories[link] = story_id
        self._seen.guids.add((self._feed.id, guid))
        self.rows.append((self._feed.id, guid, link, article_id))

    def _stand_in(self, new: NewArticle, story_id: int) -> None:
        # Another feed had this very report in the meantime: whatever was to join its new story joins the one it is in.
        if new.opens is not None:
            self._opened.setdefault(new.opens, story_id)

    def _same(self, new: NewArticle) -> tuple[int, int] | None:
        """The feed's own report of this title and date, and its story: it came back with another id and link."""
        if new.story_id is None or not new.entry.title:
            return None
        here = and_(articles.c.story_id == new.story_id, articles.c.published == new.published)
        own = and_(here, articles.c.feed_id == self._feed.id, articles.c.title == new.entry.title)
        found = self._connection.scalar(select(articles.c.id).where(own))
        return None if found is None else (found, new.story_id)

    def _file(self, new: NewArticle) -> tuple[int, int]:
        filing = self._filing(new)
        story_id = self._story(new, filing)
        article_id = file_article(self._connection, filing, story_id)
        self.article_ids.append(article_id)
        self.rung += telling.tell(self._connection, new, story_id, article_id, self._answered(new), self._now)
        self.story_ids.append(story_id)
        return article_id, story_id

    def _answered(self, new: NewArticle) -> int | None:
        """The story that it denies or corrects, which this very plan may have opened."""
        if new.answers is None or new.answers >= 0:
            return new.answers
        return self._opened.get(-1 - new.answers)

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


def _hold_domains(connection: Connection, plans: Sequence[Plan], rows: Mapping[int, FeedRow]) -> None:
    """Keeps the other feeds of a domain back where it limits us."""
    for plan in plans:
        if plan.feed.domain_hold_until is not None and not plan.feed.pushed:
            hold(connection, rows[plan.feed.feed_id].domain, plan.feed.domain_hold_until)
        for domain, until in plan.holds:
            hold(connection, domain, until)
