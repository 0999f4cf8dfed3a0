"""MarkdownV2 style (https://core.telegram.org/bots/api#markdownv2-style): nesting, quotes, and every mark escaped."""

import re
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.bot_api.entities.text import ParseError, byte_offset, link_entity, units

Entity = dict[str, Any]

_RESERVED = frozenset("_*[]()~`>#+-=|{}.!\n")
_FENCE = re.compile(r"```(?:([^\s`]+)(?=\s))?(?:\r\n|\n\r|\n|\r)?")
_NAMES = {
    "bold": "Bold", "italic": "Italic", "underline": "Underline", "strikethrough": "Strikethrough",
    "spoiler": "Spoiler", "code": "Code", "pre": "Pre", "text_link": "TextUrl", "custom_emoji": "CustomEmoji",
    "blockquote": "BlockQuote",
}  # fmt: skip
_MARKS = (("__", "underline"), ("||", "spoiler"), ("![", "custom_emoji"), ("_", "italic"), ("*", "bold"),
          ("~", "strikethrough"), ("[", "text_link"), ("`", "code"))  # fmt: skip
_ENDS = {
    "underline": "__", "spoiler": "||", "custom_emoji": "]", "italic": "_", "bold": "*", "strikethrough": "~",
    "text_link": "]", "code": "`", "pre": "```",
}  # fmt: skip


@dataclass(slots=True)
class _Open:
    kind: str
    offset: int
    """UTF-16 units before it."""
    begin: int
    """Its place in the source."""
    piece: int
    language: str = ""


@dataclass(slots=True)
class _MarkdownV2:
    source: str
    at: int = 0
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    quoting: bool = False
    line_start: bool = True

    def run(self) -> None:
        while self.at < len(self.source):
            self.step()
        self.end_of_text()
        if self.stack:
            raise self.unfinished(self.stack[-1])

    def step(self) -> None:
        char = self.source[self.at]
        following = self.source[self.at + 1 : self.at + 2]
        if char == "\\" and following and 0 < ord(following) <= 126:
            self.emit(following)
            self.at += 2
            return
        in_code = bool(self.stack) and self.stack[-1].kind in {"code", "pre"}
        if char not in ("`" if in_code else _RESERVED):
            self.emit(char)
            self.at += 1
        elif self.ends(char):
            self.close(char)
        else:
            self.open(char)

    def emit(self, text: str) -> None:
        self.pieces.append(text)
        self.length += units(text)
        if text != "\r":
            self.line_start = text == "\n"

    def ends(self, char: str) -> bool:
        if not self.stack:
            return False
        if self.quoting and char == "\n" and self.source[self.at + 1 : self.at + 2] != ">":
            return True
        kind = self.stack[-1].kind
        if kind == "blockquote" or not self.source.startswith(_ENDS[kind], self.at):
            return False
        return not (kind == "italic" and self.source.startswith("__", self.at))

    def open(self, char: str) -> None:
        if char == "\n":
            self.emit("\n")
            self.at += 1
        elif char == ">" and self.line_start:
            if not self.quoting:
                self.push("blockquote")
            self.quoting = True
            self.at += 1
        elif self.source.startswith("```", self.at):
            self.open_fence()
        else:
            for mark, kind in _MARKS:
                if self.source.startswith(mark, self.at):
                    self.push(kind)
                    self.at += len(mark)
                    return
            raise ParseError(f"Character '{char}' is reserved and must be escaped with the preceding '\\'")

    def push(self, kind: str, language: str = "") -> None:
        self.stack.append(_Open(kind, self.length, self.at, len(self.pieces), language))

    def open_fence(self) -> None:
        fence = _FENCE.match(self.source, self.at)
        assert fence is not None  # noqa: S101  # the pattern starts with the fence that was just seen
        self.push("pre", fence[1] or "")
        self.at = fence.end()

    def close(self, char: str) -> None:
        if char == "\n":
            self.close_quote()
            self.emit("\n")
            self.at += 1
            return
        opened = self.stack.pop()
        self.at += len(_ENDS[opened.kind])
        entity: Entity = {"type": opened.kind, "offset": opened.offset, "length": self.length - opened.offset}
        if opened.kind == "text_link":
            self.close_link(opened, entity)
        elif opened.kind == "custom_emoji":
            self.close_emoji(entity)
        elif entity["length"]:
            self.entities.append(entity | ({"language": opened.language} if opened.language else {}))

    def close_link(self, opened: _Open, entity: Entity) -> None:
        url = self.address() if self.source.startswith("(", self.at) else "".join(self.pieces[opened.piece :])
        link = link_entity(url, entity["offset"], entity["length"])
        if link and entity["length"]:
            self.entities.append(link)

    def close_emoji(self, entity: Entity) -> None:
        if not self.source.startswith("(", self.at):
            raise ParseError("The entity must contain a tg://emoji or tg://time URL")
        emoji = re.fullmatch(r"tg://emoji\?id=([1-9]\d*)", self.address())
        if not emoji:
            raise ParseError("Invalid tg://emoji or tg://time URL specified")
        if entity["length"]:
            self.entities.append(entity | {"custom_emoji_id": emoji[1]})

    def address(self) -> str:
        """The (address) after a link's text, escapes undone."""
        begin = self.at + 1
        match = re.compile(r"\((?:[^)\\]|\\[\x01-\x7e]|\\)*\)").match(self.source, self.at)
        if not match:
            raise ParseError(f"Can't find end of a URL at byte offset {byte_offset(self.source, begin)}")
        self.at = match.end()
        return re.sub(r"\\([\x01-\x7e])", r"\1", match[0][1:-1])

    def close_quote(self) -> None:
        """The line ends and no quoted line follows; ``||`` as the last mark makes the quote expandable."""
        kind = "blockquote"
        mark = self.stack[-1]
        if mark.kind == "spoiler" and self.source[mark.begin : self.at].rstrip("\r") == "||":
            self.stack.pop()
            kind = "expandable_blockquote"
        if not self.stack or self.stack[-1].kind != "blockquote":
            raise self.unfinished(self.stack[-1] if self.stack else mark)
        opened = self.stack.pop()
        self.quoting = False
        if length := self.length - opened.offset:
            self.entities.append({"type": kind, "offset": opened.offset, "length": length})

    def end_of_text(self) -> None:
        if self.quoting:
            self.close_quote()

    def unfinished(self, opened: _Open) -> ParseError:
        name = "PreCode" if opened.language else _NAMES[opened.kind]
        place = byte_offset(self.source, opened.begin)
        return ParseError(f"Can't find end of {name} entity at byte offset {place}")


def parse_markdown_v2(text: str) -> tuple[str, list[Entity]]:
    """Plain text and entities; raises ParseError."""
    parser = _MarkdownV2(text)
    parser.run()
    entities = sorted(parser.entities, key=lambda e: (e["offset"], -e["length"]))
    return "".join(parser.pieces), entities
