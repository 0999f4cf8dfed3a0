"""Telegram: commands in, alerts and answers out, by python-telegram-bot 22 driven by hand.

What belongs here: parsing what a user typed, rendering what the desk and the store know, pacing to Telegram's limits,
sending, and turning each answer of the Bot API into a ``SendOutcome``. What does not: deciding what rings, how a send's
outcome settles its row, or how a figure compares (``desk``); keeping anything (``store``, known here only by the
protocols of ``ports``).

An owed row goes: ``Outbox`` claims it, ``Pacing`` says when, ``Messenger`` renders and sends it, ``desk.settle`` judges
the outcome, the archive writes that down. A command goes: ``application`` routes the update, ``commands`` sees whom it
is for and who may, ``arguments`` reads what was typed, ``answers`` asks the archive, ``render`` makes the message.
"""

import os

# python-telegram-bot 22 warns at every RetryAfter that it makes, unless durations are wanted as timedelta, its future
# default. It looks the variable up whenever it makes one, so any time before the first request will do.
os.environ.setdefault("PTB_TIMEDELTA", "true")

from bot.chat.application import build_application, publish_menu
from bot.chat.contact import Contact
from bot.chat.context import ChatContext
from bot.chat.messenger import Messenger
from bot.chat.outbox import Outbox
from bot.chat.pacing import Pacing

__all__ = ["ChatContext", "Contact", "Messenger", "Outbox", "Pacing", "build_application", "publish_menu"]
