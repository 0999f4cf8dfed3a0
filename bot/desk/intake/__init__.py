"""A poll's outcome and what is known become a plan, which the store applies in one transaction.

- ``decide``: the decider; ``news``: what a document's entries come to; ``article_edits``: entries that were edited
- ``stories/``: which story a report belongs to; ``novelty/``: what is new in it, and how loudly that is told
- ``upkeep``, ``cadence``, ``silence``, ``websub``: what a poll means for its feed, and when to ask it again
- ``watched``: which entries the chats' own queries are held against
- ``merge_split``: stories merged and split by the operator

What does not belong here: what commands ask (``bot.desk.answers``).
"""

__all__ = [
    "article_edits",
    "cadence",
    "decide",
    "merge_split",
    "news",
    "novelty",
    "stories",
    "upkeep",
    "watched",
    "websub",
]
