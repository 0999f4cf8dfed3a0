"""Days and rounds that a report names: those of its event, and those to come.

What belongs here: what words and digits tell of time. What does not: the clock; the day of
the report is an argument.
"""

__all__ = ["event_day", "rounds", "upcoming", "years"]
