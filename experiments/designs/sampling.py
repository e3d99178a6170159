"""Where the points of a sampled design lie, as shares of the way along each factor: SALib's and SciPy's samplers."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import scipy

HARMONICS = 10
"""By so many frequencies RBD-FAST knows a factor. The share that chance has in an index, 2 × HARMONICS in so many points, is taken out."""
FEWEST_POINTS = 8 * HARMONICS + 2
"""Intervals of RBD-FAST come from halves of the points: of each of these chance has less than half then, so that what is left is known."""
FEWEST_SAMPLES = 4
"""Of whole samples, or trajectories, which the bootstrap draws anew."""


class Sampler(NamedTuple):
    """A way to draw points: how many there will be of so many samples and factors, and the drawing itself.

    `draw(samples, factors, seed, **extra)` hands back points × factors, each in [0, 1]; of `fewest` samples or more there are
    indices with intervals. `extra` names the settings of the design that it takes besides. With `complete` an analysis needs
    every one of its points.
    """

    title: str
    points: Callable[..., int]
    draw: Callable[..., np.ndarray]
    fewest: int
    extra: tuple[str, ...] = ()
    complete: bool = False


def problem(titles: list[str]) -> dict[str, Any]:
    """The problem as SALib has it: every factor goes from 0 to 1, its share of the way."""
    return {"num_vars": len(titles), "names": titles, "bounds": [[0.0, 1.0]] * len(titles)}


def random(samples: int, factors: int, seed: int) -> np.ndarray:
    """Points that know nothing of each other."""
    return np.random.default_rng(seed).random((samples, factors))


def latin_hypercube(samples: int, factors: int, seed: int) -> np.ndarray:
    """Points of which each factor has one in every one of `samples` equal parts of its way (McKay et al., 1979)."""
    return scipy.stats.qmc.LatinHypercube(factors, rng=np.random.default_rng(seed)).random(samples)


def sobol(samples: int, factors: int, seed: int, second_order: bool = False) -> np.ndarray:
    """Saltelli's (2002) points for Sobol' indices, from a scrambled Sobol' sequence (Owen, 1998)."""
    from SALib.sample import sobol as saltelli  # SALib takes a second to import

    return saltelli.sample(problem(names(factors)), samples, calc_second_order=second_order, seed=np.random.default_rng(seed))


def morris(samples: int, factors: int, seed: int, levels: int = 4) -> np.ndarray:
    """`samples` trajectories along which one factor after the other moves (Morris, 1991)."""
    from SALib.sample import morris as trajectories

    return trajectories.sample(problem(names(factors)), samples, num_levels=levels, seed=np.random.default_rng(seed))


def names(factors: int) -> list[str]:
    """Some names for as many factors."""
    return [f"x{i + 1}" for i in range(factors)]


SAMPLERS = {
    "random": Sampler("random points", lambda n, k: n, random, FEWEST_POINTS),
    "latin-hypercube": Sampler("Latin hypercube", lambda n, k: n, latin_hypercube, FEWEST_POINTS),
    "sobol": Sampler(
        "Sobol' indices (Saltelli)",
        lambda n, k, second_order=False: n * ((2 * k + 2) if second_order else k + 2),
        sobol,
        FEWEST_SAMPLES,
        ("second_order",),
        True,
    ),
    "morris": Sampler("Morris trajectories", lambda n, k, levels=4: n * (k + 1), morris, FEWEST_SAMPLES, ("levels",), True),
}
"""Kinds of sampled designs by the name that a design file gives them."""


def faults_of_samples(kind: str, samples: int, levels: int) -> Iterator[str]:
    """What is wrong with the numbers of a sampled design; points that are good for more than indices may be fewer than these take."""
    if samples < (fewest := SAMPLERS[kind].fewest) and SAMPLERS[kind].complete:
        yield f"samples of a {kind} design must be {fewest} or more, without which no index has an interval; got {samples}."
    if kind == "sobol" and samples & (samples - 1):
        lower = 1 << (samples.bit_length() - 1)
        near = f"{lower} or {2 * lower}" if lower >= fewest else f"{fewest}"
        yield f"samples of a sobol design must be a power of 2, which balances its sequence; got {samples}, use {near}."
    if kind == "morris" and levels % 2:
        yield f"levels of a morris design must be even, so that a step leads from each level to another; got {levels}."


def confounded(kind: str, luck: str, replicates: int) -> Iterator[str]:
    """Why the indices of such a design would tell of luck; nothing where they do not."""
    if kind in SAMPLERS and SAMPLERS[kind].complete and luck == "own" and replicates == 1:
        yield (
            f"the indices of a {kind} design would take luck for an effect of every factor, as each point has a seed of its own: "
            'give replicates = 2 or more, from which luck is known and left out, or luck = "common".'
        )
