"""Whether a chat wants news and when it comes there, and what the outcome of a send means for what was owed.

What does not belong here: sending (``bot.chat.delivery``), keeping (``bot.store.outbox``).
"""

__all__ = ["digest", "digest_days", "forum_topics", "interests", "ringing", "settle", "subscriptions"]
