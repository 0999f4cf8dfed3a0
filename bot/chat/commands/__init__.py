"""What each command and each button answers: asks the archive, hands what it says to ``bot.chat.render``.

- ``answers``: all commands that ask the archive, with ``course``, ``ledger``, ``search``, ``alerts``, ``stories``
- ``feeds``: the operators' commands about feeds; ``charts``, ``export``, ``export_files``: what takes long
- ``*_buttons``: what is pressed below an answer

What does not belong here: whom an update is for (``bot.chat.updates``), and sending (``bot.chat.delivery``).
"""

__all__ = [
    "alert_buttons",
    "answers",
    "charts",
    "course_buttons",
    "export",
    "export_files",
    "feed_buttons",
    "feeds",
    "ledger",
    "search",
    "search_buttons",
    "stories",
]
