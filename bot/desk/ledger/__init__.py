"""Every figure that was reported, joined over the reports: who said it, in which role, when and where.

- ``gist``: what is needed of a report; ``mentions``: what it tells of each of its figures; ``entries``,
  ``tallies``: mentions of one exact figure added up; ``revisions``: what an edited article takes back
- ``grouping``: which values are one figure; ``rows``: the ledger as answers read it; ``selection``: what of a large
  one
- ``compare``: a figure against the baseline, like for like; ``standing``: the figures that stand;
  ``holding``: which of them are of today; ``past``: those of a past day
- ``denials``, ``disputes``: what is denied, and claims that cannot both hold; ``states``: how far talks are
- ``troops``: soldiers

What does not belong here: what a command shows of it (``bot.desk.answers``).
"""

__all__ = [
    "compare",
    "denials",
    "disputes",
    "entries",
    "gist",
    "grouping",
    "holding",
    "mentions",
    "past",
    "revisions",
    "rows",
    "selection",
    "standing",
    "states",
    "tallies",
]
