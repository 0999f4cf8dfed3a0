"""What one report tells of each of its figures, and the entries of the ledger that it makes."""

from collections.abc import Iterable, Sequence

import msgspec
from msgspec.structs import astuple, replace

from bot.desk.ledger.compare import deal_years
from bot.desk.ledger.denials import Retraction, retractions
from bot.desk.ledger.entries import (
    BOUNDS,
    RATES,
    Converted,
    Details,
    Entries,
    Key,
    LedgerTally,
    Place,
    counted,
    details_of,
    on_tracks,
)
from bot.desk.ledger.gist import ArticleOrGist
from bot.desk.ledger.troops.counted import troops_of
from bot.model import Article, Figure, Hedge, Kind, Measure, Role, Spot, Stance
from bot.phrases.amounts import Base
from bot.phrases.context import base_in

_DENIALS = frozenset({Retraction.DENIED, Retraction.REFUTED})

ConvertedAmount = tuple[float, str | None, Spot]
"""The amount in another currency."""
TracklessKey = tuple[Kind, Role, float, float | None, str | None, str | None, Measure | None, Hedge | None, bool]
"""A ``Key`` without its track."""


class Mention(msgspec.Struct, frozen=True, gc=False):
    """What a report tells of one figure."""

    key: TracklessKey
    spot: Spot
    details: Details
    stated: Spot | None = None
    """Where it gives it as a fact, without naming a source."""
    denied: Spot | None = None
    """Where it has it only to deny it."""
    refuted: Spot | None = None
    """The same where nobody denies it but the outlet."""
    corrected: Spot | None = None
    actors: tuple[str, ...] = ()
    """Whom it names as the source; of what it only denies nobody, but for whom the outlet itself refutes."""
    conversions: tuple[ConvertedAmount, ...] = ()


def entries_of(articles: Iterable[Article], tracks: Sequence[str]) -> Entries:
    """Every figure of the articles that may be a row of the ledger, on its track."""
    return on_tracks((entry for article in articles for entry in entries_of_report(article).items()), tracks)


def entries_of_report(article: Article) -> Entries:
    """The entries that one report makes, under the report's own track."""
    return entries_of_mentions(article, mentions_of(article))


def entries_of_mentions(article: Article, told: Iterable[Mention]) -> Entries:
    """The same of what it mentions, for whoever has that at hand."""
    track = article.reading.track
    return {Key(track, *one.key): _single(article, one) for one in told}


def mentions_of(article: Article) -> tuple[Mention, ...]:
    """What a report tells of its figures, once of each. A percentage in no role is left out: it is a share of something
    that only its sentence tells.
    """
    if not article.reading.relevance.on_topic:
        return ()
    figures = article.reading.figures
    length = deal_years(figures)
    taken_back = retractions(article.reading, article.title, article.text)
    troops = troops_of(article)
    conversions = [(_converted(one, figures), one) for one in figures if one.role is Role.CONVERSION]
    denied = {_amount(one) for one in figures if taken_back.get(one.spot) in _DENIALS}
    found: dict[object, Mention] = {}
    for figure in figures:
        bare = figure.role is Role.OTHER and figure.kind in RATES
        is_told = figure.kind is not Kind.TROOPS or figure.spot in troops
        if figure.on_topic and figure.role is not Role.CONVERSION and not bare and is_told:
            others = [other for of, other in conversions if of is figure]
            back = taken_back.get(figure.spot)
            is_denied = _amount(figure) in denied
            if figure.kind is Kind.TROOPS:
                new = _mention_of_troops(figure, troops[figure.spot], article, back, is_denied=is_denied)
            else:
                key = (*_amount(figure), _bound(figure), is_denied)
                new = _mention(key, figure, article, length, back, others)
            known = found.get(new.key)
            found[new.key] = new if known is None else _both(known, new)
    return tuple(found.values())


