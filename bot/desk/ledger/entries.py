"""The ledger's entries: what reports tell of one exact figure, tallied, as the store keeps it and rows are made of it.

An entry is the sum of what single reports tell of it, whatever the order they come in: tallies are counts, and where
the first report counts, it is the first by its date, outlet and address, never by when it got here.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

import msgspec
from msgspec import Struct

from bot.model import Figure, Hedge, Kind, Measure, Period, Role, Where
from bot.phrases.amounts import Base

RATES = frozenset({Kind.PERCENT, Kind.MULTIPLE})

BOUNDS = frozenset({Hedge.UP_TO, Hedge.MORE_THAN, Hedge.AT_LEAST})
"""Hedges that make another figure: who says "up to" does not say "more than"."""

_NEVER = datetime.max.replace(tzinfo=UTC)
when = attrgetter("published", "outlet", "url", "where", "start", "surface", "article_id")
"""What places are sorted by: as they sort themselves, in a fraction of the time."""
H = TypeVar("H", bound=Hashable)

FIRST = 20
"""Reports that a row leads to; a figure that everybody repeats has thousands."""


class Key(NamedTuple):
    """What makes two mentions one figure, to the last digit."""

    track: str | None
    kind: Kind
    role: Role
    value: float
    value_max: float | None
    currency: str | None
    payer: str | None
    measure: Measure | None = None
    """A sum, a change by as much, and a part of as much are three figures; None where it is not told."""
    bound: Hedge | None = None
    """One of ``BOUNDS``; None where it is neither a floor nor a ceiling."""
    is_denied: bool = False
    """The report has it only to deny it."""


class Place(msgspec.Struct, frozen=True, order=True, gc=False):
    """Where a report has a figure, so that a row leads there; they sort by when it was published.

    No dataclass, as these are made by the thousand, and each took six times as long.
    """

    published: datetime
    outlet: str
    url: str
    where: Where
    start: int
    surface: str
    article_id: int


class Converted(Struct, frozen=True):
    """The same amount in another currency, as a report printed it."""

    value: float
    currency: str | None
    place: Place


class Details(Struct, array_like=True, frozen=True, gc=False):
    """What one report tells of a figure beside its key; None for nothing.

    A further one comes last and has a default, as they are kept as an array: what was kept before has none.
    """

    period: Period | None = None
    hedge: Hedge | None = None
    year: int | None = None
    base: Base | None = None
    length: float | None = None
    """Of the deal that the report tells of, in years."""


def details_of(figure: Figure, base: Base | None, length: float | None) -> Details:
    return Details(figure.period, figure.hedge, figure.year, base, length)


TALLIES = {"period": "periods", "hedge": "hedges", "year": "years", "base": "bases", "length": "lengths"}
"""The field of ``LedgerTally`` that counts each of the ``Details``."""


def counted(several: Iterable[tuple[Details, int]]) -> dict[str, Any]:
    """The tallies by their names; each of the details with how many reports tell so."""
    found: dict[str, dict[Any, int]] = {tally: {} for tally in TALLIES.values()}
    for details, reports in several:
        for name, tally in TALLIES.items():
            if (value := getattr(details, name)) is not None:
                found[tally][value] = found[tally].get(value, 0) + reports
    return found


@dataclass(slots=True)
class LedgerTally:
    """What the reports with one figure tell of it."""

    reports: int = 0
    first_seen: datetime = _NEVER
    last_seen: datetime = datetime.min.replace(tzinfo=UTC)
    outlets: set[str] = field(default_factory=set)
    places: tuple[Place, ...] = ()
    """The first report of an outlet each, of the first FIRST outlets that had it, the first one first."""
    actors: dict[str, datetime] = field(default_factory=dict)
    """Whom reports name as the source, and since when."""
    stated: Place | None = None
    """The first report that gives it as a fact, without naming a source."""
    periods: dict[str, int] = field(default_factory=dict)
    """This and the next ones: the ``Details`` that reports tell, and how many do."""
    hedges: dict[str, int] = field(default_factory=dict)
    years: dict[int, int] = field(default_factory=dict)
    bases: dict[str, int] = field(default_factory=dict)
    lengths: dict[float, int] = field(default_factory=dict)
    conversions: dict[str, Converted] = field(default_factory=dict)
    """By currency and value."""
    denied: tuple[Place, ...] = ()
    """Where reports have it only to deny it; as ``places``."""
    refuted: tuple[Place, ...] = ()
    """Those of them in which nobody denies it, but the outlet itself sets another figure against it."""
    corrected: tuple[Place, ...] = ()
    """Where outlets take it back."""

    def add(self, other: "LedgerTally") -> None:
        """Adds another tally to this one."""
        self.reports += other.reports
        self.first_seen = min(self.first_seen, other.first_seen)
        self.last_seen = max(self.last_seen, other.last_seen)
        self.outlets |= other.outlets
        self.places = _first(self.places, other.places)
        self.denied = _first(self.denied, other.denied)
        self.refuted = _first(self.refuted, other.refuted)
        self.corrected = _first(self.corrected, other.corrected)
        if other.stated is not None and (self.stated is None or when(other.stated) < when(self.stated)):
            self.stated = other.stated
        self.count_in(other)

    def count_in(self, other: "LedgerTally") -> None:
        """Adds the counts, actors and conversions of another tally."""
        for actor, since in other.actors.items():
            self.actors[actor] = min(since, self.actors.get(actor, since))
        for tally in TALLIES.values():
            _count_in(getattr(self, tally), getattr(other, tally))
        for name, conversion in other.conversions.items():
            known = self.conversions.get(name, conversion)
            self.conversions[name] = min(conversion, known, key=lambda one: one.place)


def _first(*several: tuple[Place, ...]) -> tuple[Place, ...]:
    """The first ones of all, one an outlet. What was left out before is left out now, so no order of adding counts."""
    there = [places for places in several if places]
    if len(there) < 2:
        return there[0] if there else ()
    if len(there) == 2 and len(there[1]) == 1 and _changes_nothing(there[0], there[1][0]):
        return there[0]
    found: dict[str, Place] = {}
    for place in sorted(chain.from_iterable(there), key=when):
        found.setdefault(place.outlet, place)
    return tuple(found.values())[:FIRST]


def _changes_nothing(places: tuple[Place, ...], new: Place) -> bool:
    """Whether a later report changes nothing, as nearly always: its outlet is there, or all places are taken.

    It is told without sorting.
    """
    if len(places) == FIRST and places[-1].published < new.published:
        return True
    for place in places:
        if place.outlet == new.outlet:
            return place.published < new.published
    return False


def _count_in(counts: dict[H, int], more: dict[H, int]) -> None:
    for name, number in more.items():
        counts[name] = counts.get(name, 0) + number


Entries = dict[Key, LedgerTally]


def on_tracks(entries: Iterable[tuple[Key, LedgerTally]], tracks: Sequence[str]) -> Entries:
    """The entries under the tracks that they belong to; those that are one now are added up.

    What another country pays belongs to its track, whatever the report is about.
    """
    found: dict[Key, list[LedgerTally]] = {}
    for key, told in entries:
        found.setdefault(on_track(key, tracks), []).append(told)
    return {key: summed_tally(several) for key, several in found.items()}


def on_track(key: Key, tracks: Sequence[str]) -> Key:
    """The figure on the track that it belongs to."""
    track = key.payer if key.payer in tracks else key.track
    return key if track == key.track else key._replace(track=track)


def under_alliance(entries: Mapping[Key, LedgerTally], alliance: str | None) -> Entries:
    """The entries with what an alliance agreed under the alliance: the share of GDP that all members are to spend is no
    position of the one that a report is about.
    """
    found: dict[Key, list[LedgerTally]] = {}
    for key, told in entries.items():
        found.setdefault(alliance_key(key, told, alliance), []).append(told)
    return {key: summed_tally(several) for key, several in found.items()}


def alliance_key(key: Key, told: LedgerTally, alliance: str | None) -> Key:
    """The figure under the alliance if it is its own, else as it is."""
    is_share = key.kind is Kind.PERCENT and key.role is Role.AGREED and key.measure in {None, Measure.LEVEL}
    if alliance is None or key.payer is not None or not is_share or 2 * told.bases.get(Base.GDP, 0) < told.reports:
        return key
    return key._replace(track=alliance)


def summed_tally(several: Sequence[LedgerTally]) -> LedgerTally:
    """Adds tallies up; a single one is returned as it is."""
    if len(several) == 1:
        return several[0]
    total = LedgerTally(
        reports=sum(told.reports for told in several),
        first_seen=min(told.first_seen for told in several),
        last_seen=max(told.last_seen for told in several),
        outlets=set().union(*(told.outlets for told in several)),
        places=_first(*(told.places for told in several)),
        stated=min((told.stated for told in several if told.stated), key=when, default=None),
        denied=_first(*(told.denied for told in several)),
        refuted=_first(*(told.refuted for told in several)),
        corrected=_first(*(told.corrected for told in several)),
    )
    for told in several:
        total.count_in(told)
    return total
