"""The languages in which the bot speaks: its sentences, numbers, sums and dates as each language writes them.

What belongs here: the catalogues (gettext's ``.po``, read as they are), the ``Translator`` that looks sentences up in
them, and how amounts, days, lists and names are written. What does not: which sentences there are (``render``), and
what is read of reports in a language (``bot.reading.languages``).
"""

__all__ = ["amounts", "lists", "names", "times", "translator"]
