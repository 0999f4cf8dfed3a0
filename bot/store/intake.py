"""Plans become rows, in one transaction: what is new is stored and rung, what is known is skipped."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import NamedTuple

from sqlalchemy import Connection

from bot.desk.upkeep import ALARM
from bot.model import FeedUpdate, Kept, NewArticle, Plan
from bot.store import edits, outbox, telling, versions
from bot.store.at_hand import AtHand
from bot.store.direct import Statement, ask, ask_all, moment
from bot.store.engine import StoreError, take_turns, turn
from bot.store.filing import Filing, file_article, open_story
from bot.store.known import Edits, Links, Seen, edits_by_feed, entering, of_edits, of_guids, of_links
from bot.store.limits import DomainLimits, asked, domains_of, hold
from bot.store.paces import FeedRow, of_feeds, passes, passing_by, write_feeds
from bot.store.types import key, storable

_SAME = Statement(
    "SELECT id FROM articles WHERE story_id = :story AND published = :published AND feed_id = :feed AND title = :title"
)
"""The feed's own report of this title and date."""


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


class Known(NamedTuple):
    """What was seen of a poll before."""

    guids: frozenset[str]
    links: frozenset[str]
    """Those that the feed had, and those at which there is an article, whoever had it."""
    kept: Mapping[str, Kept]
    """By guid and by link, of the feed's entries that articles were made of not long ago."""


EDITED = timedelta(days=14)
"""How long after an entry was first seen its outlet's edits are noticed."""
_NOTHING: Mapping[str, Kept] = {}


def known(connection: Connection, polls: Sequence[Asked], now: datetime | None = None) -> list[Known]:
    """Of each poll the guids that its feed had before, and the links that it had or that an article is at.

    With ``now`` also what articles were made of.
    """
    guids = [[(guid, key(guid)) for guid in poll.guids] for poll in polls]
    links = [[(link, key(link)) for link in poll.links] for poll in polls]
    pairs = zip(polls, guids, strict=True)
    orders = [
        of_guids(connection, [(poll.feed_id, short) for poll, own in pairs for _, short in own]),
        of_links(connection, [short for own in links for _, short in own]),
    ]
    if now:
        orders.append(of_edits(connection, {poll.feed_id for poll in polls}, now - EDITED))
    rows, linked, *editable = ask_all(connection, *orders)
    old_guids, old_links, kept = set(rows), Links.of(linked), edits_by_feed(chain.from_iterable(editable))
    return [
        Known(
            frozenset(guid for guid, short in own_guids if (poll.feed_id, short) in old_guids),
            frozenset(link for link, short in own_links if old_links.has(poll.feed_id, short)),
            _of_poll(kept[poll.feed_id], (*own_links, *own_guids)) if poll.feed_id in kept else _NOTHING,
        )
        for poll, own_guids, own_links in zip(polls, guids, links, strict=True)
    ]


