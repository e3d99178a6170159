"""What a rule file brings of its own: state that every dyad carries on, and parameters, declared as the model's are."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from types import MappingProxyType

import numpy as np

from model.fields import DYAD, DYAD_RECORD, Field, record
from model.luck import LANES, LUCK_RECORD, SIZES
from model.parameters import ASKED, NUMBERS, P_RECORD, Number
from model.units import Unit

BEGINS, AFTER = "begins", "after"
ORDER = {BEGINS: "carried_begins", AFTER: "carried_after"}
"""What the session calls where the states that a file brings begin, and where they move on."""
UNBOUNDED = Unit("any number", -inf, inf, usual=(-10, 10))
"""The unit of a state whose file says no range; it is tried as far as `usual`."""
THE_FIRST = np.array([[0, 1]])
"""Of a block of draws of its own a state gets the first, a normal one."""
OWN_BLOCKS = 2**31
"""From here on the generator's blocks of draws belong to rule files; each state's is made of its name."""


@dataclass(frozen=True)
class State:
    """A state that a rule file brings: where it starts, what range it keeps to, what it means; `lucky` if a rule of it asks for noise."""

    name: str
    start: float
    low: float = -inf
    high: float = inf
    meaning: str = ""
    lucky: bool = False

    @property
    def limited(self) -> bool:
        """Whether its file says from where to where it goes."""
        return self.low > -inf

    @property
    def range_and_unit(self) -> str:
        """The range that it keeps to, in words."""
        return f"[{self.low:g}, {self.high:g}]" if self.limited else "any finite number"

    @property
    def field(self) -> Field:
        """The state as what a dyad carries."""
        unit = Unit(f"{self.low:g} to {self.high:g}", self.low, self.high) if self.limited else UNBOUNDED
        return Field(self.name, unit, self.meaning)

    @property
    def block(self) -> int:
        """The block of its draws. It hangs on the name alone, so that no other draw moves, whatever else a file brings."""
        return OWN_BLOCKS + int.from_bytes(hashlib.sha256(self.name.encode()).digest()[:4], "big") % OWN_BLOCKS


@dataclass(frozen=True)
class Brought:
    """All that a rule file brings: states, and parameters that its rules read from `p`."""

    states: tuple[State, ...] = ()
    numbers: tuple[Number, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """The names of the states."""
        return frozenset(s.name for s in self.states)

    @property
    def lucky(self) -> tuple[State, ...]:
        """The states that have draws of their own."""
        return tuple(s for s in self.states if s.lucky)

    def state_of(self, rule: str) -> State | None:
        """The state that the rule of this name begins or moves on, if it does either."""
        return next((s for s in self.states if rule in (f"{s.name}_{BEGINS}", f"{s.name}_{AFTER}")), None)


NOTHING = Brought()


@lru_cache(maxsize=64)
def dyad_fields(brought: Brought) -> tuple[Field, ...]:
    """All that a dyad carries; what a file brings stands at the end."""
    return (*DYAD, *(s.field for s in brought.states))


@lru_cache(maxsize=64)
def dyad_record(brought: Brought) -> np.dtype:
    """The record of a dyad."""
    return record(dyad_fields(brought)) if brought.states else DYAD_RECORD


@lru_cache(maxsize=64)
def luck_sizes(brought: Brought) -> dict[str, int]:
    """How many draws of each name enter a meeting."""
    return SIZES | {s.name: 1 for s in brought.lucky}


@lru_cache(maxsize=64)
def luck_record(brought: Brought) -> np.dtype:
    """The record of a meeting's luck; the draw of each state of a file stands first in a block of its own at the end."""
    base, names = LUCK_RECORD, [s.name for s in brought.lucky]
    fields = {name: base.fields[name] for name in base.names or ()}  # type: ignore[index]
    fields |= {name: (np.dtype("f8"), base.itemsize + 8 * LANES * k) for k, name in enumerate(names)}
    formats, offsets = [f[0] for f in fields.values()], [f[1] for f in fields.values()]
    return np.dtype({"names": list(fields), "formats": formats, "offsets": offsets, "itemsize": base.itemsize + 8 * LANES * len(names)})


@lru_cache(maxsize=64)
def numbers_under(brought: Brought) -> Mapping[str, Number]:
    """Every parameter by its dotted name."""
    return MappingProxyType(NUMBERS | {n.name: n for n in brought.numbers}) if brought.numbers else NUMBERS


@lru_cache(maxsize=64)
def asked_under(brought: Brought) -> Mapping[str, str]:
    """What rules may ask of `p`: short name to dotted name; what a file brings stands at the end."""
    return ASKED | {n.short: n.name for n in brought.numbers}


@lru_cache(maxsize=64)
def p_record(brought: Brought) -> np.dtype:
    """The record of the parameters that rules may ask for."""
    return np.dtype([(short, "f8") for short in asked_under(brought)]) if brought.numbers else P_RECORD


def brought_words(brought: Brought) -> dict[str, str]:
    """The words of the states that a file brings, and where the meeting `m` keeps them."""
    return {s.name: f"m.dyad.{s.name}" for s in brought.states}
