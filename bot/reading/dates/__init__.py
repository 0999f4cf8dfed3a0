"""Days and rounds that a report names: those of its event, and those to come.

``tables`` the languages that dates are found in, a table a file, of ``date_words`` that ``reckoning`` makes days of;
``expressions`` the days that a sentence names; ``upcoming`` what is to happen then; ``rounds``; ``event_day``.

What belongs here: what words and digits tell of time. What does not: the clock; the day of the report is an argument.
"""

__all__ = ["date_words", "event_day", "rounds", "upcoming"]
