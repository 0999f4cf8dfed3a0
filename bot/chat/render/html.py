"""Telegram's HTML (https://core.telegram.org/bots/api#html-style), built from pieces so that no tag is ever cut.

A ``Text`` carries the same words three times: as HTML, as plain text, and as the length that Telegram will count.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import urlsplit

from msgspec import Struct

from bot.chat.languages.translator import ENGLISH, Translator

LIMIT = 4096
"""UTF-16 units of a message after its entities are parsed (https://core.telegram.org/bots/api#sendmessage)."""

MARKS = 100
"""Entities of a message; Telegram drops the ones after (https://core.telegram.org/api/entities)."""

URL_LIMIT = 2048
CALLBACK_LIMIT = 64
"""Bytes of a button's data (https://core.telegram.org/bots/api#inlinekeyboardbutton)."""

# Overrides of the writing direction could make a headline rewrite its neighbours; the marks LRM and RLM are harmless.
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")


class Text(Struct, frozen=True):
    """A run of words with marks; ``+`` joins two."""

    html: str
    plain: str
    size: int
    """UTF-16 units that Telegram counts: the words without tags and addresses."""
    marks: int = 0

    def __add__(self, other: "Text | str") -> "Text":
        tail = text(other)
        return Text(self.html + tail.html, self.plain + tail.plain, self.size + tail.size, self.marks + tail.marks)

    def __radd__(self, other: str) -> "Text":
        return text(other) + self


class Button(Struct, frozen=True):
    """A button under a message: it opens an address, or sends ``data`` back to the bot."""

    label: str
    url: str | None = None
    data: str | None = None


class Rendered(Struct, frozen=True):
    """A message ready to send, never longer than Telegram takes, unless it is made for a terminal."""

    html: str
    plain: str
    buttons: tuple[tuple[Button, ...], ...] = ()


def utf16(words: str) -> int:
    """Length in UTF-16 code units, as Telegram counts."""
    return len(words) if words.isascii() else len(words.encode("utf-16-le", "surrogatepass")) // 2


def columns(words: str) -> int:
    """Of letters of one width; those of Chinese, Japanese and Korean take two."""
    return len(words) + sum(1 for letter in words if unicodedata.east_asian_width(letter) in {"W", "F"})


def padded(words: str, width: int) -> str:
    """At the right of so many columns."""
    return " " * (width - columns(words)) + words


def tidy(words: str) -> str:
    """One line without control characters, lone surrogates or overrides of the writing direction."""
    kept = "".join(" " if unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} else letter for letter in words)
    return " ".join(_OVERRIDES.sub("", kept).split())


def clip(words: str, units: int) -> str:
    """The words, or as many of them as fit with an ellipsis, cut between words where there are any."""
    if utf16(words) <= units:
        return words
    cut = words[: units - 1]
    while utf16(cut) > units - 1:
        cut = cut[:-1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) * 2 > len(cut) else cut).rstrip(" ,.;:–-") + "…"


def text(words: "str | Text") -> Text:
    """Plain words, escaped."""
    if isinstance(words, Text):
        return words
    return Text(escape(words, quote=False), words, utf16(words))


def bold(words: "str | Text") -> Text:
    return _marked("b", text(words))


def italic(words: "str | Text") -> Text:
    return _marked("i", text(words))


def code(words: str) -> Text:
    return _marked("code", text(words))


def block(lines: Sequence[str]) -> Text:
    """Lines in letters of one width, for a table."""
    return _marked("pre", text("\n".join(lines)))


def _marked(tag: str, inner: Text) -> Text:
    if not inner.plain:
        return inner
    return Text(f"<{tag}>{inner.html}</{tag}>", inner.plain, inner.size, inner.marks + 1)


def web_address(url: str) -> str | None:
    """The address if it may be linked: http or https, with a host, without blanks, not too long."""
    if len(url) > URL_LIMIT or re.search(r"[\s\x00-\x1f]", url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme.lower() in {"http", "https"} and host else None


def link(words: "str | Text", url: str) -> Text:
    """The words as a link; only the words where the address is none to be linked."""
    inner = text(words)
    address = web_address(url)
    if address is None or not inner.plain:
        return inner
    plain = f"{inner.plain} ({address})"
    return Text(f'<a href="{escape(address)}">{inner.html}</a>', plain, inner.size, inner.marks + 1)


def joined(between: str, parts: Iterable["str | Text"]) -> Text:
    """The parts that are not empty, with something between them."""
    result = text("")
    for part in parts:
        piece = text(part)
        if piece.plain:
            result = result + between + piece if result.plain else piece
    return result


def said(t: Translator, message: str, /, **values: Text) -> Text:
    """A sentence of the language with marks in its places, see ``Translator.parts``."""
    parts = [text(part) for part in t.parts(message, **values)]
    return Text(
        "".join([one.html for one in parts]),
        "".join([one.plain for one in parts]),
        sum([one.size for one in parts]),
        sum([one.marks for one in parts]),
    )


def aside(words: "str | Text", t: Translator = ENGLISH) -> Text:
    """Behind something, in brackets of the language."""
    return said(t, " ({words})", words=text(words))


Line = Text | str


def compose(
    lines: Sequence[Line],
    *,
    buttons: tuple[tuple[Button, ...], ...] = (),
    more: str = "… and {n} more",
    limit: int = LIMIT,
    t: Translator = ENGLISH,
) -> Rendered:
    """A message of lines; what does not fit is left out whole, and ``more`` says how many lines that are.

    ``more`` may hold ``{n}``, and is a sentence of the catalogues. Empty lines are paragraphs and are not counted.
    ``limit``: in UTF-16 units, for what takes less than a message does.
    """
    pieces = [text(line) for line in lines]
    kept = _fitting(pieces, 0, limit)
    if kept < len(pieces):
        more = t.say(more, n="{n}")
        kept = _fitting(pieces, 4 + utf16(more), limit)
        left = sum(1 for piece in pieces[kept:] if piece.plain)
        while kept and not pieces[kept - 1].plain:
            kept -= 1
        pieces = [*pieces[:kept], text(more.replace("{n}", str(left)))]
    html = "\n".join(piece.html for piece in pieces).strip("\n")
    plain = "\n".join(piece.plain for piece in pieces).strip("\n")
    return Rendered(html, _cut_lines(plain), buttons)


def whole(lines: Sequence[Line]) -> Rendered:
    """All lines, however long, for a terminal; no chat takes that."""
    pieces = [text(line) for line in lines]
    return Rendered("\n".join(piece.html for piece in pieces), "\n".join(piece.plain for piece in pieces))


def fits(lines: Sequence[Line]) -> bool:
    """Whether one message takes all of the lines."""
    return _fitting([text(line) for line in lines], 0) == len(lines)


def _fitting(pieces: Sequence[Text], reserved: int, limit: int = LIMIT) -> int:
    """How many of the pieces fit from the first on."""
    size = marks = 0
    for n, piece in enumerate(pieces):
        size += piece.size + 1
        marks += piece.marks
        if size + reserved > limit or marks > MARKS:
            return n
    return len(pieces)


def _cut_lines(plain: str) -> str:
    """Plain text shows addresses in full and may be too long where the HTML is not: cut at a line."""
    if utf16(plain) <= LIMIT:
        return plain
    head = clip(plain, LIMIT - 2)
    whole, newline, _ = head.rpartition("\n")
    return (whole + "\n…") if newline else head
