"""The room of decisions and answers: what to do about a report, and what the archive answers to a command.

What belongs here: a decision or an answer that follows from facts alone, with its reason beside it. What does not:
asking the web, reading a text, keeping, sending, or looking at the clock; ``now``, jitter and exchange rates are handed
in. The same facts give the same answer, always.

- ``intake/``: a poll's outcome becomes a plan: which story, what is new, whom to tell, when to ask again
- ``delivery/``: what the outcome of a send means for the message that is owed, and when a digest comes
- ``ledger/``: every figure with who said it, in which role, when and where; how far talks are; what is denied
- ``answers/``: what commands ask: where talks stand, who wants what, what came in a period, what lies ahead
"""
