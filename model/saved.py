"""When a file was saved: by what that shows, and how long it must stand still before it is read."""

import time
from collections.abc import Iterator
from pathlib import Path

Signs = tuple[int, int] | None
EVERY = 0.25
"""Seconds between two looks at a file that somebody works on."""
SETTLING = 0.1
"""Seconds for which a file must stand still before it is read: an editor may be writing."""


def signs_of(path: Path) -> Signs:
    """By what a change of a file shows; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def saves(path: Path) -> Iterator[float]:
    """The time of each save of a file, by the clock on the wall, once it stands still; first that of the file as it is. Never ends."""
    known: Signs = (0, 0)
    while True:
        signs = signs_of(path)
        if signs == known:
            time.sleep(EVERY)
            continue
        time.sleep(SETTLING)
        if signs_of(path) == signs:
            known = signs
            yield signs[0] / 1e9 if signs else time.time()
