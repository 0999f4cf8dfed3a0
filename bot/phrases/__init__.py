"""Figures, dates, counts and lists in print, the same in a decision's reason, a chat and on a terminal.

What belongs here: how a value is written, in English and independent of the machine's locale. What does not: whole
messages (``bot.chat.render``), and reading such words (``bot.reading``).
"""
