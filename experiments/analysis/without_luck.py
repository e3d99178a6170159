"""Sobol' indices of what a clinic shows on average over luck, from replicates: what two seeds have in common is no luck.

Luck adds its variance to every square of a difference, and so to every total index, also to that of a factor that does
nothing. The product of the same difference under two seeds has no such part: on average it is the square of the difference
that would be left if luck were averaged out. With one replicate these are the usual estimators.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np


class Samples(NamedTuple):
    """The values of Saltelli's points: A, B (samples × replicates), and A with a column of B, or B with one of A (factors × both)."""

    a: np.ndarray
    b: np.ndarray
    ab: np.ndarray
    ba: np.ndarray


def samples(y: np.ndarray, factors: int, second_order: bool) -> Samples:
    """The values (points × replicates) as they lie in a design, less the mean of their replicate."""
    by = (y - y.mean(axis=0)).reshape(-1, (2 * factors if second_order else factors) + 2, y.shape[1]).swapaxes(0, 1)
    return Samples(by[0], by[-1], by[1 : factors + 1], by[factors + 1 : -1])


def product(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The mean product of two values over all pairs of different replicates, which lie on the last axis; of one, the product."""
    n = x.shape[-1]
    if n == 1:
        return (x * y)[..., 0]
    return (x.sum(axis=-1) * y.sum(axis=-1) - (x * y).sum(axis=-1)) / (n * (n - 1))


def variance(of: Samples) -> float:
    """The variance of the outcome that factors make; luck leaves it below 0 at times, where they make next to none."""
    both = np.concatenate([of.a, of.b])
    return float(product(both, both).mean() - product(both.mean(axis=0), both.mean(axis=0)))


def sobol_of(of: Samples) -> np.ndarray:
    """Total, first-order and, if there are points for them, second-order indices, one after the other; NaN without variance.

    Source: Saltelli et al. (2010); Saltelli (2002).
    """
    whole = variance(of)
    total = product(of.a - of.ab, of.a - of.ab).mean(axis=-1) / 2.0
    first = product(np.broadcast_to(of.b, of.ab.shape), of.ab - of.a).mean(axis=-1)
    parts = np.concatenate([total, first, [*pairs(of, first)]])
    return parts / whole if whole > 0.0 else np.full_like(parts, np.nan)


def pairs(of: Samples, first: np.ndarray) -> Iterator[float]:
    """The part of the variance that each pair of factors makes together, beyond what each makes alone."""
    for i, j in combinations(range(len(of.ba)), 2):
        yield float((product(of.ba[i], of.ab[j]) - product(of.a, of.b)).mean() - first[i] - first[j])


def resampled(of: Samples, times: int, seed: int) -> np.ndarray:
    """The indices of samples drawn anew, each with all its points (times × indices)."""
    rng, n = np.random.default_rng(seed), len(of.a)
    drawn = (rng.integers(n, size=n) for _ in range(times))
    return np.array([sobol_of(Samples(of.a[at], of.b[at], of.ab[:, at], of.ba[:, at])) for at in drawn])
