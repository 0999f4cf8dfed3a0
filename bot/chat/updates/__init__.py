"""Updates of Telegram on their way to what answers them.

- ``application``: the handlers, and python-telegram-bot's start and stop; ``routing``: from a message to its command,
  ``pressing``: from a pressed button to what it does
- ``inline``: what is typed behind the bot's name in any chat, and the cards for it
- ``fairness``, ``quota``: whose update is handled next, and how many a person may send
- ``door``: who may use the bot at all
- ``menu``: what Telegram's apps show of the bot, in each language
- ``membership``: the bot's own comings and goings

What does not belong here: what is answered (``bot.chat.commands``).
"""

__all__ = ["application", "menu"]
