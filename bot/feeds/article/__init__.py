"""The full text of an article's page: asked for, extracted where it can be killed, and judged for what it is.

- ``article``: the way of one page; ``article_process``, ``extract``: the extraction
- ``verdict``, ``surroundings``, ``declarations``: the article, or a wall, a consent page, something else

What does not belong here: feeds (``bot.feeds.parse``).
"""

__all__ = ["article"]
