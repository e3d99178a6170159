"""Memory for what is worked on and not kept."""

from threading import local

import numpy as np


class Spare(local):
    """Memory that is written before it is read, and asked of the system once a thread: fresh pages cost as much as rules."""

    def __init__(self) -> None:
        self.arrays: dict[str, np.ndarray] = {}

    def room(self, name: str, record: np.dtype, n: int) -> np.ndarray:
        """At least `n` records under this name, with whatever stood there last; at first 0."""
        found = self.arrays.get(name)
        if found is None or len(found) < n or found.dtype != record:
            found = self.arrays[name] = np.zeros(n, record)
        return found


spare = Spare()
