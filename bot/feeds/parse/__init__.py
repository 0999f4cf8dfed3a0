"""A feed's bytes become entries: by the fast path where that gives feedparser's very results, by feedparser elsewhere.

- ``formats``: which parser reads a body; ``jsonfeed``, ``sitemap``, ``by_feedparser``, ``fast/``: the parsers
- ``encoding``, ``scripts``: which characters the bytes are; ``hints``: what stands before the first item
- ``raw``: what parsers hand on; ``entries``, ``identity``, ``links``, ``wrappers``, ``dates``: what becomes of it
- ``reply``, ``parser_process``: the same in a process that can be killed

What does not belong here: asking (``bot.feeds.ask``).
"""

__all__ = ["encoding", "entries", "hints", "links", "parser_process", "reply", "wrappers"]
