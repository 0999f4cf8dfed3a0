"""Dates to come in English: December 3-4, the end of next year, the third round."""

import re
from datetime import date, timedelta

from bot.reading.dates.date_words import DateWords, Occasion, any_case, patterns
from bot.reading.dates.reckoning import (
    days,
    deadline_year,
    end_of_term,
    end_of_year,
    month_days,
    months_ahead,
    next_month,
    next_week,
    this_month,
    tomorrow,
    whole_month,
    whole_year,
)

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_MONTH = rf"(?:{_MONTHS})[a-z]{{0,6}}\.?"
_TO = r"\s?(?:-|–|~|to|and|through)\s?"
_YEAR_SPAN = r"20\d\d\s?(?:-|–|~|∼|to|through)\s?(?P<last>20\d\d)"
_YEAR = r"(?:,? (?P<year>20\d\d))?"
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = "|".join(_DAYS)
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "nine": 9, "twelve": 12}
_COUNT = "|".join(_COUNTS)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
             "twelfth")  # fmt: skip


def _weekday(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
    """The next such day, today among them; with a second one the days up to that."""
    first = said_on + timedelta(days=(_DAYS.index(match["weekday"].lower()) - said_on.weekday()) % 7)
    if not match["last"]:
        return first, first, True
    return first, first + timedelta(days=(_DAYS.index(match["last"].lower()) - first.weekday()) % 7), True


def _season(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
    month = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9}[match["season"].lower()]
    return date(int(match["year"]), month, 1), month_days(int(match["year"]), month + 2)[1], False


def _month(match: re.Match[str]) -> int:
    return _MONTHS.split("|").index(match["month"][:3].lower()) + 1


DATES = DateWords(
    patterns=patterns(
        (rf"\b(?P<month>{_MONTH}) (?P<first>\d{{1,2}})(?!\d)(?:{_TO}(?P<last>\d{{1,2}})(?!\d))?{_YEAR}",
         days(_month)),
        (rf"\b(?P<first>\d{{1,2}})(?:{_TO}(?P<last>\d{{1,2}}))? (?P<month>{_MONTH})\b(?: (?P<year>20\d\d))?",
         days(_month)),
        (rf"\b(?:the )?end(?: of |-)(?P<month>{_MONTH})(?:,? (?P<year>20\d\d))?\b",
         whole_month(_month, end=True)),
        (r"\b(?P<fiscal>fiscal )?" + _YEAR_SPAN, end_of_term),
        (r"\b(?:(?:the )?end of|late(?: in)?) (?:(?P<year>20\d\d)|(?P<next>next year)|(?:the|this) year)\b"
         r"|\byear[-’' s]{1,3}end\b|\bthe year is out\b", end_of_year),
        (r"\b(?:until|through|holds until|valid until|to) (?P<last>20\d\d)\b", end_of_term),
        (r"\bby (?P<year>20\d\d)\b", deadline_year),
        (rf"\b(?:in|within|over) the (?:next|coming) (?P<first>\d{{1,2}}|{_COUNT}) (?:to|or)"
         rf" (?P<last>\d{{1,2}}|{_COUNT}) months\b",
         months_ahead(_COUNTS)),
        (rf"\b(?P<month>{_MONTH}) (?P<year>20\d\d)\b", whole_month(_month)),
        (r"\b(?:in|next|by|until|this|for|after) (?P<month>January|February|March|April|May|June|July|August|September"
         r"|October|November|December)\b", whole_month(_month)),
        (rf"\b(?:next|until|from|through|coming|by) (?P<weekday>{_DAY})(?:{_TO}(?P<last>{_DAY}))?\b", _weekday),
        (rf"\bon (?P<weekday>{_DAY}) and (?P<last>{_DAY})\b", _weekday),
        (r"\b(?P<season>spring|summer|autumn|fall)(?: of|,)? (?P<year>20\d\d)\b", _season),
        (r"\bthis month\b", this_month),
        (r"\b(?:in|from) (?P<year>20\d\d)\b|\bnext year['’]s\b", whole_year),
        (r"\bnext month\b", next_month),
        (r"\bnext week\b", next_week),
        (r"\btomorrow\b", tomorrow),
    ),
    until=any_case(r"\b(?:until|through)\b"),
    occasions=(
        (Occasion.EXPIRY, any_case(
            r"\bexpir(?:es|e|y|ing|ation)\b|\b(?:runs?|running) out\b|\blapses?\b|\bvalid (?:un)?til\b|\bholds until\b"
            r"|\b(?:deal|pact|accord|agreement|arrangement)\b.{0,40}\b(?:ends|until|through) (?!\w+day)"
            r"|\b(?:deal|pact|accord|agreement)\b.{0,60}20\d\d(?:[-–]| to )20\d\d")),
        (Occasion.FURLOUGH, any_case(r"\bfurlough|\bunpaid leave\b|\bsent home\b")),
        (Occasion.VOTE, any_case(r"\bvotes?\b|\bratif(?:y|ication)\b|\bplenary\b|\bapproval\b")),
        (Occasion.SIGNING, any_case(r"\bsign(?:ed|ing|ature)?\b")),
        (Occasion.IN_FORCE, any_case(r"\btakes? effect\b|\benters? into force\b|\bcomes? into (?:force|effect)\b")),
        (Occasion.START, any_case(
            r"\b(?:deal|pact|accord|agreement)\b.{0,25}\b(?:begins|(?:to|would|will) (?:begin|start)|starts|kicks in)\b"
            r"|\bappl(?:y|ies)\b(?! for)")),
        (Occasion.DEAL, any_case(r"\baims? for (?!a round)|\baims? to (?:conclude|reach|strike|finish)\b")),
        (Occasion.TROOPS, any_case(r"\b(?:leaves?|withdraw\w*|removal|pullout|pull(?:ed|s|ing)? out)\b")),
        (Occasion.REVIEW, any_case(r"\btakes? stock\b|\b(?:looks? at|reviews?) (?:its|their|the) progress\b")),
        (Occasion.GOAL, any_case(r"\b(?:goal|target|pledg\w+|promised|undertaken|committed|commit to)\b")),
        (Occasion.ROUND, any_case(
            r"\brounds?\b|\bnegotiat(?:e|ions?|ors?)\b|\btalks\b|\bconsultations\b|\bmeeting\b|\bmeet again\b"
            r"|\bto go on in\b")),
        (Occasion.SUMMIT, any_case(
            r"\bsummit\b|\bnext meets\b|\bleaders\b.{0,40}\bmeet\b|\b(?:leaders|allies)\b.{0,40}\bgather\b")),
    ),
    coming=any_case(
        r"\bwill\b|\bnext\b|\b(?:is|are|be|was|were) (?:to|due|set|scheduled|planned|slated|expected)\b|\bdue\b"
        r"|\bplans? to\b|\bscheduled\b|\bbe held\b|\bwarns?\b|\bnotices?\b|\bfrom\b|\btomorrow\b|\blikely\b"
        r"|\bexpires?\b|\bexpiring\b|\blapses?\b|\bruns? out\b|\bends?\b|\buntil\b|\bthrough\b|\bvalid\b|\bto run\b"
        r"|\bgo on\b|\bholds\b|\bby 20\d\d\b|\bbegins in\b|\baims? (?:for|to)\b"
        r"|\btakes? stock\b|\bgathers?\b|\bmeets?\b|\bwould\b|\bcould\b"),
    today=any_case(r"\b(?:today|tonight|at midnight)\b"),
    past=any_case(
        r"\bended\b|\bwas signed\b|\bsigned (?:on|by|in)\b|\bbegan\b|\btook effect\b|\bentered into force\b"
        r"|\bratified\b|\bstruck\b|\bmet\b|(?<!be )(?<!are )\bheld\b"),
    over=any_case(r"\bexpired\b|\blapsed\b|\bran out\b|\bended\b|\blabou?r\b|\bwages\b"),
    negated=any_case(r"\bnot\b|n['’]t\b|\bno date\b|\bden(?:y|ies|ied)\b|\bif no\b|\byet to\b|\bwithout\b|\bunless\b"),
    rounds=(rf"\b({'|'.join((*_ORDINALS, 'opening'))}) (?:\w+ ){{0,2}}?rounds?\b",
            r"\b(\d{1,2})(?:st|nd|rd|th) round\b",
            r"\bround (\d{1,2})\b"),
    ordinals={word: place for place, word in enumerate(_ORDINALS, 1)} | {"opening": 1},
)  # fmt: skip
