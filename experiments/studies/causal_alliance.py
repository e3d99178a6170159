"""Is the alliance a cause of outcome, or a by-product of it?

In a simulated clinic the answer can be known: the alliance is lifted in twins that share all their luck, and what then
changes is what it causes. Beside it stand what a researcher would estimate without twins: the naive correlation of the
early alliance with outcome, the same with the change that had come by then held constant, and the lagged association
within clients. Four worlds are looked at: as calibrated; without the path from the relationship to outcome (results still
lift the alliance); without the reverse path; and without either.

How much of the correlation is the alliance's depends on the question. A second, plainer answer: before every session from some
session on everybody's alliance is put to the same, and what is left of the correlation is not of the differences in alliance
from there on. Twins who are lifted tell of a unit more, flattened clinics of no differences; cutting the path is a third
counterfactual, since then nothing acts on outcome that passes between the two, and the three do not add up.

Expectation: with the causal path cut the naive correlation stays positive while twins show nothing, so that a positive
correlation does not prove a cause (A01: Flückiger et al. 2018, doi:10.1037/pst0000172, find r = .28; Zilcha-Mano 2017, Am Psychol
72:311-325, and Falkenström, Granström & Holmqvist 2013, doi:10.1037/a0032258, on why the question is hard).

Command: dyads study causal-alliance
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from experiments.asking.expectations import FOLLOWS, more
from experiments.asking.quantities import Quantity
from experiments.asking.study import Answer, Laboratory, Result, findings
from experiments.counting.statistics import Estimate
from experiments.drawing import figures
from experiments.evidence.measures.compared import residual
from experiments.evidence.measures.in_time import alliance_then_symptoms
from experiments.evidence.sample import EARLY, Sample, r
from experiments.evidence.scorecard import estimate as mean_over
from experiments.evidence.worlds import QUEUE
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
LIFTED = ("bond", "task")
FLAT = {
    f"{words} held from session {first}": (held, first)
    for first in (EARLY + 1, 1)
    for words, held in (("bond and tasks", LIFTED), ("bond, tasks and goals", (*LIFTED, "goal")))
}
"""Clinics in which parts of the alliance are the same for everybody from a session on."""
SCALE_OF_R = Quantity("on the scale of r", "r", statistic=True)
HARD = "Zilcha-Mano (2017), Am Psychol 72:311-325"
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


class Left(NamedTuple):
    """What one flattened clinic shows: r of the early alliance with outcome that is left, and how much less that is than before."""

    left: float
    gone: float


def clinic(settings: dict[str, float], seed: int, therapists: int, do: tuple[str, ...] = ()) -> Sample:
    """The standard clinic under some settings, with something done to it or not."""
    size = {"clinic.dyads": therapists * QUEUE, "clinic.clients_per_therapist": QUEUE}
    run = simulate(Scenario(seed=seed, settings=settings | size).but(do=do), engine="cohort")
    return Sample(run.dyads, run.sessions)


def late_alliance(sample: Sample) -> np.ndarray:
    """True bond and agreement on tasks after session 3: the mean over each client's later sessions; NaN without any (dyads)."""
    late = sample.sessions["session"].to_numpy() > EARLY
    who = sample.dyad_of_row[late]
    n = np.bincount(who, minlength=len(sample.dyads))
    sums = np.bincount(who, np.mean([sample.rated(part)[late] for part in LIFTED], axis=0), len(sample.dyads))
    return np.divide(sums, n, out=np.full(len(n), np.nan), where=n > 0)


def adjusted(sample: Sample) -> float:
    """Partial correlation of the rating after session 3 with the last score, intake score and the score before session 3 held constant."""
    known = sample.attended > EARLY
    given = [sample.of("distress_score_intake")[known], sample.at(EARLY, "distress_score")[known]]
    return -r(residual(sample.at(EARLY, "wai_client")[known], *given), residual(sample.of("distress_score_last")[known], *given))


def true(base: Sample, lifted: Sample) -> float:
    """The part of the naive correlation that bond and tasks cause: what twins gain by a unit of both, times what the rating tells of them.

    Gain is of true distress, over all who came a fourth time in both; a unit is of the mean of true bond and agreement on tasks
    over those later sessions, in gain, lift and covariance alike.
    """
    wanted = (base.attended > EARLY) & (lifted.attended > EARLY)
    gain = (base.of("distress_last") - lifted.of("distress_last"))[wanted].mean()
    lift = (late_alliance(lifted) - late_alliance(base))[wanted].mean()
    rated, real = base.at(EARLY, "wai_client")[wanted], late_alliance(base)[wanted]
    out = base.outcome_of(wanted)[wanted]
    return float(gain / lift * np.cov(real, rated)[0, 1] / (rated.std(ddof=1) * out.std(ddof=1)))


