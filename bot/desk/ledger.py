"""Every figure that was reported, with who said it, in which role, when and where, joined over the reports."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from bot.model import Article, Baseline, Convert, Figure, Hedge, Kind, Period, Role

from .amounts import Base, base_in
from .compare import Comparison, against_baseline, deal_years

TRACKS = ("KR", "JP", "DE", "NATO")
"""The default topic's lines of talks, in its order. Another topic hands in its own."""
ROLES = (Role.DEMANDED, Role.OFFERED, Role.AGREED, Role.PAID, Role.BUDGET, Role.ESTIMATE, Role.OTHER)

NEAR = 0.005
"""One sum, rounded by one outlet and not by another: 1.04 trillion and 1.0389."""
CONVERTED = 0.03
"""One sum in two currencies: what a round figure and another day's rate can make of it."""
ONE_RATE = timedelta(days=365)
"""How long reports go on converting at the rate of the day when a sum was first told."""
EARLIER = timedelta(days=7)
"""By how much the sum in another currency alone may come before it: later deals are no conversions of earlier sums."""
RATES = frozenset({Kind.PERCENT, Kind.MULTIPLE})

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
    base: Base | None = None
    """Of what a percentage is, where a report says so."""
    first_stated: Source | None = None
    """The first report that gives it as a fact."""


@dataclass(frozen=True, slots=True)
class _Mention:
    figure: Figure
    article: Article
    track: str | None


@dataclass(slots=True)
class _Group:
    """The mentions of one row."""

    mentions: list[_Mention]
    """In the figure's own currency; the first one is of the value that the row prints."""
    elsewhere: list[_Mention]
    """The same sum in another currency, where a report gives it in that alone."""

    @property
    def figure(self) -> Figure:
        return self.mentions[0].figure

    @property
    def size(self) -> int:
        return len({mention.article.id for mention in self.mentions})


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

    Mentions of equal track, kind, role, currency and payer whose values are within half a percent are one row, at the
    value that most of them give; so is a sum that is given in another currency alone, within 3% at the rate of a day.
    Rows are in the order of ``tracks``, then of the roles (demanded first), then the newest first. A conversion is no
    row: it stands with what it converts.
    """
    alike: dict[Hashable, list[_Mention]] = {}
    for mention in _mentions(articles, tracks):
        if (track is None or mention.track == track) and (kind is None or mention.figure.kind is kind):
            alike.setdefault((mention.track, mention.figure.kind, mention.figure.role), []).append(mention)
    groups = [group for mentions in alike.values() for group in _groups(mentions, convert)]
    return tuple(sorted((_row(group, baseline, convert) for group in groups), key=_order(tracks)))


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
        if figure.on_topic
        and figure.role is not Role.CONVERSION
        # A percentage in no role is a share of something that only its sentence tells.
        and not (figure.role is Role.OTHER and figure.kind in RATES)
    ]


def _groups(mentions: Iterable[_Mention], convert: Convert) -> list[_Group]:
    """The rows of one track, kind and role: the value with the most mentions draws its neighbours."""
    exact: dict[Hashable, _Group] = {}
    for mention in mentions:
        f = mention.figure
        exact.setdefault((f.value, f.value_max, f.currency, f.payer), _Group([], [])).mentions.append(mention)
    found: list[_Group] = []
    for group in sorted(exact.values(), key=lambda group: (-group.size, -len(f"{group.figure.value:g}"))):
        same = next((one for one in found if _is_same(one.figure, group.figure)), None)
        if same is not None:
            same.mentions += group.mentions
            continue
        other = next((one for one in found if _is_converted(one, group, convert)), None)
        if other is not None:
            other.elsewhere += group.mentions
            continue
        found.append(group)
    return found


def _is_same(one: Figure, other: Figure) -> bool:
    payers = one.payer == other.payer or None in (one.payer, other.payer)
    ends = (one.value_max is None) == (other.value_max is None)
    return (
        one.currency == other.currency
        and payers
        and ends
        and is_near(one.value, other.value)
        and is_near(one.value_max or 0, other.value_max or 0)
    )


def is_near(one: float, other: float, within: float = NEAR) -> bool:
    """Apart by no more than so large a share of the larger one."""
    return abs(one - other) <= within * max(abs(one), abs(other))


def _is_converted(one: _Group, other: _Group, convert: Convert) -> bool:
    """Whether ``other`` is the sum of ``one`` in another currency, at its day's rate or at that of the first report."""
    a, b = one.figure, other.figure
    if a.kind is not Kind.MONEY or a.currency is None or b.currency is None or a.currency == b.currency:
        return False
    years = {_usual(m.figure.year for m in group.mentions) for group in (one, other)} - {None}
    totals = {Period.TOTAL in {m.figure.period for m in group.mentions} for group in (one, other)}
    if len(years) > 1 or len(totals) > 1 or (a.value_max, b.value_max) != (None, None):
        return False
    if a.payer != b.payer and None not in (a.payer, b.payer):
        return False
    first, day = (group.mentions[0].article.published.date() for group in (one, other))
    days = [day, first] if abs(day - first) <= ONE_RATE else [day]
    values = (convert(b.value, b.currency, a.currency, on) for on in days if day >= first - EARLIER)
    return any(value is not None and is_near(value, a.value, CONVERTED) for value in values)


def _row(group: _Group, baseline: Baseline, convert: Convert) -> LedgerRow:
    """What the mentions tell differently is taken as most of them tell it."""
    figures, track = [mention.figure for mention in group.mentions], group.mentions[0].track
    told = sorted(group.mentions + group.elsewhere, key=lambda m: (m.article.published, m.article.id))
    articles = list({mention.article.id: mention.article for mention in told}.values())
    figure = replace(
        group.figure,
        period=_usual(f.period for f in figures),
        hedge=_usual(f.hedge for f in figures),
        year=_usual(m.figure.year for m in told),
        payer=_usual(f.payer for f in figures),
    )
    lengths = (deal_years(article.reading.figures) for article in articles)
    years = next((length for length in lengths if length is not None), None)
    on = min(mention.article.published for mention in group.mentions).date()
    stated = next((mention.article for mention in told if mention.figure.attributed_to is None), None)
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
        actors=tuple(dict.fromkeys(m.figure.attributed_to for m in told if m.figure.attributed_to)),
        stated=stated is not None,
        first_seen=articles[0].published,
        last_seen=articles[-1].published,
        sources=tuple(source(article) for article in articles),
        outlets=len({article.outlet for article in articles}),
        conversions=_conversions(group),
        comparison=against_baseline(figure, track, baseline, convert, on, years=years),
        base=_usual(base_in(mention.article, mention.figure) for mention in group.mentions),
        first_stated=source(stated) if stated else None,
    )


def _usual(values: Iterable[T | None]) -> T | None:
    """The most frequent of what is told at all; of equally frequent ones the first."""
    told = Counter(value for value in values if value is not None)
    return told.most_common(1)[0][0] if told else None


def _conversions(group: _Group) -> tuple[Conversion, ...]:
    """The sum in other currencies, each amount once: beside the figure in one report, or alone in another."""
    found: dict[tuple[str | None, float], Conversion] = {}
    for mention in group.mentions:
        figures = mention.article.reading.figures
        for figure in figures:
            if figure.role is Role.CONVERSION and _converted(figure, figures) is mention.figure:
                conversion = Conversion(figure.value, figure.currency, source(mention.article))
                found.setdefault((figure.currency, figure.value), conversion)
    for mention in group.elsewhere:
        conversion = Conversion(mention.figure.value, mention.figure.currency, source(mention.article))
        found.setdefault((conversion.currency, conversion.value), conversion)
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
