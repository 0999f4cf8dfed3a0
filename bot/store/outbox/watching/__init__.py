"""The chats' own queries: ``watch_store`` the facade, ``store.watches``; ``watches`` which there are, ``watch_hits``
what is owed for what they find.

What does not belong here: holding them against entries (``bot.worker.intake.watched``).
"""

__all__ = ["watch_hits", "watch_store", "watches"]
