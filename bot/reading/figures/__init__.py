"""The figures of a report: which of its numbers they are, and everything that is told of each.

What belongs here: what makes a figure of a number and of the encoder's opinion on it, and what checks figures against
each other. What does not: reading numbers (``bot.reading.numbers``), deciding from context (``bot.reading.encoder``).
"""

__all__ = ["assemble", "checks", "hosts", "numbered_passage"]
