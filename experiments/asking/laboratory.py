"""The model as a laboratory: the same people under the same luck in several worlds, and what differs between these.

Clinics of several seeds are put together: what varies is therapists, each of whom lives once in every world, so that
differences are paired, and intervals are clustered by therapist.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from experiments.asking.expectations import KNOWN
from experiments.comparing.compare import outcomes, paired
from experiments.counting.intervals import FISHER, LOGIT, PLAIN, jackknifed
from experiments.counting.statistics import Estimate
from experiments.evidence.models import candidate
from experiments.evidence.sample import Sample
from experiments.evidence.scorecard import FIRST_SEED, Done, clinics
from experiments.evidence.scorecard import estimate as over_seeds
from experiments.evidence.worlds import QUEUE, THERAPISTS, compiled, measured
from model.rules import Rules
from model.scenario import Scenario
from model.simulate import simulate

CLINICS = 6
GROUPS = 100
"""Leaving out one therapist at a time, or one group of them where they are more than this."""
APART = 10**6
"""From one clinic's numbers of therapists to the next one's."""
STANDARD = Scenario()
SCALES = {"r": FISHER, "Spearman's rho": FISHER, "share": LOGIT}
"""Where a statistic is nearly normal, by its name; all others are as they are."""
Also = Callable[[Sample], Mapping[str, np.ndarray]]
Found = TypeVar("Found")


class Laboratory:
    """Clinics under common luck: `seeds`, with `dyads` in each; `done(i, n)` is told as they are lived."""

    def __init__(self, seeds: int = CLINICS, dyads: int = THERAPISTS * QUEUE, done: Done = lambda i, n: None) -> None:
        self.seeds, self.dyads, self.done = range(FIRST_SEED, FIRST_SEED + seeds), dyads, done
        self.lived: dict[str, Scenario] = {}

    @property
    def therapists(self) -> int:
        """How many there are in each clinic."""
        return -(-self.dyads // QUEUE)

    @property
    def about(self) -> str:
        """Which clinics were looked at, in words."""
        return clinics(self.seeds, self.therapists)

    def live(self, worlds: Mapping[str, Scenario], also: Also = lambda sample: {}) -> dict[str, pd.DataFrame]:
        """The lives of every world, a row for each dyad of every clinic; `also` gives further columns of a clinic."""
        compiled(Rules())
        self.lived |= worlds
        jobs = [(name, seed) for seed in self.seeds for name in worlds]
        found = self.at_once(lambda job: self.clinic(worlds[job[0]], job[1], also), jobs)
        by = dict(zip(jobs, found, strict=True))
        return {name: pd.concat([by[name, seed] for seed in self.seeds]) for name in worlds}

    def clinic(self, world: Scenario, seed: int, also: Also) -> pd.DataFrame:
        """The lives of one clinic of a world; therapists and clients are told from those of other seeds."""
        size = {"clinic.clients_per_therapist": QUEUE, **world.settings, "clinic.dyads": self.dyads}
        run = simulate(world.but(size, seed=seed), engine="cohort", threads=1)
        sample = Sample(run.dyads, run.sessions, assessments=run.assessments)
        found = lives(sample).assign(**also(sample))
        found["therapist_id"] += APART * seed
        found.index = f"{seed}:" + found.index
        return found

    def findings(self, *keys: str) -> dict[str, Estimate]:
        """Published findings by their keys, as the scorecard measures them: means over clinics with their 95 % intervals."""
        compiled(Rules())
        measures = {key: KNOWN[key].measured for key in keys}
        values = self.at_once(lambda seed: measured(measures, candidate(), seed, self.therapists), list(self.seeds))
        n = len(self.seeds) * self.dyads
        return {key: over_clinics(np.array([of[key] for of in values]), KNOWN[key].statistic, n) for key in keys}

    def at_once(self, work: Callable[[Any], Found], jobs: list[Any]) -> list[Found]:
        """Each job's result, in the order of the jobs, one thread a core."""
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            waiting = [pool.submit(work, job) for job in jobs]
            try:
                for i, _ in enumerate(as_completed(waiting), 1):
                    self.done(i, len(jobs))
                return [each.result() for each in waiting]
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise


