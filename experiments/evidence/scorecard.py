"""The scorecard: every published finding beside what simulated clinics show, for the model and for models that should fail."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import scipy
from joblib import Parallel, delayed

from experiments.evidence.targets import Target, targets
from experiments.evidence.worlds import QUEUE, THERAPISTS, Theory, compiled, measured

FIRST_SEED, SEEDS = 1, 20
"""The first of the clinics over which a finding is averaged, and how many there are."""
Done = Callable[[int, int], object]
Values = Mapping[str, Mapping[str, np.ndarray]]
"""For every theory and finding its values over seeds."""


class Score(NamedTuple):
    """One finding under one theory: the mean over seeds, its 95 % Monte Carlo interval, and whether it is reproduced."""

    finding: str
    value: float
    low: float
    high: float
    target: Target

    @property
    def within(self) -> bool:
        """Whether the simulated mean lies in the published range."""
        return self.target.holds(self.value)

    @property
    def certain(self) -> bool:
        """Whether the Monte Carlo interval is narrower than half the published range."""
        return self.high - self.low < (self.target.high - self.target.low) / 2.0

    @property
    def reproduced(self) -> bool:
        """Whether the finding counts as reproduced."""
        return self.within and self.certain

    @property
    def missed(self) -> bool:
        """Whether it surely is not: the mean lies outside the range, and so does the whole interval, or the interval is narrow."""
        return not self.within and (self.certain or self.low > self.target.high or self.high < self.target.low)


def pooled(values: np.ndarray) -> float:
    """The estimate from all seeds (seeds, or seeds x differences): the mean, or the largest of the mean differences."""
    return float(values.mean()) if values.ndim == 1 else float(np.abs(values.mean(axis=0)).max())


def estimate(values: np.ndarray) -> tuple[float, float, float]:
    """The pooled value with its 95 % Monte Carlo interval, NaN below three seeds.

    By jackknife over seeds with Student's t, which for a mean is the usual interval.
    """
    n, whole = len(values), pooled(values)
    if n < 3:
        return whole, np.nan, np.nan
    without = np.array([pooled(np.delete(values, i, axis=0)) for i in range(n)])
    reach = float(scipy.stats.t.ppf(0.975, n - 1)) * float(np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum()))
    return whole, whole - reach, whole + reach


def scores(values: Mapping[str, np.ndarray], findings: Mapping[str, Target] | None = None) -> list[Score]:
    """Scores from the values of each finding over seeds."""
    return [Score(key, *estimate(values[key]), target) for key, target in (findings or targets()).items()]


def scored(
    theories: Sequence[Theory], lucks: Sequence[int], therapists: int, findings: Mapping[str, Target], done: Done = lambda i, n: None
) -> dict[str, list[Score]]:
    """The scores of every theory on these findings; `done(i, n)` is told of the clinics."""
    return {theory: scores(of, findings) for theory, of in measure_all(theories, lucks, therapists, done, findings).items()}


def measure_all(
    theories: Sequence[Theory],
    seeds: Sequence[int],
    therapists: int = THERAPISTS,
    done: Done = lambda i, n: None,
    findings: Mapping[str, Target] | None = None,
) -> Values:
    """For every theory and finding the values over seeds, which all theories share; one process a core."""
    findings = findings or targets()
    for rules in {theory.rules for theory in theories}:
        compiled(rules)
    jobs = [(theory, seed) for seed in seeds for theory in theories]
    found: dict[str, dict[int, dict[str, Any]]] = {theory.name: {} for theory in theories}
    work = (delayed(one)(theory, seed, therapists, findings) for theory, seed in jobs)
    for n, (theory, seed, values) in enumerate(Parallel(n_jobs=-1, return_as="generator_unordered")(work), 1):
        found[theory][seed] = values
        done(n, len(jobs))
    return {name: {key: np.array([of[seed][key] for seed in seeds]) for key in findings} for name, of in found.items()}


def one(theory: Theory, seed: int, therapists: int, findings: Mapping[str, Target]) -> tuple[str, int, dict[str, Any]]:
    """Every finding under one theory and seed."""
    return theory.name, seed, measured({key: target.measured for key, target in findings.items()}, theory, seed, therapists)


def clinics(seeds: range, therapists: int) -> str:
    """Which clinics were looked at, in words."""
    return f"{len(seeds)} clinics of {therapists} × {QUEUE} dyads, seeds {seeds[0]} to {seeds[-1]}"


def reproduced(found: Sequence[Score]) -> tuple[int, int]:
    """How many of the counted findings are reproduced, and how many are counted."""
    return sum(score.reproduced for score in found if score.target.counted), sum(score.target.counted for score in found)


def rows(found: Mapping[str, Sequence[Score]]) -> Iterator[dict[str, Any]]:
    """Every score of every theory as a row of a table."""
    for theory, of in found.items():
        for score in of:
            about = score.target.model_dump(include={"says", "statistic", "counted", "memory", "own_range", "source"})
            yield {
                "theory": theory, "finding": score.finding, **about, "published": score.target.value,
                "published_low": score.target.low, "published_high": score.target.high, "simulated": score.value,
                "simulated_low": score.low, "simulated_high": score.high, "within": score.within, "certain": score.certain,
                "reproduced": score.reproduced, "definition": score.target.definition,
            }  # fmt: skip


def table(found: Mapping[str, Sequence[Score]]) -> pd.DataFrame:
    """Every score of every theory, tidy."""
    return pd.DataFrame(list(rows(found)))
