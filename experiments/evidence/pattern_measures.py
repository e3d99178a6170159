"""How each further pattern is measured: one function a pattern, asking by name for the worlds that it needs.

The docstring is the operational definition, written before the pattern was computed for the first time. Symptoms are the
distress questionnaire, filled in before a session; the alliance is rated after it. OUT as in `experiments.evidence.measures`.
"""

from math import nan

import numpy as np
from scipy.stats import norm

from experiments.evidence.measures import Schools, alliance_outcome, apart, clinical, dropout
from experiments.evidence.sample import EARLY, Sample, d, icc1, r
from model.ratings import RELIABLE_CHANGE

SKILLS = ("empathic_accuracy", "empathic_expression", "regard", "repair_skill")
"""What comes nearest to facilitative interpersonal skills: empathy, warmth, and mending what goes wrong."""


def pairs(clinic: Sample) -> np.ndarray:
    """Rows of sessions that are followed by another of the same client (rows)."""
    who = clinic.dyad_of_row
    return np.flatnonzero(who[:-1] == who[1:])


def within(values: np.ndarray, who: np.ndarray) -> np.ndarray:
    """Values less their client's mean."""
    n = np.bincount(who)
    return values - (np.bincount(who, values) / np.maximum(n, 1))[who]


def lagged(clinic: Sample, y: np.ndarray, x: np.ndarray, held: np.ndarray, who: np.ndarray) -> float:
    """Standardised within-client slope of `y` on `x` with `held` and the session's number held constant, of clients with three or more pairs."""
    often = np.bincount(who)[who] >= 3
    y, x, held, who = y[often], x[often], held[often], who[often]
    _, who = np.unique(who, return_inverse=True)
    inside = [within(v, who) for v in (y, x, held, time_of(who))]
    outcome, predictors = inside[0] / inside[0].std(), np.column_stack([v / v.std() for v in inside[1:]])
    return float(np.linalg.lstsq(predictors, outcome, rcond=None)[0][0])


def time_of(who: np.ndarray) -> np.ndarray:
    """The number of each row within its client, from 0; rows stand client by client."""
    starts = np.flatnonzero(np.append(True, who[1:] != who[:-1]))
    return np.arange(len(who)) - np.repeat(starts, np.diff(np.append(starts, len(who))))


def alliance_then_symptoms(clinic: Sample) -> float:
    """Within clients: slope of the next session's symptoms on this session's alliance, this session's symptoms and the trend held."""
    at = pairs(clinic)
    score, rated = clinic.rated("distress_score"), clinic.rated("wai_client")
    return lagged(clinic, score[at + 1], rated[at], score[at], clinic.dyad_of_row[at])


def symptoms_then_alliance(clinic: Sample) -> float:
    """Within clients: slope of a session's alliance on the symptoms before it, the last session's alliance and the trend held."""
    at = pairs(clinic)
    score, rated = clinic.rated("distress_score"), clinic.rated("wai_client")
    return lagged(clinic, rated[at + 1], score[at + 1], rated[at], clinic.dyad_of_row[at])


def residual(y: np.ndarray, *given: np.ndarray) -> np.ndarray:
    """What is left of `y` when a least-squares fit on `given` is taken out."""
    design = np.column_stack([np.ones(len(y)), *given])
    return y - design @ np.linalg.lstsq(design, y, rcond=None)[0]


def alliance_outcome_adjusted(clinic: Sample) -> float:
    """Partial correlation of the WAI-SR after session 3 with improvement, intake score, expectation, attachment, hostility held constant."""
    rated = clinic.at(EARLY, "wai_client")
    known = np.isfinite(rated)
    given = [clinic.of(c)[known] for c in ("distress_score_intake", "expectation_intake", "client_attachment_anxiety",
                                           "client_attachment_avoidance", "client_hostility")]  # fmt: skip
    return r(residual(rated[known], *given), residual(-clinic.of("distress_score_last")[known], *given))