def lives(sample: Sample) -> pd.DataFrame:
    """One row per dyad, by client: what comparisons look at, the table of dyads, and the mean over its sessions of every state.

    `fall_at_follow_up` is of the questionnaire at the last assessment (week 24 by default), whoever still comes; `fall_in_score`
    of the last one before a session.
    """
    dyads = sample.dyads.set_index("client_id")
    compared = outcomes(sample)  # type: ignore[arg-type]
    numbers = sample.sessions.drop(columns=["therapist_id", "week"]).assign(
        goal_ruptures=sample.sessions["rupture_component"] == "goal",
        noticed_share=sample.sessions["noticed"].where(sample.sessions["ruptured"]),
    )
    numbers["goal_ruptures"] &= sample.sessions["ruptured"]
    means = numbers.set_index("client_id").select_dtypes(exclude="category").astype(float).groupby(level=0, sort=False).mean()
    first, last = (rows["distress_score"] for rows in sample.assessed)
    found = pd.concat([compared, dyads.drop(columns=compared.columns.intersection(dyads.columns))], axis=1)
    found = found.join(means.drop(columns=means.columns.intersection(found.columns)))
    fall = found["distress_score_intake"] - found["distress_score_last"]
    return found.assign(fall_in_score=fall, fall_at_follow_up=(first - last).reindex(found.index))


def mean(lived: pd.DataFrame, column: str, per: float = 1.0) -> Estimate:
    """The mean of a column over the dyads that have it, in units of `per`."""
    return difference(lived.assign(**{column: 0.0 * lived[column]}), lived, column, per)


def difference(usual: pd.DataFrame, changed: pd.DataFrame, column: str, per: float = 1.0) -> Estimate:
    """The mean paired difference of a column, changed less usual, over the dyads that have it in both, in units of `per`."""
    both = usual.index.intersection(changed.index)
    found = paired(column, usual.loc[both], changed.loc[both])
    return Estimate(found.difference / per, found.low / per, found.high / per, found.n)


def gains(usual: pd.DataFrame, changed: pd.DataFrame, column: str) -> pd.DataFrame:
    """What a change does to a column, dyad by dyad: for differences of differences."""
    return usual[["therapist_id"]].assign(**{column: changed[column] - usual[column]})


def effect(usual: pd.DataFrame, changed: pd.DataFrame, column: str = "fall_at_follow_up") -> Estimate:
    """The paired difference of a fall of distress, in SDs of the score at intake in the usual world."""
    return difference(usual, changed, column, float(usual["distress_score_intake"].std()))


def resampled(measure: Callable[..., float], *lived: pd.DataFrame) -> Estimate:
    """Any measure of one or several worlds with its 95 % interval, by jackknife over therapists, who leave all worlds together."""
    _, first = np.unique(np.concatenate([of["therapist_id"] for of in lived]), return_inverse=True)
    groups = np.split(first % GROUPS, np.cumsum([len(of) for of in lived])[:-1])
    n = int(max(of.max() for of in groups)) + 1
    without = np.array([measure(*(of[g != k] for of, g in zip(lived, groups, strict=True))) for k in range(n)])
    whole, reach = measure(*lived), float(stdtrit(n - 1, 0.975) * jackknifed(without)) if n > 2 else np.nan
    return Estimate(whole, whole - reach, whole + reach, len(lived[0]))


def over_clinics(values: np.ndarray, statistic: str, n: int) -> Estimate:
    """The mean over clinics with its 95 % interval, which for a correlation or a share does not leave the values that there can be.

    Its reach is put where such a number is nearly normal (Fisher's z, logit), so that few clinics give an interval that is lopsided
    instead of one that is impossible.
    """
    value, low, high = over_seeds(values)
    scale = SCALES.get(statistic.partition(" over ")[0], PLAIN)
    room = (value - scale.low) * (scale.high - value)
    if scale is PLAIN or not room > 0.0:
        return Estimate(value, max(low, scale.low), min(high, scale.high), n)
    at, reach = scale.to(np.array(value)), (high - value) / room
    return Estimate(value, float(scale.back(at - reach)), float(scale.back(at + reach)), n)


def ratio(part: np.ndarray, whole: np.ndarray) -> Estimate:
    """The mean over clinics of one number as a share of that of another, with its 95 % interval by jackknife over clinics."""
    n, value = len(part), float(part.mean() / whole.mean())
    without = (part.sum() - part) / (whole.sum() - whole)
    reach = float(stdtrit(n - 1, 0.975) * jackknifed(without)) if n > 2 else np.nan
    return Estimate(value, value - reach, value + reach, n)


def columns(lived: pd.DataFrame, names: Iterable[str]) -> pd.DataFrame:
    """What a measure needs, and no more, so that it is quick to resample."""
    return lived[["therapist_id", *dict.fromkeys(names)]]
