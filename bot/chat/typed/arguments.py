"""What may be typed after a command, read into values; what cannot be read is answered with an example."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache, partial
from typing import TypeVar

from msgspec import Struct

from bot.chat.languages.names import track_label
from bot.chat.languages.translator import Translator
from bot.chat.typed.bad_argument import BadArgument as BadArgument  # so that who reads words knows one place
from bot.chat.typed.bad_argument import shown
from bot.chat.typed.periods import Span, take_span
from bot.model import Kind, Role, Track
from bot.phrases.wording import list_in_words

_Name = TypeVar("_Name", Kind, Role)

ROLE_WORDS = {role: role.traits.typed for role in Role}
_SUGGESTED = [role.value for role in Role if role.traits.typed and role.traits.is_suggested]
KIND_WORDS = {
    Kind.MONEY: {"money", "amount", "amounts", "dollars", "won", "yen", "euros"},
    Kind.PERCENT: {"percent", "percentage", "percentages", "%", "gdp"},
    Kind.MULTIPLE: {"multiple", "multiples", "times", "factor"},
    Kind.TROOPS: {"troops", "troop", "soldiers", "forces"},
    Kind.COUNT: {"workers", "worker", "employees", "count"},
    Kind.YEARS: {"years", "length", "duration"},
}
_EVERY = frozenset({"all", "every", "everything"})


NEWEST, MOST_NEWEST = 5, 20
"""Reports of /latest, and the most that one message holds."""
MOST_KEYS = 24
"""Bytes of the keys of several countries."""
MOST_WORDS = 5
"""Of a country's name."""
_BETWEEN = frozenset({"and", "&", "+", "vs", "vs.", "versus", "with", "or", "und"})
"""What may stand between two countries."""


class SummaryWords(Struct, frozen=True):
    span: Span | None
    track: Track | None
    among: tuple[Track, ...] = ()
    """Where several countries were named: these, and ``track`` is None."""

    @property
    def where(self) -> str:
        """``South Korea``, ``South Korea and Japan``; "" for all."""
        return list_in_words([track.name for track in self.named])

    @property
    def named(self) -> tuple[Track, ...]:
        """The countries that were named; () for all."""
        return (self.track,) if self.track is not None else self.among

    def includes(self, key: str | None) -> bool:
        """Whether a track's key is of what was asked for."""
        return not self.named or key in {track.key for track in self.named}


class FigureWords(Struct, frozen=True):
    track: Track | None
    kind: Kind | None
    role: Role | None
    every: bool = False
    """All figures on record, not who stands where."""
    among: tuple[Track, ...] = ()
    """As in ``SummaryWords``."""

    @property
    def where(self) -> str:
        """As in ``SummaryWords``."""
        return list_in_words([track.name for track in self.named])

    @property
    def named(self) -> tuple[Track, ...]:
        """As in ``SummaryWords``."""
        return (self.track,) if self.track is not None else self.among


def summary_words(
    typed: str, tracks: Sequence[Track], example: str = "/summary 7d", today: date | None = None
) -> SummaryWords:
    """A period (7d, since a day, a month, 2019 to 2021), countries, both in any order, or nothing.

    ``today`` tells the year of a day that has none. Raises BadArgument, with the example where it is neither, and one
    of its command where it is no period.
    """
    span, rest = take_span(typed, example.partition(" ")[0], today)
    found, unknown = tracks_in(rest, tracks)
    if unknown:
        raise BadArgument(
            "“{typed}” is neither a period nor one of {countries}.",
            example,
            typed=shown(rest),
            countries=partial(countries, tracks),
        )
    if len(found) == 1:
        return SummaryWords(span, found[0])
    return SummaryWords(span, None, _several(found, tracks, example))


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
        as_role, as_kind = _named(word, ROLE_WORDS), _named(word, KIND_WORDS)
        if as_role and role is None:
            role = as_role
        elif as_kind and kind is None:
            kind = as_kind
        else:
            rest.append(word)
    found, unknown = tracks_in(" ".join(rest), tracks)
    if unknown:
        raise _no_figure_word(unknown, tracks)
    if len(found) == 1:
        return FigureWords(found[0], kind, role, every)
    return FigureWords(None, kind, role, every, _several(found, tracks, "/figures"))


def _several(found: tuple[Track, ...], tracks: Sequence[Track], example: str) -> tuple[Track, ...]:
    """What was named, () where that are all. Raises BadArgument for more than a button carries."""
    if len(found) == len(tracks):
        return ()
    if len(" ".join(track.key for track in found).encode()) > MOST_KEYS:
        raise BadArgument("These are too many countries at once.", example)
    return found


