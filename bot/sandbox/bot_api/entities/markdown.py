"""The legacy Markdown style (https://core.telegram.org/bots/api#markdown-style): no nesting, few refusals."""

import re
from typing import Any

from bot.sandbox.bot_api.entities.text import ParseError, byte_offset, link_entity, units

Entity = dict[str, Any]

_PLAIN = re.compile(r"(?:[^\\_*`\[]|\\(?![_*`\[]))+")
_ENDS = {"_": ("italic", "_"), "*": ("bold", "*"), "`": ("code", "`"), "[": ("text_link", "]")}
_FENCE = re.compile(r"```(?:([^\s`]+)(?=\s))?(?:\r\n|\n\r|\n|\r)?")


def parse_markdown(text: str) -> tuple[str, list[Entity]]:
    """Plain text and entities; raises ParseError."""
    pieces: list[str] = []
    entities: list[Entity] = []
    at = length = 0
    while at < len(text):
        if plain := _PLAIN.match(text, at):
            piece, at = plain[0], plain.end()
        elif text[at] == "\\":
            piece, at = text[at + 1], at + 2
        else:
            piece, entity, at = _span(text, at)
            if piece and entity:
                entities += _placed(entity, length, units(piece))
        pieces.append(piece)
        length += units(piece)
    return "".join(pieces), entities


def _span(text: str, at: int) -> tuple[str, Entity, int]:
    kind, end_mark = _ENDS[text[at]]
    start = at + 1
    extra: Entity = {"type": kind}
    if text.startswith("```", at):
        fence = _FENCE.match(text, at)
        assert fence is not None  # noqa: S101  # the pattern starts with the fence that was just seen
        end_mark, start = "```", fence.end()
        extra = {"type": "pre"} | ({"language": fence[1]} if fence[1] else {})
    end = text.find(end_mark, start)
    if end < 0:
        raise ParseError(f"Can't find end of the entity starting at byte offset {byte_offset(text, at)}")
    after = end + len(end_mark)
    if kind == "text_link" and text.startswith("(", after):
        close = text.find(")", after)
        close = len(text) if close < 0 else close
        return text[start:end], extra | {"url": text[after + 1 : close]}, close + 1
    return text[start:end], extra | ({"url": text[start:end]} if kind == "text_link" else {}), after


def _placed(entity: Entity, offset: int, length: int) -> list[Entity]:
    if entity["type"] == "text_link":
        link = link_entity(entity["url"], offset, length)
        return [link] if link else []
    return [{"type": entity["type"], "offset": offset, "length": length} | entity]
