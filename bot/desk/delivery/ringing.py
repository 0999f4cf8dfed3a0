"""Whether news rings in a chat at once, waits, or does not come by itself; by the chat's clock and wishes."""

from collections.abc import Collection
from datetime import UTC, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct
from msgspec.structs import replace

from bot.desk.delivery.digest import clock_of, next_digest
from bot.model import Alerts, Chat, Level, Manner


class Wait(StrEnum):
    """What news waits for that does not ring at once. It comes together with all else that waits until then."""

    DIGEST = "digest"
    QUIET = "quiet hours"
    """Their end."""
    CAP = "enough for the day"
    """The digest, as the chat has had its alerts of the day."""


class Ringing(Struct, frozen=True):
    """How news comes."""

    waits: Wait | None = None
    """None where it rings at once."""
    until: datetime | None = None
    """Until when it waits; where it rings at once, until when it does in a chat that has had enough for the day."""


AT_ONCE = Ringing()


def rings(chat: Chat, level: Level, now: datetime) -> Ringing | None:
    """How news of a level comes to a chat that wants it; None where it does not come by itself.

    What is critical waits for the end of quiet hours at the most, and counts for no cap.
    """
    quiet = quiet_until(now, chat.time_zone, chat.manner.quiet)
    if level is Level.CRITICAL:
        return AT_ONCE if quiet is None or chat.manner.great_pass else Ringing(Wait.QUIET, quiet)
    if chat.alerts is Alerts.DIGEST:
        return Ringing(Wait.DIGEST, digest_comes(chat, now))
    if chat.alerts is Alerts.CRITICAL or level is Level.BACKGROUND:
        return None
    if quiet is not None:
        return Ringing(Wait.QUIET, quiet)
    return Ringing(until=digest_comes(chat, now)) if chat.manner.cap else AT_ONCE


def watch_rings(chat: Chat, level: Level, now: datetime) -> Ringing:
    """How what a watch found comes to its chat: as every story does in a chat that hears of all at once.

    The cap is of chats that do; a digest holds up no watch.
    """
    at_once = replace(chat, alerts=Alerts.ALL, manner=chat.manner if chat.alerts is Alerts.ALL else _uncapped(chat))
    return rings(at_once, Level.MATERIAL if level is Level.BACKGROUND else level, now) or AT_ONCE


def _uncapped(chat: Chat) -> Manner:
    return replace(chat.manner, cap=0)


def waits_until(chat: Chat, wait: Wait, now: datetime, weights: Collection[Alerts] = ()) -> datetime:
    """When what waits comes by what the chat wants by now; ``now`` where it has nothing to wait for any more.

    ``weights``: of all its subscriptions; by default of its first one alone.
    """
    quiet = quiet_until(now, chat.time_zone, chat.manner.quiet)
    mine = weights or {chat.alerts}
    is_for_digest = {
        Wait.DIGEST: Alerts.DIGEST in mine,
        Wait.QUIET: False,
        Wait.CAP: Alerts.DIGEST in mine or (Alerts.ALL in mine and chat.manner.cap > 0),
    }
    return digest_comes(chat, now) if is_for_digest[wait] else quiet or now


def digest_comes(chat: Chat, now: datetime) -> datetime:
    """When the chat's next digest comes: at its time, or at the end of the quiet hours in which that falls."""
    comes = next_digest(now, chat.time_zone, chat.digest_at, chat.digest_days)
    return quiet_until(comes, chat.time_zone, chat.manner.quiet) or comes


def quiet_until(now: datetime, zone: str, quiet: str) -> datetime | None:
    """When the quiet hours (``22:00-07:00``, the end not among them) are over that the clock of a zone has; None where
    it has none now. A zone that cannot be read counts as UTC."""
    begins, ends = quiet_span(quiet) or (None, None)
    if begins is None or ends is None:
        return None
    try:
        there = now.astimezone(ZoneInfo(zone or "UTC")).time()
    except (ZoneInfoNotFoundError, ValueError):
        there = now.astimezone(UTC).time()
    return next_digest(now, zone, f"{ends:%H:%M}") if _is_within(there, begins, ends) else None


def heard_at(clock: time, quiet: str) -> time:
    """The time of the day at which comes what is meant for one: that, or the end of the quiet hours that it is in."""
    begins, ends = quiet_span(quiet) or (None, None)
    return ends if begins is not None and ends is not None and _is_within(clock, begins, ends) else clock


def _is_within(clock: time, begins: time, ends: time) -> bool:
    """Hours that end before they begin go over midnight."""
    return (clock >= begins or clock < ends) if begins > ends else begins <= clock < ends


def quiet_span(quiet: str) -> tuple[time, time] | None:
    """When quiet hours begin and end by a clock; None for none."""
    begins, _, ends = quiet.partition("-")
    first, last = clock_of(begins), clock_of(ends)
    return (first, last) if first is not None and last is not None and first != last else None


def day_there(chat: Chat, now: datetime) -> str:
    """The day by the chat's clock, ``2026-11-24``, for which its alerts are counted."""
    try:
        return now.astimezone(ZoneInfo(chat.time_zone or "UTC")).date().isoformat()
    except (ZoneInfoNotFoundError, ValueError):
        return now.astimezone(UTC).date().isoformat()
