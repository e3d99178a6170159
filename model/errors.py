"""Faults that a user can mend. The message names every fault of one input and what would be right."""

import difflib
from collections.abc import Iterable
from functools import lru_cache


class DyadsError(ValueError):
    """Something the user gave cannot be used; `faults` lists every reason, one plain sentence each."""

    def __init__(self, *faults: str):
        self.faults = faults
        super().__init__("\n".join(faults))

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows in place of a traceback: the faults, a line each."""
        return [f"{type(self).__name__}: {fault}" for fault in self.faults]


class SettingError(DyadsError):
    """A parameter's name or value, or a scenario file, cannot be used."""


class RuleError(DyadsError):
    """A rule breaks its contract."""


class TableError(DyadsError):
    """A table that the user gave cannot be used."""


class OutputError(DyadsError):
    """Results cannot be written where they should go."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint with the nearest known names, or nothing."""
    return nearest(name, tuple(known))


@lru_cache(maxsize=1024)
def nearest(name: str, names: tuple[str, ...]) -> str:
    """The same, looked for once: a name that is wrong may be met thousands of times."""
    near = difflib.get_close_matches(name, names, 2, 0.6)
    near = near or [n for n in names if n.rpartition(".")[2] == name.rpartition(".")[2]][:2]
    near = near or sorted((n for n in names if name.startswith(f"{n}_")), key=len)[-1:]  # hope_tomorrow: hope
    return f" Did you mean {' or '.join(near)}?" if near else ""
