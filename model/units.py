"""Units: what a number of the clinic counts in, the range it keeps to, and the type of its column."""

from math import inf
from typing import Literal

Kind = Literal["number", "whole", "flag", "code"]


class Unit(str):
    """The name of a unit, which is what is printed, with the range from `low` to `high` that its numbers keep to.

    `usual` is the range in which numbers are tried where that one has no end.
    """

    low: float
    high: float
    kind: Kind
    usual: tuple[float, float]

    def __new__(cls, name: str, low: float, high: float, kind: Kind = "number", usual: tuple[float, float] | None = None) -> "Unit":
        """A unit of this name and range."""
        unit = super().__new__(cls, name)
        unit.low, unit.high, unit.kind, unit.usual = low, high, kind, usual or (low, high)
        return unit

    def __getnewargs__(self) -> tuple[str, float, float, Kind, tuple[float, float]]:  # type: ignore[override]
        """What copies are made from."""
        return str(self), self.low, self.high, self.kind, self.usual


UNIT = Unit("0 to 1", 0, 1)
BOTH_WAYS = Unit("-1 to 1", -1, 1)
TINT = Unit("of the 0 to 1 range", -1, 1)
ECR = Unit("1 to 7 (ECR)", 1, 7)
OQ = Unit("OQ-45 points, 0 to 180", 0, 180)
POINTS = Unit("OQ-45 points", -inf, inf, usual=(-60, 240))
WAI = Unit("1 to 5 (WAI-SR)", 1, 5)
RATING = Unit("1 to 5", 1, 5)
PULL = Unit("0 and up", 0, inf, usual=(0, 13))
OFFER = Unit("0 to 2", 0, 2)
WEIGHT = Unit("weight, 0 to 2", 0, 2)
FACTOR = Unit("factor", 0, inf, usual=(0, 4))
FLAG = Unit("0 or 1", 0, 1, "flag")
STEPS = Unit("0 to 4", 0, 4, "whole")
COUNT = Unit("count", 0, inf, "whole", usual=(0, 200))
WEEKS = Unit("weeks", 0, inf, "number", usual=(0, 200))
CODE = Unit("code", 0, inf, "code", usual=(0, 3))
