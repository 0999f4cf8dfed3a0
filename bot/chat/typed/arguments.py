"""What may be typed after a command, read into values; what cannot be read is answered with an example."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TypeVar
from zoneinfo import ZoneInfo, available_timezones

from msgspec import Struct

from bot.chat.typed.days import DAY, span_of, without_match
from bot.model import Kind, Role, Track
from bot.phrases.wording import day

_Name = TypeVar("_Name", Kind, Role)

LONGEST = timedelta(days=366 * 20)

_UNITS = {
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "m": timedelta(days=30),
    "y": timedelta(days=365),
}
_UNIT_WORDS = {"h": "hour", "d": "day", "w": "week", "m": "month", "y": "year"}
_WORD_PERIODS = {"today": (1, "d"), "day": (1, "d"), "week": (1, "w"), "month": (1, "m"), "year": (1, "y")}
_PERIOD = re.compile(r"(\d{1,4})\s*(h|d|w|m|y|hours?|days?|weeks?|months?|years?)\b", re.IGNORECASE)
_SINCE = re.compile(rf"\bsince(?::|\s)\s*{DAY}(?!\S)", re.IGNORECASE)

_ROLE_WORDS = {role: role.traits.typed for role in Role}
_SUGGESTED = [role.value for role in Role if role.traits.typed and role.traits.is_suggested]
_KIND_WORDS = {
    Kind.MONEY: {"money", "amount", "amounts", "dollars", "won", "yen", "euros"},
    Kind.PERCENT: {"percent", "percentage", "percentages", "%", "gdp"},
    Kind.MULTIPLE: {"multiple", "multiples", "times", "factor"},
    Kind.TROOPS: {"troops", "troop", "soldiers", "forces"},
    Kind.COUNT: {"workers", "worker", "employees", "count"},
    Kind.YEARS: {"years", "length", "duration"},
}
_EVERY = frozenset({"all", "every", "everything"})


class BadArgument(Exception):  # noqa: N818  # what the user is told, not a failure of ours
    """What was typed cannot be read. ``str()`` says so to the user; ``example`` is a line that works."""

    def __init__(self, sentence: str, example: str) -> None:
        super().__init__(sentence)
        self.example = example


class Span(Struct, frozen=True):
    """A period that ends now: of a length, or since a day."""

    label: str
    """``the last 7 days``, ``since 1 Mar 2024``."""
    length: timedelta = timedelta(0)
    since: date | None = None

    def begins(self, now: datetime) -> datetime:
        """When the period begins; days begin at midnight in UTC."""
        return now - self.length if self.since is None else datetime.combine(self.since, time(0), UTC)

    @property
    def within(self) -> str:
        """``in the last 7 days``, ``since 1 Mar 2024``."""
        return self.label if self.since else f"in {self.label}"


class SummaryWords(Struct, frozen=True):
    span: Span | None
    track: Track | None


class FigureWords(Struct, frozen=True):
    track: Track | None
    kind: Kind | None
    role: Role | None
    every: bool = False
    """All figures on record, not who stands where."""


def summary_words(typed: str, tracks: Sequence[Track], example: str = "/summary 7d") -> SummaryWords:
    """A period (7d, or since a day, month or year), a country, both in any order, or nothing.

    Raises BadArgument, with the example where it is neither, and one of its command where it is no period.
    """
    span, rest = _take_span(typed, example.partition(" ")[0])
    if not rest:
        return SummaryWords(span, None)
    track = find_track(rest, tracks)
    if track is None:
        raise BadArgument(f"“{_shown(rest)}” is neither a period nor one of {_listed(tracks)}.", example)
    return SummaryWords(span, track)


def figure_words(typed: str, tracks: Sequence[Track]) -> FigureWords:
    """A country, a kind (money, troops ...), a role (demanded, agreed ...) or ``all``, in any order, or nothing.

    Raises BadArgument.
    """
    kind: Kind | None = None
    role: Role | None = None
    rest: list[str] = []
    words = typed.split()
    every = any(word.casefold() in _EVERY for word in words)
    for word in (word for word in words if word.casefold() not in _EVERY):
        as_role, as_kind = _named(word, _ROLE_WORDS), _named(word, _KIND_WORDS)
        if as_role and role is None:
            role = as_role
        elif as_kind and kind is None:
            kind = as_kind
        else:
            rest.append(word)
    phrase = " ".join(rest)
    track = find_track(phrase, tracks) if phrase else None
    if phrase and track is None:
        example = f"/figures {tracks[0].name.split()[-1].lower()}" if tracks else "/figures demanded"
        raise BadArgument(
            f"“{_shown(phrase)}” is not one of {_listed(tracks)}, nor {', '.join(_SUGGESTED)}, "
            "money, percent, troops, workers, years.",
            example,
        )
    return FigureWords(track, kind, role, every)


def find_track(words: str, tracks: Sequence[Track]) -> Track | None:
    """The track that goes by these words: its key, its country's code, its name, or one of its terms."""
    wanted = words.strip().casefold()
    for track in tracks:
        if wanted in {track.key.casefold(), track.name.casefold(), (track.payer or track.key).casefold()}:
            return track
    return next((track for track in tracks if any(_is_term(wanted, term) for term in _terms(track))), None)


