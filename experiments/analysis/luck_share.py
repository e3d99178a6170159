"""How much of what differs between the clinics of a sweep is luck: variance components over points and seeds."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from experiments.sweeps.finished import Finished
from experiments.sweeps.sweep import OUTCOMES


class LuckShare(NamedTuple):
    """Shares of variance of an outcome that are luck, from 0 to 1: between single clinics, and between the means of points."""

    outcome: str
    of_clinics: float
    of_means: float
    replicates: int


def luck_shares(sweep: Finished) -> list[LuckShare]:
    """The share of luck for each outcome; nothing without replicates, which alone can tell."""
    return [share(sweep, outcome) for outcome in OUTCOMES] if sweep.asked.replicates > 1 else []


def share(sweep: Finished, outcome: str) -> LuckShare:
    """The share of luck of one outcome, by analysis of variance over the points that have it under every seed.

    Where all points share their seeds, what a seed does to all of them alike is luck of a clinic, but does not come between
    the means of points. Negative components count as none.
    """
    table = sweep.rows.pivot_table(index="point", columns="replicate", values=outcome, dropna=False).dropna()
    if min(table.shape) < 2:
        return LuckShare(outcome, np.nan, np.nan, table.shape[1])
    between, seeds, rest = components(table, crossed=sweep.asked.luck == "common")
    luck, left = seeds + rest, rest / table.shape[1]
    return LuckShare(outcome, ratio(luck, between + luck), ratio(left, between + left), table.shape[1])


def components(table: pd.DataFrame, crossed: bool) -> tuple[float, float, float]:
    """Variance components of a table of points × replicates: points, seeds (0 unless crossed), and what is left."""
    y = table.to_numpy(float)
    points, seeds = y.shape
    rows, columns = y.mean(axis=1, keepdims=True), y.mean(axis=0, keepdims=True)
    if not crossed:
        rest = float(((y - rows) ** 2).sum() / (points * (seeds - 1)))
        return max(float(rows.var(ddof=1)) - rest / seeds, 0.0), 0.0, rest
    rest = float(((y - rows - columns + y.mean()) ** 2).sum() / ((points - 1) * (seeds - 1)))
    return max(float(rows.var(ddof=1)) - rest / seeds, 0.0), max(float(columns.var(ddof=1)) - rest / points, 0.0), rest


def ratio(part: float, whole: float) -> float:
    """A share, NaN of nothing."""
    return part / whole if whole > 0.0 else np.nan
