"""The chats, and what is owed to each: rows that are claimed under a lease and settled with the answer.

- ``outbox_store`` the facade, ``store.outbox``
- ``chats`` who subscribes, ``wishes`` to what, ``mutes`` but for which stories; ``readers`` who hears of a report, and
  how; ``owe`` what they are owed of it, at once or with the digest
- ``queue`` what is due, claimed and settled, ``row_state`` how far a row is
- ``approving/`` posts of channels that wait for an editor
- ``subscribing/`` what chats subscribe to beside their first subscription
- ``watching/`` the chats' own queries, and what is owed for what they find
- ``of_chat`` what one chat was owed of a report, and all that is kept of it
- ``opening/`` addresses beside Telegram that chats have their news sent to
- ``guests`` invitations, and the chats that came by them
- ``digests`` alerts that wait for a chat's digest; ``edits`` alerts that are to be put right

What does not belong here: sending (``bot.chat.delivery``), and what an answer means (``bot.desk.delivery``).
"""

__all__ = [
    "approving",
    "chats",
    "edits",
    "mutes",
    "opening",
    "outbox_store",
    "owe",
    "queue",
    "row_state",
    "subscribing",
    "watching",
]
