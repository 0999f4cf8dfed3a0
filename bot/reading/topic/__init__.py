"""Whether a report is on the topic, on which of its tracks, and what it reports.

What belongs here: the glance, the queries' score and what a report lacks of it (``shortfall``), and what is made of the
encoder's opinion on a whole report. What does not: its figures (``bot.reading.figures``).
"""

__all__ = ["advice", "glance", "relevance", "tracks"]
