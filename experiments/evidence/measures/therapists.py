"""Patterns between therapists."""

from math import nan

import numpy as np
import pandas as pd
import scipy

from experiments.evidence.sample import EARLY, Sample, icc1, r
from experiments.evidence.worlds import QUEUE

SKILLS = ("empathic_accuracy", "empathic_expression", "regard", "repair_skill")
"""What comes nearest to facilitative interpersonal skills: empathy, warmth, and mending what goes wrong."""


def over_therapists(clinic: Sample, *values: np.ndarray) -> list[np.ndarray]:
    """Means by therapist of values over the dyads in which all are known."""
    known = np.logical_and.reduce([np.isfinite(v) for v in values])
    _, at = np.unique(clinic.dyads["therapist_id"].to_numpy()[known], return_inverse=True)
    return [np.bincount(at, v[known]) / np.bincount(at) for v in values]


def alliance_outcome_between_therapists(clinic: Sample) -> float:
    """Correlation over therapists of the mean WAI-SR after session 3 with the mean OUT of the same clients."""
    rated = clinic.at(EARLY, "wai_client")
    return r(*over_therapists(clinic, rated, clinic.outcome_of(np.isfinite(rated))))


def therapist_share_by_severity(clinic: Sample) -> float:
    """ICC of OUT over therapists in the more severe half of clients at intake less that in the milder half, of agreed
    endings with two or more sessions.
    """
    these = clinic.twice & clinic.dyads["ending"].isin(["agreed", "planned_end"]).to_numpy()
    first = clinic.of("distress_score_intake")
    severe = first >= np.median(first[these])
    shares = [
        icc1(clinic.outcome_of(half)[half], clinic.dyads["therapist_id"].to_numpy()[half]) for half in (these & severe, these & ~severe)
    ]
    return shares[0] - shares[1]


def therapist_share_of_dropout(clinic: Sample) -> float:
    """ICC of dropout over therapists, by analysis of variance, brought to the latent scale as Dempster & Lerner (1950)."""
    left = (clinic.dyads["ending"] == "dropout").to_numpy(float)
    p = left.mean()
    return icc1(left, clinic.dyads["therapist_id"].to_numpy()) * p * (1.0 - p) / float(scipy.stats.norm.pdf(scipy.stats.norm.ppf(p))) ** 2


def dropout_and_deterioration(doubled: Sample) -> float:
    """Spearman correlation over therapists of the share who drop out with the share reliably worse among the rest who came at
    least twice, of therapists with sixty clients each.
    """
    left = (doubled.dyads["ending"] == "dropout").to_numpy()
    worse = np.where(doubled.twice & ~left, doubled.of("reliable_deterioration"), nan)
    by = pd.DataFrame({"therapist": doubled.dyads["therapist_id"].to_numpy(), "left": left, "worse": worse}).groupby("therapist").mean()
    return r(by["left"].rank().to_numpy(), by["worse"].rank().to_numpy())


def skill_outcome_between_therapists(clinic: Sample) -> float:
    """Correlation over therapists of the mean of their interpersonal skills with the mean OUT of clients who came at least
    twice.
    """
    skills = [clinic.of(f"therapist_{s}") for s in SKILLS]
    skill = np.mean([(s - s.mean()) / s.std() for s in skills], axis=0)
    return r(*over_therapists(clinic, skill, clinic.outcome_of(clinic.twice)))


def therapists_persist(doubled: Sample) -> float:
    """Correlation over therapists of the mean OUT of their first thirty clients with that of their next thirty."""
    place = doubled.dyads["client_id"].str.partition("-")[2].to_numpy(int)
    out = doubled.outcome_of(doubled.twice)
    halves = [np.where(place <= QUEUE, out, nan), np.where(place > QUEUE, out, nan)]
    who = doubled.dyads["therapist_id"].to_numpy()
    return r(*(np.array([np.nanmean(half[who == k]) for k in np.unique(who)]) for half in halves))