def _of_poll(kept: Edits, asked: Sequence[tuple[str, str]]) -> dict[str, Kept]:
    return {one: kept[short] for one, short in asked if short in kept}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What every plan is applied under."""

    now: datetime
    operators: Collection[int]
    limits: DomainLimits
    worker: str


@dataclass(frozen=True, slots=True)
class Undecided:
    """A poll whose entries may belong to stories: it is decided when those before it are applied, and nobody comes
    between looking at the stories and applying, so that no story is opened or rung twice."""

    asked: Asked
    """What its plan may be about."""
    decide: Callable[[AtHand], Plan]


def apply(
    connection: Connection, turns: Sequence[Plan | Undecided], under: Circumstances, at_hand: AtHand
) -> list[Applied]:
    """Stores what is new, owes the alerts, and last of all writes the feeds' rows. Applied twice, it changes nothing.

    Raises StoreError where a feed of which there is something to say is not in the database.
    """
    telling = [turn for turn in turns if isinstance(turn, Undecided) or not passes(turn.feed, turn.found)]
    told = {id(turn): taken for turn, taken in zip(telling, _take(connection, telling, under, at_hand), strict=True)}
    passing = [turn for turn in turns if isinstance(turn, Plan) and id(turn) not in told]
    ask_all(connection, *passing_by(connection, [plan.feed for plan in passing]))
    if under.limits.gap > 0 and connection.dialect.name == "postgresql":
        plans = [*passing, *(plan for plan, _ in told.values())]
        polled = [plan.feed.feed_id for plan in plans if not plan.feed.pushed]
        asked(connection, domains_of(connection, polled), under.now, under.worker, under.limits.gap)
    return [told[id(turn)][1] if id(turn) in told else NOTHING for turn in turns]


def _take(
    connection: Connection, turns: Sequence[Plan | Undecided], under: Circumstances, at_hand: AtHand
) -> list[tuple[Plan, Applied]]:
    questions = [turn.asked if isinstance(turn, Undecided) else _asked(turn) for turn in turns]
    rows, seen = _look_up(connection, questions)
    plans: list[Plan] = []
    intakes: list[_Intake] = []
    for one in turns:
        plan = one.decide(at_hand) if isinstance(one, Undecided) else one
        intake = _Intake(connection, at_hand, rows[plan.feed.feed_id], under.now, seen)
        for new in plan.articles:
            intake.take(new)
        intake.story_ids += versions.apply(connection, plan.feed.feed_id, plan.edits, under.now)
        plans.append(plan)
        intakes.append(intake)
    edits.owe(connection, [number for intake in intakes for number in intake.story_ids], under.now)
    if entered := [row for intake in intakes for row in intake.rows]:
        ask_all(connection, entering(connection, entered, under.now))
    _finish(connection, plans, rows, under)
    return [(plan, intake.applied()) for plan, intake in zip(plans, intakes, strict=True)]


def _finish(connection: Connection, plans: Sequence[Plan], rows: Mapping[int, FeedRow], under: Circumstances) -> None:
    """What there is to say of the feeds themselves."""
    for plan in plans:
        if plan.feed.notice and _is_news(plan.feed, rows[plan.feed.feed_id]):
            occasion = f"feed {plan.feed.feed_id} {plan.feed.last_polled.astimezone(UTC).isoformat()}"
            outbox.notify(connection, under.operators, plan.feed.notice, under.now, occasion=occasion)
    write_feeds(connection, [(plan.feed, rows[plan.feed.feed_id]) for plan in plans], under.limits, under.now)
    _hold_domains(connection, plans, rows)


def _asked(plan: Plan) -> Asked:
    entries = [new.entry for new in plan.articles]
    return Asked(plan.feed.feed_id, [entry.guid for entry in entries], [entry.link for entry in entries])


def _is_news(change: FeedUpdate, row: FeedRow) -> bool:
    """Whether what a notice tells of is not so already: another worker, whose lease had run out, may have told it."""
    before = (row.state, row.moved_to, row.silent, row.errors >= ALARM)
    return before != (change.state.value, change.moved_to, change.silent, change.errors >= ALARM)


class _Seen(NamedTuple):
    """What was seen before, by keys, and what was added since."""

    guids: set[tuple[int, str]]
    """(feed, guid)"""
    stories: dict[str, int]
    """Of the articles at links."""


def _look_up(connection: Connection, polls: Sequence[Asked]) -> tuple[dict[int, FeedRow], _Seen]:
    """Takes its turn, and sees the rows of the feeds and what was seen by then."""
    if not polls:
        take_turns(connection)
        return {}, _Seen(set(), {})
    *_, found, guids, links = ask_all(
        connection,
        *turn(connection),
        of_feeds(connection, [one.feed_id for one in polls]),
        of_guids(connection, [(poll.feed_id, key(guid)) for poll in polls for guid in poll.guids]),
        of_links(connection, [key(link) for poll in polls for link in poll.links]),
    )
    rows = {row.id: row for row in map(FeedRow._make, found)}
    for poll in polls:
        if poll.feed_id not in rows:
            raise StoreError(f"Feed {poll.feed_id} is not in the database; what was polled of it is not stored")
    return rows, _Seen(set(guids), Links.of(links).stories)


class _Intake:
    """The entries of one plan, taken one after another."""

    def __init__(self, connection: Connection, at_hand: AtHand, feed: FeedRow, now: datetime, seen: _Seen) -> None:
        self._connection = connection
        self._at_hand = at_hand
        self._feed = feed
        self._now = now
        self._seen = seen
        self._opened: dict[int, int] = {}
        self.rows: list[Seen] = []
        """To be noted when all plans are taken."""
        self.article_ids: list[int] = []
        self.story_ids: list[int] = []
        """Of the articles, of what they deny, and of those that were edited."""
        self.rung = 0

    def applied(self) -> Applied:
        """What was taken by now."""
        return Applied(len(self.rows), len(self.article_ids), self.rung, tuple(self.article_ids))

    def take(self, new: NewArticle) -> None:
        """Files one entry; of one whose link has an article already only the guid is kept."""
        guid, link = key(new.entry.guid), key(new.entry.link)
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
        stamp, paged = (new.stamp, new.paged) if article_id is not None and new.stamp else (None, None)
        self.rows.append((self._feed.id, guid, link, article_id, stamp, paged))

    def _stand_in(self, new: NewArticle, story_id: int) -> None:
        # Another feed had this very report in the meantime: whatever was to join its new story joins the one it is in.
        if new.opens is not None:
            self._opened.setdefault(new.opens, story_id)

    def _same(self, new: NewArticle) -> tuple[int, int] | None:
        """The feed's own report of this title and date, and its story: it came back with another id and link."""
        if new.story_id is None or not new.entry.title:
            return None
        own = {
            "story": new.story_id,
            "published": moment(self._connection, new.published),
            "feed": self._feed.id,
            "title": storable(new.entry.title),
        }
        found = ask(self._connection, _SAME, own)
        return (found[0][0], new.story_id) if found else None

    def _file(self, new: NewArticle) -> tuple[int, int]:
        filing = self._filing(new)
        story_id = self._story(new, filing)
        article = file_article(self._connection, filing, story_id)
        self._at_hand.filed(article)
        article_id = article.id
        self.article_ids.append(article_id)
        answered = self._answered(new)
        self.rung += telling.tell(self._connection, new, story_id, article_id, answered, self._now)
        self.story_ids += [story_id] if answered is None else [story_id, answered]
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
