"""Dates of entries, read from the string itself: feedparser takes KST, JST and CET for UTC without a word.

Understood are RFC 822 and ISO 8601 with the deviations that real feeds show: a month as a number or in the paper's
own language, no blank after the comma, double blanks, names of zones, no zone at all (the time of the feed's country),
a date without a time, the dates that programs print. A month or a year alone is no date.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

EARLIEST = 1990
"""The year before which a date of a feed is a placeholder (1970, 0001)."""

AHEAD = timedelta(days=1)
"""A date further in the future than this is not believed."""

FURTHEST_ZONE = 14 * 60
"""Minutes that a clock may be ahead of UTC or behind; more is a mistake."""

COUNTRY_ZONES = {
    "KR": "Asia/Seoul", "KP": "Asia/Pyongyang", "JP": "Asia/Tokyo", "CN": "Asia/Shanghai", "TW": "Asia/Taipei",
    "HK": "Asia/Hong_Kong", "SG": "Asia/Singapore", "PH": "Asia/Manila", "IN": "Asia/Kolkata", "VN": "Asia/Ho_Chi_Minh",
    "DE": "Europe/Berlin", "AT": "Europe/Vienna", "CH": "Europe/Zurich", "FR": "Europe/Paris", "BE": "Europe/Brussels",
    "NL": "Europe/Amsterdam", "IT": "Europe/Rome", "ES": "Europe/Madrid", "PL": "Europe/Warsaw", "CZ": "Europe/Prague",
    "DK": "Europe/Copenhagen", "NO": "Europe/Oslo", "SE": "Europe/Stockholm", "FI": "Europe/Helsinki",
    "GB": "Europe/London", "IE": "Europe/Dublin", "TR": "Europe/Istanbul", "UA": "Europe/Kyiv", "QA": "Asia/Qatar",
    "IL": "Asia/Jerusalem",
}  # fmt: skip
"""Countries with one time; where there are several, a time without a zone is taken for UTC."""

ZONE_HOURS = {
    "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "MEZ": 1, "MET": 1, "CEST": 2,
    "MESZ": 2, "MEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "TRT": 3, "PKT": 5, "IST": 5.5, "ICT": 7, "WIB": 7, "HKT": 8,
    "SGT": 8, "PHT": 8, "AWST": 8, "KST": 9, "JST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "AST": -4,
    "ADT": -3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9,
    "AKDT": -8, "HST": -10,
}  # fmt: skip
"""Zone names -> hours ahead of UTC."""

COUNTRY_MEANINGS = {("CN", "CST"): 8.0, ("TW", "CST"): 8.0, ("IE", "IST"): 1.0, ("IL", "IST"): 2.0}
"""Names that mean something else in these countries."""

WANDERING = {
    "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles",
}  # fmt: skip
"""Names that stand for winter and summer time alike."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janv janvier ene enero ιαν január",
            "feb february februar fév févr février febrero φεβ február",
            "mar march mär märz mrz mars marzo μάρ μαρ március",
            "apr april avr avril abr abril απρ április",
            "may mai mayo μάι μαϊ május",
            "jun june juni juin junio ιούν ιουν június",
            "jul july juli juil juillet julio ιούλ ιουλ július",
            "aug august août ago agosto αύγ αυγ augusztus",
            "sep sept september septembre septiembre σεπ szeptember",
            "oct october okt oktober octobre octubre οκτ október",
            "nov november novembre noviembre νοέ νοε",
            "dec december dez dezember déc décembre dic diciembre δεκ",
        ),
        start=1,
    )
    for name in names.split()
}
"""The names of months -> their numbers, in the languages that feeds write dates in."""

MONTH_FIRST = frozenset({"US", "PH"})
"""Countries that write 11/24/2026; the others write 24/11/2026."""

_RFC_822 = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(\d\d?) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) (?:GMT|UTC|([+-])(\d\d):?(\d\d))",
    re.ASCII,
)
_RFC_3339 = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|([+-])(\d\d):(\d\d))", re.ASCII)

