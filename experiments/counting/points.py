"""What the figures of a clinic are drawn from: courses, dots and shares, on paper and on the page."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy

from experiments.counting import statistics
from experiments.counting.intervals import clustered
from model.fields import COMPONENTS

FEWEST = 10
"""A mean of fewer dyads than this is not drawn; shares need twice as many."""
BETTER = "OQ-45 points better than expected from intake"
"""What is drawn of an outcome, with its unit."""
NOT_CAUSE = "most of this is not caused by the alliance"
"""What stands beside every correlation of alliance and outcome."""


def band_of_means(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Mean of a column by session with a 95 % interval clustered by therapist: session, mean, low, high, n."""
    found = []
    for number, at in rows.groupby("session"):
        if len(at) < FEWEST:
            break
        moments = np.column_stack([np.ones(len(at)), at[column].to_numpy(float)])
        low, high = clustered(moments, at.therapist_id.to_numpy(), statistics.mean_of_sums)
        found.append((number, at[column].mean(), float(low), float(high), len(at)))
    return pd.DataFrame(found, columns=["session", "mean", "low", "high", "n"])


class Stayed(NamedTuple):
    """Those who are still there at the end of a mean course: how many, in which session, where they began, and where all did."""

    n: int
    session: int
    began: float
    all_began: float


def stayed(rows: pd.DataFrame, column: str, last: int) -> Stayed:
    """How those who are there in session `last` began; a mean course rises also because others leave."""
    first = rows[rows.session == 1].set_index("client_id")[column]
    there = rows.client_id[rows.session == last]
    return Stayed(len(there), last, float(first[there].mean()), float(first.mean()))


class Chance(NamedTuple):
    """What chance alone gives shares of caseloads: 95 % of single ones, and the lowest and highest of all of them, usually."""

    low: float
    high: float
    lowest: float
    highest: float


def by_chance(share: float, caseload: int, therapists: int) -> Chance:
    """How far shares lie apart where all therapists are the same; lowest and highest are medians."""
    half = 0.5 ** (1.0 / therapists)
    return Chance(*(float(scipy.stats.binom.ppf(q, caseload, share)) / caseload for q in (0.025, 0.975, 1.0 - half, half)))


def line_through(dyads: pd.DataFrame) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Both ends of the regression line of outcome on early alliance; None where the alliance does not vary."""
    if dyads.wai_client_early.nunique() < 2:
        return None
    slope, level = np.polyfit(dyads.wai_client_early, dyads.outcome, 1)
    first, last = float(dyads.wai_client_early.min()), float(dyads.wai_client_early.max())
    return (first, level + slope * first), (last, level + slope * last)


def ruptures_by_session(rows: pd.DataFrame) -> pd.DataFrame:
    """Shares of sessions by their number: session, n, ruptured, by component, noticed, repaired; none of few dyads."""
    n = rows.groupby("session").size()
    n = n[n >= 2 * FEWEST]
    found = {part: rows.ruptured & (rows.rupture_component == part) for part in COMPONENTS[1:]}
    flags = pd.DataFrame(found | {name: rows[name] for name in ("ruptured", "noticed", "repaired")}).astype(float)
    shares = flags.groupby(rows.session.to_numpy()).mean().reindex(n.index)
    return shares.assign(n=n).rename_axis("session").reset_index()
