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
from importlib import import_module
from typing import TYPE_CHECKING

# python-telegram-bot 22 warns at every RetryAfter that it makes, unless durations are wanted as timedelta, its future
# default. It looks the variable up whenever it makes one, so any time before the first request will do.
os.environ.setdefault("PTB_TIMEDELTA", "true")

if TYPE_CHECKING:
    from bot.chat.application import build_application, publish_menu
    from bot.chat.contact import Contact
    from bot.chat.context import ChatContext
    from bot.chat.messenger import Messenger
    from bot.chat.outbox import Outbox
    from bot.chat.pacing import Pacing
else:
    _HOMES = {
        "ChatContext": "context",
        "Contact": "contact",
        "Messenger": "messenger",
        "Outbox": "outbox",
        "Pacing": "pacing",
        "build_application": "application",
        "publish_menu": "application",
    }

    def __getattr__(name: str) -> object:
        """Loaded when asked for (PEP 562): to read a report the command line needs the words of ``render`` alone, and
        Telegram's library takes 20 MB and a third of a second.
        """
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


__all__ = ["ChatContext", "Contact", "Messenger", "Outbox", "Pacing", "build_application", "publish_menu"]
