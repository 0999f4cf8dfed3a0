"""Pure functions from values to messages: HTML as Telegram knows it, and a plain text to fall back to.

What belongs here: words, order, marks, lengths. What does not: asking the archive or the network, and judging figures.
Everything that came from a feed is escaped, links are http or https only, and no message is longer than Telegram takes.
"""

from bot.chat.render.html import Button, Rendered

__all__ = [
    "Button",
    "Rendered",
    "alert",
    "answers",
    "baseline",
    "corrected",
    "digest",
    "files",
    "help",
    "html",
    "latest",
    "notice",
    "operators",
    "paging",
    "report_card",
    "retold",
    "status",
    "why",
    "wishes",
    "words",
    "wrong",
]
