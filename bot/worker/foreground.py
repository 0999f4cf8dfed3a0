"""The worker in the foreground: signals in, an end in time out."""

import asyncio
import gc
import logging
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import replace

from bot.model import Topic
from bot.sandbox import SandboxError
from bot.settings import Settings
from bot.store import StoreError
from bot.worker.anew import Anew, begin_anew
from bot.worker.factories import StartError
from bot.worker.service import STOP_WITHIN, Service
from bot.worker.upkeep.supervisor import supervised

log = logging.getLogger(__name__)

GARBAGE = 50_000
"""Containers made beyond those let go, after which the collector looks for circles among them: five megabytes or so."""


async def serve(settings: Settings, topic: Topic, *, live: bool, ready: Callable[[Service], None]) -> None:
    """Run the worker until SIGINT, SIGTERM or SIGHUP. ``ready`` is called once everything runs.

    Where the sandbox's page has the replay begin anew, another worker follows in this process, on the same port.
    Raises StartError, StoreError or SandboxError where it cannot start.
    """
    running = _Running()
    loop = asyncio.get_running_loop()
    for sign in _ends():
        loop.add_signal_handler(sign, running.end)
    async with supervised(os.environ) as supervisor:
        while not running.is_ending:
            service = running.service = Service(settings, topic, live=live, is_followed=True)
            async with service:
                freeze_garbage()
                if service.runs:
                    ready(service)
                    supervisor.ready(f"follows {topic.name}")
                await service.wait()
                if service.anew is None:
                    log.info("ending: sends under way are finished first")
                    supervisor.ending("ending: sends under way are finished first")
            if service.failure is not None:
                raise service.failure
            if service.anew is None or running.is_ending:
                return
            settings = await _begin_anew(settings, service.anew)


class _Running:
    """The worker of the moment, for the signals that end it."""

    def __init__(self) -> None:
        self.service: Service | None = None
        self.is_ending = False

    def end(self) -> None:
        """Ask for the end, and make sure of it: a thread that a library left hanging must not hold up the process."""
        self.is_ending = True
        if self.service is not None:
            self.service.end()
        last_resort = threading.Timer(STOP_WITHIN + 0.7, os._exit, args=(1,))
        last_resort.daemon = True
        last_resort.start()


async def _begin_anew(settings: Settings, anew: Anew) -> Settings:
    """Forgets the reports; the settings of the worker that follows. What fails is logged: then it goes on as it was."""
    try:
        await asyncio.to_thread(begin_anew, settings, anew.day)
        log.info("the replay begins anew at %s", anew.day)
    except (StartError, StoreError, SandboxError) as problem:
        log.error("the replay cannot begin anew: %s", problem)
    gc.unfreeze()  # or what the worker leaves would stay for good
    return replace(settings, port=anew.port, replay_seconds=anew.seconds)


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