def _no_figure_word(unknown: str, tracks: Sequence[Track]) -> BadArgument:
    if _is_period(unknown):
        return BadArgument(
            "/figures takes no period such as “{typed}”; /summary does.", f"/summary {unknown}", typed=shown(unknown)
        )
    example = f"/figures {tracks[0].name.split()[-1].lower()}" if tracks else "/figures demanded"
    return BadArgument(
        "“{typed}” is not one of {countries}, nor {roles}, money, percent, troops, workers, years.",
        example,
        typed=shown(unknown),
        countries=partial(countries, tracks),
        roles=", ".join(_SUGGESTED),
    )


def _is_period(words: str) -> bool:
    try:
        span, rest = take_span(words, "/summary")
    except BadArgument:
        return False
    return span is not None and not rest


def compared_tracks(typed: str, tracks: Sequence[Track]) -> tuple[Track, ...]:
    """The countries to set side by side; () for all. Raises BadArgument."""
    found, unknown = tracks_in(typed, tracks)
    if unknown:
        raise BadArgument(
            "“{typed}” is not one of {countries}.",
            "/compare",
            typed=shown(unknown),
            countries=partial(countries, tracks),
        )
    return found


class LatestWords(Struct, frozen=True):
    number: int
    tracks: tuple[Track, ...]
    """() for all."""

    @property
    def typed(self) -> str:
        """The shortest words that mean the same."""
        number = "" if self.number == NEWEST else str(self.number)
        return " ".join(filter(None, [number, *(track.key.lower() for track in self.tracks)]))


def latest_words(typed: str, tracks: Sequence[Track]) -> LatestWords:
    """How many reports, and of which countries, in any order. Raises BadArgument."""
    words = typed.split()
    numbers = [word for word in words if word.isascii() and word.isdigit()]
    found, unknown = tracks_in(" ".join(word for word in words if word not in numbers), tracks)
    if unknown or len(numbers) > 1:
        unread = shown(unknown or " ".join(numbers))
        raise BadArgument(
            "“{typed}” is neither how many reports nor one of {countries}.",
            "/latest 10",
            typed=unread,
            countries=partial(countries, tracks),
        )
    number = int(numbers[0][:4]) if numbers else NEWEST
    if not 1 <= number <= MOST_NEWEST:
        raise BadArgument(
            "/latest shows 1 to {most} reports, not {typed}; /timeline goes back as far as you like.",
            "/latest 10",
            most=str(MOST_NEWEST),
            typed=shown(numbers[0]),
        )
    return LatestWords(number, _several(found, tracks, "/latest 10"))


def tracks_in(words: str, tracks: Sequence[Track]) -> tuple[tuple[Track, ...], str]:
    """The tracks that words name, each once and in their order, and those of the words that name none."""
    typed = words.replace(",", " ").split()
    track_of = cache(partial(find_track, tracks=tracks))  # of a word said hundreds of times, too
    found: dict[str, Track] = {}
    unknown: list[str] = []
    at = 0
    while at < len(typed):
        ends = (end for end in range(min(len(typed), at + MOST_WORDS), at, -1) if track_of(" ".join(typed[at:end])))
        end = next(ends, None)
        if end is not None:
            track = track_of(" ".join(typed[at:end]))
            found |= {track.key: track} if track else {}
        elif typed[at].casefold() not in _BETWEEN or not found:
            unknown.append(typed[at])
        at = end or at + 1
    return tuple(found.values()), " ".join(unknown)


def short_name(track: Track, tracks: Sequence[Track]) -> str:
    """What to type for a track: ``korea``."""
    last = track.name.split()[-1].lower() if track.name.split() else track.key
    return last if find_track(last, tracks) is track else track.name.lower()


def find_track(words: str, tracks: Sequence[Track]) -> Track | None:
    """The track that goes by these words: its key, its country's code, its name, or one of its terms."""
    wanted = words.strip().casefold()
    for track in tracks:
        if wanted in {track.key.casefold(), track.name.casefold(), (track.payer or track.key).casefold()}:
            return track
    return next((track for track in tracks if any(_is_term(wanted, term) for term in _terms(track))), None)


def _named(word: str, words: Mapping[_Name, Collection[str]]) -> _Name | None:
    return next((name for name, known in words.items() if word.casefold() in known), None)


def _terms(track: Track) -> list[str]:
    return [term for terms in track.terms.values() for term in terms]


def _is_term(wanted: str, term: str) -> bool:
    stem = term.casefold()
    if not stem.endswith("*") or len(stem) < 2:
        return wanted == stem
    return wanted.startswith(stem[:-1]) and " " not in wanted.removeprefix(stem[:-1])


def countries(tracks: Sequence[Track], t: Translator) -> str:
    """All of them by name, for a sentence that says which there are."""
    named = (track.name if t.is_english else track_label(track, t) for track in tracks)
    return ", ".join(named) or t.say("the countries (this topic has none)")
