"""Taking in what polls tell: entries are filed, alerts owed, and the rows of the feeds written.

What is asked of each report goes past SQLAlchemy, which takes 4.7 times as long; see ``tests.bench.bench_direct``.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.desk.intake.upkeep import ALARM
from bot.model import Article, FeedUpdate, NewArticle, Plan, PollFacts, Unchanged
from bot.store.database.direct import Answer, Exchange, Order, Statement, moment
from bot.store.database.engine import StoreError
from bot.store.database.types import key, storable
from bot.store.feeds import shown
from bot.store.feeds.domain_limits import DomainLimits, hold
from bot.store.feeds.poll_writes import FeedRow, of_feeds, write_feeds
from bot.store.intake import passed_over, versions
from bot.store.intake.apply import Applied
from bot.store.intake.filing import Filing, Numbers, file_article, open_story
from bot.store.intake.seen import Asked, Links, Seen, entering, of_guids, of_links
from bot.store.outbox import edits, owe, queue

_SAME = Statement(
    "SELECT id FROM articles WHERE story_id = :story AND published = :published AND feed_id = :feed AND title = :title "
    "AND substr(url, 1, length(CAST(:page AS text))) <> CAST(:page AS text)"
)
"""The feed's own report of this title and date, unless it is another post of the same page."""
_NO_PAGE = "#"
"""No address begins so."""


class TellingPolls:
    """The polls of a transaction that tell something, taken one after another."""

    def __init__(
        self, exchange: Exchange, polls: Sequence[PollFacts], now: datetime, filed: Callable[[Article], None]
    ) -> None:
        """``filed`` is told of each article."""
        self._exchange = exchange
        self._now = now
        self._filed = filed
        self._seen = _Seen(exchange, polls)
        self._numbers = Numbers(exchange, sum(poll.on_topic for poll in polls))
        self._taken: list[tuple[Plan, _Entries]] = []

    def take(self, plan: Plan) -> Applied:
        """File the entries of a plan, and store the edits."""
        self._seen.ask_entries(plan)
        entries = _Entries(self._exchange, plan.feed.id, self._now, self._seen, self._numbers, self._filed)
        for new in plan.articles:
            entries.take(new)
        if plan.edits:
            entries.story_ids += versions.apply(self._exchange.connection, plan.feed.id, plan.edits, self._now)
        self._taken.append((plan, entries))
        return entries.applied()

    def finish(self, operators: Collection[int], limits: DomainLimits, worker: str) -> None:
        """Note what was seen, owe the edits of alerts, and say what there is to say of the feeds themselves."""
        exchange, now = self._exchange, self._now
        self._seen.ask_feeds(plan.feed.id for plan, _ in self._taken)
        polls = [(plan, self._seen.feed(plan.feed.id)) for plan, _ in self._taken]
        story_ids = sorted({number for _, entries in self._taken for number in entries.story_ids})
        if entered := [row for _, entries in self._taken for row in entries.rows]:
            exchange.say([entering(exchange, entered, now)])
        if unheard := [row for _, entries in self._taken for row in entries.passed_over]:
            passed_over.note(exchange.connection, unheard, now)
        if due := shown.due([(plan, row.noted) for plan, row in polls], now):
            shown.note(exchange.connection, due, now)
        for plan, row in polls:
            if plan.feed.notice and _is_news(plan.feed, row):
                occasion = f"feed {plan.feed.id} {(plan.feed.last_polled or now).astimezone(UTC).isoformat()}"
                queue.notify(exchange.connection, operators, plan.feed.notice, now, occasion=occasion)
        write_feeds(exchange, [(plan.feed, row) for plan, row in polls], limits, now, worker)
        _hold_domains(exchange, polls)
        if story_ids and edits.may_be_owed(exchange, story_ids):
            edits.owe(exchange.connection, story_ids, now)


