"""The published findings, read from their files and held against their shape: targets, and patterns that nothing is fitted to."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from experiments.evidence.measures import measures, named
from model.errors import SettingError, did_you_mean
from model.toml import read_toml, told

Z = 1.96
"""Standard errors from an estimate to the ends of its 95 % interval."""


class Target(BaseModel):
    """A published finding: what it says, its value, the range in which a simulated clinic must fall, and where it is from.

    `measure` names the function that measures it; `counted` ones are scored; `memory` marks figures that were set down
    from memory of the source, `own_range` those whose range, or an end of it, is a tolerance set beforehand; `seen_before` marks
    patterns whose value was known when something that bears on them was mended, so that they are no tests any more;
    `by_construction` marks patterns of what therapists or feedback do for outcome, which null models miss whatever their numbers,
    since that path is cut.
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
    seen_before: bool = False
    by_construction: bool = False
    note: str = ""

    @field_validator("measure")
    @classmethod
    def is_measured(cls, measure: str) -> str:
        """The name of a measure that there is."""
        if measure not in measures():
            raise ValueError(f"nothing is called {measure} in experiments/evidence/measures/.{did_you_mean(measure, measures())}")
        return measure

    @model_validator(mode="after")
    def has_a_range(self) -> Self:
        """A range that is one, with the published value in it, and no pattern that was seen before counted as a test."""
        if not self.low < self.high:
            raise ValueError(f"low must be below high; got {self.low:g} and {self.high:g}")
        if not self.low <= self.value <= self.high:
            raise ValueError(f"value must lie in [low, high] = [{self.low:g}, {self.high:g}]; got {self.value:g}")
        if self.seen_before and self.counted:
            raise ValueError("what was seen before is no test: seen_before = true asks for counted = false")
        return self

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

    def place(self, value: float) -> float:
        """Where a value stands in published ranges: 0 is the lower end, 1 the upper."""
        return (value - self.low) / (self.high - self.low)

    @property
    def one_sided(self) -> bool:
        """Whether the range begins or ends with the published value, as where it is the largest of several differences."""
        return self.value in (self.low, self.high)

    @property
    def widths(self) -> tuple[float, float]:
        """From the published value to the lower and to the upper end of the range; a side that is missing is as wide as the range."""
        whole = self.high - self.low
        return self.value - self.low or whole, self.high - self.value or whole

    @property
    def error(self) -> float:
        """Standard error of the published value, its range being taken as a 95 % interval (the sides being averaged)."""
        return sum(self.widths) / (2.0 * Z)

    def miss(self, value: float) -> float:
        """How far a value is from the published one, in widths of the range on its side."""
        below, above = self.widths
        return abs(value - self.value) / (above if value > self.value else below)


def read(name: str) -> dict[str, Target]:
    """The findings of a file, in its order; SettingError names every fault of it, by file and key."""
    return parse(files("experiments.evidence").joinpath(name).read_text("utf-8"), name)


def parse(text: str, name: str) -> dict[str, Target]:
    """The findings that a file's text holds."""
    found, faults = {}, []
    for key, entry in read_toml(text, f"{name}: ").items():
        try:
            found[key] = Target(**entry)
        except ValidationError as e:
            faults += [f"{name}: [{key}] {said(error)}" for error in e.errors()]
    if faults:
        raise SettingError(*faults)
    return found


def said(error: Any) -> str:
    """One fault in a plain sentence; those of a whole finding are at no place of its own."""
    return told(error, Target, "a finding").removeprefix(": ").replace("?.", "?")


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
