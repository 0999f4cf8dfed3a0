"""Whether a chat wants to hear of a report at all: by its track, by what kind of news it is, and by its outlet."""

from collections.abc import Collection

from msgspec import Struct
from msgspec.structs import replace

from bot.model import Alerts, ChatSubscription, Interest, Kind, NewsKind, Reading, Role, Stance

_DEMANDS = frozenset({Role.DEMANDED, Role.OFFERED})


class About(Struct, frozen=True):
    """What chats choose a report by."""

    track: str | None = None
    kinds: frozenset[NewsKind] = frozenset()
    outlet: str = ""
    language: str = ""
    """ISO 639-1; "" where nobody knows, which everybody hears of."""


def about(reading: Reading, outlet: str) -> About:
    """What a report is about, for those who choose."""
    return About(reading.track, kinds_of(reading), outlet, reading.language)


def kinds_of(reading: Reading) -> frozenset[NewsKind]:
    """The kinds that a report is of: one by its event, and more by its figures.

    That soldiers do not leave, as somebody denies it, is news of troops; a sum that is denied is no demand.
    """
    kinds = {reading.event.traits.news}
    for figure in reading.figures:
        if not figure.on_topic:
            continue
        if figure.kind is Kind.TROOPS and (figure.where == "title" or figure.stance is Stance.DENIED):
            kinds.add(NewsKind.TROOPS)
        if figure.stance is Stance.DENIED:
            continue
        if figure.role in _DEMANDS:
            kinds.add(NewsKind.DEMANDS)
        if figure.role is not Role.UNCLEAR and figure.role.traits.in_ledger:
            kinds.add(NewsKind.FIGURES)
    return frozenset(kinds)


def wants(interest: Interest, report: About) -> bool:
    """Whether it is among what the chat hears of. A report of no track is for those who hear of all tracks."""
    return wants_from_another(interest, report) and listens_to(interest, report)


def wants_from_another(interest: Interest, report: About) -> bool:
    """As ``wants``, whoever reports it, and in whatever language."""
    if interest.paused:
        return False
    if interest.tracks and report.track not in interest.tracks:
        return False
    return not interest.kinds or not report.kinds.isdisjoint(interest.kinds)


def listens_to(interest: Interest, report: About) -> bool:
    """Whether the chat hears of anything by this report: its outlet is not muted, and it is in a language that is
    read there."""
    return reads(interest, report.language) and not mutes(interest, report.outlet)


def reads(interest: Interest, language: str) -> bool:
    """Whether the chat hears of reports in a language."""
    return not interest.languages or not language or language in interest.languages


def hears_all(one: ChatSubscription) -> bool:
    """Whether a subscription rings for all news, so that no other of its chat adds any."""
    return not (one.interest.tracks or one.interest.kinds or one.interest.languages or one.paused) and (
        one.alerts is Alerts.ALL
    )


def mutes(interest: Interest, outlet: str) -> bool:
    """Whether the chat has muted the outlet; names are the same in any case."""
    return outlet.casefold() in {name.casefold() for name in interest.muted}


def chosen(interest: Interest, tracks: set[str], kinds: set[NewsKind]) -> Interest:
    """The interest with other tracks and kinds, each in the one order that is kept."""
    ordered = tuple(kind for kind in NewsKind if kind in kinds)
    return replace(interest, tracks=tuple(sorted(tracks)), kinds=() if len(ordered) == len(NewsKind) else ordered)


def with_languages(interest: Interest, languages: Collection[str]) -> Interest:
    """The interest with reports in these languages, in the one order that is kept; none: in all."""
    return replace(interest, languages=tuple(sorted(languages)))


def with_outlet(interest: Interest, outlet: str, *, muted: bool) -> Interest:
    """The interest with an outlet muted, or not any more."""
    others = [name for name in interest.muted if name.casefold() != outlet.casefold()]
    return replace(interest, muted=tuple(sorted([*others, outlet] if muted else others)))
