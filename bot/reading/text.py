"""Text as such: markup taken out, sentences found. Nothing here knows what a text is about."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from msgspec import Struct

from bot.model import Where
from bot.reading.markup import strip_markup
from bot.reading.words.folding import fold
from bot.reading.words.hits import Hits
from bot.reading.words.index import TermIndex

_UNSEEN = (*range(0x20), *range(0x7F, 0xA0), 0xAD, 0x200B, 0x2060, 0xFEFF)
_CONTROL: dict[int, int | None] = {c: None for c in _UNSEEN if c not in {9, 10, 13}}
_CONTROL |= dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000)))
_CONTROL |= {0x85: 10, 0x2028: 10, 0x2029: 10}
_ASCII_CONTROL = bytes(c for c in (*range(0x20), 0x7F) if c != 10)
_SPACES = re.compile(r"[^\S\n]+")

_ASCII_STOPS, _STOPS = ".!?\n", ".!?。！？…؟\n"
_STOP = re.compile(f"[{_STOPS}]")
_CLOSERS = "\"'”’»)]」』）"
_ABBREVIATIONS = frozenset(
    {"gen", "lt", "col", "maj", "sgt", "adm", "sen", "rep", "gov", "mr", "mrs", "ms", "dr", "prof", "st", "no", "vs",
     "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "approx", "mrd", "mio", "bn",
     "mn", "bzw", "ca", "inkl", "usd", "etc", "ee"}
)  # fmt: skip
_MAY_END = frozenset({"uu", "mld", "mil", "tis", "např", "tzv", "resp", "sra", "bln", "tln", "trn", "mill", "env"})
"""Abbreviations that end a sentence where a capital follows: EE. UU. exige, but EE. UU. Washington exige."""
_LONGEST_ABBREVIATION = 8
_BEFORE_WORD = re.compile(r"[\s.(]")


def plain_text(html: str) -> str:
    """HTML as plain text: tags out, entities decoded, control characters out, white space tidy.

    Text without markup comes back as it is but tidy. Never raises; what is no HTML is read as browsers read it.
    """
    return _tidy(strip_markup(html))


def _tidy(text: str) -> str:
    if not _is_clean(text):
        return _cleaned(text)
    lines = text.split("\n")
    if "  " in text:
        lines = [" ".join(line.split()) for line in lines]
    return "\n".join([line for line in map(str.strip, lines) if line])


def _is_clean(text: str) -> bool:
    """No control characters, and no white space but blanks and line feeds; said in a tenth of the time of a regex."""
    if text.isascii():
        return len(text.encode().translate(None, _ASCII_CONTROL)) == len(text)
    return text.replace("\n", "").isprintable()


def _cleaned(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROL)
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as (start, end), in order and without a gap between them."""
    return list(_parted(text, _stops(text)))


def each_sentence(text: str) -> Iterator[tuple[int, int]]:
    """As ``sentences``, one after the other, for whoever wants the first ones."""
    return _parted(text, (match.start() for match in _STOP.finditer(text)))


def _stops(text: str) -> list[int]:
    """Every place of a stop, in order; found mark by mark, which is faster than by the pattern."""
    places: list[int] = []
    for stop in _STOPS if not text.isascii() else _ASCII_STOPS:
        at = text.find(stop)
        while at >= 0:
            places.append(at)
            at = text.find(stop, at + 1)
    return sorted(places)


def _parted(text: str, stops: Iterable[int]) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in stops:
        end = stop + 1
        if end <= start or not _ends_sentence(text, stop):
            continue
        while end < len(text) and text[end] in _CLOSERS:
            end += 1
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)


def _ends_sentence(text: str, stop: int) -> bool:
    """Whether the stop at this place ends a sentence: not in 1.04, U.S. or Feb. 28."""
    if text[stop] == "\n":
        return not text[stop + 1 : stop + 2].islower()  # a line that goes on was only wrapped
    if text[stop] != ".":
        return True
    after = text[stop + 1 : stop + 3]
    before = text[max(0, stop - _LONGEST_ABBREVIATION - 1) : stop]
    if not after:
        return True
    word = _BEFORE_WORD.split(before)[-1]
    if len(word) <= 1 or word.lower() in _ABBREVIATIONS:
        # An initial or an abbreviation; Korean and Japanese sentences do end in one syllable before the stop.
        return bool(word) and not word.isascii() and not word.isdigit()
    if word.lower() in _MAY_END:
        return after.strip()[:1].isupper()
    if after[0].isspace() or after[0] in _CLOSERS:
        return not word.isdigit() or len(word) > 2  # "28. Februar", but "in 2019. Then"
    return not word[-1].isdigit() and after[0].isupper() and after[1:].islower()  # "the harbour.The pilot"


class Passage(Struct, frozen=True):
    """A title or a text, prepared once for everything that looks at it."""

    where: Where
    text: str
    """As given: surfaces are slices of it."""
    folded: str
    sentences: tuple[tuple[int, int], ...]
    hits: Hits
    language: str = "en"
    """Of the vocabulary that the hits were found with."""

    def sentence(self, place: int) -> tuple[int, int]:
        """The sentence that a place lies in."""
        at = bisect_right(self.sentences, (place, len(self.text) + 1)) - 1
        return self.sentences[at] if at >= 0 else (0, len(self.text))


def prepare(where: Where, text: str, index: TermIndex, language: str) -> Passage:
    folded = fold(text)
    return Passage(where, text, folded, tuple(sentences(text)), index.find(folded), language)