_HALF = r"(?P<half>[AaPp]\.?[Mm]\.?(?![A-Za-z]))"
_TIME = rf"(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?::(?P<second>\d{{2}})(?:[.,]\d+)?)?\s?{_HALF}?"
_REST = rf"(?:[T, ]+{_TIME})?(?P<zone>.*)"
_WEEKDAY = r"(?:[^\W\d_]+(?:\.?, ?|\.? ))?"
_MONTH = r"(?P<month>[^\W\d_]+)\.?"
_YEAR = r"(?P<year>\d{4})"
_FORMS = tuple(
    re.compile(form)
    for form in (
        # 2026-11-24T10:00:00+09:00, 2026.11.24 10:00, 2026-11-24, Tue, 2026/11/24 10:00:00 EST, 2026-november-24
        rf"{_WEEKDAY}{_YEAR}[-/.] ?(?P<month>\d{{1,2}}|[^\W\d_]+)[-/.] ?(?P<day>\d{{1,2}})\.?{_REST}",
        # 2026년 11월 24일 10시 30분, 2026年11月24日 午後10:30, 2026-11-24 오후 10:30:00, 2026.11.24(화) 10:30
        rf"{_YEAR}[-/.년年] ?(?P<month>\d{{1,2}})[-/.월月] ?(?P<day>\d{{1,2}})[.일日]? ?(?:\([^\W\d_]{{1,3}}\))?,? ?"
        r"(?P<half>오전|오후|午前|午後|上午|下午)? ?(?:(?P<hour>\d{1,2})[:시時点](?: ?(?P<minute>\d{1,2})분?分?"
        r"(?:[: ]*(?P<second>\d{2})초?秒?)?)?)?(?P<zone>.*)",
        # 20261124100000, 20261124T100000Z
        rf"{_YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}})"
        r"T?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?P<half>)(?P<zone>.*)",
        # 20261124
        rf"{_YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}})(?P<hour>)(?P<minute>)(?P<second>)(?P<half>)(?P<zone>)",
        # Tue, 24 Nov 2026 10:00:00 +0900, 24-Nov-26, 24. November 2026
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})[. -]+{_MONTH}[ ,-]+(?P<year>\d{{4}}|\d{{2}})(?!\d){_REST}",
        # 24 11 2026 10:00:00
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})[. -](?P<month>\d{{1,2}})[. -]{_YEAR}{_REST}",
        # 11/24/2026 10:00:00 AM, 24/11/2026
        rf"(?P<first>\d{{1,2}})/(?P<other>\d{{1,2}})/{_YEAR}{_REST}",
        # Nov 24, 2026 10:00 am EST
        rf"{_WEEKDAY}{_MONTH} (?P<day>\d{{1,2}}),? {_YEAR}{_REST}",
        # Tue Nov 24 10:00:00 EST 2026, Tue Nov 24 10:00:00 +0900 2026
        rf"{_WEEKDAY}{_MONTH} (?P<day>\d{{1,2}}) {_TIME} (?:(?P<zone>[A-Za-z]+|[+-]\d\d:?\d\d) )?{_YEAR}",
    )
)
_ORDINAL = re.compile(r"(\d{4})-?(\d{3})", re.ASCII)
_WEEK = re.compile(r"\d{4}-?W\d{2}-?\d", re.ASCII)
_STAMP = re.compile(r"(1\d{9})(?:\d{3})?", re.ASCII)
_OFFSET = re.compile(r"(?:UTC|GMT|UT)?\s?([+-])(\d{1,2}):?(\d{2})?(?!\d)", re.IGNORECASE)
_PLACE = re.compile(r"[A-Z][A-Za-z]{1,20}/[A-Z][A-Za-z_]{1,30}")


def parse_date(text: str, country: str = "") -> datetime | None:
    """The moment that a feed's date names, in UTC; None where it cannot be read. ``country``: of the feed, alpha-2."""
    return _by_the_rules(text) or _by_any_form(text, country)


def plausible_moment(moment: datetime | None, now: datetime) -> datetime | None:
    """The moment, unless it is a placeholder or lies more than a day ahead."""
    return moment if moment and moment.year >= EARLIEST and moment <= now + AHEAD else None


