"""When a chat's digest comes."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.model import EVERY_DAY

DEFAULT_AT = time(8, 0)


def next_digest(now: datetime, zone: str, at: str, days: str = EVERY_DAY) -> datetime:
    """The next time, after ``now``, that the clock of a time zone shows ``at`` (``08:00``) on one of the days (``135``:
    Monday, Wednesday and Friday there), in UTC.

    A zone or a clock that cannot be read counts as UTC and as eight o'clock, no day of the week as all of them. A time
    that a change of clocks skips comes as much later, as Python has it (PEP 495).
    """
    wanted = {int(digit) for digit in days if digit in EVERY_DAY} or set(range(1, 8))
    clock = clock_of(at) or DEFAULT_AT
    try:
        there = now.astimezone(ZoneInfo(zone or "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        there = now.astimezone(UTC)
    today = there.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    while today.astimezone(UTC) <= now or today.isoweekday() not in wanted:
        today += timedelta(days=1)  # of the clock on the wall, whatever the hours between
    return today.astimezone(UTC)


def clock_of(at: str) -> time | None:
    """``8``, ``8:30``, ``08:00``, ``7am``, ``7.30 pm``; None for what is no time of a day."""
    words = at.strip().lower().replace(".", ":").replace(" ", "")
    half = words[-2:] if words[-2:] in {"am", "pm"} else ""
    hour, _, minute = words.removesuffix(half).partition(":")
    if not (hour.isascii() and hour.isdigit() and len(hour) <= 2 and (minute or "00").isdigit()):
        return None
    if minute and len(minute) != 2:
        return None
    number = int(hour)
    if half and not 1 <= number <= 12:
        return None
    if half:
        number = number % 12 + (12 if half == "pm" else 0)
    return time(number, int(minute or 0)) if number < 24 and int(minute or 0) < 60 else None
