"""Text before and after entities: UTF-16 arithmetic, links, clean-up, trimming."""

import re
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.bot_api.entities.find import find

Entity = dict[str, Any]

_CONTROL: dict[int, str | None] = {code: " " for code in range(32) if code not in (10, 13)}
_DROPPED: dict[int, str | None] = dict.fromkeys([13, *range(0x2028, 0x202F), 0x333, 0x33F, 0x30A])
_ODD = re.compile("[\x00-\x09\x0b-\x1f\u2028-\u202e\u0333\u033f\u030a]")
# Entities whose text belongs to somebody already: nothing is found inside them.
_TAKEN = {"code", "pre", "text_link", "text_mention", "custom_emoji", "url", "mention", "email", "hashtag", "cashtag"}


class ParseError(Exception):
    """Telegram's reason for refusing formatted text."""


def units(text: str) -> int:
    """The length in UTF-16 code units."""
    return len(text) + sum(char > "\uffff" for char in text)


def byte_offset(text: str, index: int) -> int:
    """The offset in UTF-8 bytes of a character, which is how Telegram names places in formatted text."""
    return len(text[:index].encode())


def link_entity(url: str, offset: int, length: int) -> Entity | None:
    """A text_link, a text_mention for tg://user?id=N, or None where Telegram drops the link without a word."""
    if mention := re.fullmatch(r"tg:(?://)?user/?\?id=(\d+)", url, re.IGNORECASE):
        return {"type": "text_mention", "offset": offset, "length": length, "user_id": int(mention[1])}
    checked = checked_link(url)
    return {"type": "text_link", "offset": offset, "length": length, "url": checked} if checked else None


def checked_link(url: str) -> str | None:
    """The address as Telegram keeps it, or None for one it does not take (a host without a dot, another scheme)."""
    url = url.strip()
    if re.match(r"(tg|ton|tonsite):", url, re.IGNORECASE):
        return url
    if "://" not in url:
        url = "http://" + url
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or re.search(r"\s", url) or not ("." in host or ":" in host):
        return None
    return url if parts.path or parts.query or parts.fragment else url + "/"


def finish(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """The text as it is stored: control characters out, trimmed, entities sorted, links and commands found."""
    if _ODD.search(text) or "\r" in text:
        text, entities = _clean(text, entities)
    text, entities = _trim(text, [e for e in entities if e["length"] > 0])
    entities.sort(key=lambda e: (e["offset"], -e["length"]))
    taken = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in _TAKEN]
    for found in find(text):
        start, end = found["offset"], found["offset"] + found["length"]
        if all(end <= left or start >= right for left, right in taken):
            entities.append(found)
    entities.sort(key=lambda e: (e["offset"], -e["length"]))
    return text, entities


def _clean(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Control characters become spaces, and what Telegram drops is dropped with offsets moved along."""
    moved = [0]
    for char in text:
        kept = 0 if ord(char) in _DROPPED else 1
        moved.append(moved[-1] + kept)
        if char > "\uffff":
            moved.append(moved[-1] + 1)
    fixed = []
    for entity in entities:
        end = min(entity["offset"] + entity["length"], len(moved) - 1)
        start = min(entity["offset"], end)
        fixed.append(entity | {"offset": moved[start], "length": moved[end] - moved[start]})
    return text.translate(_CONTROL | _DROPPED), [e for e in fixed if e["length"] > 0]


def _trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Whitespace off both ends; at the front only as far as the first entity."""
    text = text.rstrip(" \n")
    end = units(text)
    kept = [e | {"length": min(e["length"], end - e["offset"])} for e in entities if e["offset"] < end]
    first = min((e["offset"] for e in kept), default=end)
    cut = min(len(text) - len(text.lstrip(" \n")), first)
    return text[cut:], [e | {"offset": e["offset"] - cut} for e in kept]
