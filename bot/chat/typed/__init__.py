"""What may be typed after a command.

- ``arguments``: words read into values, or an error with an example; ``days``, ``periods``: days and spans of them;
  ``pages``: pages of a list

What does not belong here: which commands there are, and what they answer (``bot.chat.commands``).
"""

__all__ = ["arguments", "corrections", "days", "pages", "periods"]
