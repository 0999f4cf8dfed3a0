"""What the outcome of a send means for the message that was owed, and when a chat's digest comes.

What does not belong here: sending (``bot.chat.delivery``), keeping (``bot.store.outbox``).
"""

__all__ = ["digest", "digest_days", "settle"]
