"""What one report tells of each of its figures, and entries of the ledger added up from what some reports tell.

The store keeps the mentions of every report beside its gist: to answer what was known on a past day, of which there is
no ledger, takes those of thousands of reports, and to read them out of readings and texts took most of a second.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

import msgspec

from bot.model import Article, Figure, Hedge, Kind, Period, Role, Where

from .amounts import Base, base_in
from .compare import deal_years
from .denials import Stance, stances
from .entries import FIRST, RATES, Converted, Entries, Key, Place, Told, on_tracks, when
from .gist import Known

Spot = tuple[Where, int, str]
"""Where in a report a figure stands: in what, from which character on, and in which words."""
Elsewhere = tuple[float, str | None, Spot]
"""The amount in another currency."""
Bare = tuple[Kind, Role, float, float | None, str | None, str | None]
"""A ``Key`` without its track."""


class Mention(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What a report tells of one figure. Nearly a tuple, because an answer makes fifteen thousand of them."""

    key: Bare
    spot: Spot
    stated: Spot | None = None
    """Where it gives it as a fact, without naming a source."""
    denied: Spot | None = None
    """Where it has it only to deny it in its headline."""
    corrected: Spot | None = None
    actors: tuple[str, ...] = ()
    """Whom it names as the source."""
    period: Period | None = None
    hedge: Hedge | None = None
    year: int | None = None
    base: Base | None = None
    length: float | None = None
    """Of the deal that it tells of, in years."""
    conversions: tuple[Elsewhere, ...] = ()


Telling = tuple[Known, Sequence[Mention]]
"""A report with its mentions."""
Mentioned = tuple[Known, Mention]


def telling(article: Article) -> Telling:
    """What one report tells; nothing where it is off the topic."""
    return article, mentions_of(article)


def entries_of(articles: Iterable[Article], tracks: Sequence[str]) -> Entries:
    """Every figure of the articles that may be a row of the ledger, on its track."""
    return on_tracks((entry for article in articles for entry in told_by(article).items()), tracks)


def told_by(article: Article) -> Entries:
    """The entries that one report makes, under the report's own track."""
    return {key_of(article.reading.track, one): added_up([(article, one)]) for one in mentions_of(article)}


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
    taken_back = stances(article.reading, article.title, article.text)
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
    figure: Figure, article: Article, length: float | None, stance: Stance | None, conversions: Iterable[Figure]
) -> Mention:
    spot = _spot(figure)
    return Mention(
        key=(figure.kind, figure.role, figure.value, figure.value_max, figure.currency, figure.payer),
        spot=spot,
        stated=None if figure.attributed_to else spot,
        denied=spot if stance is Stance.DENIED else None,
        corrected=spot if stance is Stance.CORRECTED else None,
        actors=(figure.attributed_to,) if figure.attributed_to else (),
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
    total = tallied(mentions)
    if len(mentions) > 1:
        total.places = _first((of, one.spot) for of, one in mentions)
        total.actors = _actors(mentions)
        total.conversions = _conversions(mentions)
    return total


def tallied(mentions: Sequence[Mentioned]) -> Told:
    """The same as far as rows are told apart by it: of several mentions without places, who says so, and conversions,
    which only whoever prints a row needs, and which take as long as all else.
    """
    if len(mentions) == 1:
        return _single(*mentions[0])
    return Told(
        reports=len(mentions),
        first_seen=mentions[0][0].published,
        last_seen=mentions[-1][0].published,
        outlets={of.outlet for of, _ in mentions},
        stated=next(iter(_first(((of, one.stated) for of, one in mentions if one.stated), most=1)), None),
        denied=_first([(of, one.denied) for of, one in mentions if one.denied]),
        corrected=_first([(of, one.corrected) for of, one in mentions if one.corrected]),
        **_counted(one for _, one in mentions),
    )


def _single(of: Known, one: Mention) -> Told:
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


def _first(those: Iterable[tuple[Known, Spot]], most: int = FIRST) -> tuple[Place, ...]:
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


def _place(of: Known, spot: Spot) -> Place:
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


def _counted(mentions: Iterable[Mention]) -> dict[str, Any]:
    """The tallies of an entry by their names."""
    found: dict[str, dict[Any, int]] = {name: {} for name in _TALLIES}
    # Counted together within C, since few combinations differ: one by one they took as long as all else of an entry.
    for told, number in Counter(map(_TALLIED, mentions)).items():
        for counts, value in zip(found.values(), told, strict=True):
            if value is not None:
                counts[value] = counts.get(value, 0) + number
    return found


_TALLIES = ("periods", "hedges", "years", "bases", "lengths")
_TALLIED = attrgetter("period", "hedge", "year", "base", "length")
