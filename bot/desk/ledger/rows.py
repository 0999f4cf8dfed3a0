"""Every figure that was reported, with who said it, in which role, when and where, joined over the reports."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from bot.desk.ledger.compare import Comparison, against_baseline
from bot.desk.ledger.entries import Entries, Key, LedgerTally, Place, summed_tally, under_alliance
from bot.desk.ledger.gist import ArticleOrGist, is_on_topic
from bot.desk.ledger.grouping import Group, Grouping, most_told
from bot.desk.ledger.mentions import entries_of
from bot.desk.ledger.troops.orders import settled, stage
from bot.model import LEDGER_ROLES, Article, Baseline, Convert, Figure, Hedge, Kind, Measure, Period, Role, Where
from bot.phrases.amounts import Base

TRACKS = ("KR", "JP", "DE", "PL", "NATO")
"""The default topic's lines of talks, in its order. Another topic hands in its own."""
ALLIANCE = "NATO"
"""That of them that is no country's; see ``under_alliance``. Without it among the tracks nothing is put under it."""
K = TypeVar("K", bound=ArticleOrGist)
_DATED = attrgetter("published", "id")
_RARELY = 5
"""One report in more than so many tells it: hardly any."""


class Source(Struct, frozen=True):
    """Where a line comes from, so that it can be opened."""

    article_id: int | None
    """None for the baseline, which is no article of the archive."""
    outlet: str
    url: str
    title: str
    date: date
    """Of its publication, in UTC."""
    where: Where | None = None
    """With the next two the figure's place: ``article.text[start:start + len(surface)] == surface``, or the title."""
    start: int | None = None
    surface: str = ""


class Conversion(Struct, frozen=True):
    """The same amount in another currency, as a report printed it."""

    value: float
    currency: str | None
    source: Source


class Doubt(StrEnum):
    """What became of a figure that was told. No row is deleted for it."""

    DISPUTED = "disputed"
    DENIED = "denied"
    CORRECTED = "corrected"


