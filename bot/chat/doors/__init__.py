"""Doors: how news goes out beside Telegram.

- ``atom_feeds``: the feeds that the worker's port hands to feed readers, of a country or of a query

What does not belong here: how a message is owed, tried again and settled (``bot.chat.delivery``), and what listens on a
port (``bot.web``).
"""

__all__ = ["atom_feeds"]
