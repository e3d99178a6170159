"""Patterns between clients and between worlds: moderated, mediated, experimental."""

from math import nan

import numpy as np
import pandas as pd

from experiments.evidence.measures.outcome import Schools, apart, clinical, dropout
from experiments.evidence.measures.process import reported_ruptures
from experiments.evidence.sample import EARLY, Sample, d, outcomes, r
from model.parameters import NUMBERS


def residual(y: np.ndarray, *given: np.ndarray) -> np.ndarray:
    """What is left of `y` when a least-squares fit on `given` is taken out."""
    design = np.column_stack([np.ones(len(y)), *given])
    return y - design @ np.linalg.lstsq(design, y, rcond=None)[0]


def alliance_outcome_adjusted(clinic: Sample) -> float:
    """Partial correlation of the WAI-SR after session 3 with improvement, intake score, expectation, attachment, hostility
    held constant.
    """
    rated = clinic.at(EARLY, "wai_client")
    known = np.isfinite(rated)
    given = [clinic.of(c)[known] for c in ("distress_score_intake", "expectation_intake", "client_attachment_anxiety",
                                           "client_attachment_avoidance", "client_hostility")]  # fmt: skip
    return r(residual(rated[known], *given), residual(-clinic.of("distress_score_last")[known], *given))


def gain_by_averaging(clinic: Sample) -> float:
    """Correlation with OUT of the mean WAI-SR over sessions 3 to 9 less that of the one after session 3, of clients with
    four or more ratings in 3 to 9.
    """
    session = clinic.sessions["session"].to_numpy()
    window = (session >= 3) & (session <= 9)
    n = np.bincount(clinic.dyad_of_row[window], minlength=len(clinic.dyads))
    mean = np.bincount(clinic.dyad_of_row[window], clinic.rated("wai_client")[window], len(clinic.dyads)) / np.maximum(n, 1)
    often = n >= 4
    one, several = (clinic.with_outcome(np.where(often, x, nan)) for x in (clinic.at(EARLY, "wai_client"), mean))
    return several - one


def effect(treated: Sample, usual: Sample) -> float:
    """d of OUT, treated less usual, the regression fitted over both, of those who came at least twice."""
    return d(*outcomes(*(s.dyads[s.twice] for s in (treated, usual))))


def training_effect(trained: Sample, clinic: Sample) -> float:
    """d of OUT between the standard clinic whose therapists were trained (half of the gap to full skill closed) and the
    usual one.
    """
    return effect(trained, clinic)


def feedback_effect(feedback: Sample, clinic: Sample) -> float:
    """d of OUT between the standard clinic with progress feedback and the usual one, of those who came at least twice."""
    return effect(feedback, clinic)


def off_track(sample: Sample) -> np.ndarray:
    """Who is not as much better than at intake as feedback expects, at the first session at which it may flag anybody (dyads)."""
    score = sample.at(int(NUMBERS["rules.alert_from"].default) + 1, "distress_score")
    return np.isfinite(score) & (score > sample.of("distress_score_intake") - NUMBERS["rules.alert_expects"].default)


def feedback_effect_off_track(feedback: Sample, clinic: Sample) -> float:
    """d of OUT between feedback and usual therapy, of those whom feedback flags, or would flag, when it first may: they are
    not as much better than at intake as it expects.
    """
    return effect(*(Sample(s.dyads[off_track(s)]) for s in (feedback, clinic)))


def feedback_dropout(feedback: Sample, clinic: Sample) -> float:
    """Odds of not dropping out with feedback over the odds without."""
    left, usual = dropout(feedback), dropout(clinic)
    return (1.0 - left) / left / ((1.0 - usual) / usual)


def dropout_recovery(clinic: Sample) -> float:
    """Share recovered among agreed endings less that among dropouts, of clinical clients who came at least twice."""
    these, left = clinical(clinic), (clinic.dyads["ending"] == "dropout").to_numpy()
    well = clinic.of("recovered")
    return float(well[these & ~left].mean() - well[these & left].mean())


