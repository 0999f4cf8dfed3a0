"""How the C library allocates memory for threads."""

import ctypes

_M_ARENA_MAX = -8
"""From glibc's malloc.h."""


def one_arena() -> bool:
    """Lets all threads allocate from one arena of glibc's (mallopt(3)); False where the C library is another one.

    To be called before there are threads. Python's lock lets one of them allocate at a time anyhow, and in an arena
    for each stayed what each had once needed: 5 MB of a round over 2,500 feeds.
    """
    try:
        return bool(ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1))
    except (AttributeError, OSError, TypeError):
        return False
