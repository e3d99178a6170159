"""Who has predicted what: locks that hold until a visitor begins again, and the board on which a class sees its spread.

Both are kept in memory, for a day, and know visitors only by a digest that nobody can turn back.
"""

import hashlib
import secrets
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import NamedTuple

Choice = str | float
"""The name of an option, or a number."""
LASTS = 24.0 * 3600.0
"""Seconds after which a prediction is forgotten."""
MOST_VOICES = 500
"""Predictions on the board of one lesson; the oldest make room."""
MOST_LOCKS = 20_000


class Prediction(NamedTuple):
    """What was predicted, and when, in seconds."""

    choice: Choice
    at: float


class Board:
    """Locked predictions by visitor and lesson, and the first one of each visitor on the board of a lesson."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._salt = secrets.token_bytes(16)
        self._alone = Lock()
        self._locks: OrderedDict[tuple[str, str], Prediction] = OrderedDict()
        self._voices: dict[str, OrderedDict[str, Prediction]] = {}

    def lock(self, visitor: str, lesson: str, choice: Choice) -> Choice:
        """Lock a prediction; one that is locked already stays as it is, and is given back."""
        who, made = self._digest(visitor), Prediction(choice, self._now())
        with self._alone:
            self._forget()
            held = self._locks.setdefault((who, lesson), made)
            voices = self._voices.setdefault(lesson, OrderedDict())
            voices.setdefault(who, held)
            shorten(voices, MOST_VOICES)
            shorten(self._locks, MOST_LOCKS)
            return held.choice

    def locked(self, visitor: str, lesson: str) -> Choice | None:
        """What a visitor has locked for a lesson."""
        with self._alone:
            self._forget()
            held = self._locks.get((self._digest(visitor), lesson))
            return held.choice if held else None

    def begin_again(self, visitor: str, lesson: str) -> None:
        """Take back the lock of a visitor; on the board her first prediction stays."""
        with self._alone:
            self._locks.pop((self._digest(visitor), lesson), None)

    def voices(self, lesson: str) -> Counter[Choice]:
        """How often each choice is on the board of a lesson."""
        with self._alone:
            self._forget()
            return Counter(made.choice for made in self._voices.get(lesson, {}).values())

    def clear(self, lesson: str) -> None:
        """Empty the board of a lesson; locks hold."""
        with self._alone:
            self._voices.pop(lesson, None)

    def _digest(self, visitor: str) -> str:
        """A visitor as the board knows her."""
        return hashlib.blake2b(visitor.encode(), key=self._salt, digest_size=12).hexdigest()

    def _forget(self) -> None:
        """Drop what is older than a day; the oldest stand first."""
        old = self._now() - LASTS
        drop_before(self._locks, old)
        for voices in self._voices.values():
            drop_before(voices, old)
        self._voices = {lesson: voices for lesson, voices in self._voices.items() if voices}


def drop_before(kept: OrderedDict, old: float) -> None:
    """Drop from the front what was made before `old`."""
    while kept and next(iter(kept.values())).at < old:
        kept.popitem(last=False)


def shorten(kept: OrderedDict, most: int) -> None:
    """Drop from the front what is too many."""
    while len(kept) > most:
        kept.popitem(last=False)
