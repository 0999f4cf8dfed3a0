"""Taking in what polls tell: entries are filed, alerts owed, and the rows of the feeds written."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cached_property

from bot.desk.intake.upkeep import ALARM
from bot.model import FeedUpdate, NewArticle, Plan
from bot.store.database.direct import Answer, Exchange, Order, Statement, moment
from bot.store.database.engine import StoreError
from bot.store.database.types import key, storable
from bot.store.feeds import shown
from bot.store.feeds.after_poll import FeedRow, of_feeds, write_feeds
from bot.store.feeds.domain_limits import hold
from bot.store.intake import versions
from bot.store.intake.apply import Applied, Circumstances, Undecided
from bot.store.intake.facts import AtHand
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


def take(
    exchange: Exchange, turns: Sequence[Plan | Undecided], under: Circumstances, at_hand: AtHand
) -> list[tuple[Plan, Applied]]:
    """Takes in polls in their turn; as ``intake.apply``, of which it is a part."""
    seen = _Seen(exchange, [one.asked if isinstance(one, Undecided) else _asked(one) for one in turns])
    numbers = Numbers(exchange, sum(one.articles for one in turns if isinstance(one, Undecided)))
    plans: list[Plan] = []
    intakes: list[_Intake] = []
    for one in turns:
        plan = one.decide(at_hand) if isinstance(one, Undecided) else one
        intake = _Intake(exchange, at_hand, seen.feed(plan.feed.feed_id), under.now, seen, numbers)
        for new in plan.articles:
            intake.take(new)
        if plan.edits:
            intake.story_ids += versions.apply(exchange.connection, plan.feed.feed_id, plan.edits, under.now)
        plans.append(plan)
        intakes.append(intake)
    _finish(exchange, plans, intakes, seen, under)
    return [(plan, intake.applied()) for plan, intake in zip(plans, intakes, strict=True)]


def _finish(
    exchange: Exchange, plans: Sequence[Plan], intakes: Sequence["_Intake"], seen: "_Seen", under: Circumstances
) -> None:
    """Notes what was seen, owes the edits of alerts, and says what there is to say of the feeds themselves."""
    story_ids = sorted({number for intake in intakes for number in intake.story_ids})
    alerted = exchange.ask(edits.of_alerted(exchange, story_ids)) if story_ids else None
    if entered := [row for intake in intakes for row in intake.rows]:
        exchange.say([entering(exchange, entered, under.now)])
    exchange.say(shown.noting(exchange, [(plan, seen.feed(plan.feed.feed_id).noted) for plan in plans], under.now))
    for plan in plans:
        if plan.feed.notice and _is_news(plan.feed, seen.feed(plan.feed.feed_id)):
            occasion = f"feed {plan.feed.feed_id} {plan.feed.last_polled.astimezone(UTC).isoformat()}"
            queue.notify(exchange.connection, under.operators, plan.feed.notice, under.now, occasion=occasion)
    write_feeds(exchange, [(plan.feed, seen.feed(plan.feed.feed_id)) for plan in plans], under.limits, under.now)
    _hold_domains(exchange, plans, seen)
    if alerted is not None and alerted.rows:
        edits.owe(exchange.connection, story_ids, under.now)


def _asked(plan: Plan) -> Asked:
    entries = [new.entry for new in plan.articles]
    return Asked(plan.feed.feed_id, [entry.guid for entry in entries], [entry.link for entry in entries])


def _is_news(change: FeedUpdate, row: FeedRow) -> bool:
    """Whether what a notice tells of is not so already: another worker, whose lease had run out, may have told it."""
    before = (row.state, row.moved_to, row.silent, row.errors >= ALARM)
    return before != (change.state.value, change.moved_to, change.silent, change.errors >= ALARM)


class _Seen:
    """What was seen before, by keys, and what was added since; as it is in one's turn."""

    def __init__(self, exchange: Exchange, polls: Sequence[Asked]) -> None:
        self._feeds = exchange.ask(of_feeds(exchange, [one.feed_id for one in polls]))
        guids = [(poll.feed_id, key(guid)) for poll in polls for guid in poll.guids]
        self._guids = exchange.ask(of_guids(exchange, guids))
        self._links = exchange.ask(of_links(exchange, [key(link) for poll in polls for link in poll.links]))

    def feed(self, feed_id: int) -> FeedRow:
        """Raises StoreError where there is none."""
        if feed_id not in self._rows:
            raise StoreError(f"Feed {feed_id} is not in the database; what was polled of it is not stored")
        return self._rows[feed_id]

    @cached_property
    def _rows(self) -> dict[int, FeedRow]:
        return {row.id: row for row in map(FeedRow._make, self._feeds.rows)}

    @cached_property
    def guids(self) -> set[tuple[int, str]]:
        """(feed, guid)"""
        return set(self._guids.rows)

    @cached_property
    def stories(self) -> dict[str, int]:
        """Of the articles at links."""
        return Links.of(self._links.rows).stories


class _Intake:
    """The entries of one plan, taken one after another."""

    def __init__(
        self, exchange: Exchange, at_hand: AtHand, feed: FeedRow, now: datetime, seen: _Seen, numbers: Numbers
    ) -> None:
        self._exchange = exchange
        self._numbers = numbers
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
            article_id, story_id = self._file(new)
            if link:
                self._seen.stories[link] = story_id
        self._seen.guids.add((self._feed.id, guid))
        stamp, paged = (new.stamp, new.paged) if article_id is not None and new.stamp else (None, None)
        self.rows.append((self._feed.id, guid, link, article_id, stamp, paged))

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
        self._at_hand.filed(article)
        self.article_ids.append(article.id)
        answered = self._answered(new)
        self.rung += owe.tell(self._exchange, new, story_id, article.id, answered, self._now)
        self.story_ids += [story_id] if answered is None else [story_id, answered]
        return article.id, story_id

    def _same(self, new: NewArticle) -> Answer | None:
        """Asks for the feed's own report of this title and date: it came back with another id and link."""
        if new.story_id is None or not new.entry.title:
            return None
        page, mark, _ = new.entry.link.partition("#")
        own = {
            "story": new.story_id,
            "published": moment(self._exchange, new.published),
            "feed": self._feed.id,
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
        story_id = story_id or open_story(self._exchange.connection, filing)
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


def _hold_domains(exchange: Exchange, plans: Sequence[Plan], seen: _Seen) -> None:
    """Keeps the other feeds of a domain back where it limits us."""
    for plan in plans:
        if plan.feed.domain_hold_until is not None and not plan.feed.pushed:
            hold(exchange.connection, seen.feed(plan.feed.feed_id).domain, plan.feed.domain_hold_until)
        for domain, until in plan.holds:
            hold(exchange.connection, domain, until)