def dropout_early(clinic: Sample) -> float:
    """Share of dropouts who came once or twice."""
    left = (clinic.dyads["ending"] == "dropout").to_numpy()
    return float((clinic.attended[left] <= 2).mean())


def dropout_in_trials(clinic: Sample, trial: Sample) -> float:
    """Share who drop out of the standard clinic less that of sixteen planned sessions."""
    return dropout(clinic) - dropout(trial)


def improved_of_all(clinic: Sample) -> float:
    """Share of everybody, also of those who came once or were not clinical, who is reliably better at the last score."""
    return float(clinic.of("reliable_improvement").mean())


def recovery_by_dose(clinic: Sample) -> float:
    """Correlation, over numbers of sessions from 2 to 12, of that number with the share recovered among clinical clients whose
    ending was agreed after it.
    """
    agreed = clinical(clinic) & (clinic.dyads["ending"] == "agreed").to_numpy() & (clinic.attended <= 12)
    share = pd.Series(clinic.of("recovered")[agreed]).groupby(clinic.attended[agreed]).mean()
    return r(share.index.to_numpy(float), share.to_numpy())


def anxiety_outcome(clinic: Sample) -> float:
    """Correlation of attachment anxiety at intake with OUT, of those who came at least twice."""
    return clinic.with_outcome(clinic.of("client_attachment_anxiety"), clinic.twice)


def avoidance_outcome(clinic: Sample) -> float:
    """Correlation of attachment avoidance at intake with OUT, of those who came at least twice."""
    return clinic.with_outcome(clinic.of("client_attachment_avoidance"), clinic.twice)


def alliance_outcome_by_school(schools: Schools) -> np.ndarray:
    """Largest difference between clinics of one modality each in the correlation of the WAI-SR after session 3 with OUT."""
    return apart(schools, lambda a, b: a.with_outcome(a.of("wai_client_early")) - b.with_outcome(b.of("wai_client_early")))


def empathy_by_rater(clinic: Sample) -> float:
    """Correlation with OUT of the client's mean rating of empathy over sessions 1 to 5 less that of the therapist's, of
    those who came twice.
    """
    client, therapist = (clinic.with_outcome(clinic.mean_of(f"empathy_{who}", 5), clinic.twice) for who in ("client", "therapist"))
    return client - therapist


def expectation_through_alliance(clinic: Sample) -> float:
    """Share of the slope of OUT on expectation that goes through the WAI-SR after session 3: one less the ratio of slopes
    with and without it.
    """
    rated, expects = clinic.at(EARLY, "wai_client"), clinic.of("expectation_intake")
    known = np.isfinite(rated)
    out, x, m = clinic.outcome_of(known)[known], expects[known], rated[known]
    total = np.polyfit(x, out, 1)[0]
    direct = np.polyfit(residual(x, m), residual(out, m), 1)[0]
    return float(1.0 - direct / total)


def expectation_alliance(clinic: Sample) -> float:
    """Correlation of expectation at intake with the WAI-SR after session 3."""
    return r(clinic.of("expectation_intake"), clinic.at(EARLY, "wai_client"))


def by_repair(clinic: Sample) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Those of four or more sessions who reported no rupture, had at least half of those they reported repaired, or did not
    (dyads, thrice).
    """
    ruptures, mended = reported_ruptures(clinic)
    repaired = mended >= 0.5 * ruptures
    often, any_of = clinic.attended >= 4, ruptures > 0.0
    return often & ~any_of, often & any_of & repaired, often & any_of & ~repaired


def unrepaired_and_none(clinic: Sample) -> float:
    """d of OUT, clients most of whose reported ruptures stayed unrepaired less clients who reported none, of four or more
    sessions.
    """
    none, _, unrepaired = by_repair(clinic)
    out = clinic.outcome_of(clinic.attended >= 4)
    return d(out[unrepaired], out[none])


def repaired_and_none(clinic: Sample) -> float:
    """d of OUT, clients at least half of whose reported ruptures were repaired less clients who reported none, of four or
    more sessions.
    """
    none, repaired, _ = by_repair(clinic)
    out = clinic.outcome_of(clinic.attended >= 4)
    return d(out[repaired], out[none])
