"""What may be typed after a command.

- ``arguments``: words read into values, or an error with an example; ``days``, ``periods``: days and spans of them;
  ``pages``: pages of a list; ``chart_words``: those of a chart and its buttons
- ``watches``: a name and a query; ``zones``: time zones; ``wishes``: what to hear of, and how
- ``addresses``: of reports
- ``bad_argument``: the error; ``questions``: the command that is nearest to a sentence

What does not belong here: which commands there are, and what they answer (``bot.chat.commands``).
"""

__all__ = [
    "addresses",
    "arguments",
    "bad_argument",
    "card_words",
    "chart_words",
    "corrections",
    "days",
    "pages",
    "periods",
    "questions",
    "subscriptions",
    "watches",
    "wishes",
    "zones",
]
