"""The composition root: joins the rooms into one process, runs their jobs, and ends them in order.

What belongs here: which value of the settings goes to which room, the order of start and stop, and the calls that carry
one poll from room to room (``polling``, ``taking_in``). What does not: decisions (``desk``), and anything that knows a
protocol, a table or a message's wording. ``opening`` makes the rooms' values, ``service`` starts and stops them,
``listening`` has Telegram's ear, ``serving`` is the process in the foreground.
"""

from bot.worker.opening import StartError, database_address, fetch_policy, open_database
from bot.worker.polling import Polling, RoundReport
from bot.worker.service import Service
from bot.worker.serving import serve
from bot.worker.taking_in import FeedReport

__all__ = [
    "FeedReport",
    "Polling",
    "RoundReport",
    "Service",
    "StartError",
    "database_address",
    "fetch_policy",
    "open_database",
    "serve",
]
