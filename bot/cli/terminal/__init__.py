"""How things look on a terminal, and how a verb ends: consoles, errors, messages of the chat, texts with their figures.

What does not belong here: what a verb does (``bot.cli.verbs``).
"""

__all__ = ["common", "consoles", "marked_text", "messages", "progress"]
