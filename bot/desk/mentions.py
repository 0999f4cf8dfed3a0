"""What one report tells of each of its figures, and entries of the ledger added up from what some reports tell.

The store keeps the mentions of every report beside its gist: to answer what was known on a past day, of which there is
no ledger, takes those of thousands of reports, and to read them out of readings and texts took most of a second.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple, TypeVar

import msgspec

from bot.model import Article, Figure, Hedge, Kind, Period, Role, Stance, Where

from .amounts import Base, base_in
from .compare import deal_years
from .denials import Retraction, retractions
from .entries import FIRST, RATES, Converted, Entries, Key, Place, Told, on_tracks, when
from .gist import Gist

H = TypeVar("H", bound=Hashable)

Spot = tuple[Where, int, str]
"""Where in a report a figure stands: in what, from which character on, and in which words."""
Elsewhere = tuple[float, str | None, Spot]
"""The amount in another currency."""


class Mention(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What a report tells of one figure. Nearly a tuple, because an answer makes fifteen thousand of them."""

    key: tuple[Kind, Role, float, float | None, str | None, str | None]
    """A ``Key`` without its track."""
    spot: Spot
    stated: Spot | None = None
    """Where it gives it as a fact, without naming a source."""
    denied: Spot | None = None
    """Where it has it only to deny it."""
    corrected: Spot | None = None
    actors: tuple[str, ...] = ()
    """Whom it names as the source; nobody for what it only denies."""
    period: Period | None = None
    hedge: Hedge | None = None
    year: int | None = None
    base: Base | None = None
    length: float | None = None
    """Of the deal that it tells of, in years."""
    conversions: tuple[Elsewhere, ...] = ()


class Telling(NamedTuple):
    """A report with its mentions."""

    id: int
    published: datetime
    outlet: str
    url: str
    track: str | None
    mentions: tuple[Mention, ...]


Mentioned = tuple[Telling, Mention]


def telling(article: Article) -> Telling:
    """What one report tells, under the report's own track; nothing where it is off the topic."""
    track, mentions = article.reading.track, mentions_of(article)
    return Telling(article.id, article.published, article.outlet, article.url, track, mentions)


def telling_of(report: Gist, mentions: tuple[Mention, ...]) -> Telling:
    """The same of a report whose mentions were kept beside its gist."""
    return Telling(report.id, report.published, report.outlet, report.url, report.reading.track, mentions)


def entries_of(articles: Iterable[Article], tracks: Sequence[str]) -> Entries:
    """Every figure of the articles that may be a row of the ledger, on its track."""
    return on_tracks((entry for article in articles for entry in told_by(article).items()), tracks)


def told_by(article: Article) -> Entries:
    """The entries that one report makes, under the report's own track."""
    own = telling(article)
    return {key_of(own.track, one): added_up([(own, one)]) for one in own.mentions}


def key_of(track: str | None, mention: Mention) -> Key:
    return Key(track, *mention.key)


def mentions_of(article: Article) -> tuple[Mention, ...]:
    """A figure that the report has twice counts once. A percentage in no role is left out: it is a share of something
    that only its sentence tells.
    """
    if not article.reading.relevance.on_topic:
        return ()
    figures = article.reading.figures
    length = deal_years(figures)
    taken_back = retractions(article.reading, article.title, article.text)
    conversions = [(_converted(one, figures), one) for one in figures if one.role is Role.CONVERSION]
    found: dict[object, Mention] = {}
    for figure in figures:
        bare = figure.role is Role.OTHER and figure.kind in RATES
        if figure.on_topic and figure.role is not Role.CONVERSION and not bare:
            others = [other for of, other in conversions if of is figure]
            new = _mention(figure, article, length, taken_back.get(id(figure)), others)
            known = found.get(new.key)
            found[new.key] = new if known is None else _both(known, new)
    return tuple(found.values())


def _mention(
    figure: Figure, article: Article, length: float | None, back: Retraction | None, conversions: Iterable[Figure]
) -> Mention:
    spot, speaker, is_told = _spot(figure), figure.attributed_to, figure.stance is not Stance.DENIED
    return Mention(
        key=(figure.kind, figure.role, figure.value, figure.value_max, figure.currency, figure.payer),
        spot=spot,
        stated=spot if is_told and not speaker else None,
        denied=spot if back is Retraction.DENIED else None,
        corrected=spot if back is Retraction.CORRECTED else None,
        actors=(speaker,) if is_told and speaker else (),
        period=figure.period,
        hedge=figure.hedge,
        year=figure.year,
        base=base_in(article, figure),
        length=length,
        conversions=_each_once((one.value, one.currency, _spot(one)) for one in conversions),
    )


def _both(known: Mention, again: Mention) -> Mention:
    """With a further mention within the report: what the report has told already stands."""
    return Mention(
        key=known.key,
        spot=known.spot,
        stated=known.stated or again.stated,
        denied=known.denied or again.denied,
        corrected=known.corrected or again.corrected,
        actors=tuple(dict.fromkeys((*known.actors, *again.actors))),
        period=known.period or again.period,
        hedge=known.hedge or again.hedge,
        year=again.year if known.year is None else known.year,
        base=known.base or again.base,
        length=known.length,
        conversions=_each_once((*known.conversions, *again.conversions)),
    )


