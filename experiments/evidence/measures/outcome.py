"""Findings on how therapies end and what comes of them."""

from collections.abc import Callable, Mapping
from itertools import combinations
from math import inf

import numpy as np
import pandas as pd

from experiments.counting.statistics import pre_post_d
from experiments.evidence.sample import Sample, d, icc1, outcomes
from model.courses import is_clinical
from model.ratings import CUT_OFF, RELIABLE_CHANGE

Schools = Mapping[str, Sample]
"""A sample for each modality."""


def dropout(clinic: Sample) -> float:
    """Share of those who started whose ending was unilateral."""
    return float((clinic.dyads["ending"] == "dropout").mean())


def apart(schools: Schools, measure: Callable[[Sample, Sample], float]) -> np.ndarray:
    """A signed difference for every pair of schools."""
    return np.array([measure(schools[a], schools[b]) for a, b in combinations(schools, 2)])


def dropout_by_school(schools: Schools) -> np.ndarray:
    """Largest difference in dropout between clinics of one modality each, with the same therapists, clients and luck."""
    return apart(schools, lambda a, b: dropout(a) - dropout(b))


def alliance_dropout(clinic: Sample) -> float:
    """Mean WAI-SR total after session 1 of those who stayed less that of those who will drop out, in pooled SDs."""
    first, left = clinic.at(1, "wai_client"), (clinic.dyads["ending"] == "dropout").to_numpy()
    return d(first[~left], first[left])


def sessions_mean(clinic: Sample) -> float:
    """Mean number of sessions of those who came at least three times."""
    return float(clinic.attended[clinic.attended >= 3].mean())


def sessions_median(clinic: Sample) -> float:
    """Median number of sessions of those who came at least three times."""
    return float(np.median(clinic.attended[clinic.attended >= 3]))


def therapist_share(clinic: Sample) -> float:
    """Share of the variance of the last score, given the one at intake, that lies between therapists, of those who came at least twice.

    By analysis of variance on OUT, which agrees with the random-intercept model within .006.
    """
    y = clinic.outcome_of(clinic.twice)[clinic.twice]
    return icc1(y, clinic.dyads["therapist_id"].to_numpy()[clinic.twice])


def dose(clinic: Sample) -> float:
    """Kaplan-Meier median of the session whose score is reliably better than at intake, and confirmed by the next, of
    clinical clients.
    """
    from statsmodels.duration.survfunc import SurvfuncRight  # takes half a second to import

    n, who = len(clinic.dyads), clinic.dyad_of_row
    better = clinic.rated("distress_score") <= clinic.of("distress_score_intake")[who] - RELIABLE_CHANGE
    follows = np.append(who[1:] == who[:-1], False)
    confirmed = better & follows & np.append(better[1:], False)
    when = np.full(n, inf)
    np.minimum.at(when, who[confirmed], clinic.rated("session")[confirmed])
    clinical = clinic.of("distress_score_intake") >= CUT_OFF
    event = np.isfinite(when)
    time = np.where(event, when, clinic.attended)
    return float(SurvfuncRight(time[clinical], event[clinical]).quantile(0.5))


def pre_post(clinic: Sample) -> float:
    """Mean score at intake less the last one, in SDs at intake, of those who came at least twice."""
    return pre_post_d(clinic.dyads)


def treated_untreated(trial: Sample) -> float:
    """Difference in OUT at week 16 between sixteen planned weekly sessions and waiting, in pooled SDs; who left counts with
    their last score.
    """
    known = allocated(trial)
    whole = Sample(known.assign(sessions_attended=0))
    out, waits = whole.outcome_of(np.ones(len(known), bool)), (known["arm"] == "wait-list").to_numpy()
    return d(out[~waits], out[waits])


def allocated(trial: Sample) -> pd.DataFrame:
    """Everybody in a trial with the first and the last score, who left with the last one that they filled in."""
    first, last = trial.assessed
    known = last.assign(distress_score_intake=first["distress_score"], distress_score_last=last["distress_score"])
    left = (known["state"] == "gone") & known.index.isin(trial.dyads["client_id"][trial.dyads["ending"] == "dropout"])
    seen = trial.dyads.set_index("client_id")["distress_score_last"]
    known.loc[left, "distress_score_last"] = seen.reindex(known.index[left])
    return known


def spread_after_before(arm: pd.DataFrame) -> float:
    """SD of the last score over SD of the first."""
    return float(arm["distress_score_last"].std() / arm["distress_score_intake"].std())


def spread_treated(trial: Sample) -> float:
    """SD at week 16 over SD at intake of those who were given sixteen planned weekly sessions, who left counting with their
    last score.
    """
    return spread_after_before(allocated(trial).query("arm != 'wait-list'"))


def spread_waiting(trial: Sample) -> float:
    """SD at week 16 over SD at intake of those who wait."""
    return spread_after_before(allocated(trial).query("arm == 'wait-list'"))


def clinical(sample: Sample) -> np.ndarray:
    """Who came at least twice, with a clinical score at intake (dyads)."""
    return is_clinical(sample.of("sessions_attended"), sample.of("distress_score_intake"))


def recovered(clinic: Sample) -> float:
    """Share reliably better and below the cut-off at the last score, of clinical clients who came at least twice."""
    return float(clinic.of("recovered")[clinical(clinic)].mean())


def improved(clinic: Sample) -> float:
    """Share better by the reliable-change index or more at the last score, of clinical clients who came at least twice."""
    return float(clinic.of("reliable_improvement")[clinical(clinic)].mean())


def deteriorated(clinic: Sample) -> float:
    """Share worse by the reliable-change index or more at the last score, of clinical clients who came at least twice."""
    return float(clinic.of("reliable_deterioration")[clinical(clinic)].mean())


def untreated_remission(waiting: Sample) -> float:
    """Share below the cut-off at week 13 of those who wait, and were above it at intake."""
    first, last = (rows["distress_score"].to_numpy() for rows in waiting.assessed)
    return float((last < CUT_OFF)[first >= CUT_OFF].mean())


def outcome_by_school(trial_schools: Schools) -> np.ndarray:
    """Largest difference in OUT between arms of one modality each, sixteen planned sessions, same therapists, clients and
    luck, in pooled SDs.
    """
    out = dict(zip(trial_schools, outcomes(*(s.dyads for s in trial_schools.values())), strict=True))
    return np.array([d(out[a], out[b]) for a, b in combinations(out, 2)])


def intake_mean(clinic: Sample) -> float:
    """Mean distress score at intake."""
    return float(clinic.of("distress_score_intake").mean())


def intake_spread(clinic: Sample) -> float:
    """SD of the distress score at intake."""
    return float(clinic.of("distress_score_intake").std(ddof=1))


def intake_below_cut_off(clinic: Sample) -> float:
    """Share with a distress score at intake below the cut-off."""
    return float((clinic.of("distress_score_intake") < CUT_OFF).mean())
