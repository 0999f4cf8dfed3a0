"""What the worker looks after by itself and tells operators of.

- ``checkup``: what is wrong, on demand and once a day

What does not belong here: the host's own questions, which ``bot.web`` answers.
"""

__all__ = ["checkup"]
