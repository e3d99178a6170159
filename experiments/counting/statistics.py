"""Figures of merit of a clinic, from its table of dyads; intervals are clustered by therapist.

Conventions: outcome is minus the residual of the last distress score on the one at intake, so that high is good, fitted
among the dyads that are analysed. Intervals are from the jackknife over therapists, with Student's t.
"""

from collections.abc import Callable, Mapping
from math import nan
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from experiments.counting.formulas import better_than_expected, change_in_sds, d_of_sums, mean_of_sums, pearson, r_of_sums
from experiments.counting.intervals import CURVE, FISHER, LOGIT, Scale, clustered
from experiments.counting.roads import DROPOUT, ROADS, roads
from model.courses import is_clinical
from model.fields import ARMS, ENDINGS

EARLY = "wai_client_early"
"""The alliance that is set beside outcome."""
SUMMARY = (
    "dyads", "therapists", "sessions", *ENDINGS[1:], ENDINGS[0], "practical", "mean_sessions", "median_sessions", "came_once",
    "alliance_early", "pre_post_d", "rupture_share", "repair_share", "reliable_improvement", "reliable_deterioration", "recovered",
    "alliance_outcome_r",
)  # fmt: skip
"""What `summary` tells, in order."""
NEEDED = (
    "therapist_id", "ending", "ended_for_practical_reasons", "sessions_attended", EARLY, "distress_score_intake", "distress_score_last",
    "ruptures", "repairs", "reliable_improvement", "reliable_deterioration", "recovered",
)  # fmt: skip
"""The columns of the table of dyads that it is told from."""


class Estimate(NamedTuple):
    """A value with its 95 % interval, and the number of dyads behind it."""

    value: float
    low: float
    high: float
    n: int


def outcome(dyads: pd.DataFrame) -> pd.Series:
    """Minus the residual of the last distress score on the first, OQ-45 points; NaN where nothing varies."""
    return pd.Series(better_than_expected(*scores(dyads)), index=dyads.index)


