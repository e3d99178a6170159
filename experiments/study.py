"""What a study is: a question, what is expected and by whom, and results that say in words, computed from the numbers, what was found."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import ModuleType
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from experiments.expectations import KNOWN, Expectation, published
from experiments.laboratory import Laboratory, level
from experiments.quantities import Quantity, quantity
from experiments.statistics import Estimate

__all__ = ["Answer", "Laboratory", "Result", "Study", "findings", "levels"]
CHOICE = re.compile(r"\{([^{}|]*)\|([^{}|]*)\|([^{}|]*)\}")
"""Words for more, for less, and for neither: which of them is said is read off the interval."""


@dataclass(frozen=True)
class Result:
    """One number of an answer: what it is, in which world, its estimate, in words, and what was expected of it.

    `says` may hold choices, `{more|less|neither}`, of which the interval picks one; the number itself follows.
    """

    what: str
    quantity: Quantity
    estimate: Estimate
    says: str = ""
    expected: Expectation | None = None
    world: str = ""

    @property
    def verdict(self) -> str:
        """Whether it agrees with what was expected; nothing where nothing was."""
        return self.expected.verdict(self.estimate.low, self.estimate.high) if self.expected else ""

    @property
    def number(self) -> str:
        """The estimate as it is told, with its interval and its unit."""
        return self.quantity.number(self.estimate, signed=bool(self.says) and not self.quantity.statistic)

    @property
    def sentence(self) -> str:
        """What was found, and how it stands to what was expected."""
        low, high = self.estimate.low, self.estimate.high
        said = CHOICE.sub(lambda found: found[1 if low > 0.0 else 2 if high < 0.0 else 3], self.says)
        told = f"{said}: {self.number}."
        if not self.expected:
            return told
        return f"{told} Expected {self.expected.range} ({self.expected.by}): {self.verdict}; {self.expected.standing}."

    @property
    def row(self) -> dict[str, Any]:
        """The result as a row of the tidy table."""
        expected = self.expected or Expectation(float("nan"), float("nan"), "", "")
        return {
            "world": self.world, "estimate": self.what, "unit": self.quantity.unit, **self.estimate._asdict(),
            "expected_low": expected.low, "expected_high": expected.high, "finding": expected.finding, "source": expected.source,
            "standing": expected.standing, "verdict": self.verdict,
        }  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What a study found: its results, which clinics it looked at, pictures by name, and what else it says."""

    results: tuple[Result, ...]
    about: str
    figures: Mapping[str, Callable[[], Figure]] = field(default_factory=dict)
    more: tuple[str, ...] = ()

    @cached_property
    def table(self) -> pd.DataFrame:
        """Every result, tidy."""
        return pd.DataFrame([result.row for result in self.results])

    @property
    def says(self) -> tuple[str, ...]:
        """What was found, a sentence for each result that says something."""
        return (*(result.sentence for result in self.results if result.says), *self.more)

    @property
    def expected(self) -> tuple[Result, ...]:
        """The results of which something was expected."""
        return tuple(result for result in self.results if result.expected)


@dataclass(frozen=True)
class Study:
    """A study as its file has it: its name, what its docstring says, and how it is answered."""

    name: str
    says: str
    run: Callable[[Laboratory], Answer]

    @classmethod
    def of(cls, name: str, module: ModuleType) -> "Study":
        """The study that a module is."""
        return cls(name, (module.__doc__ or "").strip(), module.run)

    @property
    def question(self) -> str:
        """The first sentence of the docstring."""
        return self.says.split("\n")[0]

    def part(self, heading: str) -> str:
        """What stands under a heading of the docstring, as `Expectation: …`, in one line; empty where there is none."""
        found = re.search(rf"^{heading}: (.*?)(?=\n\n|\Z)", self.says, re.DOTALL | re.MULTILINE)
        return " ".join(found[1].split()) if found else ""


def findings(lab: Laboratory, *keys: str) -> Iterator[Result]:
    """Published findings by their keys, as the scorecard measures them."""
    for key, estimate in lab.findings(*keys).items():
        target = KNOWN[key]
        yield Result(f"{key} {target.says}", Quantity(target.says, target.statistic, statistic=True), estimate, target.says, published(key))


def levels(lived: Mapping[str, pd.DataFrame], shown: Iterable[str]) -> Iterator[Result]:
    """The mean of each column in each world."""
    for column in shown:
        for world, of in lived.items():
            yield Result(quantity(column).words, quantity(column), level(of, column), world=world)
