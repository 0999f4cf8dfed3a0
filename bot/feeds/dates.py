"""Dates of entries, read from the string itself: feedparser takes KST, JST and CET for UTC without a word.

Understood are RFC 822 and RFC 3339 with the deviations that real feeds show: a month as a number, no blank after the
comma, double blanks, names of zones, no zone at all (the time of the feed's country), a date without a time.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

EARLIEST = 1990
"""The year before which a date of a feed is a placeholder (1970, 0001)."""

AHEAD = timedelta(days=1)
"""A date further in the future than this is not believed."""

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
            "jan january januar", "feb february februar", "mar march mär märz mrz", "apr april", "may mai",
            "jun june juni", "jul july juli", "aug august", "sep sept september", "oct october okt oktober",
            "nov november", "dec december dez dezember",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

_TIME = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s?(?P<half>[AaPp]\.?[Mm]\.?(?![A-Za-z]))?"
)
_REST = rf"(?:[T, ]+{_TIME})?(?P<zone>.*)"
_WEEKDAY = r"(?:[^\W\d_]+(?:\.?, ?|\.? ))?"
_MONTH = r"(?P<month>[^\W\d_]+)\.?"
_COMPACT_TIME = r"(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?P<half>)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        # 2026-11-24T10:00:00+09:00, 2026.11.24 10:00, 2026-11-24
        rf"(?P<year>\d{{4}})[-/.] ?(?P<month>\d{{1,2}})[-/.] ?(?P<day>\d{{1,2}})\.?{_REST}",
        # 20261124100000
        rf"(?P<year>\d{{4}})(?P<month>\d{{2}})(?P<day>\d{{2}})T?{_COMPACT_TIME}(?P<zone>.*)",
        # Tue, 24 Nov 2026 10:00:00 +0900, 24-Nov-26, 24. November 2026
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})[. -]+{_MONTH}[ ,-]+(?P<year>\d{{4}}|\d{{2}})(?!\d){_REST}",
        # 24 11 2026 10:00:00
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})[. -](?P<month>\d{{1,2}})[. -](?P<year>\d{{4}}){_REST}",
        # Nov 24, 2026 10:00 am EST
        rf"{_WEEKDAY}{_MONTH} (?P<day>\d{{1,2}}),? (?P<year>\d{{4}}){_REST}",
        # Tue Nov 24 10:00:00 EST 2026
        rf"{_WEEKDAY}{_MONTH} (?P<day>\d{{1,2}}) {_TIME} (?:(?P<zone>[A-Za-z]+) )?(?P<year>\d{{4}})",
    )
)
_OFFSET = re.compile(r"(?:UTC|GMT|UT)?\s?([+-])(\d{1,2}):?(\d{2})?(?!\d)", re.IGNORECASE)


def parse_date(text: str, country: str = "") -> datetime | None:
    """The moment that a feed's date names, in UTC; None where it cannot be read. ``country``: of the feed, alpha-2."""
    tidy = " ".join(text.split())[:100]
    for form in _FORMS:
        if (found := form.fullmatch(tidy)) and (moment := _moment(found, country)):
            return moment
    return None


def plausible(moment: datetime | None, now: datetime) -> datetime | None:
    """The moment, unless it is a placeholder or lies more than a day ahead."""
    return moment if moment and moment.year >= EARLIEST and moment <= now + AHEAD else None


def _moment(found: re.Match[str], country: str) -> datetime | None:
    month = _month(found["month"])
    zone = _zone((found["zone"] or "").strip(), country)
    if month is None or zone is None:
        return None
    try:
        local = datetime(_year(found["year"]), month, int(found["day"]), _hour(found), int(found["minute"] or 0),
                         min(int(found["second"] or 0), 59), tzinfo=zone)  # fmt: skip
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _year(digits: str) -> int:
    year = int(digits)
    return year + 2000 if len(digits) == 2 else year


def _month(text: str) -> int | None:
    return int(text) if text.isdigit() else MONTHS.get(text.lower())


def _hour(found: re.Match[str]) -> int:
    hour = int(found["hour"] or 0)
    half = (found["half"] or "")[:1].lower()
    if not half:
        return hour
    return hour % 12 + (12 if half == "p" else 0)


def _zone(text: str, country: str) -> tzinfo | None:
    """The zone that the rest of a date names; the country's where it names none; None where it is not a zone."""
    name = re.sub(r"\(.*\)", "", text).strip() or text.strip("() ")
    if not name:
        return ZoneInfo(COUNTRY_ZONES[country]) if country in COUNTRY_ZONES else UTC
    if offset := _OFFSET.match(name):
        sign = -1 if offset[1] == "-" else 1
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return timezone(sign * timedelta(minutes=minutes)) if minutes <= 14 * 60 else None
    name = name.upper().removeprefix("ETC/")
    if name in WANDERING:
        return ZoneInfo(WANDERING[name])
    hours = COUNTRY_MEANINGS.get((country, name), ZONE_HOURS.get(name))
    return None if hours is None else timezone(timedelta(hours=hours))
