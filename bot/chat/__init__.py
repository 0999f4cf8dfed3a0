"""Telegram: commands in, alerts and answers out, by python-telegram-bot 22 driven by hand.

What belongs here: parsing what a user typed, rendering what the desk and the store know, pacing to Telegram's limits,
sending, and turning each answer of the Bot API into a ``SendOutcome``. What does not: deciding what rings, how a send's
outcome settles its row, or how a figure compares (``desk``); keeping anything (``store``, known here only by the
protocols of ``ports``).

An owed row goes (``delivery``): ``Outbox`` claims it, ``Pacing`` says when, ``Messenger`` has it rendered and sends
it, ``desk.delivery.settle`` judges the outcome, the store writes that down. What is no Telegram chat's goes the same
way by another ``Channel``. A command goes: ``updates`` sees whom it is for and who may, ``typed`` reads what was typed,
``commands`` asks the store, ``render`` makes the message. ``context`` is what all of them are handed, ``ports`` what
they ask of the store.
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING

# python-telegram-bot 22 warns at every RetryAfter that it makes, unless durations are wanted as timedelta, its future
# default. It looks the variable up whenever it makes one, so any time before the first request will do.
os.environ.setdefault("PTB_TIMEDELTA", "true")

if TYPE_CHECKING:
    from bot.chat.context import ChatContext
    from bot.chat.delivery.channels import Channel, Deliveries
    from bot.chat.delivery.contact import Contact
    from bot.chat.delivery.messenger import Messenger
    from bot.chat.delivery.outbox import Outbox
    from bot.chat.delivery.pacing import Pacing
    from bot.chat.updates.application import build_application
    from bot.chat.updates.menu import publish_descriptions, publish_menu
else:
    _HOMES = {
        "Channel": "delivery.channels",
        "ChatContext": "context",
        "Contact": "delivery.contact",
        "Deliveries": "delivery.channels",
        "Messenger": "delivery.messenger",
        "Outbox": "delivery.outbox",
        "Pacing": "delivery.pacing",
        "build_application": "updates.application",
        "publish_descriptions": "updates.menu",
        "publish_menu": "updates.menu",
    }

    def __getattr__(name: str) -> object:
        """Loaded when asked for (PEP 562): to read a report the command line needs the words of ``render`` alone, and
        Telegram's library takes 20 MB and a third of a second.
        """
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


__all__ = [
    "Channel",
    "ChatContext",
    "Contact",
    "Deliveries",
    "Messenger",
    "Outbox",
    "Pacing",
    "build_application",
    "publish_descriptions",
    "publish_menu",
]
