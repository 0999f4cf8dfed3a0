"""Doors: how news goes out beside Telegram.

- ``rows``: the registry of channels, ``keeper``: what is typed becomes a door
- ``addresses``: how an address is typed, kept and shown
- ``posting``: what all have in common that are posted to, ``webhook``: signed ones
- ``slack``, ``discord``: the webhooks of these, ``marks``: messages as they write them
- ``mail``: e-mail, once whoever reads there has said that it may come
- ``atom_feeds``: the feeds that the worker's port hands to feed readers, of a country or of a query

What does not belong here: how a message is owed, tried again and settled (``bot.chat.delivery``), and what listens on a
port (``bot.web``).
"""

__all__ = ["atom_feeds", "keeper", "mail", "rows"]
