"""What a chat subscribes to: ``subscription_store`` the facade, ``store.subscriptions``; ``subscriptions`` which there
are beside each chat's first one, which is of the chat's own row.

What does not belong here: who hears of a report (``bot.store.outbox.readers``).
"""

__all__ = ["subscription_store", "subscriptions"]
