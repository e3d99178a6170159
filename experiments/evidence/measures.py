"""How each published finding is measured in a simulated clinic: one function a finding, asking by name for what it needs.

Arguments name worlds (`experiments.evidence.worlds`). The docstring is the operational definition. OUT is minus the
residual of the last distress score on the one at intake, so that high is good; dropouts count with their last score.
A measure returns a number, or several signed differences, of which the largest is taken after averaging over seeds:
the largest of several noisy differences is not zero even where nothing differs.
"""

import inspect
from collections.abc import Callable, Mapping
from itertools import combinations
from math import inf, nan, sqrt

import numpy as np
from statsmodels.duration.survfunc import SurvfuncRight

from experiments.evidence.sample import EARLY, Sample, alpha, d, icc1, r
from experiments.statistics import pre_post_d
from model.ratings import CUT_OFF, RELIABLE_CHANGE

Schools = Mapping[str, Sample]
PARTS = ("bond", "task", "goal")


def alliance_outcome(clinic: Sample) -> float:
    """Correlation of the client's WAI-SR total after session 3 with OUT."""
    return clinic.with_outcome(clinic.at(EARLY, "wai_client"))


def dependability(clinic: Sample) -> float:
    """ICC(1) of the client's WAI-SR total over sessions 3 to 9, of clients with two or more of them, by unbalanced one-way ANOVA."""
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


def anxiety_alliance(clinic: Sample) -> float:
    """Correlation of attachment anxiety at intake with the client's WAI-SR total after session 3."""
    return r(clinic.of("client_attachment_anxiety"), clinic.at(EARLY, "wai_client"))


def avoidance_alliance(clinic: Sample) -> float:
    """Correlation of attachment avoidance at intake with the client's WAI-SR total after session 3."""
    return r(clinic.of("client_attachment_avoidance"), clinic.at(EARLY, "wai_client"))


def anxiety_distress(clinic: Sample) -> float:
    """Correlation of attachment anxiety with the distress score at intake."""
    return r(clinic.of("client_attachment_anxiety"), clinic.of("distress_score_intake"))


def countertransference_outcome(clinic: Sample) -> float:
    """Correlation of the mean countertransference over all sessions with OUT, of those who came at least twice."""
    return clinic.with_outcome(clinic.mean_of("countertransference"), clinic.twice)


def management_countertransference(clinic: Sample) -> float:
    """Correlation over dyads of the therapist's management of countertransference with her mean countertransference."""
    return r(clinic.of("therapist_countertransference_management"), clinic.mean_of("countertransference"))


def repair_outcome(clinic: Sample) -> float:
    """Correlation with OUT of whether at least half of the ruptures that a client reported were repaired, of clients who reported one."""
    n = len(clinic.dyads)
    reported = clinic.rated("rupture_reported_client") * clinic.rated("ruptured")
    ruptures = np.bincount(clinic.dyad_of_row, reported, n)
    repaired = np.bincount(clinic.dyad_of_row, reported * clinic.rated("repaired"), n)
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


def therapist_share(clinic: Sample) -> float:
    """Share of the variance of the last score, given the one at intake, that lies between therapists, of those who came at least twice.

    By analysis of variance on OUT, which agrees with the random-intercept model to the third digit.
    """
    y = clinic.outcome_of(clinic.twice)[clinic.twice]
    return icc1(y, clinic.dyads["therapist_id"].to_numpy()[clinic.twice])


def dose(clinic: Sample) -> float:
    """Kaplan-Meier median of the session whose score is reliably better than at intake, and confirmed by the next, of clinical clients."""
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
    """Difference in OUT at week 16 between sixteen planned weekly sessions and waiting, in pooled SDs; who left counts with their last score."""
    rows = trial.assessments
    week = rows["week"].max()
    first, last = (rows[rows["week"] == w].set_index("client_id") for w in (0, week))
    known = last.assign(distress_score_intake=first["distress_score"], distress_score_last=last["distress_score"])
    left = (known["state"] == "gone") & known.index.isin(trial.dyads["client_id"][trial.dyads["ending"] == "dropout"])
    seen = trial.dyads.set_index("client_id")["distress_score_last"]
    known.loc[left, "distress_score_last"] = seen.reindex(known.index[left])
    whole = Sample(known.assign(sessions_attended=0))
    out, waits = whole.outcome_of(np.ones(len(known), bool)), (known["arm"] == "wait-list").to_numpy()
    return d(out[~waits], out[waits])


def clinical(sample: Sample) -> np.ndarray:
    """Who came at least twice, with a clinical score at intake (dyads)."""
    return sample.twice & (sample.of("distress_score_intake") >= CUT_OFF)


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
    scores = waiting.assessments["distress_score"].to_numpy().reshape(-1, 2)
    return float((scores[:, 1] < CUT_OFF)[scores[:, 0] >= CUT_OFF].mean())


def outcome_by_school(trial_schools: Schools) -> np.ndarray:
    """Largest difference in OUT between arms of one modality each, sixteen planned sessions, same therapists, clients and luck, in pooled SDs."""
    first, last = (np.concatenate([s.of(f"distress_score_{when}") for s in trial_schools.values()]) for when in ("intake", "last"))
    slope, level = np.polyfit(first, last, 1)

    def out(sample: Sample) -> np.ndarray:
        return level + slope * sample.of("distress_score_intake") - sample.of("distress_score_last")

    return apart(trial_schools, lambda a, b: d(out(a), out(b)))


def intake_mean(clinic: Sample) -> float:
    """Mean distress score at intake."""
    return float(clinic.of("distress_score_intake").mean())


def intake_spread(clinic: Sample) -> float:
    """SD of the distress score at intake."""
    return float(clinic.of("distress_score_intake").std(ddof=1))


def intake_below_cut_off(clinic: Sample) -> float:
    """Share with a distress score at intake below the cut-off."""
    return float((clinic.of("distress_score_intake") < CUT_OFF).mean())


def worlds_of(measure: Callable) -> tuple[str, ...]:
    """The worlds that a measure asks for."""
    return tuple(inspect.signature(measure).parameters)
