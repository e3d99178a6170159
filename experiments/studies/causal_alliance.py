"""Is the alliance a cause of outcome, or a by-product of it?

In a simulated clinic the answer can be known: the alliance is lifted in twins that share all their luck, and what then
changes is what it causes. Beside it stand what a researcher would estimate without twins: the naive correlation of the
early alliance with outcome, the same with the change that had come by then held constant, and the lagged association
within clients. Four worlds are looked at: as calibrated; without the path from the relationship to outcome (results still
lift the alliance); without the reverse path; and without either.

Expectation: with the causal path cut the naive correlation stays positive while twins show nothing, so that a positive
correlation does not prove a cause. Flückiger et al. (2018) find r = .28; Zilcha-Mano (2017, Am Psychol 72:311-325) and
Falkenström, Granström & Holmqvist (2013) on why the question is hard.

Command: dyads study causal-alliance
"""

from collections.abc import Iterator
from functools import partial
from math import sqrt
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from scipy.stats import t

from experiments import figures
from experiments.evidence.measures.compared import residual
from experiments.evidence.measures.in_time import alliance_then_symptoms
from experiments.evidence.sample import EARLY, Sample, r
from experiments.evidence.scorecard import FIRST_SEED, SEEDS, clinics
from experiments.evidence.worlds import QUEUE, THERAPISTS
from experiments.studies import Answer, Done
from model.paths import cut
from model.scenario import Scenario
from model.simulate import simulate

CAUSAL, REVERSE = "relationship to outcome", "outcome to relationship"
WORLDS = {
    "as calibrated": (),
    "causal path cut": (CAUSAL,),
    "reverse path cut": (REVERSE,),
    "both cut": (CAUSAL, REVERSE),
}
LIFT = f"all from {EARLY + 1}: dyad.bond += 0.05; dyad.task += 0.05"
"""What the twins get: bond and agreement on tasks are lifted before every session after the third."""
ESTIMATES = {
    "naive": "naive: r of the early alliance with outcome",
    "adjusted": "adjusted: the same, change up to then held constant",
    "lagged": "lagged: within clients, this session's alliance on the next one's symptoms (sign turned)",
    "true": "true: what twins show, on the scale of r",
}


class Estimates(NamedTuple):
    """What one clinic shows; all four are correlations or standardised slopes, positive where a better alliance goes with less distress."""

    naive: float
    adjusted: float
    lagged: float
    true: float


def clinic(settings: dict[str, float], seed: int, therapists: int, do: tuple[str, ...] = ()) -> Sample:
    """The standard clinic under some settings, with something done to it or not."""
    size = {"clinic.dyads": therapists * QUEUE, "clinic.clients_per_therapist": QUEUE}
    run = simulate(Scenario(seed=seed, settings=settings | size).but(do=do), engine="cohort")
    return Sample(run.dyads, run.sessions)


def late_alliance(sample: Sample) -> np.ndarray:
    """The true alliance after session 3, averaged over the later sessions of each client; NaN without any (dyads)."""
    late = sample.sessions["session"].to_numpy() > EARLY
    who = sample.dyad_of_row[late]
    n = np.bincount(who, minlength=len(sample.dyads))
    sums = np.bincount(who, sample.rated("alliance")[late], len(sample.dyads))
    return np.divide(sums, n, out=np.full(len(n), np.nan), where=n > 0)


def adjusted(sample: Sample) -> float:
    """Partial correlation of the rating after session 3 with the last score, intake score and the score before session 3 held constant."""
    known = sample.attended > EARLY
    given = [sample.of("distress_score_intake")[known], sample.at(EARLY, "distress_score")[known]]
    return -r(residual(sample.at(EARLY, "wai_client")[known], *given), residual(sample.of("distress_score_last")[known], *given))


def true(base: Sample, lifted: Sample) -> float:
    """The part of the naive correlation that the alliance causes: what twins gain by a unit of alliance, times what the rating tells of it.

    Gain is of true distress, over all who came a fourth time in both; a unit is of the true alliance over those later sessions.
    """
    wanted = (base.attended > EARLY) & (lifted.attended > EARLY)
    gain = (base.of("distress_last") - lifted.of("distress_last"))[wanted].mean()
    lift = (late_alliance(lifted) - late_alliance(base))[wanted].mean()
    rated, real = base.at(EARLY, "wai_client")[wanted], late_alliance(base)[wanted]
    out = base.outcome_of(wanted)[wanted]
    return float(gain / lift * np.cov(real, rated)[0, 1] / (rated.std(ddof=1) * out.std(ddof=1)))


