"""Doors to e-mail: news goes to an address once whoever reads there has said that it may.

- ``smtp``: hands e-mail to the operator's server, ``answers``: what the server's answers mean
- ``letters``: what an e-mail looks like, ``tokens``: the ends of its links, and its id
- ``mail_sender``: the channel, ``pages``: what its links lead to

What does not belong here: how often an address may be asked (``bot.store.outbox.opening``), how what the server does
not take is tried again (``bot.chat.delivery``), and what listens on a port (``bot.web``).
"""

__all__ = ["mail_sender", "pages", "smtp", "tokens"]
