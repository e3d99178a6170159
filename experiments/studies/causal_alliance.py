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
from experiments.asking.laboratory import over_clinics, ratio
from experiments.asking.quantities import SHARE, Quantity
from experiments.asking.study import Answer, Laboratory, Result, findings
from experiments.counting.statistics import Estimate
from experiments.drawing import figures
from experiments.evidence.measures.compared import residual
from experiments.evidence.measures.in_time import alliance_then_symptoms
from experiments.evidence.sample import EARLY, Sample, r
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
SCALE_OF_R, SHARES = Quantity("on the scale of r", "r", statistic=True), Quantity("of the correlation", SHARE)
Found = Mapping[str, np.ndarray]
"""The estimates of a world by name, with their values over seeds."""
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


def over_seeds(world: str, found: Found, n: int) -> Iterator[Result]:
    """Each estimate in a world with its mean over seeds and the 95 % interval of that mean; `n` dyads are behind it."""
    for name, values in found.items():
        yield Result(name, SCALE_OF_R, over_clinics(values, "r", n), world=world)


def by_name(found: Sequence[Estimates] | Sequence[Left]) -> Found:
    """Each estimate by its name, with its values over seeds."""
    return dict(zip(found[0]._fields, np.array(found).T, strict=True))


def lived(lab: Laboratory) -> dict[str, Found]:
    """Each world with its estimates over seeds, the flattened clinics last."""
    n, parts = len(lab.seeds), len(WORLDS) + 1
    found: dict[str, Found] = {}
    for k, (world, paths) in enumerate(WORLDS.items()):
        seen = []
        for i, seed in enumerate(lab.seeds, 1):
            seen.append(estimate(cut(paths), seed, lab.therapists))
            lab.done(k * n + i, parts * n)
        found[world] = by_name(seen)
    flat: dict[str, list[Left]] = {world: [] for world in FLAT}
    for i, seed in enumerate(lab.seeds, 1):
        base = clinic({}, seed, lab.therapists)
        for world, (held, first) in FLAT.items():
            flat[world].append(flattened(base, clinic({}, seed, lab.therapists, (hold(base, held, first),))))
        lab.done(len(WORLDS) * n + i, parts * n)
    return found | {world: by_name(lefts) for world, lefts in flat.items()}


def run(lab: Laboratory) -> Answer:
    """Four worlds, four estimates, four flattened clinics."""
    lab.lived |= {world: Scenario(settings=cut(paths)) for world, paths in WORLDS.items()}
    values, n = lived(lab), len(lab.seeds) * lab.dyads
    found = tuple(result for world, of in values.items() for result in over_seeds(world, of, n))
    at = {(result.world, result.what): result.estimate for result in found}
    return Answer((*found, *expected(lab, at)), lab.about, {"causal_alliance": partial(figure, found)}, tuple(said(values, at)))


def said(values: Mapping[str, Found], at: Mapping[tuple[str, str], Estimate]) -> Iterator[str]:
    """What the worlds show, every number with its interval over seeds; shares of the correlation only where there surely is one."""
    whole, both = (values[world]["naive"] for world in ("as calibrated", "causal path cut"))
    yield (f"With the causal path cut the naive correlation is {told(at['causal path cut', 'naive'])}, and twins show "
           f"{told(at['causal path cut', 'true'])}.")  # fmt: skip
    yield (f"With the reverse path cut it is {told(at['reverse path cut', 'naive'])}, of which twins show "
           f"{told(at['reverse path cut', 'true'])}.")  # fmt: skip
    yield f"As calibrated, the naive correlation is {told(at['as calibrated', 'naive'])}."
    if not at["as calibrated", "naive"].low > 0.0:
        yield "That cannot be told from none at this size, so that nothing is said of shares of it."
        return
    share = ratio(values["as calibrated"]["true"], whole)
    yield (f"Lifting bond and tasks after session {EARLY} causes {told(at['as calibrated', 'true'])} of it ({told(share, SHARES)}"
           f"{'' if share.low > 0.0 else ', which cannot be told from none'}).")  # fmt: skip
    gone = sorted((ratio(values[world]["gone"], values[world]["gone"] + values[world]["left"]) for world in FLAT), key=lambda e: e.value)
    yield (f"Where everybody has the same alliance, {told(gone[0], SHARES)} to {told(gone[-1], SHARES)} of it goes, depending on what "
           "counts as alliance and from when.")  # fmt: skip
    yield (f"Cutting everything that passes between the two takes {told(over_clinics(whole - both, '', 0))} "
           f"({told(ratio(whole - both, whole), SHARES)}); that is another counterfactual, since it silences empathy, hope and safety "
           "too, and it does not add up with the others.")  # fmt: skip


def told(found: Estimate, quantity: Quantity = SCALE_OF_R) -> str:
    """A number with its interval, as it stands in a sentence; exactly nothing is told as that."""
    if found.low == found.high == 0.0:
        return "exactly nothing"
    value, low, high = (quantity.told(v, digits=None if quantity is SCALE_OF_R else 0) for v in found[:3])
    return f"{value}{' %' if quantity is SHARES else ''} [{low}, {high}]"


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
