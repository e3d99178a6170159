"""What the figures of a clinic are drawn from: courses, dots and shares, on paper and on the page."""

import numpy as np
import pandas as pd

from experiments import statistics
from experiments.intervals import clustered
from model.fields import COMPONENTS

FEWEST = 10
"""A mean of fewer dyads than this is not drawn; shares need twice as many."""


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


def dots(dyads: pd.DataFrame) -> pd.DataFrame:
    """The dyads that have both an early alliance and an outcome, with a column of the outcome."""
    return dyads.assign(outcome=statistics.outcome(dyads)).dropna(subset=["wai_client_early", "outcome"])


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
