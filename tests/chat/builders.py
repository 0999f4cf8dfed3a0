"""A small topic, and reports about it, all made up for these tests."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from bot.chat import ChatContext
from bot.chat.commands.command import Families
from bot.chat.commands.registry import COMMANDS
from bot.chat.ports import Store
from bot.model import (
    Article,
    Baseline,
    BaselineFigure,
    Chat,
    ChatType,
    Delivery,
    DeliveryKind,
    Event,
    Feed,
    FeedKind,
    Figure,
    Kind,
    Match,
    Period,
    Position,
    Reading,
    Relevance,
    Role,
    Topic,
    Track,
    Vocabulary,
)

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
TOKEN = "4242:AAEexampleTokenOfTheTests_only"
OPERATOR = 700700

_IN_DOLLARS = {"USD": 1.0, "KRW": 1 / 1160, "JPY": 1 / 109, "SGD": 0.735}

KOREA = Track("KR", "South Korea", {"en": ("Korea", "Seoul"), "ko": ("한국",)}, payer="KR")
JAPAN = Track("JP", "Japan", {"en": ("Japan", "Tokyo"), "de": ("japanisch*",)}, payer="JP")
ALLIES = Track("NATO", "NATO", {"en": ("the alliance",)})

BASELINE = Baseline(
    title="Talks in Seoul end after an hour",
    date=date(2019, 11, 19),
    outlet="Reuters",
    url="https://news.example/baseline",
    text="",
    figures=(
        BaselineFigure(
            "demand", "US demand", "KR", Kind.MONEY, 5e9, Role.DEMANDED, currency="USD", period=Period.YEAR,
            payer="KR", attributed_to="South Korean lawmakers",
        ),
        BaselineFigure(
            "agreed", "Share agreed for 2019", "KR", Kind.MONEY, 1.04e12, Role.AGREED, currency="KRW",
            period=Period.YEAR, payer="KR", year=2019,
        ),
        BaselineFigure("troops", "US troops in South Korea", "KR", Kind.TROOPS, 28500, Role.OTHER),
    ),
    positions=(Position("United States", "Seoul must pay far more."), Position("South Korea", "Both must bear it.")),
    ahead=("Japan: talks due in 2020.",),
)  # fmt: skip

TOPIC = Topic(
    key="costs",
    name="Who pays for the troops",
    about="The talks on the cost of US forces in Korea and Japan.",
    feeds=(),
    vocabulary=Vocabulary((), (), 1.0, (KOREA, JAPAN, ALLIES), (), {"signed": {"ja": ("署名",)}}),
    baseline=BASELINE,
    archive=(),
)


def convert(amount: float, source: str, target: str, on: date) -> float | None:
    """Fixed rates; none for currencies unknown here."""
    if source not in _IN_DOLLARS or target not in _IN_DOLLARS:
        return None
    return amount * _IN_DOLLARS[source] / _IN_DOLLARS[target]


def money(surface: str, value: float, currency: str, role: Role, **more: Any) -> Figure:
    """A sum for a year that South Korea pays, unless told otherwise."""
    fields: dict[str, Any] = {"where": "text", "start": 0, "period": Period.YEAR, "payer": "KR"} | more
    return Figure(surface, Kind.MONEY, value, role, currency=currency, **fields)


DEMAND = money("US$5 billion", 5e9, "USD", Role.DEMANDED, start=49, attributed_to="lawmakers in Seoul")
SHARE = money("1.18 trillion won", 1.18e12, "KRW", Role.AGREED, start=102, year=2021)
IN_SINGAPORE = money("S$6.8 billion", 6.8e9, "SGD", Role.CONVERSION, start=63, converts="US$5 billion")
TROOPS = Figure("28,500", Kind.TROOPS, 28500, Role.OTHER, "text", 140)

TEXT = (
    "Lawmakers in Seoul say Washington seeks up to US$5 billion (S$6.8 billion) a year. "
    "The government paid 1.18 trillion won for 2021 for the 28,500 US troops in the country."
)


def placed(figure: Figure, text: str = TEXT) -> Figure:
    """The figure with its true place in the text."""
    return replace(figure, start=text.index(figure.surface))


def article(number: int = 1, *, figures: Sequence[Figure] = (), **more: Any) -> Article:
    """A report about South Korea of 24 November 2026, 08:05 UTC, unless told otherwise."""
    track = more.pop("track", "KR")
    event = more.pop("event", Event.TALKS_ROUND)
    words = more.pop("words", (Match("subject", "cost-sharing", "text", 0), Match("force", "US troops", "text", 9)))
    relevance = Relevance(True, 7.5, words, more.pop("rule", "a bill for forces"))
    fields: dict[str, Any] = {
        "feed_id": 1,
        "story_id": number,
        "url": f"https://news.example/{number}",
        "outlet": "Yonhap",
        "language": "en",
        "title": f"Seoul and Washington talk, round {number}",
        "text": TEXT,
        "published": datetime(2026, 11, 24, 8, 5, tzinfo=UTC),
        "seen": NOW,
        "why": "new story",
    } | more
    reading = Reading("en", relevance, event, track, tuple(figures))
    return Article(id=number, reading=reading, **fields)


def chat(number: int = 1001, kind: ChatType = ChatType.PRIVATE, **more: Any) -> Chat:
    fields: dict[str, Any] = {"title": "Reader", "subscribed": True} | more
    return Chat(number, kind, **fields)


def delivery(number: int, to: Chat, about: int | None = 1, *, text: str = "", attempts: int = 0) -> Delivery:
    kind = DeliveryKind.OPERATOR if text else DeliveryKind.ALERT
    return Delivery(number, to, kind, None if text else about, text, attempts, NOW)


def feed(number: int, outlet: str, language: str = "en", **more: Any) -> Feed:
    fields: dict[str, Any] = {"last_polled": NOW - timedelta(minutes=4), "kind": FeedKind.AGENCY} | more
    return Feed(number, f"https://feeds.example/{number}", outlet, language, "KR", **fields)


def context(store: Store, **more: Any) -> ChatContext:
    fields: dict[str, Any] = {
        "topic": TOPIC,
        "convert": convert,
        "now": lambda: NOW,
        "operators": frozenset({OPERATOR}),
        "default_zone": "Asia/Seoul",
        "started": NOW - timedelta(hours=3, minutes=12),
        "version": "9.9.9",
        "replay": False,
    } | more
    return ChatContext(store=store, **fields)


def families(context: ChatContext) -> Families:
    """All commands in some surroundings."""
    return Families(context, COMMANDS)
