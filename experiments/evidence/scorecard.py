"""The scorecard: every published finding beside what simulated clinics show, for a theory and for models that should fail."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from joblib import Parallel, delayed
from scipy.stats import t

from experiments.evidence.targets import Target, targets
from experiments.evidence.worlds import THERAPISTS, Theory, measured

SEEDS = 20
"""Clinics over which a finding is averaged."""
Done = Callable[[int, int], object]


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


def pooled(values: np.ndarray) -> float:
    """The estimate from all seeds (seeds, or seeds x differences): the mean, or the largest of the mean differences."""
    return float(values.mean()) if values.ndim == 1 else float(np.abs(values.mean(axis=0)).max())


def estimate(values: np.ndarray) -> tuple[float, float, float]:
    """The pooled value with its 95 % Monte Carlo interval by jackknife over seeds, which for a mean is the usual one; NaN below three seeds."""
    n, whole = len(values), pooled(values)
    if n < 3:
        return whole, np.nan, np.nan
    without = np.array([pooled(np.delete(values, i, axis=0)) for i in range(n)])
    reach = float(t.ppf(0.975, n - 1)) * float(np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum()))
    return whole, whole - reach, whole + reach


def scores(values: Mapping[str, np.ndarray]) -> list[Score]:
    """Scores from the values of each finding over seeds."""
    return [Score(key, *estimate(values[key]), target) for key, target in targets().items()]


def measure_all(
    theories: Sequence[Theory], seeds: Sequence[int], therapists: int = THERAPISTS, done: Done = lambda i, n: None
) -> dict[str, dict[str, np.ndarray]]:
    """For every theory and finding the values over seeds, which all theories share; one process a core."""
    jobs = [(theory, seed) for seed in seeds for theory in theories]
    found: dict[str, dict[int, dict[str, Any]]] = {theory.name: {} for theory in theories}
    for n, (theory, seed, values) in enumerate(in_parallel(jobs, therapists), 1):
        found[theory][seed] = values
        done(n, len(jobs))
    return {name: {key: np.array([of[seed][key] for seed in seeds]) for key in targets()} for name, of in found.items()}


def in_parallel(jobs: Sequence[tuple[Theory, int]], therapists: int) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Each job's theory, seed and values, as they get done."""
    work = (delayed(one)(theory, seed, therapists) for theory, seed in jobs)
    return Parallel(n_jobs=-1, return_as="generator_unordered")(work)


def one(theory: Theory, seed: int, therapists: int) -> tuple[str, int, dict[str, Any]]:
    """Every finding under one theory and seed."""
    return theory.name, seed, measured({key: target.measured for key, target in targets().items()}, theory, seed, therapists)


def reproduced(found: Sequence[Score]) -> tuple[int, int]:
    """How many of the counted findings are reproduced, and how many are counted."""
    return sum(score.reproduced for score in found if score.target.counted), sum(score.target.counted for score in found)
