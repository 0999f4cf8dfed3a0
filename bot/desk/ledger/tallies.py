"""Mentions as they are kept, and entries of the ledger added up from those of many reports.

The store keeps the mentions of every report beside its gist: to answer what was known on a past day, of which there is
no ledger, takes those of thousands of reports. Most of them repeat a figure with all that is told of it, and only the
places differ. So a mention is a line of two parts: its head, which is the same text wherever it is repeated, and is
read once; and its rest, which is read where a row is printed.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain

import msgspec

from bot.desk.ledger.entries import FIRST, Details, LedgerTally, Place, counted, when
from bot.desk.ledger.gist import ArticleOrGist
from bot.desk.ledger.mentions import ConvertedAmount, Mention, TracklessKey, conversions_by_name, mentions_of, place_of
from bot.model import Article, Spot

ReportMentions = tuple[ArticleOrGist, str]
"""A report with its mentions as they are kept, a line each; "" for none."""
MentionRest = tuple[ArticleOrGist, str]
"""A report with the rest of one mention."""


class MentionHead(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What a mention has in common with others of its figure. The fields are those of ``Mention``."""

    key: TracklessKey
    actors: tuple[str, ...]
    details: Details
    stated: bool
    """This and the next ones: whether the rest has it."""
    denied: bool
    refuted: bool
    corrected: bool
    conversions: bool


class _Rest(msgspec.Struct, array_like=True, frozen=True, gc=False):
    spot: Spot
    stated: Spot | None
    denied: Spot | None
    refuted: Spot | None
    corrected: Spot | None
    conversions: tuple[ConvertedAmount, ...]


Part = tuple[MentionHead, list[MentionRest]]
"""Those that mention a figure under one head, the oldest first."""

read_head = msgspec.json.Decoder(MentionHead).decode
_read_rest = msgspec.json.Decoder(_Rest).decode
_encode = msgspec.json.encode


def report_mentions(article: Article) -> ReportMentions:
    """A report with its mentions; without any where it is off the topic."""
    return article, encoded_mentions(mentions_of(article))


def encoded_mentions(mentions: Iterable[Mention]) -> str:
    """Encodes mentions, a line each: head, tab, rest. JSON has neither tabs nor line ends in it."""
    return b"\n".join(_encode(_head(one)) + b"\t" + _encode(_rest(one)) for one in mentions).decode()


def _head(one: Mention) -> MentionHead:
    return MentionHead(
        one.key,
        one.actors,
        one.details,
        stated=one.stated is not None,
        denied=one.denied is not None,
        refuted=one.refuted is not None,
        corrected=one.corrected is not None,
        conversions=bool(one.conversions),
    )


def _rest(one: Mention) -> _Rest:
    return _Rest(one.spot, one.stated, one.denied, one.refuted, one.corrected, one.conversions)


# --- Added up -----------------------------------------------------------------------------------------------------


def full_tally(parts: Sequence[Part]) -> LedgerTally:
    """The tally of a figure over all reports that mention it."""
    total = bare_tally(parts)
    total.places = _first((of, _read_rest(rest).spot) for of, rest in _in_turn(parts))
    several = _in_turn([part for part in parts if part[0].conversions])
    total.conversions = conversions_by_name((of, _read_rest(rest).conversions) for of, rest in several)
    return total


def bare_tally(parts: Sequence[Part]) -> LedgerTally:
    """The same as far as rows are told apart by it: without places and conversions, which only whoever prints a row
    needs, and which take as long as all else.
    """
    if len(parts) == 1 and len(parts[0][1]) == 1:  # as nearly always
        return _tally_of_one(parts[0][0], *parts[0][1][0])
    return LedgerTally(
        reports=sum(len(those) for _, those in parts),
        first_seen=min(those[0][0].published for _, those in parts),
        last_seen=max(those[-1][0].published for _, those in parts),
        outlets=outlets_of(parts),
        actors=_actors(parts),
        stated=next(iter(_with(parts, "stated", most=1)), None),
        denied=_with(parts, "denied"),
        refuted=_with(parts, "refuted"),
        corrected=_with(parts, "corrected"),
        **counted((head.details, len(those)) for head, those in parts),
    )


def _tally_of_one(head: MentionHead, of: ArticleOrGist, text: str) -> LedgerTally:
    """The tally of a figure that one report mentions."""
    tally = LedgerTally(
        reports=1,
        first_seen=of.published,
        last_seen=of.published,
        outlets={of.outlet},
        actors=dict.fromkeys(head.actors, of.published),
        **counted([(head.details, 1)]),
    )
    if head.stated or head.denied or head.corrected:
        rest = _read_rest(text)
        tally.stated = place_of(of, rest.stated) if rest.stated else None
        tally.denied = (place_of(of, rest.denied),) if rest.denied else ()
        tally.refuted = (place_of(of, rest.refuted),) if rest.refuted else ()
        tally.corrected = (place_of(of, rest.corrected),) if rest.corrected else ()
    return tally


def outlets_of(parts: Iterable[Part]) -> set[str]:
    return {of.outlet for _, those in parts for of, _ in those}


def _actors(parts: Iterable[Part]) -> dict[str, datetime]:
    """Who says so, and since when."""
    found: dict[str, datetime] = {}
    for head, those in parts:
        since = those[0][0].published
        for actor in head.actors:
            found[actor] = min(since, found.get(actor, since))
    return found


def _with(parts: Iterable[Part], what: str, most: int = FIRST) -> tuple[Place, ...]:
    """Where the first of those stand that have something in their rests."""
    those = _in_turn([part for part in parts if getattr(part[0], what)])
    return _first(((of, getattr(_read_rest(rest), what)) for of, rest in those), most) if those else ()


def _in_turn(parts: Sequence[Part]) -> list[MentionRest]:
    """Joins the mentions of all parts, the oldest first."""
    if len(parts) == 1:
        return parts[0][1]
    return sorted(chain.from_iterable(those for _, those in parts), key=_published)


def _published(said: MentionRest) -> datetime:
    return said[0].published


def _first(those: Iterable[tuple[ArticleOrGist, Spot]], most: int = FIRST) -> tuple[Place, ...]:
    """The first report of an outlet each, of the first outlets; ``those`` come the oldest first."""
    found: dict[str, Place] = {}
    last = None
    for of, spot in those:
        if last is not None and of.published > last and len(found) >= most:
            break
        known = found.get(of.outlet)
        if known is None or known.published == of.published:
            place = place_of(of, spot)
            found[of.outlet] = place if known is None else min(place, known, key=when)
            last = of.published
    return tuple(sorted(found.values(), key=when)[:most])
