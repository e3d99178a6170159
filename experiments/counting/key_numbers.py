"""The key numbers of a clinic with 95 % intervals, and how far two clinics under the same luck lie apart.

Each is made of sums over dyads, and so is its interval, by jackknife over therapists. For a difference every therapist is
left out of both clinics at once, so that the luck they share cancels.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from experiments.counting import statistics
from experiments.counting.intervals import FISHER, LOGIT, PLAIN, RATED, SESSIONS, Scale, by_chance, clustered
from experiments.counting.roads import DROPOUT
from experiments.counting.statistics import EARLY, Estimate, analysed, clinical, mean_of_sums, moments_of_r, r_of_sums

Sums = Mapping[str, pd.DataFrame]
"""For every key number what it is made of, summed within therapists (therapists x moments)."""


Among = Callable[[pd.DataFrame], pd.DataFrame]
Of = Callable[[pd.DataFrame], pd.Series]


class Made(NamedTuple):
    """How a key number is made: among which dyads, of which moments (dyads x moments), how of their sums, and on which scale."""

    among: Among
    moments: Callable[[pd.DataFrame], np.ndarray]
    measure: Callable[[np.ndarray], np.ndarray]
    scale: Scale = LOGIT


def everybody(dyads: pd.DataFrame) -> pd.DataFrame:
    """All dyads."""
    return dyads


def twice(dyads: pd.DataFrame) -> pd.DataFrame:
    """The dyads that met at least twice."""
    return dyads[dyads.sessions_attended >= 2]


def rated(dyads: pd.DataFrame) -> pd.DataFrame:
    """The dyads whose client rated the early alliance."""
    return dyads.dropna(subset=[EARLY])


def ratio(of: Of, within: Of) -> Made:
    """The sum of one thing over the sum of another."""
    return Made(everybody, lambda d: np.column_stack([within(d), of(d)]).astype(float), mean_of_sums)


def mean_of(values: Of, among: Among = everybody, scale: Scale = LOGIT) -> Made:
    """A mean over dyads: of flags, a share of them."""
    return Made(among, lambda d: np.column_stack([np.ones(len(d)), values(d)]).astype(float), mean_of_sums, scale)


def moments_of_d(dyads: pd.DataFrame) -> np.ndarray:
    """What `pre_post_of_sums` sums."""
    first, last = dyads.distress_score_intake.to_numpy(float), dyads.distress_score_last.to_numpy(float)
    return np.column_stack([np.ones(len(first)), first, first * first, first - last])


def pre_post_of_sums(s: np.ndarray) -> np.ndarray:
    """`statistics.pre_post_d` from the sums n, first, first squared, and first less last."""
    n, x, xx, change = s.T
    with np.errstate(invalid="ignore", divide="ignore"):
        return change / n / np.sqrt((xx - x * x / n) / (n - 1))


MADE: Mapping[str, Made] = {
    "dropout": mean_of(lambda d: d.ending == DROPOUT),
    "mean_sessions": mean_of(lambda d: d.sessions_attended, scale=SESSIONS),
    "came_once": mean_of(lambda d: d.sessions_attended == 1),
    "alliance_early": mean_of(lambda d: d[EARLY], rated, RATED),
    "alliance_outcome_r": Made(analysed, moments_of_r, r_of_sums, FISHER),
    "pre_post_d": Made(twice, moments_of_d, pre_post_of_sums, PLAIN),
    "rupture_share": ratio(lambda d: d.ruptures, lambda d: d.sessions_attended),
    "repair_share": ratio(lambda d: d.repairs, lambda d: d.ruptures),
    "reliable_improvement": mean_of(lambda d: d.reliable_improvement, clinical),
    "reliable_deterioration": mean_of(lambda d: d.reliable_deterioration, clinical),
    "recovered": mean_of(lambda d: d.recovered, clinical),
}
"""The key numbers, by the names that a summary has for them."""


def summary(dyads: pd.DataFrame) -> dict[str, Any]:
    """What happened in a clinic, as `statistics.summary`, and the ends of the intervals of its key numbers, `NAME_low` and `NAME_high`."""
    sure = estimates(sums(dyads))
    return statistics.summary(dyads) | {f"{name}_{end}": getattr(e, end) for name, e in sure.items() for end in ("low", "high")}


def sums(dyads: pd.DataFrame) -> Sums:
    """What every key number of a clinic is made of."""
    found = {}
    for name, made in MADE.items():
        these = made.among(dyads)
        found[name] = pd.DataFrame(made.moments(these)).groupby(these.therapist_id.to_numpy()).sum()
    return found


def estimates(of: Sums) -> dict[str, Estimate]:
    """Every key number with its interval, NaN with fewer than three therapists; `n` is the number of therapists."""
    return {name: estimate_of_sums(rows.to_numpy(), MADE[name].measure, MADE[name].scale) for name, rows in of.items()}


def differences(before: Sums, now: Sums) -> dict[str, Estimate]:
    """How far every key number has moved between two clinics under the same luck, with its paired interval.

    Where all sums are the same, the dyads are, and a difference of nothing is exact.
    """
    same = all(before[name].equals(now[name]) for name in now)
    return {name: apart(before[name], now[name], MADE[name].measure, PLAIN if same else MADE[name].scale) for name in now}


def apart(before: pd.DataFrame, now: pd.DataFrame, measure: Callable[[np.ndarray], np.ndarray], scale: Scale = LOGIT) -> Estimate:
    """One difference; a therapist whom only one clinic has counts in that one.

    Where both are at the same end of an open-ended `scale`, they may be there by chance: either could lie so far from it.
    """
    rows = pd.concat([before, now], axis=1).fillna(0.0).to_numpy()
    width = before.shape[1]
    found = estimate_of_sums(rows, lambda s: measure(s[:, width:]) - measure(s[:, :width]), PLAIN)
    if len(rows) < 3 or found.value != 0.0 or not scale.open_ended:
        return found
    if float(measure(now.to_numpy().sum(axis=0, keepdims=True))[0]) not in (scale.low, scale.high):
        return found
    reach = (scale.high - scale.low) * by_chance(len(rows))
    return found._replace(low=-reach, high=reach)


def estimate_of_sums(rows: np.ndarray, measure: Callable[[np.ndarray], np.ndarray], scale: Scale) -> Estimate:
    """A value with its interval from sums within therapists (therapists x moments)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        value = float(measure(rows.sum(axis=0, keepdims=True))[0])
    low, high = clustered(rows, np.arange(len(rows)), measure, scale)
    return Estimate(value, float(low), float(high), len(rows))
