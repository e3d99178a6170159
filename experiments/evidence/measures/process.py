"""Findings on what goes on in sessions: conditions, homework, countertransference, ruptures and their repair."""

from math import nan, sqrt

import numpy as np

from experiments.evidence.sample import EARLY, Sample, r


def empathy_outcome(clinic: Sample) -> float:
    """Correlation of the client's mean rating of empathy over sessions 1 to 5 with OUT, of those who came at least twice."""
    return clinic.with_outcome(clinic.mean_of("empathy_client", 5), clinic.twice)


def regard_outcome(clinic: Sample) -> float:
    """2r / sqrt(1 - r²), r being the correlation of the client's mean rating of regard over sessions 1 to 5 with OUT."""
    found = clinic.with_outcome(clinic.mean_of("regard_client", 5))
    return 2.0 * found / sqrt(1.0 - found * found)


def congruence_outcome(clinic: Sample) -> float:
    """Correlation of the client's mean rating of congruence over sessions 1 to 5 with OUT."""
    return clinic.with_outcome(clinic.mean_of("congruence_client", 5))


def goals_outcome(clinic: Sample) -> float:
    """Correlation of the client's Goal subscale after session 3 with OUT."""
    return clinic.with_outcome(clinic.at(EARLY, "wai_client_goal"))


def expectation_outcome(clinic: Sample) -> float:
    """Correlation of expectation at intake with OUT."""
    return clinic.with_outcome(clinic.of("expectation_intake"))


def homework_outcome(cbt: Sample) -> float:
    """Correlation of the share of assigned tasks that were done with OUT, in a clinic of CBT, of those who had one assigned."""
    n = len(cbt.dyads)
    given, done = (np.bincount(cbt.dyad_of_row, cbt.rated(f"homework_{what}"), n) for what in ("assigned", "done"))
    return cbt.with_outcome(np.where(given > 0.0, done / np.maximum(given, 1.0), nan))


def countertransference_outcome(clinic: Sample) -> float:
    """Correlation of the mean countertransference over all sessions with OUT, of those who came at least twice."""
    return clinic.with_outcome(clinic.mean_of("countertransference"), clinic.twice)


def management_countertransference(clinic: Sample) -> float:
    """Correlation over dyads of the therapist's management of countertransference with her mean countertransference."""
    return r(clinic.of("therapist_countertransference_management"), clinic.mean_of("countertransference"))


def reported_ruptures(clinic: Sample) -> tuple[np.ndarray, np.ndarray]:
    """How many ruptures each client reported, and how many of these were repaired (dyads, twice)."""
    n, who = len(clinic.dyads), clinic.dyad_of_row
    reported = clinic.rated("rupture_reported_client") * clinic.rated("ruptured")
    return np.bincount(who, reported, n), np.bincount(who, reported * clinic.rated("repaired"), n)


def repair_outcome(clinic: Sample) -> float:
    """Correlation with OUT of whether at least half of the ruptures that a client reported were repaired, of clients who
    reported one.
    """
    ruptures, repaired = reported_ruptures(clinic)
    return clinic.with_outcome(np.where(ruptures > 0.0, repaired >= 0.5 * ruptures, nan))


def tension_client(clinic: Sample) -> float:
    """Share of sessions after which the client reports tension."""
    return float(clinic.rated("rupture_reported_client").mean())


def tension_therapist(clinic: Sample) -> float:
    """Share of sessions after which the therapist reports tension."""
    return float(clinic.rated("rupture_reported_therapist").mean())


def ruptures_observed(clinic: Sample) -> float:
    """Share of sessions in which an observer would code a rupture, minor withdrawals included."""
    return float(clinic.rated("ruptured").mean())
