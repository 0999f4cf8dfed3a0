"""Doors to e-mail: news goes to an address once whoever reads there has said that it may.

- ``smtp``: hands e-mail to the operator's server, ``answers``: what the server's answers mean
- ``letters``: what an e-mail looks like

What does not belong here: how what the server does not take is tried again (``bot.chat.delivery``).
"""

__all__: list[str] = []
