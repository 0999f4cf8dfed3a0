"""The composition root: joins the rooms into one process, runs their jobs, and ends them in order.

What belongs here: which value of the settings goes to which room, the order of start and stop, and the calls that
carry one poll from room to room (``intake/pipeline``). What does not: decisions (``desk``), and
anything that knows a protocol, a table or a message's wording. ``factories`` makes the rooms' values, ``service``
starts and stops them, ``jobs`` run on APScheduler, ``heartbeat`` notices a clock that is put, ``listening`` has
Telegram's ear, ``foreground`` is the process. Nothing is imported here, because most verbs of the
program poll or read and never talk to Telegram.
"""
