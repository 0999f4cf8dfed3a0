"""What the worker does with the feeds that are due.

- ``pipeline``: a poll's way from room to room, the order of the calls on one screen
- ``polling``: when polls begin and end; ``batching``: polls that wait at a time go together
- the stages: ``first_reading``, ``rereading`` and ``late_reader`` (what reads, loaded with the first entry),
  ``fulltext``, ``watched`` with ``changing_queries`` (the chats' own queries), ``deciding``, ``reports``

What does not belong here: when the worker itself begins and ends (``bot.worker.service``).
"""

__all__ = ["fulltext", "late_reader", "polling", "reports"]
