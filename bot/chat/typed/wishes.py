"""What may be typed of a chat's wishes: countries and kinds of news, quiet hours, silence, a number a day."""

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from bot.chat.languages.lists import listed
from bot.chat.languages.names import track_in_list
from bot.chat.typed.arguments import short_name, tracks_in
from bot.chat.typed.bad_argument import BadArgument, shown
from bot.desk.delivery.digest import clock_of
from bot.model import Manner, NewsKind, Track
from bot.reading.languages import LOCALES

KIND_WORDS = {
    NewsKind.DEALS: {"deals", "deal", "agreements", "agreement", "signatures"},
    NewsKind.BREAK_OFFS: {"break-offs", "break-off", "breakoffs", "breakoff", "walkouts"},
    NewsKind.TALKS: {"talks", "rounds", "negotiations"},
    NewsKind.TROOPS: {"troops", "troop", "soldiers", "furloughs"},
    NewsKind.DEMANDS: {"demands", "demand", "offers", "offer"},
    NewsKind.FIGURES: {"figures", "figure", "sums", "numbers"},
    NewsKind.STATEMENTS: {"statements", "statement", "protests", "analysis"},
}
_EVERYTHING = frozenset({"all", "everything"})
_FILLERS = frozenset({"only", "for", "of", "from", "in", "about", "to", "news", "countries", "kinds"})
MOST_A_DAY = 50

SILENT = frozenset({"silent", "silently", "soundless"})
LOUD = frozenset({"loud", "sound", "ringing", "ring"})
_OFF = frozenset({"off", "none", "no", "0", "never"})
_PASSING = re.compile(r"\s+(?:but|except|unless|without)(?:\s+for)?\s+(?:great|critical|urgent)(?:\s+events?)?$")
_DASH = re.compile(r"\s*(?:[-–—]|\bto\b|\buntil\b|\btill\b)\s*")
_CODES = {word: word for word in LOCALES} | {one.name.casefold(): code for code, one in LOCALES.items()}
_BETWEEN_LANGUAGES = frozenset({"and", "only", "in"})
LANGUAGE_WORDS = _BETWEEN_LANGUAGES | _CODES.keys()
"""What may stand behind ``languages``, but for ``all``."""


class WishWords(Struct, frozen=True):
    """What to hear of, as it was typed."""

    everything: bool
    tracks: tuple[Track, ...]
    kinds: tuple[NewsKind, ...]
    rest: str
    """What is neither, in its order."""

    @property
    def narrows(self) -> bool:
        """Whether it says what to hear of, and not only how."""
        return bool(self.everything or self.tracks or self.kinds)


def wish_words(typed: str, tracks: Sequence[Track]) -> WishWords:
    """Countries and kinds in any order, ``all``, and what else there is."""
    words = typed.replace(",", " ").split()
    everything = any(word.casefold() in _EVERYTHING for word in words)
    kinds = {kind for word in words if (kind := _kind(word)) is not None}
    others = " ".join(word for word in words if word.casefold() not in _EVERYTHING and _kind(word) is None)
    found, rest = tracks_in(others, tracks)
    left = [word for word in rest.split() if not (found or kinds or everything) or word.casefold() not in _FILLERS]
    if kinds and left and left[0].casefold() in {"and", "&"}:
        left = left[1:]  # deals and break-offs
    return WishWords(everything, found, tuple(kind for kind in NewsKind if kind in kinds), " ".join(left))


def not_a_wish(typed: str, tracks: Sequence[Track]) -> BadArgument:
    """What can be heard of, where something else was typed."""
    example = f"/subscribe deals {short_name(tracks[0], tracks)}" if tracks else "/subscribe deals"
    return BadArgument(
        "Nothing was changed: “{typed}” is neither[ a country ({countries}),] a kind of news ({kinds}), nor all, "
        "critical, or a digest with its time.",
        example,
        typed=shown(typed),
        countries=lambda t: listed([track_in_list(track, t) for track in tracks], t),
        kinds=lambda t: listed([t.word("kind", kind) for kind in NewsKind], t),
    )


def _kind(word: str) -> NewsKind | None:
    return next((kind for kind, words in KIND_WORDS.items() if word.casefold() in words), None)


def manner_words(typed: str, before: Manner) -> Manner | None:
    """The manner with what was typed: ``quiet 22:00-7:00``, ``silent``, ``loud``, ``most 5``; None where it is none of
    them. Raises BadArgument.
    """
    head, _, rest = " ".join(typed.lower().split()).partition(" ")
    if head == "quiet":
        return quiet_words(rest.removeprefix("hours").strip(), before)
    if head in {"most", "cap"} or typed.lower().strip().startswith("at most"):
        return replace(before, cap=most_words(rest.removeprefix("most").strip()))
    if head in SILENT | LOUD and not rest:
        return replace(before, silent=head in SILENT)
    return None


def quiet_words(typed: str, before: Manner) -> Manner:
    """``22:00-7:00``, ``10 pm to 7 am but critical``, ``off``. Raises BadArgument."""
    example = "/alerts quiet 22:00-7:00"
    if not typed or typed in _OFF:
        if not typed:
            raise BadArgument("Say from when to when nothing is to ring.", example)
        return replace(before, quiet="", great_pass=False)
    hours = _PASSING.sub("", typed)
    ends = _DASH.split(hours)
    clocks = [clock_of(end) for end in ends]
    first, last = (clocks[0], clocks[1]) if len(clocks) == 2 else (None, None)
    if first is None or last is None:
        sentence = "“{typed}” are no two times, such as 22:00-7:00 or 10 pm to 7 am."
        raise BadArgument(sentence, example, typed=shown(typed))
    if first == last:
        raise BadArgument("Quiet hours that end when they begin would be all day; /unsubscribe does that.", example)
    return replace(before, quiet=f"{first:%H:%M}-{last:%H:%M}", great_pass=hours != typed)


def languages_words(typed: str) -> tuple[str, ...] | None:
    """``languages ko, English``: their ISO 639-1 codes, () for ``all``; None where it is none of that. Raises
    BadArgument."""
    head, *words = typed.replace(",", " ").casefold().split() or [""]
    if head not in {"languages", "language"}:
        return None
    example = "/alerts languages ko en"
    wanted = [word for word in words if word not in _BETWEEN_LANGUAGES]
    if not wanted:
        raise BadArgument("Say in which languages reports are to ring, or all.", example)
    if _EVERYTHING & set(wanted):
        return ()
    unknown = [word for word in wanted if word not in _CODES]
    if unknown:
        raise no_language(unknown[0], example)
    return tuple(sorted({_CODES[word] for word in wanted}))


def no_language(typed: str, example: str) -> BadArgument:
    """That reports are not read in it, and in which they are."""
    return BadArgument(
        "“{typed}” is no language of reports here; there are {languages}.",
        example,
        typed=shown(typed),
        languages=lambda t: listed([f"{one.name} ({code})" for code, one in sorted(LOCALES.items())], t),
    )


def most_words(typed: str) -> int:
    """``5``, ``5 a day``, ``off``. Raises BadArgument."""
    number = typed.removesuffix("a day").removesuffix("per day").strip()
    if number in _OFF:
        return 0
    if not (number.isascii() and number.isdigit() and len(number) <= 4 and 1 <= int(number) <= MOST_A_DAY):
        raise BadArgument(
            "“{typed}” is no number from 1 to {most}; off lets every alert ring.",
            "/alerts most 5",
            typed=shown(typed),
            most=str(MOST_A_DAY),
        )
    return int(number)
