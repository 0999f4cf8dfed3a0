"""HTML style (https://core.telegram.org/bots/api#html-style), with the refusals of Telegram's own parser."""

import re
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.bot_api.entities.text import ParseError, byte_offset, link_entity, units

Entity = dict[str, Any]

_SIMPLE = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
}  # fmt: skip
_TAGS = {*_SIMPLE, "a", "code", "pre", "blockquote", "tg-emoji"}
_PLAIN = re.compile(r"[^<&]+")
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{0,8})|#([0-9]{0,8})|(lt|gt|amp|quot)(?![A-Za-z]));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_SPACE = " \t\r\n\v"


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    piece: int


@dataclass(slots=True)
class _Html:
    source: str
    at: int = 0
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def run(self) -> None:
        while self.at < len(self.source):
            if plain := _PLAIN.match(self.source, self.at):
                self.at = plain.end()
                self.emit(plain[0])
            elif self.source[self.at] == "&":
                char, self.at = _reference(self.source, self.at)
                self.emit(char)
            elif self.source.startswith("</", self.at):
                self.close()
            else:
                self.open()
        if self.stack:
            raise ParseError(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"')

    def emit(self, text: str) -> None:
        self.pieces.append(text)
        self.length += units(text)

    def place(self, index: int) -> str:
        return f"at byte offset {byte_offset(self.source, index)}"

    def peek(self) -> str:
        return self.source[self.at : self.at + 1]

    def take(self, stop: str) -> str:
        """Everything up to a character of ``stop`` or the end."""
        start = self.at
        while self.at < len(self.source) and self.source[self.at] not in stop:
            self.at += 1
        return self.source[start : self.at]

    def skip_space(self) -> None:
        while self.at < len(self.source) and self.source[self.at] in _SPACE:
            self.at += 1

    def open(self) -> None:
        begin = self.at
        self.at += 1
        tag = self.take(_SPACE + ">").lower()
        if not self.peek():
            raise ParseError(f"Unclosed start tag {self.place(begin)}")
        if tag not in _TAGS:
            raise ParseError(f'Unsupported start tag "{tag}" {self.place(begin)}')
        argument = ""
        while True:
            self.skip_space()
            if self.peek() == ">":
                break
            argument = self.attribute(tag, begin) or argument
        self.at += 1
        if tag == "span" and argument != "spoiler":
            raise ParseError(f'Tag "span" must have class "tg-spoiler" {self.place(begin)}')
        self.stack.append(_Open(tag, argument, self.length, len(self.pieces)))

    def attribute(self, tag: str, begin: int) -> str:
        """Reads one attribute; its value where it means something for this tag, else ""."""
        name = self.take(_SPACE + "=>/\"'")
        if not name:
            if not self.peek():
                raise ParseError(f'Unclosed start tag "{tag}" {self.place(begin)}')
            raise ParseError(f'Empty attribute name in the tag "{tag}" {self.place(begin)}')
        self.skip_space()
        if self.peek() == "=":
            self.at += 1
            self.skip_space()
            value = self.value(begin, tag)
        elif not self.peek():
            raise ParseError(f'Unclosed start tag "{tag}" {self.place(begin)}')
        else:
            value = ""
        return _argument(tag, name, value)

    def value(self, begin: int, tag: str) -> str:
        quote = self.peek()
        if not quote:
            raise ParseError(f'Unclosed start tag "{tag}" {self.place(begin)}')
        if quote in "\"'":
            self.at += 1
            raw = self.take(quote)
            self.at += 1
            if self.at >= len(self.source):
                raise ParseError(f"Unclosed start tag {self.place(begin)}")
            return _decoded(raw)
        start = self.at
        while self.at < len(self.source) and re.match(r"[A-Za-z0-9.\-]", self.source[self.at]):
            self.at += 1
        if self.peek() not in _SPACE + ">":
            raise ParseError(f"Unexpected end of name token {self.place(start)}")
        if not self.peek():
            raise ParseError(f"Unclosed start tag {self.place(begin)}")
        return self.source[start : self.at].lower()

    def close(self) -> None:
        begin = self.at
        if not self.stack:
            raise ParseError(f"Unexpected end tag {self.place(begin)}")
        self.at += 2
        tag = self.take(_SPACE + ">").lower()
        self.skip_space()
        if self.peek() != ">":
            raise ParseError(f"Unclosed end tag {self.place(begin)}")
        self.at += 1
        opened = self.stack.pop()
        if tag and tag != opened.tag:
            raise ParseError(f'Unmatched end tag {self.place(begin)}, expected "</{opened.tag}>", found "</{tag}>"')
        if self.length > opened.offset:
            self.add(opened)

    def add(self, opened: _Open) -> None:
        entity: Entity = {"type": "", "offset": opened.offset, "length": self.length - opened.offset}
        match opened.tag:
            case "a":
                url = opened.argument or "".join(self.pieces[opened.piece :])
                if link := link_entity(url, entity["offset"], entity["length"]):
                    self.entities.append(link)
            case "pre" | "code":
                self.add_code(opened, entity)
            case "blockquote":
                kind = "expandable_blockquote" if opened.argument else "blockquote"
                self.entities.append(entity | {"type": kind})
            case "tg-emoji":
                if not opened.argument.isdigit() or int(opened.argument) == 0:
                    raise ParseError("Invalid custom emoji identifier specified")
                self.entities.append(entity | {"type": "custom_emoji", "custom_emoji_id": opened.argument})
            case tag:
                self.entities.append(entity | {"type": _SIMPLE[tag]})

    def add_code(self, opened: _Open, entity: Entity) -> None:
        """pre with a code of the same extent in it (or around it) is one block with a language."""
        last = self.entities[-1] if self.entities else {}
        same = (last.get("offset"), last.get("length")) == (entity["offset"], entity["length"])
        language = opened.argument if opened.tag == "code" else last.get("language", "")
        if same and {last["type"], opened.tag} == {"pre", "code"} and language:
            self.entities[-1] = entity | {"type": "pre", "language": language}
        elif opened.tag == "code" and language:
            self.entities.append(entity | {"type": "code", "language": language})
        else:
            self.entities.append(entity | {"type": opened.tag})


def _argument(tag: str, name: str, value: str) -> str:
    match tag, name:
        case ("a", "href") | ("tg-emoji", "emoji-id"):
            return value
        case "code", "class":
            return value.removeprefix("language-") if value.startswith("language-") else ""
        case "span", "class":
            return value.removeprefix("tg-") if value.startswith("tg-") else ""
        case "blockquote", "expandable":
            return "1"
        case _:
            return ""


def _reference(text: str, at: int) -> tuple[str, int]:
    """The character that a reference stands for and where it ends; an ampersand that starts none stays itself."""
    match = _REFERENCE.match(text, at)
    if not match:
        return "&", at + 1
    if match[3]:
        return _NAMED[match[3]], match.end()
    hexadecimal, decimal = match[1], match[2]
    code = int(hexadecimal or "0", 16) if hexadecimal is not None else int(decimal or "0")
    if not 0 < code < 0x10FFFF or len(match[0].rstrip(";")) >= 10:
        return "&", at + 1
    if 0xD800 <= code <= 0xDFFF:
        raise ParseError(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    return chr(code), match.end()


def _decoded(text: str) -> str:
    pieces, at = [], 0
    while (found := text.find("&", at)) >= 0:
        char, end = _reference(text, found)
        pieces += [text[at:found], char]
        at = end
    return "".join([*pieces, text[at:]])


def parse_html(text: str) -> tuple[str, list[Entity]]:
    """Plain text and entities; raises ParseError."""
    parser = _Html(text)
    parser.run()
    for entity in parser.entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return "".join(parser.pieces), parser.entities
