"""The published findings, read from their file and held against its shape."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from experiments.evidence import measures
from model.toml import read_toml


class Target(BaseModel):
    """A published finding: what it says, its value, the range in which a simulated clinic must fall, and where it is from.

    `measure` names the function that measures it; `counted` ones are scored; `memory` marks figures that were set down
    from memory of the source.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    says: str
    measure: str
    statistic: str
    value: float
    low: float
    high: float
    source: str
    counted: bool = True
    memory: bool = False
    note: str = ""

    @property
    def definition(self) -> str:
        """How it is measured, in words."""
        return (self.measured.__doc__ or "").strip()

    @property
    def measured(self) -> Callable:
        """How it is measured."""
        return getattr(measures, self.measure)

    def holds(self, value: float) -> bool:
        """Whether a simulated value lies within the range."""
        return self.low <= value <= self.high

    def miss(self, value: float) -> float:
        """How far a value is from the published one, 1 being the end of the range on its side; 0 where that end is the value itself."""
        side = self.high - self.value if value > self.value else self.value - self.low
        return abs(value - self.value) / side if side > 0.0 else 0.0


@cache
def targets() -> Mapping[str, Target]:
    """Every finding by its short name, in the order of the file."""
    text = files("experiments.evidence").joinpath("targets.toml").read_text("utf-8")
    return {key: Target(**entry) for key, entry in read_toml(text).items()}


def counted() -> Mapping[str, Target]:
    """The findings that are scored."""
    return {key: target for key, target in targets().items() if target.counted}
