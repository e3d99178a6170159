"""What enters a session, and the plain objects that stand in for records when the clinic is interpreted."""

from collections import namedtuple
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from model.compiling import fast
from model.fields import DYAD, RATINGS, THERAPIST, Field
from model.luck import Draws, roll

Meeting = namedtuple("Meeting", "dyad client therapist luck p")
Week = namedtuple("Week", "therapist sessions_held ruptures_met p")


def record_class(name: str, fields: Iterable[Field]) -> type:
    """A class with one slot per field, every number 0, every list of numbers as long as the field says."""
    sizes = {f.name: f.size for f in fields}

    def __init__(self: Any) -> None:
        for n, size in sizes.items():
            setattr(self, n, 0.0 if size == 1 else [0.0] * size)

    return type(name, (), {"__slots__": tuple(sizes), "__init__": __init__, "__doc__": f"A {name.lower()} of named numbers."})


Dyad, Ratings = record_class("Dyad", DYAD), record_class("Ratings", RATINGS)


class Dice:
    """Reads luck off its address for one group of events; one row of numbers, filled anew for each draw."""

    def __init__(self, seed: int, draws: Draws):
        self._seed, self._draws, self._flat = np.uint64(seed), draws, np.empty(draws.size)
        self._roll = fast(roll)
        record: Any = draws.record
        self._named: Any = namedtuple("Luck", record.names)  # type: ignore[misc]
        self._spans = [(o // 8, o // 8 + t.itemsize // 8) for t, o in record.fields.values()]
        self._whole = all(b - a == 1 for a, b in self._spans)

    def at(self, therapist: int, place: int, when: int) -> Any:
        """The luck at this address, by event name."""
        self._roll(self._seed, therapist, place, when, self._draws.block, self._draws.normals, self._flat)
        flat = self._flat.tolist()
        if self._whole:
            return self._named._make(flat)
        return self._named._make(flat[a] if b - a == 1 else flat[a:b] for a, b in self._spans)


def row_of(fields: Iterable[Field]) -> Callable[[Any], tuple]:
    """A function that reads these fields off an object into one tuple, as NumPy wants it for a record."""
    parts = ", ".join(f"tuple(x.{f.name})" if f.size > 1 else f"x.{f.name}" for f in fields)
    return eval(f"lambda x: ({parts},)")


dyad_row, ratings_row, therapist_row = row_of(DYAD), row_of(RATINGS), row_of(THERAPIST)
