"""What pages show, put into words of a language: figures, sentences of reports, the chart.

What belongs here: values of plain words and addresses that a template prints. What does not: what is asked of the
archive (``bot.dashboard.pages``), and markup but the chart's.
"""

__all__ = ["drawing", "figures", "links", "quotes"]
