"""Where threads get their memory, as the C library itself counts it."""

import subprocess
import sys

PROGRAM = """
import ctypes, threading
from bot.worker.memory import one_arena
held, all_there = one_arena(), threading.Barrier(8)
def allocate():
    blocks = [bytearray(2000) for _ in range(100)]
    all_there.wait()
threads = [threading.Thread(target=allocate) for _ in range(8)]
[thread.start() for thread in threads], [thread.join() for thread in threads]
if held:
    libc = ctypes.CDLL(None)
    libc.fdopen.restype = ctypes.c_void_p
    out = ctypes.c_void_p(libc.fdopen(1, b"w"))
    libc.malloc_info(0, out), libc.fflush(out)
"""


def test_all_threads_allocate_from_one_arena() -> None:
    told = subprocess.run([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, check=True).stdout  # our own
    assert told.count(b"<heap nr=") <= 1, "none is told where the C library is not glibc"
