"""Figures of merit of a clinic, from its table of dyads; intervals are clustered by therapist.

Conventions: outcome is minus the residual of the last distress score on the one at intake, so that high is good.
"""

from collections.abc import Callable
from math import nan
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from statsmodels.duration.survfunc import CumIncidenceRight

from model.fields import ENDINGS
from model.ratings import CUT_OFF

RESAMPLES = 400
ROADS = ENDINGS[1:]
"""The endings that compete; `ongoing` is censored."""


class Estimate(NamedTuple):
    """A value with its 95 % interval, and the number of dyads behind it."""

    value: float
    low: float
    high: float
    n: int


def outcome(dyads: pd.DataFrame) -> pd.Series:
    """Minus the residual of the last distress score on the first, OQ-45 points; NaN where nothing varies."""
    first, last = dyads.distress_score_intake, dyads.distress_score_last
    if len(dyads) < 3 or first.std() == 0.0:
        return pd.Series(nan, index=dyads.index)
    slope, level = np.polyfit(first, last, 1)
    return level + slope * first - last


def clustered(values: np.ndarray, clusters: np.ndarray, measure: Callable[[np.ndarray], np.ndarray], seed: int = 0) -> tuple[float, float]:
    """A 95 % percentile interval of `measure` by bootstrap over clusters; NaN with fewer than three clusters.

    `values` (dyads x moments) are summed within clusters, since sums are all that a resample changes; `measure` turns
    sums (resamples x moments) into one number each.
    """
    _, at = np.unique(clusters, return_inverse=True)
    sums = np.zeros((at.max() + 1 if len(at) else 0, values.shape[1]))
    np.add.at(sums, at, values)
    if len(sums) < 3:
        return nan, nan
    times = np.random.default_rng(seed).multinomial(len(sums), np.full(len(sums), 1.0 / len(sums)), RESAMPLES)
    found = measure(times @ sums)
    found = found[np.isfinite(found)]
    return tuple(np.quantile(found, (0.025, 0.975))) if len(found) else (nan, nan)  # type: ignore[return-value]


def r_of_sums(s: np.ndarray) -> np.ndarray:
    """Pearson r from the sums n, x, y, xx, yy, xy."""
    n, x, y, xx, yy, xy = s.T
    with np.errstate(invalid="ignore", divide="ignore"):
        return (n * xy - x * y) / np.sqrt((n * xx - x * x) * (n * yy - y * y))


def correlation(dyads: pd.DataFrame, column: str = "wai_client_early") -> Estimate:
    """Pearson r of a column with outcome, over the dyads that have both."""
    both = pd.DataFrame({"x": dyads[column], "y": outcome(dyads), "t": dyads.therapist_id}).dropna()
    if len(both) < 3:
        return Estimate(nan, nan, nan, len(both))
    x, y = (both[c].to_numpy(float) - both[c].mean() for c in "xy")
    moments = np.column_stack([np.ones(len(x)), x, y, x * x, y * y, x * y])
    value = float(r_of_sums(moments.sum(axis=0, keepdims=True))[0])
    return Estimate(value, *clustered(moments, both.t.to_numpy(), r_of_sums), len(both))


def share(flags: pd.Series, therapists: pd.Series) -> Estimate:
    """A proportion with its interval."""
    moments = np.column_stack([np.ones(len(flags)), flags.to_numpy(float)])
    return Estimate(mean(flags), *clustered(moments, therapists.to_numpy(), lambda s: s[:, 1] / s[:, 0]), len(flags))


def mean(values: pd.Series) -> float:
    """The mean, NaN of nothing."""
    return float(values.mean()) if len(values) else nan


def pre_post_d(dyads: pd.DataFrame) -> float:
    """(mean at intake - mean last) / SD at intake, of those who came at least twice."""
    twice = dyads[dyads.sessions_attended >= 2]
    spread = twice.distress_score_intake.std() if len(twice) > 1 else 0.0
    return float((twice.distress_score_intake - twice.distress_score_last).mean() / spread) if spread else nan