def _mention(
    key: TracklessKey,
    figure: Figure,
    article: Article,
    length: float | None,
    back: Retraction | None,
    conversions: Iterable[Figure],
) -> Mention:
    spot, speaker, is_told = figure.spot, figure.attributed_to, figure.stance is not Stance.DENIED
    # Whoever announces a deal does not merely claim that a sum was agreed, as somebody may who speaks of it.
    is_announced = figure.role is Role.AGREED and article.reading.event.traits.stage == "deal"
    return Mention(
        key=key,
        spot=spot,
        details=details_of(figure, base_in(article, figure), length),
        stated=spot if is_told and (is_announced or not speaker) else None,
        denied=spot if back in _DENIALS else None,
        refuted=spot if back is Retraction.REFUTED else None,
        corrected=spot if back is Retraction.CORRECTED else None,
        actors=(speaker,) if speaker and (is_told or back is Retraction.REFUTED) else (),
        conversions=_each_once((one.value, one.currency, one.spot) for one in conversions),
    )


def _mention_of_troops(
    figure: Figure, measure: Measure, article: Article, back: Retraction | None, *, is_denied: bool
) -> Mention:
    """What is told of soldiers, as a figure of its own measure; and who claims it, even where it is denied.

    An outlet knows how many are there. What they are ordered to do is for others to deny.
    """
    if back is Retraction.REFUTED and measure is not Measure.COUNT:
        back = Retraction.DENIED
    key = (*_amount(replace(figure, measure=measure)), _bound(figure), is_denied)
    told = _mention(key, figure, article, None, back, ())
    base = Base.LEAVING if measure is Measure.LEAVING else None
    speaker = figure.attributed_to
    return replace(told, details=details_of(figure, base, None), actors=(speaker,) if speaker else ())


_Amount = tuple[Kind, Role, float, float | None, str | None, str | None, Measure | None]


def _amount(figure: Figure) -> _Amount:
    amount = figure.value, figure.value_max, figure.currency
    return figure.kind, figure.role, *amount, figure.payer, figure.measure


def _bound(figure: Figure) -> Hedge | None:
    return figure.hedge if figure.hedge in BOUNDS else None


def _both(known: Mention, again: Mention) -> Mention:
    """Joins two mentions of one figure in one report; where both tell something, the first stands."""
    return Mention(
        key=known.key,
        spot=known.spot,
        details=_all_told(known.details, again.details),
        stated=known.stated or again.stated,
        denied=known.denied or again.denied,
        refuted=known.refuted or again.refuted,
        corrected=known.corrected or again.corrected,
        actors=tuple(dict.fromkeys((*known.actors, *again.actors))),
        conversions=_each_once((*known.conversions, *again.conversions)),
    )


def _all_told(known: Details, again: Details) -> Details:
    both = zip(astuple(known), astuple(again), strict=True)
    return Details(*(other if one is None else one for one, other in both))


def _each_once(conversions: Iterable[ConvertedAmount]) -> tuple[ConvertedAmount, ...]:
    found: dict[str, ConvertedAmount] = {}
    for one in conversions:
        found.setdefault(_named(one), one)
    return tuple(found.values())


def _named(conversion: ConvertedAmount) -> str:
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


# --- As entries ---------------------------------------------------------------------------------------------------


def _single(of: Article, one: Mention) -> LedgerTally:
    place, published = place_of(of, one.spot), of.published
    stated = place if one.stated == one.spot else one.stated and place_of(of, one.stated)
    return LedgerTally(
        reports=1,
        first_seen=published,
        last_seen=published,
        outlets={of.outlet},
        places=(place,),
        actors=dict.fromkeys(one.actors, published),
        stated=stated,
        conversions=conversions_by_name([(of, one.conversions)]) if one.conversions else {},
        denied=(place_of(of, one.denied),) if one.denied else (),
        refuted=(place_of(of, one.refuted),) if one.refuted else (),
        corrected=(place_of(of, one.corrected),) if one.corrected else (),
        **counted([(one.details, 1)]),
    )


def place_of(report: ArticleOrGist, spot: Spot) -> Place:
    return Place(report.published, report.outlet, report.url, *spot, report.id)


def conversions_by_name(told: Iterable[tuple[ArticleOrGist, Iterable[ConvertedAmount]]]) -> dict[str, Converted]:
    """The conversions of a figure by their currencies and values, each where it is told first."""
    found: dict[str, Converted] = {}
    for of, conversions in told:
        for value, currency, spot in conversions:
            new, name = Converted(value, currency, place_of(of, spot)), _named((value, currency, spot))
            found[name] = min(new, found.get(name, new), key=lambda one: one.place)
    return found
