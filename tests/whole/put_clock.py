"""The program under a wall clock that signals put; the monotonic clock stays as it is:

    python -m tests.whole.put_clock run

SIGUSR1 puts the clock back an hour, and SIGUSR2 to a day ahead; sent again, each puts it right.
"""

import signal
from datetime import UTC, datetime, timedelta

import time_machine

from bot.cli import main

HOUR_BACK, DAY_AHEAD = signal.SIGUSR1, signal.SIGUSR2
STEPS = {HOUR_BACK: timedelta(hours=-1), DAY_AHEAD: timedelta(days=1)}
_put: list[time_machine.travel] = []


def _step(number: int, _: object) -> None:
    if _put:
        _put.pop().stop()
        return
    _put.append(time_machine.travel(datetime.now(UTC) + STEPS[signal.Signals(number)], tick=True))
    _put[-1].start()


if __name__ == "__main__":
    for name in STEPS:
        signal.signal(name, _step)
    main()
