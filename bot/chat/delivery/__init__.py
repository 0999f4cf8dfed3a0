"""Sending: what is owed and what is answered, at Telegram's pace, each outcome as a value.

- ``outbox``: the delivery loop; ``claimed``: a row in its hands; ``pacing``: how fast; ``telegram_health``: how it goes
- ``messenger``: the one way in which a message is posted; ``outcomes``: what an exception says about a send
- ``story_contexts``: how stories are carried, for alerts; ``aside``: what takes long, made beside the updates
- ``contact``: whether Telegram answers

What does not belong here: what an outcome means for the row (``bot.desk.delivery``).
"""

__all__ = ["aside", "contact", "messenger", "outbox", "pacing"]