class LedgerRow(Struct, frozen=True):
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
    """The first report of each outlet that has it, the first one first; of many outlets the first ones."""
    outlets: int
    """All that have it."""
    reports: int
    conversions: tuple[Conversion, ...]
    comparison: Comparison | None
    base: Base | None = None
    """Of what a percentage is, where a report says so."""
    years: float | None = None
    """The length of the deal, where reports with the figure give one."""
    first_stated: Source | None = None
    """The first report that gives it as a fact."""
    denials: tuple[Source, ...] = ()
    """Reports that have it only to deny it, the first one of an outlet each."""
    corrections: tuple[Source, ...] = ()
    """Reports in which outlets take it back."""
    measure: Measure | None = None
    """What it measures, which is the same in all its reports."""
    halts: tuple[Source, ...] = ()
    """Of soldiers who were to leave: reports that it did not come to it."""
    bound: Hedge | None = None
    """With the next one: what else its key has."""
    is_denied: bool = False
    """All its reports have it only to deny it."""
    as_much: int = 0
    """Outlets that tell as much, be it as a floor, as a ceiling or as a sum."""
    refutals: tuple[Source, ...] = ()
    """Those of the denials in which nobody denies it but the outlet."""

    @property
    def key(self) -> Key:
        """What the rows of one ledger are told apart by: no two print one figure."""
        return Key(
            self.track, self.kind, self.role, self.value, self.value_max, self.currency,
            self.payer, self.measure, self.bound, self.is_denied,
        )  # fmt: skip

    @property
    def is_over(self) -> bool:
        """Whether soldiers were to leave, and did not."""
        return bool(self.halts) or self.measure is Measure.KEPT

    @property
    def doubt(self) -> Doubt | None:
        """Whether it is corrected by all that told it, denied by as many as told it, or in dispute."""
        if self.corrections:
            return Doubt.CORRECTED if len(self.corrections) >= self.outlets else Doubt.DISPUTED
        if not self.denials:
            return None
        return Doubt.DENIED if 2 * len(self.denials) >= self.outlets else Doubt.DISPUTED

    @property
    def is_refuted_by_outlets(self) -> bool:
        """Whether nobody denies it but the outlets that report it."""
        return bool(self.refutals) and len(self.refutals) == len(self.denials)

    @property
    def is_refuted(self) -> bool:
        """Whether the figure stands for nothing any more: all correct it, or as many deny it as told it.

        Who is said to have asked for a sum may well deny it: that is in dispute, unless nobody says so, or the outlets
        themselves refute it.
        """
        if self.doubt is Doubt.DENIED:
            is_told = (self.stated or self.actors) and not self.is_refuted_by_outlets
            return self.role is not Role.DEMANDED or not is_told
        return self.doubt is Doubt.CORRECTED


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

    Mentions of equal track, kind, role, measure, currency and payer whose values are within half a percent are one row,
    at the value that most of them give; so is a sum that is given in another currency alone (see ``grouping``).
    Rows are in the order of ``tracks``, then of the roles (demanded first), then the newest first. A conversion is no
    row: it stands with what it converts.
    """
    known = under_alliance(entries_of(articles, tracks), ALLIANCE if ALLIANCE in tracks else None)
    wanted = {
        key: told
        for key, told in known.items()
        if (track is None or key.track == track) and (kind is None or key.kind is kind)
    }
    titles = {article.id: article.title for article in articles}
    return rows_of(wanted, baseline, convert, titles=titles, tracks=tracks)


def rows_of(
    entries: Entries,
    baseline: Baseline,
    convert: Convert,
    *,
    titles: Mapping[int, str],
    tracks: Sequence[str] = TRACKS,
    compared: bool = True,
) -> tuple[LedgerRow, ...]:
    """The rows that the entries make, in the order of ``ledger``; ``titles`` are the articles' by their ids.

    Without ``compared`` none has its comparison, which takes a third of the time.
    """
    made: list[LedgerRow] = []
    for those in by_likeness(entries).values():
        made += unordered_rows_of(those, baseline if compared else None, convert, titles)
    return in_ledger_order(made, tracks)


Likeness = tuple[str | None, Kind, Role, Measure | None]
"""The track, the kind, the role and the measure of figures that may be one row."""


def by_likeness(entries: Entries) -> dict[Likeness, list[tuple[Key, LedgerTally]]]:
    """The entries by track, kind, role and measure; no two that differ in these are one row."""
    found: dict[Likeness, list[tuple[Key, LedgerTally]]] = {}
    for key, told in entries.items():
        found.setdefault((key.track, key.kind, key.role, key.measure), []).append((key, told))
    return found


def unordered_rows_of(
    entries: Iterable[tuple[Key, LedgerTally]], baseline: Baseline | None, convert: Convert, titles: Mapping[int, str]
) -> list[LedgerRow]:
    """The rows of like entries, in no order; without a baseline none has its comparison."""
    return [row_of(one, baseline, convert, titles) for one in Grouping(convert).of(entries)]


def in_ledger_order(rows: Iterable[LedgerRow], tracks: Sequence[str]) -> tuple[LedgerRow, ...]:
    """Rows in the order of ``ledger``; those of soldiers that are of one order are one."""
    return tuple(sorted(settled(rows), key=_order(tracks)))


def with_titles(row: LedgerRow, titles: Mapping[int, str]) -> LedgerRow:
    """The row with the titles of its sources, as far as they are known."""

    def of(one: Source) -> Source:
        title = titles.get(one.article_id) if one.article_id is not None else None
        return one if title is None else replace(one, title=title)

    return replace(
        row,
        sources=tuple(map(of, row.sources)),
        conversions=tuple(replace(one, source=of(one.source)) for one in row.conversions),
        first_stated=of(row.first_stated) if row.first_stated else None,
        denials=tuple(map(of, row.denials)),
        corrections=tuple(map(of, row.corrections)),
        halts=tuple(map(of, row.halts)),
        refutals=tuple(map(of, row.refutals)),
    )


def source(article: ArticleOrGist) -> Source:
    return Source(article.id, article.outlet, article.url, article.title, article.published.date())


def by_date(articles: Iterable[K]) -> list[K]:
    """Articles on the topic, the oldest first."""
    return sorted(filter(is_on_topic, articles), key=_DATED)


# --- The row ------------------------------------------------------------------------------------------------------


def row_of(group: Group, baseline: Baseline | None, convert: Convert, titles: Mapping[int, str]) -> LedgerRow:
    """The row of a group; what its reports tell differently is taken as most of them tell it."""
    own, told = _summed(group)
    common, comparison = _common(group, own, told, titles), None
    if baseline is not None:
        figure, day = _figure(common), own.first_seen.date()
        comparison = against_baseline(figure, group.key.track, baseline, convert, day, years=common["years"])
    return LedgerRow(
        **common,
        sources=tuple(_source(place, titles) for place in _places(_shown(_asserted(group), group.key), told)),
        conversions=_conversions(group, own, titles),
        comparison=comparison,
    )


def bare_row_of(group: Group) -> LedgerRow:
    """The row as far as it can be held against others, and takes a third of the time: without comparison, titles,
    sources, and conversions. Entries that are ``bare_tally`` alone will do.
    """
    return LedgerRow(**_common(group, *_summed(group), {}), sources=(), conversions=(), comparison=None)


def _summed(group: Group) -> tuple[LedgerTally, LedgerTally]:
    """What is told of the figure in its own currency, and in all."""
    own = summed_tally([told for _, told in group.own])
    return own, summed_tally([own, *(told for _, told in group.elsewhere)])


def _common(group: Group, own: LedgerTally, told: LedgerTally, titles: Mapping[int, str]) -> dict[str, Any]:
    """The fields that bare rows have too, by their names."""
    first = _shown(_asserted(group), group.key).stated or told.stated
    key, period, hedge, base = group.key, most_told([own.periods]), most_told([own.hedges]), most_told([own.bases])
    return {
        "track": key.track,
        "kind": key.kind,
        "measure": key.measure,
        "role": key.role,
        "value": key.value,
        "value_max": key.value_max,
        "currency": key.currency,
        "period": Period(period) if period else None,
        "payer": most_told({one.payer: those.reports} for one, those in group.own if one.payer is not None),
        "hedge": Hedge(hedge) if hedge else None,
        "year": _year(group, told),
        "actors": _actors(group),
        "stated": told.stated is not None,
        "first_seen": told.first_seen,
        "last_seen": told.last_seen,
        "outlets": len(told.outlets),
        "reports": told.reports,
        "base": Base(base) if base else None,
        "years": most_told([told.lengths]),
        "as_much": max(group.as_much, len(told.outlets)),
        "bound": key.bound,
        "is_denied": key.is_denied,
        "first_stated": _source(first, titles) if first else None,
        "denials": tuple(_source(place, titles) for place in told.denied),
        "refutals": tuple(_source(place, titles) for place in told.refuted),
        "corrections": tuple(_source(place, titles) for place in told.corrected),
    }


def _year(group: Group, told: LedgerTally) -> int | None:
    """The year that a sum is for: of what was agreed or paid none that hardly any of its reports name, as a sum of
    several years is told of the first one too.
    """
    year = most_told([told.years])
    is_rare = year is not None and _RARELY * told.years[year] < told.reports
    return None if is_rare and group.key.kind is Kind.MONEY and group.key.role.traits.is_payment else year


def _asserted(group: Group) -> list[tuple[Key, LedgerTally]]:
    """What is told of it in its currency by those who do not deny it; of what all deny by all."""
    return [(key, told) for key, told in group.own if key.is_denied is group.key.is_denied]


def _shown(those: Sequence[tuple[Key, LedgerTally]], key: Key) -> LedgerTally:
    """What is told of the very figure that the row prints."""
    return summed_tally([told for one, told in those if _print(one) == _print(key)])


def _print(key: Key) -> tuple[str, ...]:
    """An amount to as many digits as are printed."""
    return tuple(f"{end:.4g}" for end in (key.value, key.value_max) if end is not None)


def _places(shown: LedgerTally, told: LedgerTally) -> tuple[Place, ...]:
    """The reports with the very figure first, so that the row leads to one that has it."""
    there = {place.outlet for place in shown.places}
    return (*shown.places, *(place for place in told.places if place.outlet not in there))


def _actors(group: Group) -> tuple[str, ...]:
    """Who says so, the first one first; who has the sum in another currency alone said nothing of this one."""
    since: dict[str, datetime] = {}
    for _, told in _asserted(group):
        for actor, then in told.actors.items():
            since[actor] = min(then, since.get(actor, then))
    return tuple(sorted(since, key=lambda actor: (since[actor], actor)))


def _figure(common: Mapping[str, Any]) -> Figure:
    """A row's fields as a figure, to be held against the baseline."""
    fields = ("kind", "value", "role", "value_max", "currency", "period", "payer", "year", "hedge", "measure")
    return Figure(surface="", where="text", start=0, **{name: common[name] for name in fields})