def over_therapists(clinic: Sample, *values: np.ndarray) -> list[np.ndarray]:
    """Means by therapist of values over the dyads in which all are known."""
    known = np.logical_and.reduce([np.isfinite(v) for v in values])
    _, at = np.unique(clinic.dyads["therapist_id"].to_numpy()[known], return_inverse=True)
    return [np.bincount(at, v[known]) / np.bincount(at) for v in values]


def alliance_outcome_between_therapists(clinic: Sample) -> float:
    """Correlation over therapists of the mean WAI-SR after session 3 with the mean OUT of the same clients."""
    rated = clinic.at(EARLY, "wai_client")
    return r(*over_therapists(clinic, rated, clinic.outcome_of(np.isfinite(rated))))


def gain_by_averaging(clinic: Sample) -> float:
    """Correlation with OUT of the mean WAI-SR over sessions 3 to 9 less that of the one after session 3, of clients with four or more ratings in 3 to 9."""
    session = clinic.sessions["session"].to_numpy()
    window = (session >= 3) & (session <= 9)
    n = np.bincount(clinic.dyad_of_row[window], minlength=len(clinic.dyads))
    mean = np.bincount(clinic.dyad_of_row[window], clinic.rated("wai_client")[window], len(clinic.dyads)) / np.maximum(n, 1)
    often = n >= 4
    one, several = (clinic.with_outcome(np.where(often, x, nan)) for x in (clinic.at(EARLY, "wai_client"), mean))
    return several - one


def effect(treated: Sample, usual: Sample) -> float:
    """d of OUT, treated less usual, the regression fitted over both, of those who came at least twice."""
    both = [s.dyads[s.twice] for s in (treated, usual)]
    first, last = (np.concatenate([t[f"distress_score_{when}"].to_numpy(float) for t in both]) for when in ("intake", "last"))
    out = -residual(last, first)
    return d(out[: len(both[0])], out[len(both[0]) :])


def training_effect(trained: Sample, clinic: Sample) -> float:
    """d of OUT between the standard clinic whose therapists were trained (half of the gap to full skill closed) and the usual one."""
    return effect(trained, clinic)


def feedback_effect(feedback: Sample, clinic: Sample) -> float:
    """d of OUT between the standard clinic with progress feedback and the usual one, of those who came at least twice."""
    return effect(feedback, clinic)


def off_track(sample: Sample) -> np.ndarray:
    """Whose score before session 3 is not at least four points better than at intake (dyads): those whom feedback would flag."""
    third = sample.at(3, "distress_score")
    return np.isfinite(third) & (third > sample.of("distress_score_intake") - 4.0)


def feedback_effect_off_track(feedback: Sample, clinic: Sample) -> float:
    """d of OUT between feedback and usual therapy, of those who are not on track before session 3."""
    return effect(*(Sample(s.dyads[off_track(s)]) for s in (feedback, clinic)))


def feedback_dropout(feedback: Sample, clinic: Sample) -> float:
    """Odds of not dropping out with feedback over the odds without."""
    left, usual = dropout(feedback), dropout(clinic)
    return (1.0 - left) / left / ((1.0 - usual) / usual)


def agreed(clinic: Sample) -> np.ndarray:
    """Who ended by agreement or as planned, came at least twice, and had a clinical score at intake (dyads)."""
    return clinical(clinic) & clinic.dyads["ending"].isin(["agreed", "planned_end"]).to_numpy()


def change(clinic: Sample) -> np.ndarray:
    """Improvement on the questionnaire from intake to the last score (dyads)."""
    return clinic.of("distress_score_intake") - clinic.of("distress_score_last")


def dose_and_change(clinic: Sample) -> float:
    """Correlation of the number of sessions with improvement, of agreed endings with a clinical score at intake."""
    these = agreed(clinic)
    return r(clinic.attended[these].astype(float), change(clinic)[these])


def dose_and_rate(clinic: Sample) -> float:
    """Correlation of the number of sessions with improvement per session, of those who came at least three times."""
    often = clinic.attended >= 3
    return r(clinic.attended[often].astype(float), (change(clinic) / np.maximum(clinic.attended - 1, 1))[often])