def estimate(settings: dict[str, float], seed: int, therapists: int) -> Estimates:
    """All four estimates from one clinic and its twin."""
    base, lifted = (clinic(settings, seed, therapists, do) for do in ((), (LIFT,)))
    wanted = base.attended > EARLY
    naive = base.with_outcome(base.at(EARLY, "wai_client"), wanted)
    return Estimates(naive, adjusted(base), -alliance_then_symptoms(base), true(base, lifted))


def rows(seeds: range, therapists: int, done: Done) -> Iterator[dict[str, float | str]]:
    """Each world and estimate with its mean over seeds and the 95 % interval of that mean."""
    n = len(seeds)
    for k, (world, paths) in enumerate(WORLDS.items()):
        found = []
        for i, seed in enumerate(seeds, 1):
            found.append(estimate(cut(paths), seed, therapists))
            done(k * n + i, len(WORLDS) * n)
        values = np.array(found)
        reach = float(t.ppf(0.975, n - 1)) * values.std(axis=0, ddof=1) / sqrt(n)
        for name, mean, by in zip(Estimates._fields, values.mean(axis=0), reach, strict=True):
            yield {"world": world, "estimate": name, "value": float(mean), "low": float(mean - by), "high": float(mean + by)}


def run(size: float = 1.0, done: Done = lambda i, n: None) -> Answer:
    """Four worlds, four estimates; `size` 1 is the clinics of the scorecard, and less is fewer and smaller ones."""
    seeds, therapists = range(FIRST_SEED, FIRST_SEED + max(3, round(SEEDS * size))), max(10, round(THERAPISTS * sqrt(size)))
    table = pd.DataFrame(list(rows(seeds, therapists, done)))
    at = table.set_index(["world", "estimate"])["value"]
    naive, caused = at["as calibrated", "naive"], at["as calibrated", "true"]
    whole = naive - at["causal path cut", "naive"]
    says = (
        f"With the causal path cut the naive correlation is {at['causal path cut', 'naive']:.2f}, "
        f"and twins show {at['causal path cut', 'true']:.2f}.",
        f"With the reverse path cut it is {at['reverse path cut', 'naive']:.2f}, of which twins show {at['reverse path cut', 'true']:.2f}.",
        f"As calibrated, the naive correlation is {naive:.2f}. Lifting bond and tasks after session {EARLY} causes {caused:.2f} of it "
        f"({100 * caused / naive:.0f} %); {whole:.2f} ({100 * whole / naive:.0f} %) goes when nothing that passes between the two acts on "
        "outcome: what the early sessions did already, goals, and empathy, hope and safety, which make both.",
    )
    return Answer(table, says, clinics(seeds, therapists), {"causal_alliance": partial(figure, table)})


def figure(table: pd.DataFrame) -> Figure:
    """The four estimates side by side, world by world."""
    drawn, axes = figures.canvas("Is the alliance a cause, or a by-product?", "on the scale of r", "", (10.0, 4.6))
    colours = dict(zip(Estimates._fields, ("#0072B2", "#56B4E9", "#E69F00", "#D55E00"), strict=True))
    for k, name in enumerate(Estimates._fields):
        part = table[table.estimate == name].reset_index(drop=True)
        y = len(WORLDS) - 1 - np.arange(len(part)) + (1.5 - k) * 0.17
        axes.hlines(y, part.low, part.high, color=colours[name], linewidth=2)
        axes.plot(part.value, y, "o", color=colours[name], label=ESTIMATES[name])
    axes.axvline(0, color=figures.GREY, linewidth=0.8)
    axes.set_yticks(range(len(WORLDS)), list(reversed(WORLDS)))
    axes.legend(frameon=False, fontsize=9, loc="upper center", bbox_to_anchor=(0.4, -0.16), ncols=2)
    return drawn
