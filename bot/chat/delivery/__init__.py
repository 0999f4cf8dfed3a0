"""Sending: what is owed and what is answered, at the pace that a channel bears, each outcome as a value.

A channel is a way to readers: Telegram, and what else has a row in the registry (``bot.chat.doors.rows``). To add one,
write a ``Sender`` and a ``Channel``; the store, the desk and the loop are the same for all of them:

- A chat has a channel and, but for Telegram's, an address there and an id that the store gives it. ``chat_at`` finds or
  makes the chat of an address that somebody typed; it is subscribed, and set, as Telegram's chats are.
- What it is owed is claimed by its channel's loop, handed to ``Sender.deliver`` as an ``Outgoing`` (HTML, plain text
  and the reports themselves), and settled by the ``SendOutcome`` that comes back: ``Sent``; ``RetryLater``, ``NotSent``
  and ``Unknown`` for what is tried again; ``Forbidden`` for an address that wants no more; ``Rejected`` for a message
  that never will be taken. Each channel has its own pace, holds and outages.
- Where messages can be neither changed nor replied to (``Sender.edits``, ``replies``), an edit comes as a message of
  its own, and a reply as one that replies to none.

- ``channels``: what a row of the registry is, and the loops; ``sending``: what is sent, rendered
- ``outbox``: the delivery loop; ``claimed_row``: a row in its hands; ``pacing``: how fast;
  ``telegram_health``: how it goes
- ``messenger``: Telegram's row, the one way in which a message is posted there; ``outcomes``: what an exception says
- ``story_contexts``: what alerts tell of their stories; ``side_work``: what takes long, made beside the updates
- ``contact``: whether Telegram answers

What does not belong here: what an outcome means for the row (``bot.desk.delivery``).
"""

__all__ = [
    "channels",
    "contact",
    "messenger",
    "outbox",
    "outcomes",
    "pacing",
    "sending",
    "side_work",
    "story_contexts",
]
