"""Several subscriptions of one chat: for which of them a report rings, and how the chat is by one of them."""

import unicodedata
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from bot.desk.delivery.interests import About, wants, wants_from_another
from bot.model import Alerts, Chat, ChatSubscription

_LOUDEST_FIRST = (Alerts.ALL, Alerts.DIGEST, Alerts.CRITICAL)


def name_key(name: str) -> str:
    """What a name is found by: two that look the same are the same, whatever keyboard each was typed on."""
    letters = unicodedata.normalize("NFKC", name.casefold())
    return " ".join("".join(letter for letter in letters if unicodedata.category(letter) != "Cf").split())


def by(chat: Chat, one: ChatSubscription) -> Chat:
    """The chat as it would be with this subscription alone."""
    manner = replace(chat.manner, silent=one.silent)
    return replace(chat, called=one.name, interest=one.interest, alerts=one.alerts, manner=manner)


def rang_for(subscriptions: Sequence[ChatSubscription], report: About, *, great: bool) -> list[ChatSubscription]:
    """Those that a report rings for: what is ``great`` for all that want it, else for those that want all of it at
    once. Where there are none of these any more, those that would have had it in the digest."""
    fitting = _wanting(subscriptions, report)
    at_once = [one for one in fitting if one.alerts is Alerts.ALL]
    return fitting if great else at_once or _with_digest(fitting) or fitting


def waited_for(subscriptions: Sequence[ChatSubscription], reports: Iterable[About]) -> list[ChatSubscription]:
    """Those that any report of a digest is for. What rings at once for one of them waited for the end of quiet hours,
    or was one too many for the day."""
    found = dict[int, ChatSubscription]()
    for report in reports:
        fitting = _wanting(subscriptions, report)
        those = [one for one in fitting if one.alerts is Alerts.ALL] + _with_digest(fitting)
        found |= {one.number: one for one in those or fitting}
    return list(found.values())


def _with_digest(those: Iterable[ChatSubscription]) -> list[ChatSubscription]:
    return [one for one in those if one.alerts is Alerts.DIGEST]


def _wanting(subscriptions: Sequence[ChatSubscription], report: About) -> list[ChatSubscription]:
    """Those that want a report: in whatever language it is, where none of them reads that."""
    fitting = [one for one in subscriptions if wants(one.interest, report)]
    return fitting or [one for one in subscriptions if wants_from_another(one.interest, report)]


def nearest(subscriptions: Sequence[ChatSubscription], report: About) -> ChatSubscription:
    """The one that comes nearest to ringing for a report: of those that want it the loudest, or else one that would
    want it if it were not paused."""
    asleep = [one for one in subscriptions if one.paused and wants_from_another(_woken(one).interest, report)]
    awake = [one for one in subscriptions if not one.paused]
    fitting = _wanting(subscriptions, report) or asleep or awake or subscriptions
    return min(fitting, key=lambda one: _LOUDEST_FIRST.index(one.alerts))


def _woken(one: ChatSubscription) -> ChatSubscription:
    return replace(one, interest=replace(one.interest, paused=False))


def is_silent(subscriptions: Sequence[ChatSubscription]) -> bool:
    """Whether what comes by these makes no sound: one that does is heard, whatever the others want."""
    heard = [one for one in subscriptions if not one.paused]
    return bool(heard) and all(one.silent for one in heard)
