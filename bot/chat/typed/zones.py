"""Time zones as people type them: by name, by city, by their usual letters (KST), or by the hours from UTC (+9)."""

import re
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.typed.bad_argument import BadArgument, shown

EXAMPLE = "/timezone Asia/Seoul"
_BY_LETTERS = {
    "kst": "Asia/Seoul", "jst": "Asia/Tokyo", "sgt": "Asia/Singapore", "hkt": "Asia/Hong_Kong", "z": "UTC",
    "bst": "Europe/London", "cest": "Europe/Berlin", "cet": "Europe/Berlin", "eest": "Europe/Helsinki",
    "eet": "Europe/Helsinki", "msk": "Europe/Moscow", "et": "America/New_York", "est": "America/New_York",
    "edt": "America/New_York", "ct": "America/Chicago", "cdt": "America/Chicago", "mt": "America/Denver",
    "mdt": "America/Denver", "mst": "America/Denver", "pt": "America/Los_Angeles", "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles", "akst": "America/Anchorage", "hst": "Pacific/Honolulu",
    "aest": "Australia/Sydney", "aedt": "Australia/Sydney", "nzst": "Pacific/Auckland", "nzdt": "Pacific/Auckland",
}  # fmt: skip
"""By a place there, as its clocks change. Left out are letters of several: CST is of Chicago and of Shanghai."""
SUGGESTED = ("Asia/Seoul", "Asia/Tokyo", "Europe/Berlin", "Europe/London", "America/New_York", "UTC")
"""Those that buttons offer."""
_HOURS = re.compile(r"(?:utc|gmt)?\s*([+\-−])\s*(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE)  # a minus
_FIXED = re.compile(r"Etc/GMT([+-])(\d+)")


def time_zone(typed: str) -> str:
    """The IANA name of what was typed, in any case; of ``UTC+9`` it is ``Etc/GMT-9``. Raises BadArgument."""
    wanted = typed.strip().casefold().replace(" ", "_")
    if not wanted:
        raise BadArgument("Say which time zone.", EXAMPLE)
    name = _BY_LETTERS.get(wanted) or _zones_by_name().get(wanted) or _by_hours(typed.strip())
    if name is None:
        sentence = "“{typed}” is not a time zone that I know; a city is one, and so are KST and UTC+9."
        raise BadArgument(sentence, EXAMPLE, typed=shown(typed))
    return name


def zone_or_utc(name: str) -> ZoneInfo:
    """The zone, or UTC where the name is none (a database of another age may hold one)."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def zone_in_words(name: str, t: Translator = ENGLISH) -> str:
    """``Asia/Seoul``, ``서울``, ``UTC+9``: IANA has the sign of fixed zones the other way round."""
    fixed = _FIXED.fullmatch(name)
    if fixed:
        return f"UTC{'+' if fixed[1] == '-' else '-'}{fixed[2]}"
    return name if t.is_english else _city(name, t.language)


def _city(name: str, language: str) -> str:
    """A zone's city by Unicode's CLDR, which has none where the name says it already."""
    from babel import Locale

    known = Locale(language).time_zones.get(name, {})
    return str(known.get("city") or name.rpartition("/")[2].replace("_", " "))


def _by_hours(typed: str) -> str | None:
    """``+9``, ``UTC-5``, ``GMT+09:00``; IANA has fixed zones of whole hours alone. Raises BadArgument for others."""
    found = _HOURS.fullmatch(typed)
    if found is None:
        return None
    if found[3] not in {None, "00"}:
        raise BadArgument("By hours only whole ones go; otherwise name a city.", "/timezone Asia/Kolkata")
    hours = int(found[2])
    if not hours:
        return "UTC"
    name = f"Etc/GMT{'-' if found[1] == '+' else '+'}{hours}"
    return name if name in available_timezones() else None


@cache
def _zones_by_name() -> dict[str, str]:
    zones = sorted(zone for zone in available_timezones() if not zone.startswith(("posix/", "right/")))
    cities = {zone.rpartition("/")[2].casefold(): zone for zone in zones if zone.count("/") and zone[:3] != "Etc"}
    return cities | {zone.casefold(): zone for zone in zones}