def _spot(figure: Figure) -> Spot:
    return figure.where, figure.start, figure.surface


def _each_once(conversions: Iterable[Elsewhere]) -> tuple[Elsewhere, ...]:
    found: dict[str, Elsewhere] = {}
    for one in conversions:
        found.setdefault(_named(one), one)
    return tuple(found.values())


def _named(conversion: Elsewhere) -> str:
    value, currency, _ = conversion
    return f"{currency} {value!r}"


def _converted(conversion: Figure, figures: Iterable[Figure]) -> Figure | None:
    """The figure that a conversion converts: of its surface, and the nearest one where the text has it twice."""
    fitting = [
        figure
        for figure in figures
        if figure.surface == conversion.converts and figure.role is not Role.CONVERSION and figure.on_topic
    ]
    return min(fitting, key=lambda f: (f.where != conversion.where, abs(f.start - conversion.start)), default=None)


# --- Added up -----------------------------------------------------------------------------------------------------


def added_up(mentions: Sequence[Mentioned]) -> Told:
    """What all that mention a figure tell of it, the oldest first."""
    if len(mentions) == 1:
        return _single(*mentions[0])
    ones = [one for _, one in mentions]
    return Told(
        reports=len(mentions),
        first_seen=mentions[0][0].published,
        last_seen=mentions[-1][0].published,
        outlets={of.outlet for of, _ in mentions},
        places=_first((of, one.spot) for of, one in mentions),
        actors=_actors(mentions),
        stated=next(iter(_first(((of, one.stated) for of, one in mentions if one.stated), most=1)), None),
        periods=_counted(map(_PERIOD, ones)),
        hedges=_counted(map(_HEDGE, ones)),
        years=_counted(map(_YEAR, ones)),
        bases=_counted(map(_BASE, ones)),
        lengths=_counted(map(_LENGTH, ones)),
        conversions=_conversions(mentions),
        denied=_first([(of, one.denied) for of, one in mentions if one.denied]),
        corrected=_first([(of, one.corrected) for of, one in mentions if one.corrected]),
    )


def _single(of: Telling, one: Mention) -> Told:
    """The same of one report, as most figures have: a fifth of the time."""
    place, published = _place(of, one.spot), of.published
    stated = place if one.stated == one.spot else one.stated and _place(of, one.stated)
    return Told(
        reports=1,
        first_seen=published,
        last_seen=published,
        outlets={of.outlet},
        places=(place,),
        actors=dict.fromkeys(one.actors, published),
        stated=stated,
        periods={one.period: 1} if one.period is not None else {},
        hedges={one.hedge: 1} if one.hedge is not None else {},
        years={one.year: 1} if one.year is not None else {},
        bases={one.base: 1} if one.base is not None else {},
        lengths={one.length: 1} if one.length is not None else {},
        conversions=_conversions([(of, one)]) if one.conversions else {},
        denied=(_place(of, one.denied),) if one.denied else (),
        corrected=(_place(of, one.corrected),) if one.corrected else (),
    )


def _first(those: Iterable[tuple[Telling, Spot]], most: int = FIRST) -> tuple[Place, ...]:
    """The first report of an outlet each, of the first outlets; ``those`` come the oldest first."""
    found: dict[str, Place] = {}
    last = None
    for of, spot in those:
        if last is not None and of.published > last and len(found) >= most:
            break
        known = found.get(of.outlet)
        if known is None or known.published == of.published:
            place = _place(of, spot)
            found[of.outlet] = place if known is None else min(place, known, key=when)
            last = of.published
    return tuple(sorted(found.values(), key=when)[:most])


def _place(of: Telling, spot: Spot) -> Place:
    return Place(of.published, of.outlet, of.url, *spot, of.id)


def _actors(mentions: Sequence[Mentioned]) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for of, actors in [(of, one.actors) for of, one in mentions if one.actors]:
        for actor in actors:
            found.setdefault(actor, of.published)
    return found


def _conversions(mentions: Sequence[Mentioned]) -> dict[str, Converted]:
    found: dict[str, Converted] = {}
    for of, conversions in [(of, one.conversions) for of, one in mentions if one.conversions]:
        for value, currency, spot in conversions:
            new, name = Converted(value, currency, _place(of, spot)), _named((value, currency, spot))
            found[name] = min(new, found.get(name, new), key=lambda converted: converted.place)
    return found


def _counted(values: Iterable[H | None]) -> dict[H, int]:
    # Counted within C: to ask each value whether it is None took as long as all else of an entry.
    found = Counter(values)
    return {value: number for value, number in found.items() if value is not None}


_PERIOD, _HEDGE, _YEAR = attrgetter("period"), attrgetter("hedge"), attrgetter("year")
_BASE, _LENGTH = attrgetter("base"), attrgetter("length")
