"""What a full-text index keeps of a report, and what a query asks of such an index.

What does not belong here: the index itself (``bot.store.archive.indexing``), and the query language
(``bot.reading.query``).
"""

__all__ = ["lexemes", "lookups"]