def first_half(clinic: Sample) -> float:
    """Mean improvement by the middle session over mean improvement by the last, of those who came at least six times."""
    often = np.flatnonzero(clinic.attended >= 6)
    middle = clinic.rated("distress_score")[clinic.first_row[often] + clinic.attended[often] // 2]
    first, last = (clinic.of(f"distress_score_{when}")[often] for when in ("intake", "last"))
    return float((first - middle).mean() / (first - last).mean())


def early_response(clinic: Sample) -> float:
    """d of the last score, others less those who were reliably better before session 5, of clinical clients who came at least six times."""
    these = clinical(clinic) & (clinic.attended >= 6)
    early = clinic.of("distress_score_intake") - clinic.at(5, "distress_score") >= RELIABLE_CHANGE
    last = clinic.of("distress_score_last")
    return d(last[these & ~early], last[these & early])


def dropout_recovery(clinic: Sample) -> float:
    """Share recovered among agreed endings less that among dropouts, of clinical clients who came at least twice."""
    these, left = clinical(clinic), (clinic.dyads["ending"] == "dropout").to_numpy()
    well = clinic.of("recovered")
    return float(well[these & ~left].mean() - well[these & left].mean())


def alliance_outcome_by_school(schools: Schools) -> np.ndarray:
    """Largest difference between clinics of one modality each in the correlation of the WAI-SR after session 3 with OUT."""
    return apart(schools, lambda a, b: alliance_outcome(a) - alliance_outcome(b))


def empathy_by_rater(clinic: Sample) -> float:
    """Correlation with OUT of the client's mean rating of empathy over sessions 1 to 5 less that of the therapist's, of those who came twice."""
    client, therapist = (clinic.with_outcome(clinic.mean_of(f"empathy_{who}", 5), clinic.twice) for who in ("client", "therapist"))
    return client - therapist


def therapist_share_by_severity(clinic: Sample) -> float:
    """ICC of OUT over therapists in the more severe half of clients at intake less that in the milder half, of agreed endings with two or more sessions."""
    these = clinic.twice & clinic.dyads["ending"].isin(["agreed", "planned_end"]).to_numpy()
    first = clinic.of("distress_score_intake")
    severe = first >= np.median(first[these])
    shares = [icc1(clinic.outcome_of(half)[half], clinic.dyads["therapist_id"].to_numpy()[half]) for half in (these & severe, these & ~severe)]
    return shares[0] - shares[1]


def therapist_share_of_dropout(clinic: Sample) -> float:
    """ICC of dropout over therapists, by analysis of variance, brought to the latent scale as Dempster & Lerner (1950)."""
    left = (clinic.dyads["ending"] == "dropout").to_numpy(float)
    p = left.mean()
    return icc1(left, clinic.dyads["therapist_id"].to_numpy()) * p * (1.0 - p) / float(norm.pdf(norm.ppf(p))) ** 2


def homework_then_change(cbt: Sample) -> float:
    """Within clients of CBT: slope of improvement by the next session on whether the task due was done, this session's symptoms and the trend held."""
    at = pairs(cbt)
    at = at[cbt.rated("homework_assigned")[at] > 0.0]
    score = cbt.rated("distress_score")
    return -lagged(cbt, score[at + 1], cbt.rated("homework_done")[at], score[at], cbt.dyad_of_row[at])


def skill_outcome_between_therapists(clinic: Sample) -> float:
    """Correlation over therapists of the mean of their interpersonal skills with the mean OUT of clients who came at least twice."""
    skills = [clinic.of(f"therapist_{s}") for s in SKILLS]
    skill = np.mean([(s - s.mean()) / s.std() for s in skills], axis=0)
    return r(*over_therapists(clinic, skill, clinic.outcome_of(clinic.twice)))


def recognised_then_alliance(clinic: Sample) -> float:
    """Within clients: d of the next session's alliance after a rupture that the therapist noticed less after one that she missed."""
    at = pairs(clinic)
    at = at[clinic.rated("ruptured")[at] > 0.0]
    next_rated = within(clinic.rated("wai_client")[at + 1], clinic.dyad_of_row[at])
    seen = clinic.rated("noticed")[at] > 0.0
    return d(next_rated[seen], next_rated[~seen])


def expectation_through_alliance(clinic: Sample) -> float:
    """Share of the slope of OUT on expectation that goes through the WAI-SR after session 3: one less the ratio of slopes with and without it."""
    rated, expects = clinic.at(EARLY, "wai_client"), clinic.of("expectation_intake")
    known = np.isfinite(rated)
    out, x, m = clinic.outcome_of(known)[known], expects[known], rated[known]
    total = np.polyfit(x, out, 1)[0]
    direct = np.polyfit(residual(x, m), residual(out, m), 1)[0]
    return float(1.0 - direct / total)


def expectation_alliance(clinic: Sample) -> float:
    """Correlation of expectation at intake with the WAI-SR after session 3."""
    return r(clinic.of("expectation_intake"), clinic.at(EARLY, "wai_client"))


def anxiety_eases(clinic: Sample) -> float:
    """Attachment anxiety after the last session less at intake, in SDs at intake, of those who came at least six times."""
    often = np.flatnonzero(clinic.attended >= 6)
    last = clinic.rated("attachment_anxiety")[clinic.first_row[often] + clinic.attended[often] - 1]
    first = clinic.of("client_attachment_anxiety")
    return float((last - first[often]).mean() / first.std(ddof=1))


def dropout_early(clinic: Sample) -> float:
    """Share of dropouts who came once or twice."""
    left = (clinic.dyads["ending"] == "dropout").to_numpy()
    return float((clinic.attended[left] <= 2).mean())


def by_repair(clinic: Sample) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Those of four or more sessions who reported no rupture, had at least half of those they reported repaired, or did not (dyads, thrice)."""
    n = len(clinic.dyads)
    reported = clinic.rated("rupture_reported_client") * clinic.rated("ruptured")
    ruptures = np.bincount(clinic.dyad_of_row, reported, n)
    repaired = np.bincount(clinic.dyad_of_row, reported * clinic.rated("repaired"), n) >= 0.5 * ruptures
    often, any_of = clinic.attended >= 4, ruptures > 0.0
    return often & ~any_of, often & any_of & repaired, often & any_of & ~repaired


def unrepaired_and_none(clinic: Sample) -> float:
    """d of OUT, clients most of whose reported ruptures stayed unrepaired less clients who reported none, of four or more sessions."""
    none, _, unrepaired = by_repair(clinic)
    out = clinic.outcome_of(clinic.attended >= 4)
    return d(out[unrepaired], out[none])


def repaired_and_none(clinic: Sample) -> float:
    """d of OUT, clients at least half of whose reported ruptures were repaired less clients who reported none, of four or more sessions."""
    none, repaired, _ = by_repair(clinic)
    out = clinic.outcome_of(clinic.attended >= 4)
    return d(out[repaired], out[none])


def waiting_change(waiting: Sample) -> float:
    """Mean drop of the score from intake to week 13 over the mean at intake, of those who wait."""
    scores = waiting.assessments["distress_score"].to_numpy().reshape(-1, 2)
    return float((scores[:, 0] - scores[:, 1]).mean() / scores[:, 0].mean())


def therapists_persist(doubled: Sample) -> float:
    """Correlation over therapists of the mean OUT of their first thirty clients with that of their next thirty."""
    place = doubled.dyads["client_id"].str.partition("-")[2].to_numpy(int)
    out = doubled.outcome_of(doubled.twice)
    halves = [np.where(place <= 30, out, nan), np.where(place > 30, out, nan)]
    who = doubled.dyads["therapist_id"].to_numpy()
    return r(*(np.array([np.nanmean(half[who == k]) for k in np.unique(who)]) for half in halves))


def dropout_in_trials(clinic: Sample, trial: Sample) -> float:
    """Share who drop out of the standard clinic less that of sixteen planned sessions."""
    return dropout(clinic) - dropout(trial)