def scores(dyads: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The first and the last distress score."""
    return dyads.distress_score_intake.to_numpy(float), dyads.distress_score_last.to_numpy(float)


def analysed(dyads: pd.DataFrame, column: str = EARLY) -> pd.DataFrame:
    """The dyads that have a column and an outcome, with the outcome among them in a column of its own."""
    known = dyads.dropna(subset=[column])
    return known.assign(outcome=outcome(known)).dropna(subset=["outcome"])


def correlation(dyads: pd.DataFrame, column: str = EARLY) -> Estimate:
    """Pearson r of a column with outcome, over the dyads that have both."""
    both = analysed(dyads, column)
    if len(both) < 3:
        return Estimate(nan, nan, nan, len(both))
    moments = moments_of_r(both, column)
    value = float(r_of_sums(moments.sum(axis=0, keepdims=True))[0])
    return estimate(value, moments, both.therapist_id, r_of_sums, FISHER)


def moments_of_r(both: pd.DataFrame, column: str = EARLY) -> np.ndarray:
    """What `r_of_sums` sums, of dyads that are analysed (dyads x 6)."""
    x, y = (both[c].to_numpy(float) - both[c].mean() for c in (column, "outcome"))
    return np.column_stack([np.ones(len(x)), x, y, x * x, y * y, x * y])


def share(flags: pd.Series, therapists: pd.Series) -> Estimate:
    """A proportion with its interval."""
    moments = np.column_stack([np.ones(len(flags)), flags.to_numpy(float)])
    return estimate(mean(flags), moments, therapists, mean_of_sums, LOGIT)


def estimate(value: float, moments: np.ndarray, therapists: pd.Series, measure: Callable, scale: Scale) -> Estimate:
    """A value with its interval from the moments that it is made of."""
    low, high = clustered(moments, therapists.to_numpy(), measure, scale)
    return Estimate(value, float(low), float(high), len(moments))


def mean(values: pd.Series | np.ndarray) -> float:
    """The mean, NaN of nothing."""
    return float(values.mean()) if len(values) else nan


def pre_post_d(dyads: pd.DataFrame) -> float:
    """(mean at intake - mean last) / SD at intake, of those who came at least twice."""
    again = dyads.sessions_attended.to_numpy() >= 2
    return change_in_sds(*(at[again] for at in scores(dyads)))


def cumulative_incidence(dyads: pd.DataFrame) -> pd.DataFrame:
    """Share ended by each road up to each session (Aalen-Johansen), with intervals: session, ending, share, low, high.

    Roads compete, and therapies still going on are censored. The point estimate is statsmodels'.
    """
    last, states = int(dyads.sessions_attended.max()), len(ROADS) + 1
    status = status_of(dyads)
    time, therapists = dyads.sessions_attended.to_numpy(int), dyads.therapist_id.to_numpy()
    counts = np.zeros((len(dyads), last * states))
    counts[np.arange(len(dyads)), (time - 1) * states + status] = 1.0
    parts = []
    for k, road in enumerate(ROADS):
        whole = incidence(time, status, k + 1, last)
        low, high = clustered(counts, therapists, lambda s, k=k: aalen_johansen(s, last)[:, :, k], CURVE)  # type: ignore[misc]
        parts.append(pd.DataFrame({"session": np.arange(1, last + 1), "ending": road, "share": whole, "low": low, "high": high}))
    return pd.concat(parts, ignore_index=True)


def status_of(dyads: pd.DataFrame) -> np.ndarray:
    """The road of each dyad as a number, counted from 1; 0 where it is still in therapy."""
    return roads(dyads).map({road: k + 1 for k, road in enumerate(ROADS)}).astype(float).fillna(0).to_numpy(int)


def incidence(time: np.ndarray, status: np.ndarray, road: int, last: int) -> np.ndarray:
    """Cumulative incidence of one road at sessions 1 to `last`, by statsmodels."""
    from statsmodels.duration.survfunc import CumIncidenceRight  # takes half a second to import

    if not (status == road).any():
        return np.zeros(last)
    with np.errstate(divide="ignore", invalid="ignore"):  # its variance, which is not used, divides by an empty risk set
        fitted = CumIncidenceRight(time, status)
    steps = pd.Series(fitted.cinc[road - 1], index=np.asarray(fitted.times, int))
    return steps.reindex(np.arange(1, last + 1)).ffill().fillna(0.0).to_numpy()


def aalen_johansen(sums: np.ndarray, last: int) -> np.ndarray:
    """Cumulative incidence (resamples x sessions x roads) from counts by session and status, 0 being censored."""
    ended = sums.reshape(-1, last, len(ROADS) + 1)
    at_risk = ended.sum(axis=2)[:, ::-1].cumsum(axis=1)[:, ::-1]
    hazard = ended[:, :, 1:] / np.maximum(at_risk, 1.0)[:, :, None]
    stay = np.cumprod(1.0 - hazard.sum(axis=2), axis=1)
    before = np.concatenate([np.ones((len(stay), 1)), stay[:, :-1]], axis=1)
    return np.cumsum(before[:, :, None] * hazard, axis=1)


def clinical(dyads: pd.DataFrame) -> pd.DataFrame:
    """The dyads in which reliable change is counted: they met at least twice, with a clinical score at intake."""
    return dyads[is_clinical(dyads.sessions_attended.to_numpy(), dyads.distress_score_intake.to_numpy())]


def better_by_road(dyads: pd.DataFrame) -> dict[str, float]:
    """Which share of all who took a road is reliably better."""
    return {str(road): mean(of) for road, of in dyads.reliable_improvement.groupby(roads(dyads), observed=True)}


def summary(dyads: pd.DataFrame) -> dict[str, Any]:
    """What happened in a clinic, as plain numbers by name; NaN where there is nothing to count.

    Reliable change and recovery are of `clinical` dyads. With intervals: `key_numbers.summary`.
    """
    return summed({name: dyads[name].to_numpy() for name in NEEDED})


def summed(dyads: Mapping[str, np.ndarray]) -> dict[str, Any]:
    """The same from the columns that are `NEEDED` as arrays."""
    attended, ending, ruptures = dyads["sessions_attended"], dyads["ending"], int(dyads["ruptures"].sum())
    first, last = (dyads[f"distress_score_{when}"].astype(float) for when in ("intake", "last"))
    held, early, again = int(attended.sum()), dyads[EARLY].astype(float), attended >= 2
    rated, begun = np.isfinite(early), is_clinical(attended, first)
    found: dict[str, Any] = {"dyads": len(attended), "therapists": len(np.unique(dyads["therapist_id"])), "sessions": held}
    found |= {name: mean(ending == name) for name in (*ENDINGS[1:], ENDINGS[0])}
    found |= {
        "practical": mean(dyads["ended_for_practical_reasons"]),
        "mean_sessions": mean(attended),
        "median_sessions": float(np.median(attended)) if held else nan,
        "came_once": mean(attended == 1),
        "alliance_early": mean(early[rated]),
        "pre_post_d": change_in_sds(first[again], last[again]),
        "rupture_share": ruptures / held if held else nan,
        "repair_share": int(dyads["repairs"].sum()) / ruptures if ruptures else nan,
    }
    found |= {name: mean(dyads[name][begun]) for name in ("reliable_improvement", "reliable_deterioration", "recovered")}
    return found | {"alliance_outcome_r": pearson(early[rated], better_than_expected(first[rated], last[rated]))}


def allocated(assessments: pd.DataFrame, dyads: pd.DataFrame) -> pd.DataFrame:
    """Who is in each arm: arm, n, mean score at intake, share who dropped out and mean sessions of those who began, waits.

    `waits` is true for the wait-list.
    """
    intake = assessments.drop_duplicates("client_id").groupby("arm", observed=True).distress_score
    began = dyads.groupby("arm", observed=True)
    found = pd.DataFrame({"n": intake.size(), "intake": intake.mean(), "sessions": began.sessions_attended.mean()})
    found["dropout"] = (dyads.ending == DROPOUT).groupby(dyads.arm, observed=True).mean()
    return found.rename_axis("arm").reset_index().assign(waits=lambda rows: rows.arm == ARMS[1])


def arms(assessments: pd.DataFrame) -> pd.DataFrame:
    """Each arm against a reference at each week after intake: who waits, or else usual therapy, or else the first arm named.

    Means of the score, numbers, and d of the outcome with its 95 % interval. Outcome is minus the residual of the score
    on the one at intake, in units of its SD within the arms; clustered by therapist.
    """
    rows = assessments.assign(first=assessments.groupby("client_id").distress_score.transform("first"))
    present = [str(arm) for arm in rows.arm.cat.categories if (rows.arm == arm).any()]
    usual, waiting = ARMS
    against = next(arm for arm in (waiting, usual, *present) if arm in present)
    found = [
        between_arms(at[at.arm.isin([arm, against])], arm, against)
        for week, at in rows[rows.week > 0].groupby("week")
        for arm in present
        if arm != against
    ]
    return pd.DataFrame(found, columns=["week", "arm", "mean", "n", "against", "mean_against", "n_against", "d", "low", "high"])


def between_arms(at: pd.DataFrame, arm: str, against: str) -> tuple:
    """One arm against another at one week."""
    known = at.rename(columns={"first": "distress_score_intake"}).assign(distress_score_last=at.distress_score)
    one, y = (known.arm == arm).to_numpy(float), outcome(known).to_numpy()
    moments = np.column_stack([one, one * y, one * y * y, 1 - one, (1 - one) * y, (1 - one) * y * y])
    low, high = clustered(moments, known.therapist_id.to_numpy(), d_of_sums)
    mean, n = (at.groupby("arm", observed=False).distress_score.agg(how) for how in ("mean", "size"))
    d = float(d_of_sums(moments.sum(axis=0, keepdims=True))[0])
    return int(at.week.iloc[0]), arm, mean[arm], int(n[arm]), against, mean[against], int(n[against]), d, float(low), float(high)
