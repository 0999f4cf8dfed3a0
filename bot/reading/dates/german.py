"""Dates to come in German: 3. Dezember, Ende des Jahres, dritte Verhandlungsrunde."""

import re

from bot.reading.dates.date_words import DateWords, Occasion, any_case, patterns
from bot.reading.dates.reckoning import (
    days,
    deadline_year,
    end_of_term,
    end_of_year,
    months_ahead,
    next_month,
    next_week,
    whole_month,
    whole_year,
)

_MONTHS = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
_MONTH = "(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)"
_TO = r"\s?(?:-|–|~|bis|und)\s?"
_COUNTS = {"zwei": 2, "drei": 3, "vier": 4, "sechs": 6, "neun": 9, "zwölf": 12}
_COUNT = "|".join(_COUNTS)
_ORDINALS = ("erste", "zweite", "dritte", "vierte", "fünfte", "sechste", "siebte", "achte", "neunte", "zehnte", "elfte",
             "zwölfte")  # fmt: skip


def _month(match: re.Match[str]) -> int:
    return _MONTHS.index(match["month"][:3].lower()) + 1


DATES = DateWords(
    patterns=patterns(
        (rf"\b(?P<first>\d{{1,2}})\.(?:{_TO}(?P<last>\d{{1,2}})\.)? (?P<month>{_MONTH})(?: (?P<year>20\d\d))?",
         days(_month)),
        (rf"\bEnde (?P<month>{_MONTH})(?: (?P<year>20\d\d))?", whole_month(_month, end=True)),
        (r"\bEnde (?P<year>20\d\d)|\bJahresende|\bEnde (?:des|dieses) Jahres|\bEnde (?P<next>nächsten Jahres)",
         end_of_year),
        (r"\bspätestens (?:bis |im Jahr )?(?P<year>20\d\d)\b", deadline_year),
        (r"\bbis (?P<last>20\d\d)\b", end_of_term),
        (rf"\bin den (?:nächsten|kommenden) (?P<first>\d{{1,2}}|{_COUNT}) bis (?P<last>\d{{1,2}}|{_COUNT}) Monaten\b",
         months_ahead(_COUNTS)),
        (r"\b(?:im Jahr )?(?P<year>20\d\d) (?=soll|wird|will)", whole_year),
        (rf"\b(?P<month>{_MONTH}) (?P<year>20\d\d)", whole_month(_month)),
        (rf"\b(?:im|bis|nächsten) (?P<month>{_MONTH})\b", whole_month(_month)),
        (r"\b(?:nächsten|kommenden) Monat\b", next_month),
        (r"\b(?:nächste|kommende)n? Woche\b", next_week),
    ),
    until=any_case(r"\bbis\b"),
    occasions=(
        (Occasion.EXPIRY, any_case(r"\bläuft\b.{0,60}\b(?:aus|ab)\b|\bauslauf|\bgilt bis\b|\bendet\b")),
        (Occasion.FURLOUGH, any_case(r"unbezahlten Urlaub|Zwangsurlaub")),
        (Occasion.VOTE, any_case(r"\bstimm\w* .{0,30}\bab\b|\bAbstimmung|\bratifizier")),
        (Occasion.SIGNING, any_case(r"\bunterzeichn|\bunterschr")),
        (Occasion.IN_FORCE, any_case(r"\bin Kraft\b")),
        (Occasion.TROOPS, any_case(r"\babzieh\w*|\bAbzug\b|\bhol(?:en|t)\b.*\bzurück\b|\bverlassen\b")),
        (Occasion.REVIEW, any_case(r"\bBilanz (?:gezogen|ziehen)\b|\bzieh(?:en|t)\b.{0,40}\bBilanz\b")),
        (Occasion.GOAL, any_case(r"\bverpflicht\w+|\bZiel|\bwollen\b")),
        (Occasion.ROUND, any_case(r"\bVerhandlung|runde\b|\bGespräche\b")),
        (Occasion.SUMMIT, any_case(r"\bGipfel")),
    ),
    coming=any_case(
        r"\bwird\b|\bwerden\b|\bsoll(?:en)?\b|\bgeplant\b|\bvorgesehen\b|\bnächste|\bläuft\b|\bgilt\b|\bkommende"
        r"|\bspätestens\b|\bbis 20\d\d\b"),
    today=any_case(r"\bheute\b|\bum Mitternacht\b"),
    past=any_case(r"\bendete\b|\bwurde\b|\bhaben\b .*\bunterzeichnet\b"),
    over=any_case(r"\bausgelaufen\b|\blief\b|\bendete\b"),
    negated=any_case(r"\bnicht\b|\bkein\w*\b|\bohne\b"),
    rounds=(rf"\b({'|'.join(_ORDINALS)}|siebente)[nrs]? \w*runde\b", r"\b(\d{1,2})\. \w*runde\b"),
    ordinals={word: place for place, word in enumerate(_ORDINALS, 1)} | {"siebente": 7},
)  # fmt: skip
