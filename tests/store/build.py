"""Builders of what the store is given, with defaults for everything a test does not look at."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from bot.desk.intake.stories import Rarity
from bot.model import (
    Background,
    Chat,
    ChatType,
    Convert,
    Entry,
    Event,
    FeedKind,
    FeedSource,
    FeedUpdate,
    Figure,
    Hedge,
    Kind,
    Match,
    Measure,
    NewArticle,
    Period,
    Plan,
    Reading,
    Relevance,
    Role,
    Settlement,
    Stance,
    StorySketch,
    Validators,
)
from bot.store import Applied, Store
from bot.store.intake import known_figures
from bot.store.intake.known_figures import Dated
from bot.store.intake.story_cache import SHELF

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LEASE = timedelta(seconds=60)
HOUR = timedelta(hours=1)
OPERATOR = 7001

DEMAND = Figure(
    surface="up to $5 billion",
    kind=Kind.MONEY,
    value=5e9,
    role=Role.DEMANDED,
    where="text",
    start=10,
    currency="USD",
    period=Period.YEAR,
    payer="KR",
    attributed_to="Seoul lawmakers",
    year=2020,
    hedge=Hedge.UP_TO,
)
UNCLEAR = replace(
    DEMAND,
    surface="$3 billion",
    value=3e9,
    role=Role.UNCLEAR,
    start=30,
    actor="United States",
    measure=Measure.INCREASE,
    stance=Stance.HYPOTHETICAL,
    chance=0.4825,
    likely=Role.OFFERED,
)
TROOPS = Figure(surface="28,500", kind=Kind.TROOPS, value=28500.0, role=Role.OTHER, where="title", start=0)


def source(name: str = "wire", **changes: Any) -> FeedSource:
    values: dict[str, Any] = {
        "url": f"https://{name}.test/rss",
        "outlet": name.title(),
        "language": "en",
        "country": "KR",
        "kind": FeedKind.AGENCY,
    }
    return FeedSource(**values | changes)


def reading(*figures: Figure, on_topic: bool = True, **changes: Any) -> Reading:
    words = (Match("subject", "cost-sharing", "text", 4),)
    values: dict[str, Any] = {
        "language": "en",
        "relevance": Relevance(on_topic, 4.5 if on_topic else 0.5, words),
        "event": Event.TALKS_ROUND,
        "track": "KR",
        "figures": figures,
        "fingerprint": frozenset({1, 2**63, 17}),
    }
    return Reading(**values | changes)


def entry(name: str = "one", **changes: Any) -> Entry:
    values: dict[str, Any] = {
        "guid": f"guid-{name}",
        "link": f"https://wire.test/{name}",
        "title": f"Talks {name}",
        "text": f"The cost-sharing talks, {name}.",
    }
    return Entry(**values | changes)


def new(name: str = "one", *figures: Figure, **changes: Any) -> NewArticle:
    on_topic = changes.pop("on_topic", True)
    values: dict[str, Any] = {
        "entry": entry(name),
        "reading": reading(*figures, on_topic=on_topic),
        "published": NOW,
        "story_id": None,
        "opens": 1 if on_topic else None,
        "why": "new story",
    }
    return NewArticle(**values | changes)


def update(feed_id: int, **changes: Any) -> FeedUpdate:
    values: dict[str, Any] = {
        "id": feed_id,
        "url": "https://wire.test/rss",
        "outlet": "Wire",
        "language": "en",
        "country": "KR",
        "kind": FeedKind.AGENCY,
        "validators": Validators('W/"x"', "Tue, 24 Nov 2026 11:00:00 GMT"),
        "body_hash": "ab" * 32,
        "polled_once": True,
        "last_polled": NOW,
        "next_due": NOW + HOUR,
        "interval": 3600.0,
        "title": "Wire",
    }
    return FeedUpdate(**values | changes)


def plan(feed_id: int, *articles: NewArticle, **changes: Any) -> Plan:
    return Plan(update(feed_id, **{"new_items": len(articles)} | changes), articles)


def chat(chat_id: int = 1, **changes: Any) -> Chat:
    values: dict[str, Any] = {"type": ChatType.GROUP, "title": f"Chat {chat_id}", "subscribed": True}
    return Chat(chat_id, **values | changes)


def settlement(delivery_id: int, state: str = "sent", **changes: Any) -> Settlement:
    values: dict[str, Any] = {"delivery_id": delivery_id, "state": state, "reason": "a test says so"}
    if state == "sent":
        values["message_id"] = 900 + delivery_id
    return Settlement(**values | changes)


def add_feed(store: Store, name: str = "wire", **changes: Any) -> int:
    """One more feed in the configuration; returns its id."""
    mine = source(name, **changes)
    listed = [source(feed.outlet.lower(), url=feed.url, kind=feed.kind) for feed in store.feeds.all()]
    store.feeds.sync([*listed, mine], NOW)
    return next(feed.id for feed in store.feeds.all() if feed.url == mine.url)


def ring(store: Store, *chat_ids: int, name: str = "one") -> int:
    """Subscribes the chats and rings them with a new story; returns its article."""
    for chat_id in chat_ids:
        store.outbox.subscribe(chat(chat_id), NOW)
    applied = store.intake.apply(plan(add_feed(store), new(name, ring=True)), NOW)
    return applied.article_ids[0]


def stories_since(store: Store, since: datetime, limit: int = SHELF) -> list[StorySketch]:
    """What deciding would be told now."""
    with store._database.exchange() as exchange:
        return store.intake._stories.since(exchange, since, limit)[0]


def rarity(store: Store) -> Rarity:
    with store._database.exchange() as exchange:
        return store.intake._stories.since(exchange, NOW)[1]


def background(store: Store, dated: Collection[Dated], since: date, convert: Convert) -> Background:
    """What deciding would be told now of figures and days."""
    with store._database.exchange() as exchange:
        return known_figures.background(exchange, dated, since, convert)()


def apply_all(store: Store, plans: Sequence[Plan], now: datetime = NOW) -> list[Applied]:
    """The plans in one transaction."""
    with store.intake.begin((), now) as intake:
        return [intake.apply(one) for one in plans]
