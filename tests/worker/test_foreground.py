"""What is made by the end of the start is out of the collector's sight, and it looks for garbage less often."""

import gc

from bot.worker.foreground import GARBAGE, freeze_garbage


def test_the_collector_looks_at_what_comes_after_the_start_alone() -> None:
    before = gc.get_threshold()
    try:
        freeze_garbage()
        assert gc.get_freeze_count() > 0
        assert gc.get_threshold() == (GARBAGE, *before[1:])
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
