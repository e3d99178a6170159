"""Patterns within clients and in time order: what follows what, and the shape of change."""

from math import nan

import numpy as np

from experiments.evidence.measures.outcome import clinical
from experiments.evidence.sample import Sample, d, r
from model.ratings import RELIABLE_CHANGE


def pairs(clinic: Sample) -> np.ndarray:
    """Rows of sessions that are followed by another of the same client (rows)."""
    who = clinic.dyad_of_row
    return np.flatnonzero(who[:-1] == who[1:])


def within(values: np.ndarray, who: np.ndarray) -> np.ndarray:
    """Values less their client's mean."""
    n = np.bincount(who)
    return values - (np.bincount(who, values) / np.maximum(n, 1))[who]


def lagged(clinic: Sample, y: np.ndarray, x: np.ndarray, held: np.ndarray, who: np.ndarray) -> float:
    """Standardised within-client slope of `y` on `x` with `held` and time held constant, of clients with three or more rows.

    Time is a row's place among the rows of its client: the session's number where every session is a row, and the number of
    the task where only sessions with one due are. Values are taken less their client's mean, as is usual, and where `held` is
    an earlier `y` that bends all slopes, the more the fewer rows a client has: Nickell (1981), Econometrica 49:1417-1426.
    """
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
    """Within clients: slope of the next session's symptoms on this session's alliance, this session's symptoms and the trend
    held.
    """
    at = pairs(clinic)
    score, rated = clinic.rated("distress_score"), clinic.rated("wai_client")
    return lagged(clinic, score[at + 1], rated[at], score[at], clinic.dyad_of_row[at])


def symptoms_then_alliance(clinic: Sample) -> float:
    """Within clients: slope of a session's alliance on the symptoms before it, the last session's alliance and the trend held."""
    at = pairs(clinic)
    score, rated = clinic.rated("distress_score"), clinic.rated("wai_client")
    return lagged(clinic, rated[at + 1], score[at + 1], rated[at], clinic.dyad_of_row[at])


def homework_then_change(cbt: Sample) -> float:
    """Within clients of CBT: slope of improvement by the next session on whether the task due was done, this session's
    symptoms and the number of the task held.
    """
    at = pairs(cbt)
    at = at[cbt.rated("homework_assigned")[at] > 0.0]
    score = cbt.rated("distress_score")
    return -lagged(cbt, score[at + 1], cbt.rated("homework_done")[at], score[at], cbt.dyad_of_row[at])


def within_d(y: np.ndarray, flag: np.ndarray, who: np.ndarray) -> float:
    """Mean within-client difference of `y` where `flag` is 1 less where it is 0, in residual SDs within clients; NaN without any.

    Clients in whom both occur tell it; the slope is that of a regression with an intercept for every client.
    """
    share = (np.bincount(who, flag) / np.maximum(np.bincount(who), 1))[who]
    both = (share > 0.0) & (share < 1.0)
    if not both.any():
        return nan
    _, who = np.unique(who[both], return_inverse=True)
    y, x = within(y[both], who), within(flag[both], who)
    b = (x @ y) / (x @ x)
    rest = y - b * x
    free = len(y) - who.max() - 2
    return float(b / np.sqrt(rest @ rest / free)) if free > 0 and rest.any() else nan


def recognised_then_alliance(clinic: Sample) -> float:
    """Within clients: d of the next session's alliance after a rupture that the therapist noticed less after one that she
    missed, of clients who had both.
    """
    at = pairs(clinic)
    at = at[clinic.rated("ruptured")[at] > 0.0]
    return within_d(clinic.rated("wai_client")[at + 1], clinic.rated("noticed")[at], clinic.dyad_of_row[at])


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
    """d of the last score, others less those who were reliably better before session 5, of clinical clients who came at
    least six times.
    """
    these = clinical(clinic) & (clinic.attended >= 6)
    early = clinic.of("distress_score_intake") - clinic.at(5, "distress_score") >= RELIABLE_CHANGE
    last = clinic.of("distress_score_last")
    return d(last[these & ~early], last[these & early])


def agreed(clinic: Sample) -> np.ndarray:
    """Who ended by agreement or as planned, came at least twice, and had a clinical score at intake (dyads)."""
    return clinical(clinic) & clinic.dyads["ending"].isin(["agreed", "planned_end"]).to_numpy()


def anxiety_eases(clinic: Sample) -> float:
    """Attachment anxiety after the last session less at intake, in SDs at intake, of those who came at least six times."""
    often = np.flatnonzero(clinic.attended >= 6)
    last = clinic.rated("attachment_anxiety")[clinic.first_row[often] + clinic.attended[often] - 1]
    first = clinic.of("client_attachment_anxiety")
    return float((last - first[often]).mean() / first.std(ddof=1))


def waiting_change(waiting: Sample) -> float:
    """Mean drop of the score from intake to week 13 over the mean at intake, of those who wait."""
    first, last = (rows["distress_score"].to_numpy() for rows in waiting.assessed)
    return float((first - last).mean() / first.mean())
