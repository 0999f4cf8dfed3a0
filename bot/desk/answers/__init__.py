"""The answers to commands: where talks stand, who wants what, what came in a period, what lies ahead.

- ``course``, ``terms``, ``troops``: the state of talks, the years of agreements, the soldiers; ``positions/``,
  ``quotes``, ``stances``: the sides' figures and words; ``summary``: all of it together
- ``timeline``, ``calendar``, ``search``, ``export``: stories over time, dates to come, reports found, rows exported;
  ``overtaken``: the dates that no longer hold
- ``story_context``, ``aftermath``: who else reports an alert's story, and what became of it since

What does not belong here: what is decided when a report comes (``bot.desk.intake``), and how answers look
(``bot.chat.render``).
"""

__all__ = [
    "aftermath",
    "calendar",
    "course",
    "export",
    "export_kinds",
    "positions",
    "quotes",
    "search",
    "story_context",
    "summary",
    "timeline",
    "troops",
]
