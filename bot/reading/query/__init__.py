"""The query language of newsrooms: read, held against one report, and thousands of queries against one at once.

What belongs here: syntax, matching, and how much of it strangers may use (``limits``). What does not: which queries a
topic has, and what follows from a match (``bot.reading.topic``). Only who imports ``queryset`` loads NumPy.
"""

__all__ = ["expression", "limits", "needs", "pages", "prepared", "query", "queryset", "spots", "syntax"]