def hold(base: Sample, parts: tuple[str, ...], first: int) -> str:
    """The intervention by which everybody has, before every session from `first` on, the mean of these parts of the alliance in `base`.

    Agreement on goals is what the distance of two positions leaves, so that these are put as far apart; the parts may move on
    within a session.
    """
    mean = {part: base.rated(part)[base.sessions["session"].to_numpy() >= first].mean() for part in parts}
    goals = {"goal_wish": 0.0, "goal_aim": 1.0 - mean.pop("goal")} if "goal" in mean else {}
    return f"all from {first}: " + "; ".join(f"dyad.{name} = {value:.6f}" for name, value in (mean | goals).items())


def flattened(base: Sample, flat: Sample) -> Left:
    """The rating after session 3 in the unflattened clinic, with outcome in the flattened one, over all who came a fourth time in both.

    The rating is that of the unflattened clinic, since where the alliance is held from the first session nothing is left to rate.
    """
    wanted = (base.attended > EARLY) & (flat.attended > EARLY)
    rated = base.at(EARLY, "wai_client")
    left = flat.with_outcome(rated, wanted)
    return Left(left, base.with_outcome(rated, wanted) - left)


def estimate(settings: dict[str, float], seed: int, therapists: int) -> Estimates:
    """All four estimates from one clinic and its twin."""
    base, lifted = (clinic(settings, seed, therapists, do) for do in ((), (LIFT,)))
    wanted = base.attended > EARLY
    naive = base.with_outcome(base.at(EARLY, "wai_client"), wanted)
    return Estimates(naive, adjusted(base), -alliance_then_symptoms(base), true(base, lifted))


def over_seeds(world: str, found: Sequence[Estimates] | Sequence[Left], n: int) -> Iterator[Result]:
    """Each estimate in a world with its mean over seeds and the 95 % interval of that mean; `n` dyads are behind it."""
    for name, values in zip(found[0]._fields, np.array(found).T, strict=True):
        yield Result(name, SCALE_OF_R, Estimate(*mean_over(values), n), world=world)


def results(lab: Laboratory) -> Iterator[Result]:
    """Each world and estimate, the flattened clinics last."""
    n, parts, dyads = len(lab.seeds), len(WORLDS) + 1, len(lab.seeds) * lab.dyads
    for k, (world, paths) in enumerate(WORLDS.items()):
        found = []
        for i, seed in enumerate(lab.seeds, 1):
            found.append(estimate(cut(paths), seed, lab.therapists))
            lab.done(k * n + i, parts * n)
        yield from over_seeds(world, found, dyads)
    flat: dict[str, list[Left]] = {world: [] for world in FLAT}
    for i, seed in enumerate(lab.seeds, 1):
        base = clinic({}, seed, lab.therapists)
        for world, (held, first) in FLAT.items():
            flat[world].append(flattened(base, clinic({}, seed, lab.therapists, (hold(base, held, first),))))
        lab.done(len(WORLDS) * n + i, parts * n)
    for world, lefts in flat.items():
        yield from over_seeds(world, lefts, dyads)


def run(lab: Laboratory) -> Answer:
    """Four worlds, four estimates, four flattened clinics."""
    lab.lived |= {world: Scenario(settings=cut(paths)) for world, paths in WORLDS.items()}
    found = tuple(results(lab))
    at = {(result.world, result.what): result.estimate for result in found}
    naive, caused = (at["as calibrated", name].value for name in ("naive", "true"))
    cut_off, no_reverse = "causal path cut", "reverse path cut"
    whole = naive - at[cut_off, "naive"].value
    gone = [at[world, "gone"].value / (at[world, "gone"].value + at[world, "left"].value) for world in FLAT]
    says = (
        f"With the causal path cut the naive correlation is {at[cut_off, 'naive'].value:.2f}, and twins show "
        f"{at[cut_off, 'true'].value:.2f}.",
        f"With the reverse path cut it is {at[no_reverse, 'naive'].value:.2f}, of which twins show {at[no_reverse, 'true'].value:.2f}.",
        f"As calibrated, the naive correlation is {naive:.2f}. Lifting bond and tasks after session {EARLY} causes {caused:.2f} of it "
        f"({100 * caused / naive:.0f} %).",
        f"Where everybody has the same alliance, {100 * min(gone):.0f} to {100 * max(gone):.0f} % of it goes, depending on what counts as "
        "alliance and from when.",
        f"Cutting everything that passes between the two takes {whole:.2f} ({100 * whole / naive:.0f} %); that is another counterfactual, "
        "since it silences empathy, hope and safety too, and it does not add up with the others.",
    )
    return Answer((*found, *expected(lab, at)), lab.about, {"causal_alliance": partial(figure, found)}, says)


def expected(lab: Laboratory, at: Mapping[tuple[str, str], Estimate]) -> Iterator[Result]:
    """What was expected of the numbers."""
    yield from findings(lab, "A01")
    yield Result("naive correlation, causal path cut", SCALE_OF_R, at["causal path cut", "naive"],
                 "Where the relationship does nothing for outcome, the correlation is {positive all the same|negative|gone}",
                 more(HARD, FOLLOWS))  # fmt: skip


def figure(found: Sequence[Result]) -> Figure:
    """The four estimates side by side, world by world."""
    table = Answer(tuple(found), "").table
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
