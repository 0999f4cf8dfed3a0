"""The ledger: every figure on record, narrowed by country, role, year, speaker and kind, by pages."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from bot.chat.languages.names import name
from bot.dashboard.languages.desk_words import kind_words, label_of, role_word
from bot.dashboard.languages.speaker import Speaker
from bot.dashboard.pages.desk import Desk
from bot.dashboard.pages.visit import NoPageError, Page, Visit, paged
from bot.dashboard.views.figures import figure_view, shown_sources
from bot.dashboard.views.links import address
from bot.desk.ledger.rows import LedgerRow
from bot.model import LEDGER_ROLES, Kind, Party, Role

PER_PAGE = 20
MOST_SPEAKERS = 100
"""Who is named most, among whom may be chosen."""


class Choice(Struct, frozen=True):
    """A value that a filter may have."""

    value: str
    words: str
    chosen: bool


class Filter(Struct, frozen=True):
    name: str
    label: str
    every: str
    """What it is called to narrow nothing."""
    choices: tuple[Choice, ...]


def ledger(desk: Desk, visit: Visit) -> Page:
    """A page of the figures, those told last first. Raises NoPageError."""
    s, track = visit.s, desk.track_asked(visit)
    key = track.key if track else None
    rows = desk.ledger.rows(key)
    mine = [row for row in rows if row.sources and (key is None or row.track == key)]
    role, kind, year = _role(visit), _kind(visit), _year(visit)
    speaker = visit.asked("speaker")
    kept = [
        row
        for row in mine
        if (role is None or row.role is role)
        and (kind is None or row.kind is kind)
        and (year is None or row.year == year)
        and (not speaker or speaker in row.actors)
    ]
    kept.sort(key=lambda row: (row.role is Role.UNCLEAR, -row.last_seen.timestamp()))
    shown, pager = paged(visit, kept, PER_PAGE)
    articles = desk.reports(shown_sources(shown))
    values = {
        "figures": [figure_view(row, desk.topic, s, articles) for row in shown],
        "total": len(kept),
        "pager": pager,
        "filters": (
            _countries(desk, visit),
            _filter(visit, "role", s.say("Role"), s.say("All roles"), LEDGER_ROLES, lambda one: role_word(one, s)),
            _filter(visit, "kind", s.say("Kind"), s.say("All kinds"), Kind, lambda one: kind_words(one, s)),
            _filter(visit, "year", s.say("For the year"), s.say("All years"), _years(mine), str),
            _speakers(mine, visit, desk.topic.vocabulary.parties),
        ),
        "is_whole": desk.archive.ledger_is_whole(tuple(one.key for one in desk.tracks), key),
        "is_narrowed": any((track, role, kind, year, speaker)),
        "every": address("/ledger"),
    }
    return Page("ledger.html", s.say("Figures"), values, section="ledger")


def _role(visit: Visit) -> Role | None:
    asked = visit.asked("role")
    if not asked:
        return None
    found = next((role for role in LEDGER_ROLES if role.value == asked), None)
    if found is None:
        raise NoPageError(visit.s.say("There is no role “{role}”.", role=asked[:40]))
    return found


def _kind(visit: Visit) -> Kind | None:
    asked = visit.asked("kind")
    if not asked:
        return None
    found = next((kind for kind in Kind if kind.value == asked), None)
    if found is None:
        raise NoPageError(visit.s.say("There is no kind “{kind}”.", kind=asked[:40]))
    return found


def _year(visit: Visit) -> int | None:
    asked = visit.asked("year")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) == 4):
        raise NoPageError(visit.s.say("“{year}” is no year; 2026 is.", year=asked[:40]))
    return int(asked)


def _years(rows: Iterable[LedgerRow]) -> list[int]:
    return sorted({row.year for row in rows if row.year is not None}, reverse=True)


def _countries(desk: Desk, visit: Visit) -> Filter:
    s, asked = visit.s, visit.asked("country").casefold()
    choices = tuple(
        Choice(one.key.lower(), label_of(one, desk.topic, s), one.key.casefold() == asked) for one in desk.tracks
    )
    return Filter("country", s.say("Country"), s.say("All countries"), choices)


def _filter(
    visit: Visit, called: str, label: str, every: str, values: Iterable[object], words: Callable[..., str]
) -> Filter:
    asked = visit.asked(called)
    return Filter(called, label, every, tuple(Choice(str(one), words(one), str(one) == asked) for one in values))


def _speakers(rows: Sequence[LedgerRow], visit: Visit, parties: Sequence[Party]) -> Filter:
    """Those who are named most, in the order of the alphabet, and whoever is asked for."""
    s, asked = visit.s, visit.asked("speaker")
    named = Counter(actor for row in rows for actor in row.actors)
    those = {one for one, _ in named.most_common(MOST_SPEAKERS)} | ({asked} if asked else set())
    return _filter(
        visit, "speaker", s.say("Speaker"), s.say("Everybody"), sorted(those), lambda one: _name(one, parties, s)
    )


def _name(who: str, parties: Sequence[Party], s: Speaker) -> str:
    return who if s.is_english else name(who, parties, s.chat)
