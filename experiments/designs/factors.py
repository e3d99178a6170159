"""The factors of a design: what each varies, over which values, and how a share of the way becomes one of them."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, StrictStr, model_validator

from experiments.designs.ranges import bounds
from model.errors import SettingError
from model.parameters import NUMBERS
from model.rule_files.brought import numbers_under
from model.scenario import Scenario
from model.toml import shortly

Plain = Annotated[float, Field(strict=True, allow_inf_nan=False)]
WORDS = ("scenario", "rules")
"""What a factor may vary besides parameters: which scenario the clinic is of, and by which rule file its people live."""


class Factor(BaseModel):
    """One or several parameters that a design moves together, or the scenario, or the rules."""

    model_config = ConfigDict(extra="forbid")
    names: list[StrictStr] = Field(min_length=1)
    label: StrictStr = ""
    values: list[Any] | None = Field(default=None, min_length=1)
    low: Plain | None = None
    high: Plain | None = None
    steps: Annotated[int, Field(ge=2, le=1000)] = 5

    @model_validator(mode="before")
    @classmethod
    def _one_name(cls, tree: Any) -> Any:
        """`name = "…"` is short for `names = ["…"]`."""
        if isinstance(tree, dict) and "name" in tree and "names" not in tree:
            return {"names": [tree["name"]], **{k: v for k, v in tree.items() if k != "name"}}
        return tree

    @model_validator(mode="after")
    def _values_or_range(self) -> "Factor":
        if self.values is not None and (self.low is not None or self.high is not None):
            raise ValueError("give either values, or low and high (with steps)")
        if set(self.names) & set(WORDS):
            self._check_words()
        elif wrong := [v for v in self.values or () if not is_number(v)]:
            raise ValueError(f"each of values must be a number; got {shortly(wrong[0])}")
        return self

    def _check_words(self) -> None:
        if len(self.names) > 1:
            raise ValueError(f"{' and '.join(WORDS)} each vary alone; give the other names a factor of their own")
        if not self.values or not all(isinstance(v, str) for v in self.values):
            raise ValueError(f'a factor of {self.names[0]} lists its values in quotes, as in values = ["standard", "small"]')

    @property
    def title(self) -> str:
        """What to call the factor; the name of its column."""
        return self.label or self.names[0]

    @property
    def in_words(self) -> bool:
        """Whether its values are words: scenarios, or rule files."""
        return self.names[0] in WORDS

    @property
    def whole(self) -> bool:
        """Whether it moves counts, which have no fractions."""
        return any(n in NUMBERS and NUMBERS[n].whole for n in self.names)

    @property
    def points(self) -> list[Any]:
        """Its values in a grid, in order; those of a range are as many as its `steps`, fewer where counts coincide."""
        if self.values is not None:
            return self.values
        low, high = self.ends or (0.0, 0.0)
        found = [float(f"{v:.12g}") for v in np.linspace(low, high, self.steps)]
        return list(dict.fromkeys(float(round(v)) for v in found)) if self.whole else found

    @property
    def ends(self) -> tuple[float, float] | None:
        """The least and the greatest value; None for words."""
        if self.in_words:
            return None
        if self.values is not None:
            return float(min(self.values)), float(max(self.values))
        return (self.low or 0.0), (self.high or 0.0)

    def at(self, shares: np.ndarray) -> np.ndarray:
        """The values at these shares of the way, from 0 to 1; listed values, and counts, each have an equal part of it."""
        if self.values is not None:
            chosen = np.minimum((shares * len(self.values)).astype(int), len(self.values) - 1)
            return column([self.values[i] for i in chosen])
        low, high = self.ends or (0.0, 0.0)
        if self.whole:
            return low + np.minimum(np.floor(shares * (high - low + 1.0)), high - low)
        return np.clip(low + shares * (high - low), low, high)


def is_number(value: Any) -> bool:
    """Whether this is a finite plain number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= sys.float_info.max


def column(values: Sequence[Any]) -> np.ndarray:
    """Values as a column of a table: words, whole numbers, or numbers."""
    if any(isinstance(v, str) for v in values):
        return np.array(values, object)
    return np.array(values, np.int64 if all(isinstance(v, int) for v in values) else np.float64)


def plain(value: Any) -> Any:
    """A number or a word as Python has it."""
    return value.item() if isinstance(value, np.generic) else value


def whole(value: Any) -> Any:
    """A float without a fraction as a whole number, for parameters that are counts."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def bounded(factor: Factor, factors: Iterable[Factor], clinics: Iterable[Scenario]) -> Factor:
    """The factor with the ends that its design does not say; SettingError where there can be none.

    They are those of the declared range, and for a mean those of the part of it in which people can differ by its SD.
    """
    clinics = list(clinics)
    known = {name: number for c in clinics or [Scenario()] for name, number in numbers_under(c.brought).items()}
    if factor.values is not None or factor.in_words or not all(n in known for n in factor.names):
        return factor
    sds = spreads(factors, clinics)
    try:
        ends = [bounds(known[n], sds.get(n)) for n in factor.names] if None in (factor.low, factor.high) else []
    except ValueError as e:
        raise SettingError(f"{factor.title} has no range of its own here ({e}): give low and high.") from None
    low = max(e[0] for e in ends) if factor.low is None else factor.low
    high = min(e[1] for e in ends) if factor.high is None else factor.high
    if low >= high:
        raise SettingError(f"{factor.title} goes from low to high; got {low:g} to {high:g}.")
    return factor.model_copy(update={"low": low, "high": high})


def spreads(factors: Iterable[Factor], clinics: Iterable[Scenario]) -> Mapping[str, float]:
    """For each mean the greatest SD by which people differ around it anywhere in a design."""
    clinics = list(clinics)
    means = [n for n in NUMBERS if n.endswith(".mean")]
    found = {n: max(c[n.removesuffix("mean") + "sd"] for c in clinics) for n in means} if clinics else {}
    for f in factors:
        for n in f.names:
            if n.endswith(".sd") and f.ends and (f.values or f.high is not None):
                found[n.removesuffix("sd") + "mean"] = f.ends[1]
    return found
