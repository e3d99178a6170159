"""Measures as plain functions of numbers: of columns, or of the sums from which a jackknife takes some away."""

from math import nan, sqrt

import numpy as np


def better_than_expected(first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """The outcome of dyads with these scores."""
    if len(first) < 3 or first.std() == 0.0:
        return np.full(len(first), nan)
    slope, level = np.polyfit(first, last, 1)
    return level + slope * first - last


def change_in_sds(first: np.ndarray, last: np.ndarray) -> float:
    """By how many SDs of the first scores the mean has fallen; NaN where they do not vary."""
    spread = first.std(ddof=1) if len(first) > 1 else 0.0
    return float((first - last).mean() / spread) if spread else nan


def pearson(x: np.ndarray, y: np.ndarray) -> float:
    """Pearson r of two columns without gaps; NaN of fewer than three, or where one does not vary."""
    if len(x) < 3:
        return nan
    x, y = x - x.mean(), y - y.mean()
    scale = sqrt((x @ x) * (y @ y))
    return float(x @ y / scale) if scale else nan


def r_of_sums(s: np.ndarray) -> np.ndarray:
    """Pearson r from the sums n, x, y, xx, yy, xy."""
    n, x, y, xx, yy, xy = s.T
    with np.errstate(invalid="ignore", divide="ignore"):
        return (n * xy - x * y) / np.sqrt((n * xx - x * x) * (n * yy - y * y))


def mean_of_sums(s: np.ndarray) -> np.ndarray:
    """A mean from the sums n, x."""
    return s[:, 1] / s[:, 0]


def d_of_sums(s: np.ndarray) -> np.ndarray:
    """Cohen's d with the pooled SD, from n, y, yy of both groups."""
    n, y, yy, m, x, xx = s.T
    with np.errstate(invalid="ignore", divide="ignore"):
        within = (yy - y * y / n + xx - x * x / m) / (n + m - 2)
        return (y / n - x / m) / np.sqrt(within)
