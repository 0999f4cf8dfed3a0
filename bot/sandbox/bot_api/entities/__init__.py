"""Formatting: parse modes into plain text and message entities, strictly as Telegram does it. Pure.

What belongs here: HTML, MarkdownV2 and Markdown; the clean-up of text; the entities that Telegram finds by itself. What
does not: anything that knows chats or requests. Offsets and lengths count UTF-16 code units
(https://core.telegram.org/bots/api#messageentity).
"""

from typing import Any

from bot.sandbox.bot_api.entities.html import parse_html
from bot.sandbox.bot_api.entities.markdown import parse_markdown
from bot.sandbox.bot_api.entities.markdown_v2 import parse_markdown_v2
from bot.sandbox.bot_api.entities.text import ParseError, finish, units

__all__ = ["ParseError", "finish", "parse", "text", "units"]

Entity = dict[str, Any]

_MODES = {"html": parse_html, "markdown": parse_markdown, "markdownv2": parse_markdown_v2}


def parse(text: str, mode: str) -> tuple[str, list[Entity]]:
    """Plain text and entities of formatted text.

    Raises ParseError for markup that Telegram refuses, KeyError for an unknown mode (modes in any case).
    """
    return _MODES[mode.lower()](text)
