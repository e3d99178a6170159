"""What a study is: a question, what is expected and by whom, and results that say in words, computed from the numbers, what was found."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import nan
from types import ModuleType
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from experiments.asking.expectations import AGREES, DIFFERS, KNOWN, OPEN, Expectation, published
from experiments.asking.laboratory import Laboratory, difference, effect, mean
from experiments.asking.quantities import EFFECT, Quantity, quantity
from experiments.counting.statistics import Estimate
from experiments.evidence.prose import under

__all__ = ["OUTCOME", "Answer", "Laboratory", "Result", "Study", "compared", "findings", "levels"]
OUTCOME = "outcome"
"""What a comparison of outcomes asks for in place of a column."""
CHOICE = re.compile(r"\{([^{}|]*)\|([^{}|]*)\|([^{}|]*)\}")
"""Words for more, for less, and for neither: which of them is said is read off the interval."""
WHICH = {AGREES: AGREES, DIFFERS: DIFFERS, OPEN: "cannot be told at this size"}
"""A verdict as it follows on a number that is set beside a published one."""


@dataclass(frozen=True)
class Result:
    """One number of an answer: what it is, in which world, its estimate, in words, and what was expected of it.

    `says` may hold choices, `{more|less|neither}`, of which the interval picks one; the number itself follows. Where it `claims`, it is
    what was published, which need not be what is found. `apart` is the paired difference to the world that the others are set against.
    """

    what: str
    quantity: Quantity
    estimate: Estimate
    says: str = ""
    expected: Expectation | None = None
    world: str = ""
    apart: Estimate | None = None
    claims: bool = False

    @property
    def verdict(self) -> str:
        """Whether it agrees with what was expected; nothing where nothing was."""
        return self.expected.verdict(self.estimate.low, self.estimate.high) if self.expected else ""

    @property
    def number(self) -> str:
        """The estimate as it is told, with its interval and its unit."""
        return self.quantity.number(self.estimate, signed=bool(self.says) and not self.quantity.statistic)

    @property
    def heading(self) -> str:
        """What was found, or was published, in words without the number."""
        return f"Published: {self.said}" if self.claims else self.said

    @property
    def said(self) -> str:
        """What was found, or where it `claims` what was published, without the number."""
        return CHOICE.sub(lambda found: self.chosen(*found.groups()), self.says)

    def chosen(self, more: str, less: str, neither: str) -> str:
        """One of three words, by the interval: it lies above 0, below it, or on both sides."""
        return more if self.estimate.low > 0.0 else less if self.estimate.high < 0.0 else neither

    @property
    def sentence(self) -> str:
        """What was found, and how it stands to what was expected or published."""
        if self.claims and self.expected:
            return (
                f"Published: {self.said}, {self.expected.range} ({self.expected.by}); here: {self.number}, which "
                f"{WHICH[self.verdict]} ({self.expected.standing})."
            )
        told = f"{self.said}: {self.number}."
        if not self.expected:
            return told
        return f"{told} Expected {self.expected.range} ({self.expected.by}): {self.verdict} ({self.expected.standing})."

    @property
    def row(self) -> dict[str, Any]:
        """The result as a row of the tidy table."""
        expected = self.expected or Expectation(nan, nan, "", "")
        apart = dict(zip(("difference", "difference_low", "difference_high"), self.apart or (nan, nan, nan), strict=False))
        return {
            "world": self.world, "estimate": self.what, "unit": self.quantity.unit, **self.estimate._asdict(),
            "expected_low": expected.low, "expected_high": expected.high, "finding": expected.finding, "source": expected.source,
            "standing": expected.standing, "verdict": self.verdict, **apart,
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
        return under(heading, self.says)


def compared(
    what: str, usual: pd.DataFrame, changed: pd.DataFrame, column: str, says: str = "", expected: Expectation | None = None
) -> Result:
    """The paired difference of a column, changed less usual; of `OUTCOME`, in SDs, by the score at follow-up."""
    if column == OUTCOME:
        return Result(what, EFFECT, effect(usual, changed), says, expected)
    return Result(what, quantity(column), difference(usual, changed, column), says, expected)


def findings(lab: Laboratory, *keys: str) -> Iterator[Result]:
    """Published findings by their keys, as the scorecard measures them."""
    for key, estimate in lab.findings(*keys).items():
        target = KNOWN[key]
        quantity_of = Quantity(target.says, target.statistic, statistic=True)
        yield Result(f"{key} {target.says}", quantity_of, estimate, target.says, published(key), claims=True)


def levels(lived: Mapping[str, pd.DataFrame], shown: Iterable[str], against: str = "") -> Iterator[Result]:
    """The mean of each column in each world, and how far it is from that in the world `against`, the first without."""
    usual = lived[against or next(iter(lived))]
    for column in shown:
        for world, of in lived.items():
            apart = difference(usual, of, column)
            yield Result(quantity(column).words, quantity(column), mean(of, column), world=world, apart=apart)
