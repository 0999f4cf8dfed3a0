"""Messages in the marks of other chats: Slack's mrkdwn and Discord's Markdown, packed into as much as each takes.

What comes is HTML of ``bot.chat.render.html``, whose words are outlets' and hostile: a dialect escapes them, so that
none is a link or a call to everybody. Marks are escaped for Discord; Slack knows no way to, so a headline with two
asterisks may have bold words there.
"""

import re
from collections.abc import Sequence
from html.parser import HTMLParser

from msgspec import Struct

from bot.chat.render.html import clip, utf16

_KEPT_BREAK = "\0"
"""A line break that no message is parted at: it is inside of a table. No words have it (``tidy``)."""


class Dialect(Struct, frozen=True):
    """How a chat writes marks."""

    bold: str
    italic: str
    link: str
    """With ``{words}`` and ``{url}``."""
    escapes: tuple[tuple[str, str], ...]
    """Patterns in words, and what is put for them, one after the other."""
    escapes_code: tuple[tuple[str, str], ...]
    """The same inside of code."""
    unsafe_in_url: str
    """Letters of an address that would end the link; they are percent-encoded."""
    code: str = "`"
    """Around what is typed as it stands, "" for nothing; three of it around a table."""

    def words(self, raw: str, *, code: bool) -> str:
        for pattern, put in self.escapes_code if code else self.escapes:
            raw = re.sub(pattern, put, raw, flags=re.MULTILINE)
        return raw

    def address(self, url: str) -> str:
        safe = "".join(f"%{ord(one):02X}" if one in self.unsafe_in_url else one for one in url)
        return self.words(safe, code=True)


_ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))
SLACK = Dialect(
    bold="*",
    italic="_",
    link="<{url}|{words}>",
    escapes=_ENTITIES,
    escapes_code=(*_ENTITIES, ("`", "'")),
    unsafe_in_url="<>|`",
)
"""https://docs.slack.dev/messaging/formatting-message-text: three letters are escaped, and a call to everybody,
``<!channel>``, is none without its bracket."""
DISCORD = Dialect(
    bold="**",
    italic="*",
    link="[{words}](<{url}>)",
    escapes=((r"([\\`*_~|\[\]<]|:(?=//)|(?<![^\n])[>#+-])", r"\\\1"), (r"^(\s*\d+)\.(?=\s)", r"\1\\.")),
    escapes_code=(("`", "'"),),
    unsafe_in_url="<>\\`",
)
"""https://support.discord.com/hc/articles/210298617. An address in brackets of its own has no preview."""


def packed(html: str, dialect: Dialect, limits: Sequence[int]) -> list[str]:
    """The message in pieces of these lengths in UTF-16 units at the most, parted at lines.

    A piece is empty where the next line is too long for it. Where all does not fit, the links go before any words do.
    """
    pieces, fits = _filled(_lines(html, dialect, links=True), limits)
    if not fits:
        bare = _lines(html, dialect, links=False)
        pieces, fits = _filled([clip(line, max(limits)) for line in bare], limits)
    if not fits:
        pieces[-1] = clip(pieces[-1], limits[len(pieces) - 1] - 2) + "\n…"
    return [piece.replace(_KEPT_BREAK, "\n") for piece in pieces]


def _filled(lines: Sequence[str], limits: Sequence[int]) -> tuple[list[str], bool]:
    """The pieces, and whether all lines are in them."""
    pieces: list[str] = []
    rest = list(lines)
    for limit in limits:
        piece = ""
        while rest and utf16(longer := f"{piece}\n{rest[0]}" if piece else rest[0]) <= limit:
            piece = longer
            del rest[0]
        pieces.append(piece.strip("\n"))
        if not rest:
            break
    return pieces, not rest


def _lines(html: str, dialect: Dialect, *, links: bool) -> list[str]:
    reader = _Reader(dialect, links=links)
    reader.feed(html)
    reader.close()
    return reader.read().split("\n")


class _Reader(HTMLParser):
    """Reads our own HTML, in which all tags are closed."""

    def __init__(self, dialect: Dialect, *, links: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._dialect = dialect
        self._links = links
        self._open: list[tuple[str, str]] = []
        self._texts = [""]
        self._around: list[str] = []

    def read(self) -> str:
        return "".join(self._texts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append((tag, dict(attrs).get("href") or ""))
        self._texts.append("")

    def handle_endtag(self, tag: str) -> None:
        """Marks inside of a link are put around it, as inside they may be printed as they are."""
        if not self._open:
            return
        opened, url = self._open.pop()
        inner = self._texts.pop()
        if opened in {"b", "i"} and any(outer == "a" for outer, _ in self._open):
            self._around.append(opened)
            self._texts[-1] += inner
            return
        made = self._marked(opened, inner, url)
        while opened == "a" and self._around:
            made = self._marked(self._around.pop(), made, "")
        self._texts[-1] += made

    def handle_data(self, data: str) -> None:
        in_code = any(tag in {"code", "pre"} for tag, _ in self._open)
        self._texts[-1] += self._dialect.words(data, code=in_code)

    def _marked(self, tag: str, inner: str, url: str) -> str:
        """Blanks stay outside: a mark beside one is none."""
        words = inner.strip()
        if not words:
            return inner
        match tag:
            case "b":
                made = f"{self._dialect.bold}{words}{self._dialect.bold}"
            case "i":
                made = f"{self._dialect.italic}{words}{self._dialect.italic}"
            case "code":
                made = f"{self._dialect.code}{words}{self._dialect.code}"
            case "pre":
                fence = self._dialect.code * 3
                table = "\n".join(filter(None, (fence, inner.strip("\n"), fence)))
                return table.replace("\n", _KEPT_BREAK)
            case "a" if self._links and url:
                made = self._dialect.link.format(words=words, url=self._dialect.address(url))
            case _:
                made = words
        before, _, after = inner.partition(words)
        return f"{before}{made}{after}"
