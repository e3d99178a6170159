"""Faults that a user can mend. The message names every fault of one input and what would be right."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
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


class Kind(Enum):
    """What a fault of a rule file is about, where something hangs on that."""

    UNKNOWN = "asks for a word, or a parameter, that nobody carries"
    STRANGE = "uses what a rule may not"
    ACT = "does more than define rules"
    OTHER = "anything else"


@dataclass(frozen=True)
class Fault:
    """Something that is wrong with a rule file: what, as the end of a sentence, and where, as far as that is known.

    `line` counts from 1, `column` from 0; `pieces` are what it speaks of in the file's own letters, the most telling first
    (an entry of a declaration in quotes).
    """

    says: str
    path: str = ""
    line: int | None = None
    column: int | None = None
    pieces: tuple[str, ...] = ()
    kind: Kind = Kind.OTHER

    def __str__(self) -> str:
        """The fault in words, with file and line before it."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.says}" if place else self.says

    def of(self, rule: str) -> "Fault":
        """The same, said of the rule of this name."""
        return replace(self, says=f"{rule} {self.says}", pieces=(*self.pieces, rule))

    def at(self, path: object, line: int | None = None) -> "Fault":
        """The same, in this file, and in this line of it."""
        return replace(self, path=str(path), line=line)


class RuleError(DyadsError):
    """A rule breaks its contract, or its file cannot be used; `located` are the same faults with the place of each."""

    def __init__(self, *faults: str | Fault):
        self.located = tuple(fault if isinstance(fault, Fault) else Fault(fault) for fault in faults)
        super().__init__(*map(str, self.located))


class TableError(DyadsError):
    """A table that the user gave cannot be used."""


class OutputError(DyadsError):
    """Results cannot be written where they should go."""


class WritingFailed(OutputError):
    """Results could no more be written, or put where they should go, when the work for them was done."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint with the nearest known names, or nothing."""
    return nearest(name, tuple(known))


@lru_cache(maxsize=1024)
def nearest(name: str, names: tuple[str, ...]) -> str:
    """The same, looked for once: a name that is wrong may be met thousands of times."""
    near = difflib.get_close_matches(name, names, 2, 0.6)
    near = near or [n for n in names if n.rpartition(".")[2] == name.rpartition(".")[2]][:2]
    near = near or [n for n in names if n.endswith(f"_{name}")][:2]  # fatigue: therapist_fatigue
    near = near or sorted((n for n in names if name.startswith(f"{n}_")), key=len)[-1:]  # hope_tomorrow: hope
    return f" Did you mean {' or '.join(near)}?" if near else ""
