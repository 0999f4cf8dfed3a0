"""Every figure that was reported, with who said it, in which role, when and where, joined over the reports."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from bot.model import Article, Baseline, Convert, Figure, Hedge, Kind, Period, Role

from .compare import Comparison, against_baseline, deal_years

TRACKS = ("KR", "JP", "DE", "NATO")
"""The default topic's lines of talks, in its order. Another topic hands in its own."""
ROLES = (Role.DEMANDED, Role.OFFERED, Role.AGREED, Role.PAID, Role.BUDGET, Role.ESTIMATE, Role.OTHER)

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a line comes from, so that it can be opened."""

    article_id: int | None
    """None for the baseline, which is no article of the archive."""
    outlet: str
    url: str
    title: str
    date: date
    """Of its publication, in UTC."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """The same amount in another currency, as a report printed it."""

    value: float
    currency: str | None
    source: Source


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One figure; ``amounts.amount`` prints it."""

    track: str | None
    kind: Kind
    role: Role
    value: float
    value_max: float | None
    currency: str | None
    period: Period | None
    payer: str | None
    hedge: Hedge | None
    year: int | None
    actors: tuple[str, ...]
    """Whom the reports name as its source, the first one first."""
    stated: bool
    """At least one report gives it as a fact, without naming a source."""
    first_seen: datetime
    last_seen: datetime
    """When the first and the last report with it were published."""
    sources: tuple[Source, ...]
    """Every report that has it, the first one first."""
    outlets: int
    conversions: tuple[Conversion, ...]
    comparison: Comparison | None


@dataclass(frozen=True, slots=True)
class _Mention:
    figure: Figure
    article: Article
    track: str | None


def ledger(
    articles: Sequence[Article],
    baseline: Baseline,
    convert: Convert,
    *,
    track: str | None = None,
    kind: Kind | None = None,
    tracks: Sequence[str] = TRACKS,
) -> tuple[LedgerRow, ...]:
    """The figures of the articles, of one track or kind where asked.

    Mentions of equal track, kind, role, value, currency and payer are one row. Rows are in the order of ``tracks``,
    then of the roles (demanded first), then the newest first. A conversion is no row: it stands with what it converts.
    """
    groups: dict[Hashable, list[_Mention]] = {}
    for mention in _mentions(articles, tracks):
        if (track is None or mention.track == track) and (kind is None or mention.figure.kind is kind):
            groups.setdefault(_key(mention), []).append(mention)
    rows = [_row(mentions, baseline, convert) for mentions in groups.values()]
    return tuple(sorted(rows, key=_order(tracks)))


def source(article: Article) -> Source:
    return Source(article.id, article.outlet, article.url, article.title, article.published.date())


def by_date(articles: Iterable[Article]) -> list[Article]:
    """Articles on the topic, the oldest first."""
    on_topic = (article for article in articles if article.reading.relevance.on_topic)
    return sorted(on_topic, key=lambda article: (article.published, article.id))


def _mentions(articles: Iterable[Article], tracks: Sequence[str]) -> list[_Mention]:
    """Every figure that may be a row. What another country pays belongs to its track, whatever the report is about."""
    return [
        _Mention(figure, article, figure.payer if figure.payer in tracks else article.reading.track)
        for article in by_date(articles)
        for figure in article.reading.figures
        if figure.on_topic and figure.role is not Role.CONVERSION
    ]


def _key(mention: _Mention) -> Hashable:
    figure = mention.figure
    amount = (figure.value, figure.value_max, figure.currency)
    return (mention.track, figure.kind, figure.role, amount, figure.payer)


def _row(mentions: Sequence[_Mention], baseline: Baseline, convert: Convert) -> LedgerRow:
    """The mentions come the oldest first. What they tell differently is taken as most of them tell it."""
    figures = [mention.figure for mention in mentions]
    articles = list({mention.article.id: mention.article for mention in mentions}.values())
    figure, track = figures[0], mentions[0].track
    figure = replace(
        figure,
        period=_usual(f.period for f in figures),
        hedge=_usual(f.hedge for f in figures),
        year=_usual(f.year for f in figures),
    )
    lengths = (deal_years(article.reading.figures) for article in articles)
    years = next((length for length in lengths if length is not None), None)
    on = articles[0].published.date()
    return LedgerRow(
        track=track,
        kind=figure.kind,
        role=figure.role,
        value=figure.value,
        value_max=figure.value_max,
        currency=figure.currency,
        period=figure.period,
        payer=figure.payer,
        hedge=figure.hedge,
        year=figure.year,
        actors=tuple(dict.fromkeys(f.attributed_to for f in figures if f.attributed_to)),
        stated=any(f.attributed_to is None for f in figures),
        first_seen=articles[0].published,
        last_seen=articles[-1].published,
        sources=tuple(source(article) for article in articles),
        outlets=len({article.outlet for article in articles}),
        conversions=_conversions(mentions),
        comparison=against_baseline(figure, track, baseline, convert, on, years=years),
    )


def _usual(values: Iterable[T | None]) -> T | None:
    """The most frequent of what is told at all; of equally frequent ones the first."""
    told = Counter(value for value in values if value is not None)
    return told.most_common(1)[0][0] if told else None


def _conversions(mentions: Iterable[_Mention]) -> tuple[Conversion, ...]:
    """What the reports print in another currency beside these mentions, each amount once."""
    found: dict[tuple[str | None, float], Conversion] = {}
    for mention in mentions:
        figures = mention.article.reading.figures
        for figure in figures:
            if figure.role is Role.CONVERSION and _converted(figure, figures) is mention.figure:
                conversion = Conversion(figure.value, figure.currency, source(mention.article))
                found.setdefault((figure.currency, figure.value), conversion)
    return tuple(found.values())


def _converted(conversion: Figure, figures: Iterable[Figure]) -> Figure | None:
    """The figure that a conversion converts: of its surface, and the nearest one where the text has it twice."""
    fitting = [
        figure
        for figure in figures
        if figure.surface == conversion.converts and figure.role is not Role.CONVERSION and figure.on_topic
    ]
    return min(fitting, key=lambda f: (f.where != conversion.where, abs(f.start - conversion.start)), default=None)


def _order(tracks: Sequence[str]) -> Callable[[LedgerRow], tuple[int, str, int, float, float, str, str]]:
    """Known tracks first and in their order, others by name, no track last."""

    def key(row: LedgerRow) -> tuple[int, str, int, float, float, str, str]:
        place = tracks.index(row.track) if row.track in tracks else len(tracks) + (row.track is None)
        newest = -row.last_seen.timestamp()
        unit = f"{row.kind} {row.currency} {row.payer}"
        return place, row.track or "", ROLES.index(row.role), newest, -row.value, unit, str(row.value_max)

    return key
