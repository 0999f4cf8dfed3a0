"""Addresses beside Telegram that chats have their news sent to: ``door_store`` the facade, ``store.doors``; ``doors``
which there are, ``knocks`` how often addresses were asked whether they may be.

What does not belong here: what an address is, and how it is asked (``bot.chat.doors``).
"""

__all__ = ["door_store", "doors"]
