"""Sobol' indices of what a clinic shows on average over luck, from replicates: what two seeds have in common is no luck.

Luck adds its variance to every square of a difference, and so to every total index, also to that of a factor that does
nothing. The product of the same difference under two seeds has no such part: on average it is the square of the difference
that would be left if luck were averaged out. With one replicate these are the usual estimators.
"""

from itertools import combinations
from typing import NamedTuple

import numpy as np

ROUNDING = 1e-12
"""What is a smaller share than this is left by the rounding of numbers, and none."""


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
    """Total and first-order indices, the former less the latter, and, if there are points for them, second-order ones, one after
    the other; NaN without variance.

    Source: Saltelli et al. (2010); where there are points for pairs, too, products of differences as in `both_ways`.
    """
    whole, alone = variance(of), of.ab - of.a
    total = product(alone, alone).mean(axis=-1) / 2.0
    first = product(np.broadcast_to(of.b, of.ab.shape), alone).mean(axis=-1)
    parts = both_ways(alone, of.b - of.ba) if len(of.ba) else np.concatenate([total, first, total - first])
    return np.where(np.abs(parts) > ROUNDING * whole, parts / whole, 0.0) if whole > 0.0 else np.full_like(parts, np.nan)


def both_ways(there: np.ndarray, here: np.ndarray) -> np.ndarray:
    """The parts of the variance that `sobol_of` names, from what each factor changes by the same step in two surroundings.

    The squares of both changes tell its total part, their product what it does alone, the square of their difference what it
    does only with others; the change by one factor in one surrounding and by another in the other, which share nothing but the
    values of both, tell what the two do together. All that does not change drops out, so that small parts are told from
    none with few samples (as in Owen, 2013).
    """
    squares = (product(there, there) + product(here, here)).mean(axis=-1) / 4.0
    alone = product(there, here).mean(axis=-1) / 2.0
    pairs = [-(product(here[i], there[j]) + product(here[j], there[i])).mean() / 2.0 for i, j in combinations(range(len(here)), 2)]
    return np.concatenate([squares, alone, squares - alone, pairs])


def resampled(of: Samples, times: int, seed: int) -> np.ndarray:
    """The indices of samples drawn anew, each with all its points (times × indices)."""
    rng, n = np.random.default_rng(seed), len(of.a)
    drawn = (rng.integers(n, size=n) for _ in range(times))
    return np.array([sobol_of(Samples(of.a[at], of.b[at], of.ab[:, at], of.ba[:, at])) for at in drawn])