def _by_the_rules(text: str) -> datetime | None:
    """A date as RFC 822 or RFC 3339 have it: nine dates in ten, in a third of the time of the forms."""
    if found := _RFC_822.fullmatch(text):
        day, name, year, *rest = found.groups()
        month = MONTHS.get(name.lower(), 0)
    elif found := _RFC_3339.fullmatch(text):
        year, name, day, *rest = found.groups()
        month = int(name)
    else:
        return None
    hour, minute, second, sign, hours, minutes = rest
    try:
        local = datetime(int(year), month, int(day), int(hour), int(minute), int(second), tzinfo=UTC)
        if sign is None:
            return local
        ahead = int(hours) * 60 + int(minutes)
        if ahead > FURTHEST_ZONE:
            return None
        return local - timedelta(minutes=ahead if sign == "+" else -ahead)
    except (ValueError, OverflowError):
        return None


def _by_any_form(text: str, country: str) -> datetime | None:
    tidy = " ".join(text.split())[:100]
    for form in _FORMS:
        if (found := form.fullmatch(tidy)) and (moment := _moment(found.groupdict(), country)):
            return moment
    return _by_count(tidy)


def _by_count(text: str) -> datetime | None:
    """Days and weeks of the year (ISO 8601), seconds since 1970."""
    try:
        if found := _ORDINAL.fullmatch(text):
            return datetime(int(found[1]), 1, 1, tzinfo=UTC) + timedelta(days=int(found[2]) - 1)
        if _WEEK.fullmatch(text):
            return datetime.fromisoformat(text).replace(tzinfo=UTC)
        if found := _STAMP.fullmatch(text):
            return datetime.fromtimestamp(int(found[1]), UTC)
    except (ValueError, OverflowError):
        return None
    return None


def _moment(found: Mapping[str, str | None], country: str) -> datetime | None:
    month, day = _month_and_day(found, country)
    zone = _zone((found["zone"] or "").strip(), country)
    if month is None or zone is None:
        return None
    try:
        hour = _hour(found)
        local = datetime(_year(found["year"] or ""), month, day, hour % 24, int(found["minute"] or 0),
                         min(int(found["second"] or 0), 59), tzinfo=zone)  # fmt: skip
        # Some clocks end the day at 24:00.
        return (local + timedelta(days=hour // 24)).astimezone(UTC) if hour <= 24 else None
    except (ValueError, OverflowError):
        return None


def _year(digits: str) -> int:
    year = int(digits)
    return year + 2000 if len(digits) == 2 else year


def _month_and_day(found: Mapping[str, str | None], country: str) -> tuple[int | None, int]:
    if "first" in found:
        first, other = int(found["first"] or 0), int(found["other"] or 0)
        if other > 12 or (first <= 12 and country in MONTH_FIRST):
            return first, other
        # Where neither number nor country decides, no date is better than a wrong one.
        return (other if first > 12 or country else None), first
    name = found["month"] or ""
    return (int(name) if name.isdigit() else MONTHS.get(name.lower())), int(found["day"] or 0)


def _hour(found: Mapping[str, str | None]) -> int:
    hour = int(found["hour"] or 0)
    half = (found["half"] or "").lower()
    if not half:
        return hour
    return hour % 12 + (12 if half[0] in "p下" or half in {"오후", "午後"} else 0)


def _zone(text: str, country: str) -> tzinfo | None:
    """The zone that the rest of a date names; the country's where it names none; None where it is not a zone."""
    name = re.sub(r"\(.*\)", "", text).strip() or text.strip("() ")
    if not name:
        return ZoneInfo(COUNTRY_ZONES[country]) if country in COUNTRY_ZONES else UTC
    if offset := _OFFSET.match(name):
        sign = -1 if offset[1] == "-" else 1
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return timezone(sign * timedelta(minutes=minutes)) if minutes <= FURTHEST_ZONE else None
    if _PLACE.fullmatch(name) and not name.startswith("Etc/"):
        return _place(name)
    name = name.upper().removeprefix("ETC/")
    if name in WANDERING:
        return ZoneInfo(WANDERING[name])
    if len(name) == 1 and "A" <= name <= "Z":
        # Letters were defined with the wrong sign once, so they mean nothing (RFC 5322, section 4.3).
        return UTC
    hours = COUNTRY_MEANINGS.get((country, name), ZONE_HOURS.get(name))
    return None if hours is None else timezone(timedelta(hours=hours))


def _place(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
