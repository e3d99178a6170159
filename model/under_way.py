"""What takes long before there is anything to count, as compiling does: whoever does it says so, and whoever shows progress hears it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import RLock

Heard = Callable[[str], object]
"""Hears in what words to speak of what is under way; of nothing, when it is over."""

LOCK = RLock()
words_now: list[str] = []
"""What is under way in any thread of this process, the latest last."""
hearers: list[Heard] = []
"""Those who show progress."""


@contextmanager
def under_way(words: str) -> Iterator[None]:
    """While this lasts, all who show progress show these words."""
    with LOCK:
        words_now.append(words)
        tell()
    try:
        yield
    finally:
        with LOCK:
            words_now.remove(words)
            tell()


@contextmanager
def heard_by(heard: Heard) -> Iterator[None]:
    """While this lasts, `heard` hears what is under way, also what was when it began."""
    with LOCK:
        hearers.append(heard)
        if words_now:
            heard(words_now[-1])
    try:
        yield
    finally:
        with LOCK:
            hearers.remove(heard)


def tell() -> None:
    """Tell all who show progress."""
    for heard in hearers:
        heard(words_now[-1] if words_now else "")
