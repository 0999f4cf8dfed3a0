"""Every number of a text with its unit, currency, range and kind, whatever it is about.

What belongs here: digits, numerals in words, signs, currencies. What does not: how one language writes them
(``bot.reading.languages``), and whether a number is a figure of the topic (``bot.reading.figures``).
"""

__all__ = ["amounts", "grammar", "kinds"]
