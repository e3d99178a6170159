"""Findings on the alliance as it is rated: its level, spread, structure, course, and what it goes with."""

import numpy as np

from experiments.evidence.sample import EARLY, Sample, alpha, d, icc1, r

PARTS = ("bond", "task", "goal")


def alliance_outcome(clinic: Sample) -> float:
    """Correlation of the client's WAI-SR total after session 3 with OUT."""
    return clinic.with_outcome(clinic.at(EARLY, "wai_client"))


def dependability(clinic: Sample) -> float:
    """ICC(1) of the client's WAI-SR total over sessions 3 to 9, of clients with two or more of them, by unbalanced one-way
    ANOVA.
    """
    session = clinic.sessions["session"].to_numpy()
    window = (session >= 3) & (session <= 9)
    who, rated = clinic.dyad_of_row[window], clinic.rated("wai_client")[window]
    often = np.bincount(who, minlength=len(clinic.dyads))[who] >= 2
    return icc1(rated[often], who[often])


def raters_agree(clinic: Sample) -> float:
    """Correlation of the client's with the therapist's WAI-SR total after session 3."""
    return r(clinic.at(EARLY, "wai_client"), clinic.at(EARLY, "wai_therapist"))


def raters_differ(clinic: Sample) -> float:
    """Client's less therapist's mean WAI-SR total after session 3, in pooled SDs."""
    client, therapist = clinic.at(EARLY, "wai_client"), clinic.at(EARLY, "wai_therapist")
    return d(client[np.isfinite(client)], therapist[np.isfinite(therapist)])


def consistency(clinic: Sample) -> float:
    """Cronbach's alpha of the four client items of a WAI-SR subscale after session 3, the lowest of the three."""
    early = clinic.items[clinic.items["session"].to_numpy() == EARLY]
    return min(alpha(early[[f"wai_client_{part}_{i}" for i in (1, 2, 3, 4)]].to_numpy(float)) for part in PARTS)


def task_with_goal(clinic: Sample) -> float:
    """Correlation of the client's Task and Goal subscales after session 3."""
    return r(clinic.at(EARLY, "wai_client_task"), clinic.at(EARLY, "wai_client_goal"))


def bond_with_task(clinic: Sample) -> float:
    """Correlation of the client's Bond and Task subscales after session 3."""
    return r(clinic.at(EARLY, "wai_client_bond"), clinic.at(EARLY, "wai_client_task"))


def bond_with_goal(clinic: Sample) -> float:
    """Correlation of the client's Bond and Goal subscales after session 3."""
    return r(clinic.at(EARLY, "wai_client_bond"), clinic.at(EARLY, "wai_client_goal"))


def alliance_mean(clinic: Sample) -> float:
    """Mean of the client's WAI-SR total after session 3."""
    return float(np.nanmean(clinic.at(EARLY, "wai_client")))


def alliance_spread(clinic: Sample) -> float:
    """SD over clients of the client's WAI-SR total after session 3."""
    return float(np.nanstd(clinic.at(EARLY, "wai_client"), ddof=1))


def alliance_rises(clinic: Sample) -> float:
    """Mean, over clients with four or more ratings, of the least-squares slope of the WAI-SR total over sessions 1 to 7."""
    window = clinic.sessions["session"].to_numpy() <= 7
    who, x, y = clinic.dyad_of_row[window], clinic.rated("session")[window], clinic.rated("wai_client")[window]
    n, sx, sy, sxx, sxy = (np.bincount(who, w, len(clinic.dyads)) for w in (np.ones(len(x)), x, y, x * x, x * y))
    often = n >= 4
    slope = (n * sxy - sx * sy)[often] / (n * sxx - sx * sx)[often]
    return float(slope.mean())


def anxiety_alliance(clinic: Sample) -> float:
    """Correlation of attachment anxiety at intake with the client's WAI-SR total after session 3."""
    return r(clinic.of("client_attachment_anxiety"), clinic.at(EARLY, "wai_client"))


def avoidance_alliance(clinic: Sample) -> float:
    """Correlation of attachment avoidance at intake with the client's WAI-SR total after session 3."""
    return r(clinic.of("client_attachment_avoidance"), clinic.at(EARLY, "wai_client"))


def anxiety_distress(clinic: Sample) -> float:
    """Correlation of attachment anxiety with the distress score at intake."""
    return r(clinic.of("client_attachment_anxiety"), clinic.of("distress_score_intake"))
