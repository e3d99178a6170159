"""Python's search for objects that hold nothing but each other, put off where it would find none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """While this lasts, no search that comes by itself: one looks at all that was ever imported, too, and takes a tenth of a second."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
