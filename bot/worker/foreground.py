"""The worker in the foreground: signals in, an end in time out."""

import asyncio
import gc
import logging
import os
import signal
import threading
from collections.abc import Callable

from bot.model import Topic
from bot.settings import Settings
from bot.worker.service import STOP_WITHIN, Service
from bot.worker.upkeep.supervisor import supervised

log = logging.getLogger(__name__)

GARBAGE = 50_000
"""Containers made beyond those let go, after which the collector looks for circles among them: five megabytes or so."""


async def serve(settings: Settings, topic: Topic, *, live: bool, ready: Callable[[Service], None]) -> None:
    """Run the worker until SIGINT, SIGTERM or SIGHUP. ``ready`` is called once everything runs.

    Raises StartError, StoreError or SandboxError where it cannot start.
    """
    service = Service(settings, topic, live=live)
    loop = asyncio.get_running_loop()
    for sign in _ends():
        loop.add_signal_handler(sign, _end_in_time, service)
    async with supervised(os.environ) as supervisor, service:
        freeze_garbage()
        if service.runs:
            ready(service)
            supervisor.ready(f"follows {topic.name}")
        await service.wait()
        log.info("ending: sends under way are finished first")
        supervisor.ending("ending: sends under way are finished first")
    if service.failure is not None:
        raise service.failure


def freeze_garbage() -> None:
    """Keeps what is made so far from the garbage collector; call it once all is made that stays to the end.

    That took a sixth of a round without news. An answer about a past day makes forty thousand tuples and lets all of
    them go; to look through them every ten thousand took 6 to 13 ms of its 100.
    """
    gc.freeze()
    gc.set_threshold(GARBAGE)


def _ends() -> list[signal.Signals]:
    """The signals that end the worker in order. A terminal that closes sends SIGHUP, which nohup has us ignore."""
    hang_up = getattr(signal, "SIGHUP", None)  # there is none on Windows
    if hang_up is None or signal.getsignal(hang_up) is signal.SIG_IGN:
        return [signal.SIGINT, signal.SIGTERM]
    return [signal.SIGINT, signal.SIGTERM, hang_up]


def _end_in_time(service: Service) -> None:
    """Ask for the end, and make sure of it: a thread that a library left hanging must not hold up the process."""
    service.end()
    last_resort = threading.Timer(STOP_WITHIN + 0.7, os._exit, args=(1,))
    last_resort.daemon = True
    last_resort.start()
