"""What to do about what was read: the decisions, and what the archive says when it is asked.

What belongs here: a decision or an answer that follows from facts alone, with its reason beside it. What does not:
asking the web, reading a text, keeping, sending, or looking at the clock; ``now``, jitter and exchange rates are handed
in. The same facts give the same answer, always.

- ``ingest``: a poll's outcome becomes a plan; ``fresh`` says which entries are worth reading at all; ``news``: what
  entries come to
- ``stories``: which story a report belongs to, and by what sign
- ``cadence``: when to ask a feed again
- ``settle``: what the outcome of a send means for the message that is owed
- ``compare``: how a figure stands to the baseline, like for like
- ``ledger``: every figure with who said it, in which role, when and where
- ``states``: how far talks are, as far as reports bear it out; ``course``: that beside the agreement that runs
- ``calendar``: the dates to come that reports name, and what became of them
- ``standing``: the figures that stand
- ``summary``: where each line of talks stands, and what came in a period
- ``timeline``: the stories of a period, and one story report by report; ``voices``: who says and who denies what
- ``amounts``, ``wording``: figures, dates and plurals in print
"""
