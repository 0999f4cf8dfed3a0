"""The command that is nearest to a sentence, or to a command that there is not.

A sentence is told by its words: a country, a period, and what the words below ask for. Nothing is read into it: where
none of them stands in it, there is no such command.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from difflib import get_close_matches

from msgspec import Struct

from bot.chat.typed.arguments import KIND_WORDS, ROLE_WORDS, short_name, tracks_in
from bot.chat.typed.bad_argument import BadArgument
from bot.chat.typed.periods import Span, take_span
from bot.model import Kind, Track

LONGEST = 300
"""Characters of a question; a longer text is none."""

_CUES = (
    ("unsubscribe", {"unsubscribe", "stop", "quit", "leave"}),
    ("subscriptions", {"subscriptions"}),
    ("subscribe", {"subscribe", "subscription"}),
    ("mute", {"mute"}),
    ("unmute", {"unmute"}),
    ("settings", {"settings", "setting", "preferences"}),
    ("alerts", {"alerts", "alert", "notify", "notifications", "digest", "quiet", "silent"}),
    ("timezone", {"timezone", "zone", "clock"}),
    ("compare", {"compare", "compared", "comparison", "versus", "vs"}),
    ("chart", {"chart", "charts", "graph", "plot", "picture"}),
    ("baseline", {"baseline", "yardstick"}),
    ("calendar", {"next", "upcoming", "calendar", "schedule", "scheduled", "deadline", "expire", "expires", "expiry"}),
    ("timeline", {"timeline", "history", "story", "stories", "chronology"}),
    ("sources", {"sources", "source", "feeds", "outlets"}),
    ("status", {"status", "running", "working", "alive", "broken"}),
    ("help", {"help", "commands", "menu"}),
)
"""Words that are of one command, the first of them in this order."""
_FIGURES = {"figure", "figures", "number", "numbers", "sum", "sums", "cost", "costs", "billion", "million", "paying"}
_NEWS = {"news", "new", "newest", "latest", "recent", "recently", "headlines", "reports", "happened", "happening"}
_PAST = {"did", "was", "were", "had", "happened"}
_PEOPLE = {Kind.TROOPS: "troops", Kind.COUNT: "workers"}
"""Who is counted, and is no part of who pays what."""
_CHANGES = frozenset({"unsubscribe", "subscribe", "alerts", "mute", "unmute", "timezone"})
_ELSEWHERE = {
    "stop": "unsubscribe",
    "config": "settings",
    "preferences": "settings",
    "news": "latest",
    "menu": "help",
    "about": "start",
}
"""Commands of other bots, and ours."""

_PERIOD = re.compile(
    r"\b(?:last|past|this)\s+(?:\d{1,4}\s+)?(?:day|week|month|year)s?\b|\b(?:today|yesterday)\b|(?<!\S)\d{1,4}[dwmy]\b",
    re.IGNORECASE,
)
_EDGES = " ?!.,;:()[]\"'“”„‘’«»"


class Nearest(Struct, frozen=True):
    """A command line, ``figures`` with ``korea`` behind it."""

    command: str
    words: str = ""

    @property
    def line(self) -> str:
        return f"/{self.command} {self.words}".rstrip()

    @property
    def changes(self) -> bool:
        """It sets something, and is not to be run by a guess."""
        return self.command in _CHANGES


def nearest_command(sentence: str, tracks: Sequence[Track], today: date) -> Nearest | None:
    """The command that is nearest to a sentence; None where nothing fits."""
    if len(sentence) > LONGEST:
        return None
    words = [_plain(word) for word in sentence.split()]
    named = _tracks(words, tracks)
    where = " ".join(short_name(track, tracks) for track in named)
    span = _span(" ".join(words), today)
    typed = span.typed if span else ""
    said = {word.casefold() for word in words}
    cue = next((command for command, cues in _CUES if said & cues), None)
    if cue is not None:
        return _by_cue(cue, where, typed)
    if "known" in said and span is not None and span.since == span.until:
        return Nearest("asof", f"{typed} {where}".rstrip())
    if {"who", "you"} <= said or {"what", "this"} <= said:
        return Nearest("start")
    if "when" in said:
        return Nearest("timeline" if said & _PAST else "calendar", where)
    if len(named) > 1:
        return Nearest("compare", where)
    if _asks_for_figures(said) and span is None:
        people = next((typed for kind, typed in _PEOPLE.items() if said & KIND_WORDS[kind]), "")
        return Nearest("figures", f"{where} {people}".strip())
    if said & _NEWS and span is None:
        return Nearest("latest", where)
    return Nearest("summary", f"{where} {typed}".strip()) if where or typed else None


def nearest_name(name: str, names: Collection[str]) -> str | None:
    """The command that a name is nearly, or that other bots call so."""
    if _ELSEWHERE.get(name) in names:
        return _ELSEWHERE[name]
    return next(iter(get_close_matches(name[:32], names, 1, 0.7)), None)


def _by_cue(command: str, where: str, period: str) -> Nearest:
    both = f"{where} {period}".strip()
    takes = {"subscribe": where, "compare": where, "chart": both, "calendar": where, "timeline": both}
    return Nearest(command, takes.get(command, ""))


def _asks_for_figures(said: Iterable[str]) -> bool:
    asked = set(said)
    if asked & _FIGURES or ("how" in asked and asked & {"much", "many"}):
        return True
    return any(asked & set(words) for words in (*ROLE_WORDS.values(), *KIND_WORDS.values()))


def _tracks(words: Sequence[str], tracks: Sequence[Track]) -> tuple[Track, ...]:
    """Two small letters are a word (``de``), two capitals a country (``DE``)."""
    return tracks_in(" ".join(word for word in words if len(word) > 2 or word.isupper() or not word.isascii()), tracks)[
        0
    ]


def _span(words: str, today: date) -> Span | None:
    """The period that the words name; a year as in ``a year`` is none."""
    found = _PERIOD.search(words)
    try:
        return take_span(found[0] if found else _without_lengths(words), "/summary", today)[0]
    except BadArgument:
        return None


def _without_lengths(words: str) -> str:
    """Nothing that is a length: of what is left only days, months and years that have a number are periods."""
    return re.sub(r"\b(?:\d+\s*)?(?:hour|day|week|month|year)s?\b", " ", words, flags=re.IGNORECASE)


def _plain(word: str) -> str:
    """A word without what stands around it: ``Korea's?`` is ``Korea``."""
    return re.sub(r"['’]s$", "", word.strip(_EDGES))  # a right single quotation mark
