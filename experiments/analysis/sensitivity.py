"""Which factors of a design an outcome depends on: Sobol', Morris, RBD-FAST and one-at-a-time indices, with 95 % intervals.

Factors count as shares of their way, so that a Morris effect is the change of the outcome as its factor goes the whole
way from low to high. Where there are replicates, luck is left out of shares of variance, and known beside sizes of effects.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from experiments.analysis import sampled
from experiments.analysis.sampled import RESAMPLES, SEED, Index
from experiments.designs.factors import is_number, plain
from experiments.designs.sampling import confounded
from experiments.sweeps.finished import Finished
from experiments.sweeps.sweep import OUTCOMES
from model.errors import SettingError

__all__ = ["INDICES", "MEANING", "RESAMPLES", "SEED", "Index", "indices", "told_apart"]

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
    "with others": "share of the variance that this factor makes only together with others: total less first order (Sobol')",
    "second order": "share of the variance that two factors make together, beyond what each makes alone (Sobol')",
    "mu_star": "mean absolute change of the outcome as the factor goes its whole way (Morris; Campolongo)",
    "mu": "mean change of the outcome as the factor goes its whole way (Morris)",
    "sigma": "SD of that change: how much it depends on the other factors, or bends (Morris)",
    "effect": "outcome at the last value of the factor less that at the first",
    "interaction": "effect of the first of two factors at the last value of the second, less its effect at the first value of that",
    "floor": "what luck alone would make of such an index, were there no effect at all: a factor above it is told from luck",
    "first value": "outcome at the first value of the factor less the mean of the design, or its first point in a list",
    "last value": "the same at the last value",
}


def indices(sweep: Finished) -> pd.DataFrame:
    """A row for each outcome, factor and measure: outcome, factor, measure, value, low, high, samples.

    `samples` is how many samples (trajectories, points, or replicates of a grid) stand behind it: one with a clinic that
    failed, or whose outcome is not defined, is left out whole. SettingError where a list of points does not vary one
    factor at a time, and where indices would take luck for an effect.
    """
    if wrong := [*confounded(sweep.asked.sort, sweep.asked.luck, sweep.asked.replicates)]:
        raise SettingError(*(f"{sweep.title}: {each}" for each in wrong))
    found = [
        {"outcome": outcome, **index._asdict(), "samples": n}
        for outcome in OUTCOMES
        for index, n in (of_box(sweep, outcome) if sweep.shares is not None else of_levels(sweep, outcome))
    ]
    return pd.DataFrame(found, columns=["outcome", *Index._fields, "samples"])


def told_apart(found: pd.DataFrame, measure: str) -> pd.DataFrame:
    """The rows of a measure whose effect is told from none, and from luck where its floor is known.

    Sizes must lie above their floor by more than both are uncertain by, shares that chance can make above what it makes in
    97.5 % of samples; of all others the interval must leave out 0, and without one (one seed) the value.
    """
    of = found[found.measure == measure]
    floor = found[found.measure == "floor"].set_index(["outcome", "factor"])
    least = floor.reindex(pd.MultiIndex.from_frame(of[["outcome", "factor"]])).set_index(of.index)
    if measure == "first order" and len(floor):
        return of[of.value > least.value]
    above = of.value - least.value > np.hypot(of.high - of.value, least.high - least.value)
    alone = of.low.isna() & (of.value.abs() > 0.0)
    return of[alone | above.where(least.value.notna(), of.low > 0.0) | (of.high < 0.0)]


def of_box(sweep: Finished, outcome: str) -> Iterator[tuple[Index, int]]:
    """The indices of a sampled design for one outcome."""
    kind, shares, y = sweep.asked.sort, sweep.shares, by_seed(sweep, outcome)
    assert shares is not None
    size = sampled.block(kind, len(sweep.factors), sweep.asked.second_order)
    known = np.repeat(np.isfinite(y).reshape(-1, size * y.shape[1]).all(axis=1), size)
    for index in sampled.computed(kind, [*sweep.factors], shares[known], y[known], sweep.asked):
        yield index, int(known.sum()) // size


def by_seed(sweep: Finished, outcome: str) -> np.ndarray:
    """An outcome at every point under every seed (points × replicates); NaN where there is none."""
    found = sweep.rows.pivot_table(index="point", columns="replicate", values=outcome, dropna=False)
    return found.reindex(np.arange(1, sweep.points + 1), columns=np.arange(1, sweep.asked.replicates + 1)).to_numpy(float)


def of_levels(sweep: Finished, outcome: str) -> Iterator[tuple[Index, int]]:
    """The effect of each factor of a grid, over all values of the others, or of a list that varies one at a time.

    The interval is Student's t over replicates, which share their luck unless the design says otherwise; there is none
    without replicates.
    """
    for title in sweep.factors:
        rows = one_at_a_time(sweep, title) if sweep.asked.sort == "list" else sweep.rows
        levels = values_of(sweep, title) if sweep.asked.sort == "grid" else sorted(rows[title].unique())
        by_seed = rows.pivot_table(index="replicate", columns=title, values=outcome, dropna=False).reindex(columns=levels)
        base = sweep.rows if sweep.asked.sort == "grid" else sweep.rows[sweep.rows.point == 1]
        middle = base.groupby("replicate")[outcome].mean().reindex(by_seed.index)
        first, last = by_seed[levels[0]], by_seed[levels[-1]]
        for name, differences in (("effect", last - first), ("first value", first - middle), ("last value", last - middle)):
            yield over_seeds(title, name, differences.dropna().to_numpy())
    for pair, both in sampled.pairs(sweep.factors).items() if sweep.asked.sort == "grid" else ():
        yield over_seeds(pair, "interaction", difference_of_effects(sweep, outcome, *both).round(12))  # what rounding leaves is none


def values_of(sweep: Finished, title: str) -> list[Any]:
    """The values of a factor of a grid: numbers from low to high, words in the order of the design."""
    known = [*dict.fromkeys(sweep.rows[title])]
    return sorted(known) if is_number(plain(known[0])) else known


def difference_of_effects(sweep: Finished, outcome: str, a: str, b: str) -> np.ndarray:
    """By how much the effect of factor a is larger at the last value of b than at its first, under each seed that has all four."""
    at = sweep.rows.pivot_table(index="replicate", columns=[a, b], values=outcome, dropna=False)
    corners = pd.MultiIndex.from_product([(levels[0], levels[-1]) for levels in (values_of(sweep, a), values_of(sweep, b))])
    return at.reindex(columns=corners).dropna().to_numpy(float) @ np.array([1.0, -1.0, -1.0, 1.0])


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
