"""Figures, dates, counts and lists in print, the same in a decision's reason, a chat and on a terminal.

What belongs here: how a value is written, in English and independent of the machine's locale, and what must be known
of the words around it for that (``context``). What does not: whole messages (``bot.chat.render``), and what a figure is
in the talks (``bot.reading``).
"""
