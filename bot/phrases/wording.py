"""Dates, counts and lists in print, in English and independent of the machine's locale."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_WITH_ARTICLE = frozenset(
    {"states", "kingdom", "netherlands", "philippines", "department", "ministry", "office", "bureau", "pentagon"}
    | {"house", "administration", "government", "cabinet", "command", "embassy", "agency", "council", "commission"}
    | {"union", "senate", "assembly", "diet", "bundestag", "parliament", "party", "forces", "treasury"}
    | {"ilbo", "shimbun"}
)
"""Last words of names that take an article; people, countries and outlets take none."""

_DOCUMENTS = frozenset({"sheet", "statement", "declaration", "document", "memo", "report"})
"""Last words of what stands for a speaker without a name: one of several."""


def count(number: int, one: str, many: str = "") -> str:
    """``1 report``, ``2 reports``, ``no reports``; ``many`` where the plural is not ``one`` with an s."""
    noun = one if number == 1 else many or f"{one}s"
    return f"{number:,} {noun}" if number else f"no {noun}"


def day(when: date) -> str:
    """``19 Nov 2019``; of a datetime, its own day."""
    return f"{when.day} {month(when)}"


def month(when: date) -> str:
    """``Nov 2019``."""
    return f"{MONTHS[when.month - 1]} {when.year}"


def list_in_words(parts: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def since_label(since: datetime | None, now: datetime) -> str:
    """A period that ends now: ``the last 7 days``, ``the last 24 hours``, ``since 1 Mar 2024``; else ``all so far``."""
    if since is None:
        return "all so far"
    span = now - since
    if timedelta(days=2) <= span <= timedelta(days=90) and span % timedelta(days=1) == timedelta(0):
        return f"the last {span.days} days"
    if timedelta(hours=1) < span <= timedelta(days=2) and span % timedelta(hours=1) == timedelta(0):
        return f"the last {span // timedelta(hours=1)} hours"
    return f"since {day(since)}"


def sentence(text: str) -> str:
    """The text with a full stop, unless it ends a sentence already."""
    text = text.strip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def name_in_sentence(who: str) -> str:
    """A name as a sentence has it: ``the United States``, ``Mark Esper``, ``Japan``, ``a joint fact sheet``."""
    if who == "unnamed report":
        return f"an {who}"
    if who[:1].islower() and who.rsplit(maxsplit=1)[-1] in _DOCUMENTS:
        return f"a {who}"
    last = who.rsplit(maxsplit=1)[-1:] or [""]
    if who[:4].lower() == "the " or who[:1].islower() or last[0].lower() not in _WITH_ARTICLE:
        return who
    return f"the {who}"


def ago(past: date, today: date) -> str:
    """How long ago a day was: ``17 months ago``, of two years and more ``6 years ago``."""
    days = (today - past).days
    if days < 60:
        return f"{count(days, 'day')} ago"
    return f"{count(days * 12 // 365, 'month') if days < 2 * 365 else count(days // 365, 'year')} ago"
