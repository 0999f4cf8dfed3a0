"""What a response's headers say: freshness, how long to stay away, and the validators to send back.

All results are in seconds, never negative, and never above ``LONGEST``; the desk applies its own floor and caps.
"""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from msgspec.structs import replace
from multidict import CIMultiDict, CIMultiDictProxy

from bot.model import Freshness, Validators

Headers = CIMultiDict[str] | CIMultiDictProxy[str]

LONGEST = 10.0 * 365 * 86400
"""Ten years: keeps absurd figures from overflowing a date further on."""

_MAX_AGE = re.compile(r'(?:^|,)\s*max-age\s*=\s*"?(\d+)"?\s*(?=,|;|$)', re.IGNORECASE)
_LINK = re.compile(r"<([^<>]*)>([^<]*)")
LONGEST_LINKS = 16 * 1024
"""Characters of Link headers that are read."""
_UNRETURNABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_NOT_FRESH = re.compile(r"(?:^|,)\s*no-(?:store|cache)\s*(?=,|;|$)", re.IGNORECASE)


def freshness(headers: Headers, now: datetime, ttl: float = 0.0) -> Freshness:
    """How long the feed asks to be left alone. ``ttl`` is what its body says, in seconds."""
    return Freshness(
        max_age=remaining_freshness(headers, now), retry_after=retry_after(headers, now), ttl=_bounded(ttl)
    )


def remaining_freshness(headers: Headers, now: datetime) -> float:
    """Seconds of freshness left (RFC 9111, sections 4.2 and 5): max-age before Expires, less the Age.

    ``no-store`` and ``no-cache`` leave none. Expires counts from the server's own Date, so that a skewed clock does no
    harm.
    """
    control = ", ".join(headers.getall("Cache-Control", []))
    if _NOT_FRESH.search(control):
        return 0.0
    if ages := _MAX_AGE.findall(control):
        lifetime = min(_seconds(age) for age in ages)
    else:
        expires = _date(headers.get("Expires", ""))
        lifetime = (expires - _sent(headers, now)).total_seconds() if expires else 0.0
    return _bounded(lifetime - _seconds(headers.get("Age", "")))


def stated_max_age(headers: Headers) -> float:
    """The max-age of a response in seconds; 0 where there is none, or where it is not to be kept."""
    control = ", ".join(headers.getall("Cache-Control", []))
    ages = [] if _NOT_FRESH.search(control) else _MAX_AGE.findall(control)
    return min(map(_seconds, ages), default=0.0)


def freshness_of_304(headers: Headers, now: datetime, max_age: float) -> Freshness:
    """That of a 304, which makes the stored response fresh anew (RFC 9111, section 4.3.4).

    ``max_age`` is that of the stored one, and counts where the 304 says nothing; a stored Expires is over by then.
    """
    fresh = freshness(headers, now)
    if max_age <= 0 or "Cache-Control" in headers or "Expires" in headers:
        return fresh
    return replace(fresh, max_age=_bounded(max_age - _seconds(headers.get("Age", ""))))


def retry_after(headers: Headers, now: datetime) -> float:
    """Seconds to stay away (RFC 9110, section 10.2.3); 0 for nonsense. A date counts from the server's Date."""
    text = headers.get("Retry-After", "").strip()
    if not text:
        return 0.0
    if re.fullmatch(r"\d+(\.\d+)?", text, re.ASCII):
        return _seconds(text)
    until = _date(text)
    return _bounded((until - _sent(headers, now)).total_seconds()) if until else 0.0


def validators(headers: Headers) -> Validators:
    """The validators as they came (RFC 9110, section 8.8)."""
    return Validators(_returnable(headers.get("ETag")), _returnable(headers.get("Last-Modified")))


def validators_after_304(old: Validators, headers: Headers) -> Validators:
    """What a 304 leaves us with: the validators that it names, and the old ones else (RFC 9111, section 4.3.4)."""
    new = validators(headers)
    return Validators(new.etag or old.etag, new.last_modified or old.last_modified)


def conditions(known: Validators) -> dict[str, str]:
    """The conditional headers of the next request: both validators, byte for byte."""
    wanted = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in wanted.items() if value}


def links(headers: Headers) -> dict[str, str]:
    """Relation, in lower case -> the first address that Link headers give for it (RFC 8288, section 3)."""
    found: dict[str, str] = {}
    for url, parameters in _LINK.findall(", ".join(headers.getall("Link", []))[:LONGEST_LINKS]):
        for parameter in parameters.split(";"):
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "rel":
                for relation in value.strip(' \t,"').lower().split():
                    found.setdefault(relation, url.strip())
    return found


def _returnable(value: str | None) -> str | None:
    """A validator that we can give back unchanged; bytes that are no UTF-8 would not survive the way."""
    return value if value and not _UNRETURNABLE.search(value) else None


def _sent(headers: Headers, now: datetime) -> datetime:
    return _date(headers.get("Date", "")) or now


def _date(text: str) -> datetime | None:
    if not text:
        return None
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _seconds(text: str) -> float:
    # Twelve digits are longer than LONGEST; more would only cost time.
    digits = text.strip()
    return _bounded(float(digits[:12])) if re.fullmatch(r"\d+(\.\d+)?", digits, re.ASCII) else 0.0


def _bounded(seconds: float) -> float:
    return min(max(seconds, 0.0), LONGEST)