def _is_news(change: FeedUpdate, row: FeedRow) -> bool:
    """Whether what a notice tells of is not so already: another worker, whose lease had run out, may have told it."""
    before = (row.state, row.moved_to, row.silent, row.errors >= ALARM)
    return before != (change.state.value, change.moved_to, change.silent, change.errors >= ALARM)


class _Seen:
    """What was seen before, by keys, and what was added since; as it is in one's turn."""

    def __init__(self, exchange: Exchange, polls: Sequence[PollFacts]) -> None:
        """Asks what there is to ask of the polls, all together."""
        self._exchange = exchange
        self._with_rows: set[int] = set()
        """Feeds whose rows were asked for."""
        self._waiting: list[Answer] = []
        """Rows of feeds."""
        self._rows: dict[int, FeedRow] = {}
        self._guids: list[Answer] = []
        self._links: list[Answer] = []
        self._known_guids: set[tuple[int, str]] = set()
        self._known_stories: dict[str, int] = {}
        telling = [poll for poll in polls if poll.readings]
        self._together = {poll.feed.id for poll in telling}
        # Of a feed that did not change there is seldom anything to say.
        self.ask_feeds(poll.feed.id for poll in polls if not isinstance(poll.outcome, Unchanged))
        if telling:
            self._ask(
                [Asked(poll.feed.id, list(poll.readings), [entry.link for entry in poll.new]) for poll in telling]
            )

    def ask_feeds(self, feed_ids: Iterable[int]) -> None:
        """Ask for the rows of feeds, unless they were asked for before."""
        if wanted := [one for one in dict.fromkeys(feed_ids) if one not in self._with_rows]:
            self._with_rows.update(wanted)
            self._waiting.append(self._exchange.ask(of_feeds(self._exchange, wanted)))

    def ask_entries(self, plan: Plan) -> None:
        """Ask for the entries of a plan, unless they were asked for together with others."""
        if plan.articles and plan.feed.id not in self._together:
            self.ask_feeds([plan.feed.id])
            entries = [new.entry for new in plan.articles]
            self._ask([Asked(plan.feed.id, [one.guid for one in entries], [one.link for one in entries])])

    def _ask(self, polls: Sequence[Asked]) -> None:
        guids = [(poll.feed_id, key(guid)) for poll in polls for guid in poll.guids]
        links = [key(link) for poll in polls for link in poll.links]
        self._guids.append(self._exchange.ask(of_guids(self._exchange, guids)))
        self._links.append(self._exchange.ask(of_links(self._exchange, links)))

    def feed(self, feed_id: int) -> FeedRow:
        """Raises StoreError where there is none."""
        while self._waiting:
            self._rows |= {row.id: row for row in map(FeedRow._make, self._waiting.pop().rows)}
        if feed_id not in self._rows:
            raise StoreError(f"Feed {feed_id} is not in the database; what was polled of it is not stored")
        return self._rows[feed_id]

    @property
    def guids(self) -> set[tuple[int, str]]:
        """(feed, guid)"""
        while self._guids:
            self._known_guids.update(self._guids.pop().rows)
        return self._known_guids

    @property
    def stories(self) -> dict[str, int]:
        """Of the articles at links."""
        while self._links:
            self._known_stories |= Links.of(self._links.pop().rows).stories
        return self._known_stories


