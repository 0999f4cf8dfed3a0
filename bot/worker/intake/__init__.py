"""A poll's way from room to room: claim, ask, read, decide, commit.

- ``polling``: one poll; ``batching``: all polls that wait at a time, in one go
- ``fulltext``: entries that match get their article's text; ``rereading``: entries that were there before
- ``late``: what reads and judges, loaded with the first entry

What does not belong here: when polls begin and end (``bot.worker.service``).
"""

__all__ = ["batching", "fulltext", "late", "polling"]
