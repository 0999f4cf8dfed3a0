"""A process that can be killed: the end that asks, the end that answers, and the frames between them.

What does not belong here: what is done in it (``bot.feeds.parse``, ``bot.feeds.article``, ``bot.feeds.ask.robots``).
"""

__all__ = ["child", "frames", "parent"]
