"""Draws charts and cards for a phone: each is laid out, written as SVG, and made into PNG by a process of its own.

- ``chart``: what is to be drawn; ``layout`` finds each line, mark and text its place, with ``letters``, ``scale`` and
  ``labels``; ``svg`` writes that down
- ``card``: what is to be drawn in words and figures, for sharing; ``card_layout`` puts one below the other
- ``raster``: the process, a file that is run by itself

A picture is 390 units wide, as a phone is, and no text in it is below 11. What belongs elsewhere: which figures are
drawn and what is said of them (``bot.chat.render.answers.chart``).
"""

__all__ = ["card", "chart", "labels", "letters", "raster", "scale", "svg"]
