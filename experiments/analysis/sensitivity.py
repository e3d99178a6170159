"""Which factors of a design an outcome depends on: Sobol', Morris, RBD-FAST and one-at-a-time indices, with 95 % intervals.

SALib computes the indices; factors count as shares of their way, so that a Morris effect is the change of the outcome
as its factor goes the whole way from low to high.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from experiments.sweeps.finished import Finished
from experiments.sweeps.sampling import problem
from experiments.sweeps.sweep import OUTCOMES
from model.errors import SettingError

RESAMPLES, SEED, Z = 1000, 1, 1.959964
"""Of the bootstrap: how often, from which seed, and how many of its SDs an interval reaches (as SALib's)."""
FEWEST = 4
"""Samples without which there is nothing to resample."""

INDICES = {
    "sobol": ("total", "first order"),
    "morris": ("mu_star", "sigma"),
    "random": ("first order",),
    "latin-hypercube": ("first order",),
    "grid": ("effect",),
    "list": ("effect",),
}
"""The indices of each kind of design; the first says which factors matter most."""
MEANING = {
    "total": "share of the variance of the outcome that would be left if all but this factor were known (Sobol')",
    "first order": "share of the variance of the outcome that goes when this factor alone is known (Sobol')",
    "second order": "share of the variance that two factors make together, beyond what each makes alone (Sobol')",
    "mu_star": "mean absolute change of the outcome as the factor goes its whole way (Morris; Campolongo)",
    "mu": "mean change of the outcome as the factor goes its whole way (Morris)",
    "sigma": "SD of that change: how much it depends on the other factors, or bends (Morris)",
    "effect": "outcome at the last value of the factor less that at the first",
    "first value": "outcome at the first value of the factor less the mean of the design, or its first point in a list",
    "last value": "the same at the last value",
}


class Index(NamedTuple):
    """An index of a factor for an outcome with its 95 % interval; NaN where it is not defined."""

    factor: str
    measure: str
    value: float
    low: float
    high: float


def indices(sweep: Finished) -> pd.DataFrame:
    """A row for each outcome, factor and measure: outcome, factor, measure, value, low, high, samples.

    `samples` is how many samples (trajectories, points, or replicates of a grid) stand behind it: one with a clinic that
    failed, or whose outcome is not defined, is left out whole. SettingError where a list of points does not vary one
    factor at a time.
    """
    found = [
        {"outcome": outcome, **index._asdict(), "samples": n}
        for outcome in OUTCOMES
        for index, n in (of_box(sweep, outcome) if sweep.shares is not None else of_levels(sweep, outcome))
    ]
    return pd.DataFrame(found, columns=["outcome", *Index._fields, "samples"])


def of_box(sweep: Finished, outcome: str) -> Iterator[tuple[Index, int]]:
    """The indices of a sampled design for one outcome."""
    kind, shares, y = sweep.asked.sort, sweep.shares, sweep.means(outcome)
    assert shares is not None
    size = block(kind, len(sweep.factors), sweep.asked.second_order)
    known = np.repeat(np.isfinite(y).reshape(-1, size).all(axis=1), size)
    for index in computed(kind, [*sweep.factors], shares[known], y[known], sweep.asked):
        yield index, int(known.sum()) // size


def block(kind: str, factors: int, second_order: bool = False) -> int:
    """How many points of a design make one sample."""
    return {"sobol": (2 * factors if second_order else factors) + 2, "morris": factors + 1}.get(kind, 1)


def computed(kind: str, titles: list[str], shares: np.ndarray, y: np.ndarray, asked: Any) -> Iterator[Index]:
    """SALib's indices of the values `y` at these shares of the way; NaN where there are too few, or they are all the same."""
    if len(y) < FEWEST * block(kind, len(titles), asked.second_order) or np.ptp(y) <= 1e-12 * np.abs(y).max():
        yield from (Index(title, name, np.nan, np.nan, np.nan) for title in titles for name in INDICES[kind])
    elif kind == "sobol":
        yield from sobol(titles, y, asked.second_order)
    elif kind == "morris":
        yield from morris(titles, shares, y, asked.levels)
    else:
        yield from rbd_fast(titles, shares, y)


def sobol(titles: list[str], y: np.ndarray, second_order: bool = False) -> Iterator[Index]:
    """First-order, total and, if wanted, second-order indices (Sobol', 2001; estimators of Saltelli et al., 2010)."""
    from SALib.analyze import sobol as analysis  # SALib takes a second to import

    found = analysis.analyze(problem(titles), y, calc_second_order=second_order, num_resamples=RESAMPLES, seed=SEED)
    for k, title in enumerate(titles):
        yield around(title, "total", found["ST"][k], found["ST_conf"][k])
        yield around(title, "first order", found["S1"][k], found["S1_conf"][k])
    for i, j in zip(*np.triu_indices(len(titles), 1), strict=True) if second_order else ():
        yield around(f"{titles[i]} × {titles[j]}", "second order", found["S2"][i, j], found["S2_conf"][i, j])


def morris(titles: list[str], shares: np.ndarray, y: np.ndarray, levels: int) -> Iterator[Index]:
    """mu* (Campolongo et al., 2007) and sigma (Morris, 1991) by SALib, with mu, which has the direction."""
    from SALib.analyze import morris as analysis

    found = analysis.analyze(problem(titles), shares, y, num_levels=levels, num_resamples=RESAMPLES, seed=SEED)
    effects = elementary_effects(shares, y)
    again = effects[np.random.default_rng(SEED).integers(len(effects), size=(RESAMPLES, len(effects)))]
    of_mu, of_sigma = (Z * each.std(axis=0, ddof=1) for each in (again.mean(axis=1), again.std(axis=1, ddof=1)))
    for k, title in enumerate(titles):
        yield around(title, "mu_star", found["mu_star"][k], found["mu_star_conf"][k], 0.0)
        yield around(title, "sigma", found["sigma"][k], of_sigma[k], 0.0)
        yield around(title, "mu", found["mu"][k], of_mu[k])


def elementary_effects(shares: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The effect of each factor in each trajectory (trajectories × factors): change of y for a whole way of the factor."""
    factors = shares.shape[1]
    steps = np.diff(shares.reshape(-1, factors + 1, factors), axis=1)
    moved = np.abs(steps).argmax(axis=2)
    slopes = np.diff(y.reshape(-1, factors + 1), axis=1) / np.take_along_axis(steps, moved[:, :, None], 2)[:, :, 0]
    found = np.empty_like(slopes)
    np.put_along_axis(found, moved, slopes, axis=1)
    return found


def rbd_fast(titles: list[str], shares: np.ndarray, y: np.ndarray) -> Iterator[Index]:
    """First-order indices from any sample (RBD-FAST: Tarantola et al., 2006; bias-corrected, Tissot & Prieur, 2012)."""
    from SALib.analyze import rbd_fast as analysis

    if len(y) <= 4 * 10:  # ten harmonics need more points than twice as many, also where half of them are resampled
        yield from (Index(title, "first order", np.nan, np.nan, np.nan) for title in titles)
        return
    found = analysis.analyze(problem(titles), shares, y, M=10, num_resamples=RESAMPLES // 5, seed=SEED)
    for title, value, reach in zip(titles, found["S1"], found["S1_conf"], strict=True):
        yield around(title, "first order", value, reach)


def around(factor: str, index: str, value: float, reach: float, least: float = -np.inf) -> Index:
    """An index with an interval that reaches so far to both sides, and not below what can be."""
    return Index(factor, index, float(value), max(float(value - reach), least), float(value + reach))


def of_levels(sweep: Finished, outcome: str) -> Iterator[tuple[Index, int]]:
    """The effect of each factor of a grid, over all values of the others, or of a list that varies one at a time.

    The interval is Student's t over replicates, which share their luck unless the design says otherwise; there is none
    without replicates.
    """
    for title in sweep.factors:
        rows = one_at_a_time(sweep, title) if sweep.asked.sort == "list" else sweep.rows
        levels = [*dict.fromkeys(sweep.rows[title])] if sweep.asked.sort == "grid" else sorted(rows[title].unique())
        by_seed = rows.pivot_table(index="replicate", columns=title, values=outcome, dropna=False).reindex(columns=levels)
        base = sweep.rows if sweep.asked.sort == "grid" else sweep.rows[sweep.rows.point == 1]
        middle = base.groupby("replicate")[outcome].mean().reindex(by_seed.index)
        first, last = by_seed[levels[0]], by_seed[levels[-1]]
        for name, differences in (("effect", last - first), ("first value", first - middle), ("last value", last - middle)):
            yield over_seeds(title, name, differences.dropna().to_numpy())


def one_at_a_time(sweep: Finished, title: str) -> pd.DataFrame:
    """The rows of a list in which no other factor differs from its first point; SettingError where none but this differs."""
    rows = sweep.rows
    base = rows[rows.point == 1]
    if base.empty:
        raise SettingError(f"{sweep.title}: its first point, with which the others are compared, has no results.")
    others = [name for name in sweep.factors if name != title]
    found = rows[(rows[others] == base.iloc[0][others]).all(axis=1)]
    if found[title].nunique() < 2:
        raise SettingError(
            f"{sweep.title}: no point differs from the first in {title} alone. List a base first and then points that change one "
            'factor at a time, or use kind = "sobol" or "morris".'
        )
    return found


def over_seeds(factor: str, index: str, found: np.ndarray) -> tuple[Index, int]:
    """A mean over replicates, with its interval."""
    n = len(found)
    value = float(found.mean()) if n else np.nan
    reach = stdtrit(n - 1, 0.975) * found.std(ddof=1) / np.sqrt(n) if n > 1 else np.nan
    return Index(factor, index, value, float(value - reach), float(value + reach)), n