class _Entries:
    """The entries of one plan, taken one after another."""

    def __init__(
        self,
        exchange: Exchange,
        feed_id: int,
        now: datetime,
        seen: _Seen,
        numbers: Numbers,
        filed: Callable[[Article], None],
    ) -> None:
        self._exchange = exchange
        self._feed_id = feed_id
        self._now = now
        self._seen = seen
        self._numbers = numbers
        self._filed = filed
        self._opened: dict[int, int] = {}
        self.rows: list[Seen] = []
        """To be noted when all plans are taken."""
        self.passed_over: list[dict[str, Any]] = []
        """As much."""
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
        if (self._feed_id, guid) in self._seen.guids:
            return
        article_id = None
        if link in self._seen.stories:
            self._stand_in(new, self._seen.stories[link])
        elif new.reading.relevance.on_topic or new.story_id is not None or new.opens is not None:
            article_id, story_id = self._file(new)
            if link:
                self._seen.stories[link] = story_id
        else:
            self._tell_watches(new, None)
            # Of what a first poll brings nobody would have been told.
            if link and self._seen.feed(self._feed_id).polled_once:
                self.passed_over.append(passed_over.row_of(new, self._feed_id, link, self._now))
        self._seen.guids.add((self._feed_id, guid))
        stamp, paged = (new.stamp, new.paged) if article_id is not None and new.stamp else (None, None)
        self.rows.append((self._feed_id, guid, link, article_id, stamp, paged))

    def _stand_in(self, new: NewArticle, story_id: int) -> None:
        # Another feed had this very report in the meantime: whatever was to join its new story joins the one it is in.
        if new.opens is not None:
            self._opened.setdefault(new.opens, story_id)

    def _file(self, new: NewArticle) -> tuple[int, int]:
        """The article and its story."""
        filing = self._filing(new)
        story_id = self._story(new, filing)
        same = self._same(new)
        article = file_article(self._exchange, filing, story_id, self._numbers, unless=same)
        if article is None:
            assert same is not None  # noqa: S101  # nothing else keeps it out
            return same.rows[0][0], story_id
        self._filed(article)
        self.article_ids.append(article.id)
        answered = self._answered(new)
        if new.ahead or new.ring or new.level is not None or answered is not None:
            own = (story_id, article.id, answered, self._now)
            self.rung += owe.tell(self._exchange.connection, new, *own, outlet=article.outlet)
        self._tell_watches(new, article)
        self.story_ids += [story_id] if answered is None else [story_id, answered]
        return article.id, story_id

    def _tell_watches(self, new: NewArticle, article: Article | None) -> None:
        """Rings the chats whose own queries an entry answers; ``article`` is what was made of it."""
        if not new.watches:
            return
        from bot.store.outbox.watching import watch_hits  # most entries answer none

        filed = watch_hits.Filed(article.id, article.story_id) if article is not None else None
        outlet = new.entry.outlet or self._seen.feed(self._feed_id).outlet
        self.rung += watch_hits.tell(self._exchange.connection, new, outlet, filed, self._now)

    def _same(self, new: NewArticle) -> Answer | None:
        """Asks for the feed's own report of this title and date: it came back with another id and link."""
        if new.story_id is None or not new.entry.title:
            return None
        page, mark, _ = new.entry.link.partition("#")
        own = {
            "story": new.story_id,
            "published": moment(self._exchange, new.published),
            "feed": self._feed_id,
            "title": storable(new.entry.title),
            "page": storable(f"{page}#" if mark else _NO_PAGE),
        }
        return self._exchange.ask(Order(_SAME, own))

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
        story_id = None
        if new.takes_from is not None:
            from bot.store.intake import merge_split  # stories part seldom

            story_id = merge_split.part(self._exchange.connection, new.takes_from, new.takes, self._now)
        story_id = story_id or open_story(self._exchange, filing)
        if new.opens is not None:
            self._opened[new.opens] = story_id
        return story_id

    def _filing(self, new: NewArticle) -> Filing:
        entry, feed = new.entry, self._seen.feed(self._feed_id)
        return Filing(
            reading=new.reading,
            url=entry.link,
            outlet=entry.outlet or feed.outlet,
            language=new.reading.language or entry.language or feed.language,
            title=entry.title,
            text=entry.text,
            published=new.published,
            seen=self._now,
            why=new.why,
            feed_id=self._feed_id,
        )


def _hold_domains(exchange: Exchange, polls: Iterable[tuple[Plan, FeedRow]]) -> None:
    """Keeps the other feeds of a domain back where it limits us."""
    for plan, row in polls:
        if plan.feed.domain_hold_until is not None and not plan.feed.pushed:
            hold(exchange.connection, row.domain, plan.feed.domain_hold_until)
        for domain, until in plan.holds:
            hold(exchange.connection, domain, until)
