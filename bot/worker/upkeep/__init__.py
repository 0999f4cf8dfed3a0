"""What the worker looks after by itself, and whom it tells how it is.

- ``checkup``: what is wrong, for operators, on demand and once a day
- ``supervisor``: that it is ready, turns or ends, for systemd

What does not belong here: the host's own questions, which ``bot.web`` answers.
"""

__all__ = ["checkup", "supervisor"]
