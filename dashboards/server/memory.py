"""Memory that a page took is given back when it closes, where the system lets a process do so."""

import ctypes
import gc
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Thread

import solara.lab

REST = 3.0
"""Seconds after a page has closed in which others may close, too."""
_LATELY = Lock()


def give_back() -> None:
    """Return to the system what nothing uses any more (glibc keeps it otherwise, for each thread that ever was)."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def closed() -> None:
    """A page has closed: give back what it took, once for all that close together."""
    if _LATELY.acquire(blocking=False):
        Thread(target=later, daemon=True).start()


def later() -> None:
    """Wait for others to close, and give back."""
    try:
        time.sleep(REST)
    finally:
        _LATELY.release()
    give_back()


@solara.lab.on_kernel_start
def opened() -> Callable[[], None]:
    """Whoever opens a page gives back its memory when it closes."""
    return closed
