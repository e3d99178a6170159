"""Intervals from clusters: clients of one therapist are alike, so what varies is therapists."""

from collections.abc import Callable
from math import inf, nan
from typing import NamedTuple

import numpy as np
from scipy.special import betaincinv, expit, logit, stdtrit

from model.units import WAI


class Scale(NamedTuple):
    """Where an estimate is nearly normal: from its own scale there, and back; and the ends of its own scale.

    `open_ended`: an estimate at an end of the scale may have come there by chance, and has an interval. A curve has none
    there: before anything has happened it is where it begins.
    """

    to: Callable[[np.ndarray], np.ndarray]
    back: Callable[[np.ndarray], np.ndarray]
    low: float = -inf
    high: float = inf
    open_ended: bool = False


def between(low: float, high: float) -> Scale:
    """Of a mean of what lies between two ends: the logit of its share of the way from one to the other."""
    wide = high - low
    return Scale(lambda x: logit((x - low) / wide), lambda z: low + wide * expit(z), low, high, open_ended=True)


def above(low: float) -> Scale:
    """Of a mean of what lies above an end, and has none on the other side: the logarithm of how far."""
    return Scale(lambda x: np.log(x - low), lambda z: low + np.exp(z), low)


PLAIN, FISHER = Scale(np.asarray, np.asarray), Scale(np.arctanh, np.tanh, -1.0, 1.0)
CURVE, LOGIT = Scale(logit, expit, 0.0, 1.0), Scale(logit, expit, 0.0, 1.0, open_ended=True)
SESSIONS, RATED = above(1.0), between(WAI.low, WAI.high)
"""Of mean sessions, one of which everybody has who began, and of a mean alliance."""


def clustered(
    values: np.ndarray, clusters: np.ndarray, measure: Callable[[np.ndarray], np.ndarray], scale: Scale = PLAIN
) -> tuple[np.ndarray, np.ndarray]:
    """The 95 % interval of `measure` by jackknife over clusters, on `scale`; NaN with fewer than three clusters.

    `values` (dyads x moments) are summed within clusters, since sums are all that leaving a cluster out changes;
    `measure` turns sums (n x moments) into estimates (n, or n x anything); low and high have the shape of one estimate.
    Where all that there is of something is one cluster's, so that without it the scale has no value, the interval is on the
    estimate's own scale, cut off at its ends. A share of 0 or 1, or whose events (or all that is no event) are one cluster's, has
    the interval `by_clusters`: how alike the clients of a cluster are cannot be seen there, so it is taken for the most. A mean
    at an end of its scale lies no further from it than if all who might be elsewhere were at the other.
    Source: Tukey (1958); t with clusters - 1 degrees of freedom.
    """
    _, at = np.unique(clusters, return_inverse=True)
    n = int(at.max()) + 1 if len(at) else 0
    sums = np.zeros((n, values.shape[1]))
    np.add.at(sums, at, values)
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = measure(sums.sum(axis=0, keepdims=True))[0]
        if n < 3:
            return np.full_like(whole, nan), np.full_like(whole, nan)
        without = measure(sums.sum(axis=0) - sums)
        reach = stdtrit(n - 1, 0.975) * jackknifed(scale.to(without))
        low, high = scale.back(scale.to(whole) - reach), scale.back(scale.to(whole) + reach)
        plain = stdtrit(n - 1, 0.975) * jackknifed(without)
        low = np.where(np.isfinite(low), low, np.maximum(whole - plain, scale.low))
        high = np.where(np.isfinite(high), high, np.minimum(whole + plain, scale.high))
        if not scale.open_ended:
            certain = ~np.isfinite(scale.to(whole))
            return np.where(certain, whole, low), np.where(certain, whole, high)
        hidden = np.isfinite(without).all(axis=0) & ~np.isfinite(reach)  # an end of the scale, without one cluster or with all
        ends = by_clusters((whole - scale.low) / (scale.high - scale.low), int((sums != 0.0).any(axis=1).sum()))
        least, most = (scale.low + (scale.high - scale.low) * end for end in ends)
        return np.where(hidden, least, low), np.where(hidden, most, high)


def by_clusters(share: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """The 95 % interval of a share of the clients of n clusters, each of which says as much as one client would: 0 to 1.

    Source: Clopper & Pearson (1934) with an effective sample size, Korn & Graubard (1998, Survey Methodology 24:193-201),
    here the smallest there can be, one a cluster; events are then counted in clusters, and need not be whole.
    """
    events = n * share
    low = np.where(events > 0.0, betaincinv(np.maximum(events, 1e-300), n - events + 1.0, 0.025), 0.0)
    return low, np.where(events < n, betaincinv(events + 1.0, np.maximum(n - events, 1e-300), 0.975), 1.0)


def by_chance(n: int) -> float:
    """How large a chance can be that did not come true in any of n cases, with 97.5 % confidence (Clopper & Pearson, 1934)."""
    return float(1.0 - 0.025 ** (1.0 / n)) if n else nan


def jackknifed(without: np.ndarray) -> np.ndarray:
    """The standard error from estimates that each leave one cluster out (clusters, or clusters x anything)."""
    n = len(without)
    return np.sqrt((n - 1) / n * ((without - without.mean(axis=0)) ** 2).sum(axis=0))
