"""The direction table: what the theory says of every mechanism, shown by twins that share all luck."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from math import inf, isfinite
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy

from experiments.comparing.claims import DIRECTIONS, DOWN, SAME, TRIAL, UP, Direction
from experiments.comparing.compare import clustered_error, worse
from experiments.counting.statistics import outcome
from model.errors import SettingError
from model.mechanisms import OF_CODE
from model.parameters import MODALITIES
from model.scenario import Scenario
from model.simulate import simulate

DYADS = 1500
ENDS = ("distress_last", "alliance_last", "wai_client_early", "sessions_attended", "weeks")


class Shown(NamedTuple):
    """What was found: the paired effect with its 95 % interval, clustered by therapist, and whether the claim holds."""

    mechanism: str
    claim: str
    changed: str
    column: str
    expected: str
    effect: float
    low: float
    high: float
    n: int
    holds: bool


@lru_cache(maxsize=8)
def lives(dyads: int, settings: tuple[tuple[str, float], ...]) -> pd.DataFrame:
    """One row per dyad: how it ended, and the mean over its sessions of every state and event."""
    run = simulate(Scenario(settings={"clinic.dyads": dyads} | dict(settings)), engine="cohort")
    table = run.dyads.set_index("client_id")
    sessions = run.sessions.set_index("client_id").drop(columns=["week", "therapist_id"])
    confronts = (sessions["rupture_type"] == "confrontation").where(sessions["ruptured"])
    numbers = sessions.assign(confrontation=confronts).select_dtypes(exclude="category").astype(float)
    means = numbers.groupby(level=0, sort=False).mean()
    ends = table[["therapist_id", *ENDS]].assign(
        dropout=(table["ending"] == "dropout").astype(float), weeks_a_session=table["weeks"] / table["sessions_attended"]
    )
    return means.join(ends)


def paired(difference: pd.Series, therapists: pd.Series) -> tuple[float, float, float]:
    """The mean of paired differences with its 95 % interval, clustered by therapist."""
    error, clusters = clustered_error(difference, therapists)
    effect, reach = float(difference.mean()), float(scipy.stats.t.ppf(0.975, clusters - 1)) * error
    return effect, effect - reach, effect + reach


def measure(d: Direction, dyads: int = DYADS) -> Shown:
    """Live both twins, and see whether the claim holds: the interval must lie on its side of zero, or nothing may differ."""
    a, b = (lives(dyads, tuple(sorted(settings.items()))) for settings in (d.low, d.high))
    difference = (b[d.column] - a[d.column]).dropna()
    effect, low, high = paired(difference, a.therapist_id[difference.index])
    holds = {UP: low > 0.0, DOWN: high < 0.0, SAME: a[d.column].equals(b[d.column])}[d.sign]
    return Shown(d.mechanism, d.claim, d.changed, d.column, d.sign, effect, low, high, len(difference), holds)


def dodo(dyads: int = DYADS) -> Shown:
    """M20: pre–post change in the two modalities that are furthest apart, in SDs at intake, of the same clients under the same luck.

    A quarter is little, and the interval must lie below it.
    """
    changes = {}
    for modality in MODALITIES:
        only = {f"modalities.{m}.share": float(m == modality) for m in MODALITIES}
        run = simulate(Scenario(settings={**TRIAL, **only, "clinic.dyads": dyads}), engine="cohort", record=False)
        first = run.dyads["distress_score_intake"]
        changes[modality] = (first - run.dyads["distress_score_last"]) / first.std()
    best, worst = (how(changes, key=lambda m: changes[m].mean()) for how in (max, min))
    effect, low, high = paired(changes[best] - changes[worst], run.dyads.therapist_id)
    told = ("M20", "modalities reach like outcomes", f"{worst} → {best}", "pre–post d, largest difference", "< .25")
    return Shown(*told, effect, low, high, 4 * dyads, high < 0.25)


def waiting(dyads: int = DYADS) -> Shown:
    """M27: those who wait are worse off at the last assessment than they would have been in therapy from the start."""
    scores = []
    for share in (0.0, 1.0):
        rows = simulate(Scenario(settings={"clinic.dyads": dyads, "clinic.wait_list": share}), engine="cohort").assessments
        scores.append(rows[rows["week"] == rows["week"].max()].set_index("client_id"))
    treated, waits = scores
    effect, low, high = paired(waits["distress_score"] - treated["distress_score"], treated["therapist_id"])
    told = ("M27", "who waits is worse off than in therapy", "clinic.wait_list 0.0 → 1.0", "distress_score, last assessment", UP)
    return Shown(*told, effect, low, high, len(waits), low > 0.0)


def sarah() -> Shown:
    """M18: Sarah against her twin under the same luck, whose therapist reproaches: who ends worse."""
    patient, reproached = (simulate(name, engine="cohort", record=False).dyads for name in ("sarah", "sarah_admonished"))
    ends = worse(patient, reproached)
    effect, low, high = paired(ends, patient.set_index("client_id").therapist_id)
    claim = f"Sarah's twin, who is reproached, ends worse ({(ends > 0).sum()} of {len(ends):,}; {(ends < 0).sum()} better)"
    return Shown("M18", claim, "sarah → sarah_admonished", "share worse, less share better", UP, effect, low, high, len(ends), low > 0.0)


def three_views(dyads: int = 4 * DYADS) -> Shown:
    """M24: how much better the client's view of empathy predicts outcome than the therapist's, as a difference of correlations."""
    run = simulate(Scenario(settings={"clinic.dyads": dyads}), engine="cohort")
    third = run.sessions[run.sessions["session"] == 3].set_index("client_id")
    all_of = run.dyads.set_index("client_id").loc[third.index]
    y, therapists = outcome(all_of), all_of.therapist_id

    def apart(keep: np.ndarray) -> float:
        client, therapist = (np.corrcoef(third[f"empathy_{who}"][keep], y[keep])[0, 1] for who in ("client", "therapist"))
        return float(client - therapist)

    effect = apart(np.ones(len(third), bool))
    without = [apart((therapists != each).to_numpy()) for each in therapists.unique()]
    n = len(without)
    reach = float(scipy.stats.t.ppf(0.975, n - 1)) * float(np.sqrt((n - 1) / n * ((np.array(without) - np.mean(without)) ** 2).sum()))
    claim = "the client's view of empathy predicts outcome better than the therapist's"
    told = ("M24", claim, "nothing", "difference of correlations", UP)
    return Shown(*told, effect, effect - reach, effect + reach, len(third), effect - reach > 0.0)


SPECIAL: Mapping[str, Callable[[], Shown]] = {"M18": sarah, "M20": dodo, "M24": three_views, "M27": waiting}


def checked(mechanism: str) -> str:
    """The code of a mechanism, as M8, or of all, which is empty; SettingError when none is called so."""
    code = mechanism.upper()
    if code and code not in OF_CODE:
        raise SettingError(f"no mechanism is called {mechanism}; they are M1 to M{len(OF_CODE)}.")
    return code


def table(done: Callable[[int, int], object] = lambda i, n: None, code: str = "") -> Iterator[Shown]:
    """Every row of the direction table, or those of one mechanism, in the order of mechanisms; `done(i, n)` is told after each."""
    rows: list[tuple[str, Callable[[], Shown]]] = [(d.mechanism, lambda d=d: measure(d)) for d in DIRECTIONS]  # type: ignore[misc]
    rows = [row for row in (*rows, *SPECIAL.items()) if code in ("", row[0])]
    for i, (_, show) in enumerate(sorted(rows, key=lambda row: int(row[0][1:])), 1):
        yield show()
        done(i, len(rows))


def interval(shown: Shown) -> str:
    """The interval in words; empty where there is none."""
    return f"[{shown.low:+.3g}, {shown.high:+.3g}]" if isfinite(shown.low) and abs(shown.low) < inf else ""