def time_zone(typed: str) -> str:
    """An IANA time zone by its name or its city, in any case.

    Raises BadArgument.
    """
    wanted = typed.strip().casefold().replace(" ", "_")
    name = _zones_by_name().get(wanted)
    if not wanted or name is None:
        sentence = f"“{_shown(typed)}” is not a time zone." if wanted else "Say which time zone."
        raise BadArgument(sentence, "/timezone Asia/Seoul")
    return name


def zone_or_utc(name: str) -> ZoneInfo:
    """The zone, or UTC where the name is none (a database of another age may hold one)."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


@cache
def _zones_by_name() -> dict[str, str]:
    zones = sorted(zone for zone in available_timezones() if not zone.startswith(("posix/", "right/")))
    cities = {zone.rpartition("/")[2].casefold(): zone for zone in zones if zone.count("/") and zone[:3] != "Etc"}
    return cities | {zone.casefold(): zone for zone in zones}


def _take_span(typed: str, command: str) -> tuple[Span | None, str]:
    """The period in what was typed, and the rest."""
    if since := _SINCE.search(typed):
        return _since(since, command), without_match(typed, since)
    if found := _PERIOD.search(typed):
        return _span(int(found[1]), found[2][0].lower(), command), _without_fillers(without_match(typed, found))
    words = typed.split()
    for word in words:
        if period := _WORD_PERIODS.get(word.casefold()):
            return _span(*period, command), _without_fillers(" ".join(w for w in words if w != word))
    return None, typed.strip()


def _since(found: re.Match[str], command: str) -> Span:
    """From the first day of a year or a month that is named without its day."""
    try:
        first, _ = span_of(found)
    except ValueError:
        raise BadArgument(f"“{_shown(found[0])}” names no day.", f"{command} since 2024-03-01") from None
    return Span(f"since {day(first)}", since=first)


def _without_fillers(words: str) -> str:
    """``last 7 days`` and ``this week`` are understood too."""
    return " ".join(
        word for word in words.split() if word.casefold() not in {"last", "this", "past", "the", "in", "for"}
    )


def _span(number: int, unit: str, command: str) -> Span:
    length = number * _UNITS[unit]
    if not timedelta(0) < length <= LONGEST:
        raise BadArgument("A period is between 1h and 20y.", f"{command} 7d")
    word = _UNIT_WORDS[unit]
    return Span(f"the last {word}" if number == 1 else f"the last {number} {word}s", length)


def _named(word: str, words: Mapping[_Name, Collection[str]]) -> _Name | None:
    return next((name for name, known in words.items() if word.casefold() in known), None)


def _terms(track: Track) -> list[str]:
    return [term for terms in track.terms.values() for term in terms]


def _is_term(wanted: str, term: str) -> bool:
    stem = term.casefold()
    if not stem.endswith("*") or len(stem) < 2:
        return wanted == stem
    return wanted.startswith(stem[:-1]) and " " not in wanted.removeprefix(stem[:-1])


def _listed(tracks: Sequence[Track]) -> str:
    return ", ".join(track.name for track in tracks) or "the countries (this topic has none)"


def _shown(typed: str) -> str:
    line = " ".join(typed.split())
    return line if len(line) <= 40 else line[:39] + "…"