def cumulative_incidence(dyads: pd.DataFrame) -> pd.DataFrame:
    """Share ended by each road up to each session (Aalen-Johansen), with intervals: session, ending, share, low, high.

    Roads compete, and therapies still going on are censored. The point estimate is statsmodels'.
    """
    last = int(dyads.sessions_attended.max())
    status = dyads.ending.map({road: k + 1 for k, road in enumerate(ROADS)}).astype(float).fillna(0).to_numpy(int)
    time, therapists = dyads.sessions_attended.to_numpy(int), dyads.therapist_id.to_numpy()
    counts = np.zeros((len(dyads), last * 4))
    counts[np.arange(len(dyads)), (time - 1) * 4 + status] = 1.0
    parts = []
    for k, road in enumerate(ROADS):
        whole = incidence(time, status, k + 1, last)
        bands = [clustered(counts, therapists, lambda s, k=k, t=t: aalen_johansen(s, last)[:, t, k]) for t in range(last)]  # type: ignore[misc]
        low, high = np.array(bands).T
        parts.append(pd.DataFrame({"session": np.arange(1, last + 1), "ending": road, "share": whole, "low": low, "high": high}))
    return pd.concat(parts, ignore_index=True)


def incidence(time: np.ndarray, status: np.ndarray, road: int, last: int) -> np.ndarray:
    """Cumulative incidence of one road at sessions 1 to `last`, by statsmodels."""
    if not (status == road).any():
        return np.zeros(last)
    with np.errstate(divide="ignore", invalid="ignore"):  # its variance, which is not used, divides by an empty risk set
        fitted = CumIncidenceRight(time, status)
    steps = pd.Series(fitted.cinc[road - 1], index=np.asarray(fitted.times, int))
    return steps.reindex(np.arange(1, last + 1)).ffill().fillna(0.0).to_numpy()


def aalen_johansen(sums: np.ndarray, last: int) -> np.ndarray:
    """Cumulative incidence (resamples x sessions x roads) from counts by session and status, 0 being censored."""
    ended = sums.reshape(-1, last, 4)
    at_risk = ended.sum(axis=2)[:, ::-1].cumsum(axis=1)[:, ::-1]
    hazard = ended[:, :, 1:] / np.maximum(at_risk, 1.0)[:, :, None]
    stay = np.cumprod(1.0 - hazard.sum(axis=2), axis=1)
    before = np.concatenate([np.ones((len(stay), 1)), stay[:, :-1]], axis=1)
    return np.cumsum(before[:, :, None] * hazard, axis=1)


def summary(dyads: pd.DataFrame, intervals: bool = True) -> dict[str, Any]:
    """What happened in a clinic, as plain numbers by name; NaN where there is nothing to count.

    Reliable change and recovery are of those who came at least twice with a clinical score at intake. Without
    `intervals` the bootstrap is left out.
    """
    held = int(dyads.sessions_attended.sum())
    clinical = dyads[(dyads.sessions_attended >= 2) & (dyads.distress_score_intake >= CUT_OFF)]
    found: dict[str, Any] = {"dyads": len(dyads), "therapists": int(dyads.therapist_id.nunique()), "sessions": held}
    found |= {ending: mean(dyads.ending == ending) for ending in (*ROADS, ENDINGS[0])}
    found |= {
        "mean_sessions": mean(dyads.sessions_attended),
        "median_sessions": float(dyads.sessions_attended.median()),
        "came_once": mean(dyads.sessions_attended == 1),
        "alliance_early": mean(dyads.wai_client_early.dropna()),
        "pre_post_d": pre_post_d(dyads),
        "rupture_share": dyads.ruptures.sum() / held if held else nan,
        "repair_share": dyads.repairs.sum() / dyads.ruptures.sum() if dyads.ruptures.sum() else nan,
        "reliable_improvement": mean(clinical.reliable_improvement),
        "reliable_deterioration": mean(clinical.reliable_deterioration),
        "recovered": mean(clinical.recovered),
    }
    if not intervals:
        pairs = pd.DataFrame({"x": dyads.wai_client_early, "y": outcome(dyads)}).dropna()
        return found | {"alliance_outcome_r": float(pairs.corr().to_numpy()[0, 1]) if len(pairs) > 2 else nan}
    r, left = correlation(dyads), share(dyads.ending == ROADS[0], dyads.therapist_id)
    found |= {"alliance_outcome_r": r.value, "alliance_outcome_r_low": r.low, "alliance_outcome_r_high": r.high}
    return found | {"dropout_low": left.low, "dropout_high": left.high}
