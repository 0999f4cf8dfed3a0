"""Shorthand for the values that the desk decides on; every default is the dull case."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from bot.desk.intake.stories import Rarity, grow
from bot.desk.ledger.entries import Entries, summed_tally
from bot.desk.ledger.selection import figures_of
from bot.desk.ledger.tallies import ReportMentions, full_tally
from bot.model import (
    Article,
    Baseline,
    BaselineFigure,
    Chat,
    ChatType,
    Delivery,
    DeliveryKind,
    Entry,
    Event,
    Feed,
    FeedKind,
    Figure,
    Kind,
    Period,
    Polled,
    PollFacts,
    Reading,
    Relevance,
    Role,
    StorySketch,
    Validators,
)

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TALKS = datetime(2019, 11, 19, 4, 0, tzinfo=UTC)


def figure(value: float, role: Role = Role.DEMANDED, currency: str | None = "USD", **more: Any) -> Figure:
    kind = more.pop("kind", Kind.MONEY)
    currency = currency if kind is Kind.MONEY else None
    surface = more.pop("surface", f"{value:g}")
    more.setdefault("payer", "KR")
    where = more.pop("where", "text")
    return Figure(surface, kind, value, role, where, more.pop("start", 0), currency=currency, **more)


def yearly(value: float, role: Role = Role.DEMANDED, currency: str = "USD", **more: Any) -> Figure:
    return figure(value, role, currency, period=Period.YEAR, **more)


def reading(*figures: Figure, on_topic: bool = True, event: Event = Event.STATEMENT, **more: Any) -> Reading:
    more.setdefault("track", "KR")
    more.setdefault("language", "en")
    more.setdefault("fingerprint", frozenset())
    score = 4.0 if on_topic else 1.5
    return Reading(relevance=Relevance(on_topic, score, ()), event=event, figures=figures, **more)


def entry(guid: str, published: datetime | None = TALKS, **more: Any) -> Entry:
    more.setdefault("link", f"https://news.example/{guid}")
    more.setdefault("title", f"Report {guid}")
    return Entry(guid=guid, text="", published=published, **more)


def feed(**more: Any) -> Feed:
    more.setdefault("polled_once", True)
    more.setdefault("kind", FeedKind.AGENCY)
    return Feed(7, "https://news.example/rss", "Example News", "en", "US", **more)


def polled(*entries: Entry, **more: Any) -> Polled:
    return Polled(entries, Validators('"new"'), "hash of the new body", **more)


def facts(*pairs: tuple[Entry, Reading], stories: tuple[StorySketch, ...] = (), **more: Any) -> PollFacts:
    """A poll whose entries are all unknown."""
    outcome = polled(*(one for one, _ in pairs))
    return PollFacts(feed(**more), outcome, {one.guid: said for one, said in pairs}, stories)


def story(number: int, **more: Any) -> StorySketch:
    defaults: dict[str, Any] = {
        "title": f"Story {number}",
        "track": "KR",
        "event": Event.STATEMENT,
        "last_published": TALKS,
        "reports": (),
        "figures": frozenset(),
        "links": frozenset(),
        "alerted": True,
    }
    return StorySketch(id=number, **(defaults | more))


def told(number: int, *readings: Reading, published: datetime = TALKS, **more: Any) -> StorySketch:
    """A story that these reports tell, all of one time."""
    begun = story(number, last_published=published, **more)
    for said in readings:
        begun = grow(begun, entry(f"told-{number}"), said, published, rang=False)
    return replace(begun, links=frozenset())


def article(number: int, *figures: Figure, published: datetime = TALKS, **more: Any) -> Article:
    said = reading(
        *figures,
        event=more.pop("event", Event.STATEMENT),
        track=more.pop("track", "KR"),
        on_topic=more.pop("on_topic", True),
    )
    defaults: dict[str, Any] = {
        "feed_id": 7,
        "story_id": number,
        "url": f"https://news.example/{number}",
        "outlet": "Example News",
        "language": "en",
        "title": f"Title {number}",
        "text": "",
        "seen": published,
    }
    return Article(id=number, published=published, reading=said, **(defaults | more))


def picked_of(reports: Iterable[ReportMentions], tracks: Sequence[str], track: str | None = None) -> Entries:
    """What an archive of these reports would answer from: of one of the topic's tracks where asked, or of all."""
    several = figures_of(reports, tracks, track)
    return {key: summed_tally(list(map(full_tally, those))) for key, those in several.items()}


def delivery(attempts: int = 0, chat_type: ChatType = ChatType.PRIVATE) -> Delivery:
    chat = Chat(-100 if chat_type is not ChatType.PRIVATE else 100, chat_type, "Desk", subscribed=True)
    return Delivery(5, chat, DeliveryKind.ALERT, 1, "", attempts, NOW - timedelta(days=400))


BASELINE = Baseline(
    title="US leaves the talks",
    date=date(2019, 11, 19),
    outlet="Example News",
    url="https://news.example/baseline",
    text="",
    figures=(
        BaselineFigure(
            "demand", "US demand", "KR", Kind.MONEY, 5e9, Role.DEMANDED, None, "USD", Period.YEAR, "KR", hedge=None
        ),
        BaselineFigure(
            "agreed", "Agreed", "KR", Kind.MONEY, 1.04e12, Role.AGREED, None, "KRW", Period.YEAR, "KR", year=2019
        ),
        BaselineFigure("times", "Times", "KR", Kind.MULTIPLE, 5, Role.DEMANDED, payer="KR"),
        BaselineFigure("troops", "Troops", "KR", Kind.TROOPS, 28_500, Role.OTHER),
        BaselineFigure("worth", "Valuation", "KR", Kind.MONEY, 5e9, Role.ESTIMATE, currency="USD", payer="KR"),
        BaselineFigure("sgd", "In S$", "KR", Kind.MONEY, 6.81e9, Role.CONVERSION, currency="SGD", payer="KR"),
    ),
    positions=(),
    ahead=(),
)

RATES = {"USD": 1.0, "KRW": 1 / 1160, "EUR": 1.1, "JPY": 1 / 110}


def convert(amount: float, source: str, target: str, on: date) -> float | None:
    """Round rates of one day for every day; none for other currencies."""
    if source not in RATES or target not in RATES:
        return None
    return amount * RATES[source] / RATES[target]


def counts(rarity: Rarity) -> dict[str, object]:
    """What a rarity weighs signs by."""
    return {name: value for name, value in vars(rarity).items() if name != "at_hand"}
