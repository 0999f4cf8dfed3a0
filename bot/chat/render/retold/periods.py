"""Periods as a language has them: ``the last 7 days``, ``최근 7일``, ``die letzten 7 Tage``."""

import re
from collections.abc import Mapping

from bot.chat.languages.times import day, month
from bot.chat.languages.translator import Translator
from bot.chat.typed.periods import Span

LENGTHS = {
    "hour": ("the last hour", "the last {number} hour", "the last {number} hours"),
    "day": ("the last day", "the last {number} day", "the last {number} days"),
    "week": ("the last week", "the last {number} week", "the last {number} weeks"),
    "month": ("the last month", "the last {number} month", "the last {number} months"),
    "year": ("the last year", "the last {number} year", "the last {number} years"),
}
"""By their unit: one, and several of them."""
LENGTHS_WITHIN = {unit: tuple(f"in {words}" for words in those) for unit, those in LENGTHS.items()}
_LENGTH = re.compile(r"the last (?:(\d+) )?([a-z]+?)s?")


def span_label(span: Span, t: Translator) -> str:
    """A period by itself, as in a heading."""
    if t.is_english:
        return span.label
    if span.since is None:
        return _length(span.label, LENGTHS, t)
    if span.until is None:
        return t.say("since {day}", day=day(span.since, t))
    return _named(span, t)


def within(span: Span, t: Translator) -> str:
    """In a period, as a sentence has it: ``in the last 7 days``, ``on 19 Nov 2019``."""
    if t.is_english:
        return span.within
    if span.since is None:
        return _length(span.label, LENGTHS_WITHIN, t)
    if span.until is None:
        return t.say("since {day}", day=day(span.since, t))
    return t.say("on {day}" if span.since == span.until else "within {period}", day=day(span.since, t),
                 period=_named(span, t))  # fmt: skip


def _length(label: str, lengths: Mapping[str, tuple[str, ...]], t: Translator) -> str:
    """Of one that ends now."""
    found = _LENGTH.fullmatch(label)
    if found is None or found[2] not in lengths:
        return label
    alone, one, many = lengths[found[2]]
    return t.plural(one, many, int(found[1])) if found[1] else t.say(alone)


def _named(span: Span, t: Translator) -> str:
    """Of one that has its ends: a day, a month, a year, or from one day to another."""
    since, until = span.since, span.until
    if since is None or until is None or since == until:
        return day(since, t) if since else span.label
    if span.label == str(since.year):
        return t.say("the year {year}", year=str(since.year))
    if (since.year, since.month) == (until.year, until.month) and since.day == 1 and " to " not in span.label:
        return month(since, t)
    return t.say("{first} to {last}", first=day(since, t), last=day(until, t))