def _source(place: Place, titles: Mapping[int, str]) -> Source:
    return Source(
        place.article_id,
        place.outlet,
        place.url,
        titles.get(place.article_id, ""),
        place.published.date(),
        place.where,
        place.start,
        place.surface,
    )


def _conversions(group: Group, own: LedgerTally, titles: Mapping[int, str]) -> tuple[Conversion, ...]:
    """The sum in other currencies, each amount once: beside the figure in one report, or alone in another."""
    beside = sorted(own.conversions.values(), key=lambda one: one.place)
    found = {
        (one.currency, one.value): Conversion(one.value, one.currency, _source(one.place, titles)) for one in beside
    }
    for key, told in group.elsewhere:
        first = _source(told.places[0], titles)
        found.setdefault((key.currency, key.value), Conversion(key.value, key.currency, first))
    return tuple(found.values())


def _order(tracks: Sequence[str]) -> Callable[[LedgerRow], tuple[int, str, int, int, float, float, str, str]]:
    """Known tracks first and in their order, others by name, no track last. Of soldiers those who are there come first,
    and last what is over or refuted.
    """

    def key(row: LedgerRow) -> tuple[int, str, int, int, float, float, str, str]:
        place = tracks.index(row.track) if row.track in tracks else len(tracks) + (row.track is None)
        newest = -row.last_seen.timestamp()
        unit = f"{row.kind} {row.currency} {row.payer} {row.measure} {row.bound} {row.is_denied}"
        near = stage(row) if row.kind is Kind.TROOPS else 0
        return place, row.track or "", LEDGER_ROLES.index(row.role), near, newest, -row.value, unit, str(row.value_max)

    return key
