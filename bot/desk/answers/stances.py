"""What each side of a track holds now, by the newest headline that begins with its name and a word of holding.

"Seoul keeps to the deal" and "Trump: Seoul pays too little" are such headlines. One of before the last turn is answered
by that, one of more than a year ago is none of today, and whoever is out of office speaks for no side.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache

from bot.desk.answers.quotes import SIDES, Side, Voice
from bot.desk.ledger.gist import ArticleOrGist
from bot.desk.ledger.holding import OLD
from bot.desk.ledger.rows import source
from bot.model import Party

_HOLDS = {
    "en": r"(?:,? (?:again|still|now))? (?:says?|asks?|wants?|demands?|seeks?|calls?|urges?|presses|repeats?|insists?"
    r"|refuses?|rejects?|denies|offers?|proposes?|considers?|plans?|sticks?|keeps?|stands?|sees?|expects?|will|would"
    r"|raises|complains?|questions?|mixes|answers?|sets|gets ready)\b|: ",
    "de": r" (?:verlangt|fordert|will|bittet|lehnt|bleibt|besteht|droht|kritisiert|sieht|prüft|bietet|erwartet)\b|: ",
    "ko": r"(?: [^ ]{1,6})?,? ?[“「'‘]|, ",
    "ja": r"(?:氏|大統領|首相|政府|側)?[「、：]",
}
"""What follows a name at the beginning of a headline, by its language."""
_NEWS = re.compile(r"\b(?:reaches?|agree[sd]?|signs?|ratif\w+|settle[sd]?)\b", re.IGNORECASE)
"""An act of both sides is a state of the talks and no position."""
_NOTHING = re.compile(r"(?!)")


def stances(
    articles: Iterable[ArticleOrGist], parties: Sequence[Party], track: str | None, turned: date, today: date
) -> tuple[Voice, ...]:
    """The newest headline of each side, of the articles of one track; ``turned`` is the day of its last turn."""
    first = max(today - OLD, turned)
    found: dict[Side, Voice] = {}
    openings = {language: _Opening(parties, track, language) for language in _HOLDS}
    for article in sorted(articles, key=_newness, reverse=True):
        day = article.published.date()
        if day < first or len(found) == len(SIDES):
            break
        opening = openings.get(article.language)
        party = opening.party(article.title) if opening is not None else None
        if party is None or party.side == "observes":
            continue
        if all(_speaks_for_side(party, one) for one in (day, today)):
            found.setdefault(party.side, Voice(party.side, party.name, article.title, source(article)))
    return tuple(found[side] for side in SIDES if side in found)


def _newness(article: ArticleOrGist) -> tuple[date, bool, datetime, int]:
    return article.published.date(), article.language == "en", article.published, article.id


def _speaks_for_side(party: Party, day: date) -> bool:
    terms = party.in_office
    return not terms or any(term.since <= day and (term.until is None or day < term.until) for term in terms)


class _Opening:
    """How headlines of one language begin that tell what a side of a track holds."""

    def __init__(self, parties: Iterable[Party], track: str | None, language: str) -> None:
        sides = (one for one in parties if one.side == "asks" or (one.side == "hosts" and one.country in {track, None}))
        self._parties = {
            name.casefold(): party
            for party in sides
            for name in party.names.get(language, ())
            if len(name) > 1 and "*" not in name
        }
        self._pattern = _opening(tuple(self._parties), language)

    def party(self, title: str) -> Party | None:
        match = self._pattern.match(title)
        return None if match is None or _NEWS.search(title) else self._parties[match[1].casefold()]


@lru_cache(maxsize=64)
def _opening(names: tuple[str, ...], language: str) -> re.Pattern[str]:
    """One of the names, the longest first, and a word of holding; most are told apart by their first letter."""
    if not names:
        return _NOTHING
    initials = "".join(sorted({re.escape(name[0]) for name in names}))
    listed = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    return re.compile(rf"(?=[{initials}])({listed})(?:{_HOLDS[language]})", re.IGNORECASE)
