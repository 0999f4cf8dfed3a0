"""What Telegram finds in plain text by itself: commands, addresses, mentions, tags."""

import re
from typing import Any

_ENDINGS = "com|org|net|edu|gov|mil|int|info|io|co|me|app|dev|eu|kr|jp|de|uk|us|fr|cn|sg|tw|be|ch|at|pl|au|ca|tv"
_PATTERNS = {
    "email": re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![\w@])"),
    "url": re.compile(
        r"(?<![\w@./-])(?:"
        r"(?:https?|tg|ton)://[^\s<>\"«»]{1,4096}"
        rf"|(?:[A-Za-z0-9-]{{1,63}}\.){{1,8}}(?:{_ENDINGS})(?![\w@])(?::\d{{1,5}})?(?:[/?#][^\s<>\"«»]*)?"
        r")"
    ),
    "bot_command": re.compile(r"(?<![\w/<>@.])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@])"),
    "mention": re.compile(r"(?<![\w@.])@[A-Za-z0-9_]{3,32}(?![\w@])"),
    "hashtag": re.compile(r"(?<![\w#&/])#(?=\w*[^\W\d_])\w{1,256}(?![\w#])"),
    "cashtag": re.compile(r"(?<![\w$])\$[A-Z]{1,8}(?![\w$])"),
}
_AFTER_A_LINK = ".,:;!?…'\"”’)]}*"


def find(text: str) -> list[dict[str, Any]]:
    """Entities in the order of the text, none overlapping another; of two on one place the first pattern wins."""
    spans: list[tuple[int, int, str]] = []
    for kind, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            start, end = match.start(), _link_end(match[0]) + match.start() if kind == "url" else match.end()
            if all(end <= left or start >= right for left, right, _ in spans):
                spans.append((start, end, kind))
    return [_entity(text, *span) for span in sorted(spans)]


def _link_end(link: str) -> int:
    """Punctuation after an address is the sentence's, not the address's; a bracket opened within it stays."""
    end = len(link)
    while end and link[end - 1] in _AFTER_A_LINK:
        if link[end - 1] == ")" and link.count("(", 0, end) >= link.count(")", 0, end):
            break
        end -= 1
    return end


def _entity(text: str, start: int, end: int, kind: str) -> dict[str, Any]:
    def measure(part: str) -> int:
        return len(part) + sum(char > "\uffff" for char in part)

    return {"type": kind, "offset": measure(text[:start]), "length": measure(text[start:end])}
