"""The published findings, read from their files and held against their shape: targets, and patterns that nothing is fitted to."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from experiments.evidence.measures import named
from model.toml import read_toml


class Target(BaseModel):
    """A published finding: what it says, its value, the range in which a simulated clinic must fall, and where it is from.

    `measure` names the function that measures it; `counted` ones are scored; `memory` marks figures that were set down
    from memory of the source, `own_range` those whose range is a tolerance set beforehand.
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
    own_range: bool = False
    note: str = ""

    @property
    def definition(self) -> str:
        """How it is measured, in words."""
        return " ".join((self.measured.__doc__ or "").split())

    @property
    def measured(self) -> Callable:
        """How it is measured."""
        return named(self.measure)

    def holds(self, value: float) -> bool:
        """Whether a simulated value lies within the range."""
        return self.low <= value <= self.high

    def miss(self, value: float) -> float:
        """How far a value is from the published one, in widths from there to the end of the range on its side.

        Where the range ends with the published value itself, its other side gives the width.
        """
        side = self.high - self.value if value > self.value else self.value - self.low
        return abs(value - self.value) / (side or self.high - self.low)


def read(name: str) -> dict[str, Target]:
    """The findings of a file, in its order."""
    text = files("experiments.evidence").joinpath(name).read_text("utf-8")
    return {key: Target(**entry) for key, entry in read_toml(text).items()}


@cache
def targets() -> Mapping[str, Target]:
    """The findings that the model is calibrated on and scored by, by their short names."""
    return read("targets.toml")


@cache
def patterns() -> Mapping[str, Target]:
    """Further published patterns, to which nothing is fitted."""
    return read("patterns.toml")


def counted() -> Mapping[str, Target]:
    """The targets that are scored."""
    return {key: target for key, target in targets().items() if target.counted}
