"""The indices of sampled designs, each with an interval that knows of points and of seeds.

Points are resampled, each with all its seeds. Where all points share their seeds, that leaves out what other seeds would
have shown; so the spread of an index from seed to seed is added. With a single shared seed it is of these clinics only.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from experiments.analysis import without_luck
from experiments.analysis.luck_share import components, ratio
from experiments.designs.sampling import HARMONICS, SAMPLERS

RESAMPLES, SEED, Z = 1000, 1, 1.959964
"""Of the bootstrap: how often, from which seed, and how many of its SDs an interval reaches."""
HALVES = RESAMPLES // 5
"""So often RBD-FAST takes half of the points, or all of them in another order."""
LIMITS = {"mu_star": (0.0, np.inf), "sigma": (0.0, np.inf), "mu": (-np.inf, np.inf)}
"""Beyond which an index cannot lie; all others are shares."""


class Index(NamedTuple):
    """An index of a factor for an outcome with its 95 % interval; NaN where it is not defined."""

    factor: str
    measure: str
    value: float
    low: float
    high: float


class Method(NamedTuple):
    """How a kind of design is analysed.

    `named(factors, second_order)` are the factor and measure of each index; `values(shares, y, asked)` the indices
    themselves of values y (points × replicates), in that order, and `reach(shares, y, asked)` how far their intervals reach;
    `floor(shares, y, asked)` is what luck alone would make of the first index of each factor, and its reach, if that is known.
    """

    named: Callable[[list[str], bool], list[tuple[str, str]]]
    values: Callable[[np.ndarray, np.ndarray, Any], np.ndarray]
    reach: Callable[[np.ndarray, np.ndarray, Any], np.ndarray]
    floor: Callable[[np.ndarray, np.ndarray, Any], tuple[np.ndarray, np.ndarray]] | None = None


def block(kind: str, factors: int, second_order: bool = False) -> int:
    """How many points of a design make one sample."""
    return {"sobol": (2 * factors if second_order else factors) + 2, "morris": factors + 1}.get(kind, 1)


def computed(kind: str, titles: list[str], shares: np.ndarray, y: np.ndarray, asked: Any) -> Iterator[Index]:
    """The indices of values y (points × replicates) at these shares of the way; NaN where there are too few, or all the same."""
    method = METHODS.get(kind, RBD_FAST)
    named = method.named(titles, asked.second_order)
    fewest = SAMPLERS[kind].fewest * block(kind, len(titles), asked.second_order)
    if len(y) < fewest or np.ptp(y.mean(axis=1)) <= 1e-12 * np.abs(y).max():
        yield from (Index(*name, np.nan, np.nan, np.nan) for name in named)
        return
    values = method.values(shares, y, asked)
    reach = np.hypot(method.reach(shares, y, asked), over_seeds(method, shares, y, asked))
    for (factor, measure), value, far in zip(named, values, reach, strict=True):
        yield Index(factor, measure, *(float(np.clip(v, *LIMITS.get(measure, (0.0, 1.0)))) for v in (value, value - far, value + far)))
    for factor, least, far in zip(titles, *method.floor(shares, y, asked), strict=True) if method.floor else ():
        yield Index(factor, "floor", float(least), max(float(least - far), 0.0), float(least + far))


def over_seeds(method: Method, shares: np.ndarray, y: np.ndarray, asked: Any) -> np.ndarray | float:
    """How far the mean of each index over shared seeds is known (Student's t); 0 where seeds are not shared, or there is one."""
    n = y.shape[1]
    if asked.luck == "own" or n == 1:
        return 0.0
    each = np.array([method.values(shares, y[:, [r]], asked) for r in range(n)])
    return np.nan_to_num(stdtrit(n - 1, 0.975) * each.std(axis=0, ddof=1) / np.sqrt(n))


def named_of_sobol(titles: list[str], second_order: bool) -> list[tuple[str, str]]:
    """Total and first-order indices of each factor, what lies between the two, and if wanted second-order indices of each pair."""
    each = [(title, measure) for measure in ("total", "first order", "with others") for title in titles]
    return each + [(pair, "second order") for pair in pairs(titles) if second_order]


def pairs(titles: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Every two factors by what they are called together, in order."""
    return {f"{a} × {b}": (a, b) for a, b in combinations(titles, 2)}


def sobol(shares: np.ndarray, y: np.ndarray, asked: Any) -> np.ndarray:
    """Sobol' indices, luck left out where there are replicates."""
    return without_luck.sobol_of(without_luck.samples(y, shares.shape[1], asked.second_order))


def reach_of_sobol(shares: np.ndarray, y: np.ndarray, asked: Any) -> np.ndarray:
    """By the bootstrap over samples; to all shares that there are where some of them hold no variance but luck."""
    again = without_luck.resampled(without_luck.samples(y, shares.shape[1], asked.second_order), RESAMPLES, SEED)
    empty = np.isnan(again[:, 0])
    return np.full(again.shape[1], np.inf) if empty.mean() > 0.025 else Z * again[~empty].std(axis=0, ddof=1)


def named_of_morris(titles: list[str], second_order: bool) -> list[tuple[str, str]]:
    """Size, variation and mean of the effects of each factor."""
    return [(title, measure) for measure in ("mu_star", "sigma", "mu") for title in titles]


def elementary_effects(shares: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The effect of each factor in each trajectory (trajectories × factors): change of y for a whole way of the factor."""
    factors = shares.shape[1]
    steps = np.diff(shares.reshape(-1, factors + 1, factors), axis=1)
    moved = np.abs(steps).argmax(axis=2)
    slopes = np.diff(y.reshape(-1, factors + 1), axis=1) / np.take_along_axis(steps, moved[:, :, None], 2)[:, :, 0]
    found = np.empty_like(slopes)
    np.put_along_axis(found, moved, slopes, axis=1)
    return found


def effects_of(shares: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The elementary effects under every seed (trajectories × factors × replicates)."""
    return np.stack([elementary_effects(shares, each) for each in y.T], axis=-1)


def luck_of(effects: np.ndarray) -> np.ndarray:
    """The variance of each effect, a mean over replicates, that is luck (trajectories × factors); NaN with one replicate."""
    n = effects.shape[-1]
    return effects.var(axis=-1, ddof=1) / n if n > 1 else np.full(effects.shape[:2], np.nan)


def morris(shares: np.ndarray, y: np.ndarray, asked: Any) -> np.ndarray:
    """mu* (Campolongo et al., 2007), sigma without luck, and mu, which has the direction (Morris, 1991)."""
    effects = effects_of(shares, y)
    luck, means = luck_of(effects).mean(axis=0), effects.mean(axis=-1)
    sigma = np.sqrt(np.maximum(means.var(axis=0, ddof=1) - np.nan_to_num(luck), 0.0))
    return np.concatenate([np.abs(means).mean(axis=0), sigma, means.mean(axis=0)])


def floor_of_morris(shares: np.ndarray, y: np.ndarray, asked: Any) -> tuple[np.ndarray, np.ndarray]:
    """The mu* that luck alone would make, and its reach: the mean size of normal luck with SD s is s √(2/π). NaN with one replicate."""
    luck = luck_of(effects_of(shares, y))
    again = luck[np.random.default_rng(SEED).integers(len(luck), size=(RESAMPLES, len(luck)))].mean(axis=1)
    return np.sqrt(luck.mean(axis=0) * 2.0 / np.pi), Z * np.sqrt(again * 2.0 / np.pi).std(axis=0, ddof=1)


def reach_of_morris(shares: np.ndarray, y: np.ndarray, asked: Any) -> np.ndarray:
    """By the bootstrap over trajectories."""
    means = effects_of(shares, y).mean(axis=-1)
    again = means[np.random.default_rng(SEED).integers(len(means), size=(RESAMPLES, len(means)))]
    found = (np.abs(again).mean(axis=1), again.std(axis=1, ddof=1), again.mean(axis=1))
    return np.concatenate([Z * each.std(axis=0, ddof=1) for each in found])


def named_of_rbd_fast(titles: list[str], second_order: bool) -> list[tuple[str, str]]:
    """First-order indices of each factor."""
    return [(title, "first order") for title in titles]


def rbd_fast(shares: np.ndarray, y: np.ndarray, asked: Any) -> np.ndarray:
    """First-order indices from any sample (RBD-FAST: Tarantola et al., 2006), luck left out where there are replicates."""
    means = y.mean(axis=1)
    return np.array([first_order(shares[:, k], means) for k in range(shares.shape[1])]) / made_by_factors(y, asked)


def floor_of_rbd_fast(shares: np.ndarray, y: np.ndarray, asked: Any) -> tuple[np.ndarray, np.ndarray]:
    """The index that 2.5 % of samples exceed whose outcome has nothing to do with any factor, by permutation."""
    means, rng = y.mean(axis=1), np.random.default_rng(SEED)
    chance = np.quantile([first_order(shares[:, 0], rng.permutation(means)) for _ in range(HALVES)], 0.975)
    return np.full(shares.shape[1], chance / made_by_factors(y, asked)), np.full(shares.shape[1], np.nan)


def reach_of_rbd_fast(shares: np.ndarray, y: np.ndarray, asked: Any) -> np.ndarray:
    """From halves of the points, whose indices spread about the whole's as the whole's do about the truth, or somewhat more."""
    means, rng = y.mean(axis=1), np.random.default_rng(SEED)
    halves = [rng.choice(len(y), len(y) // 2, replace=False) for _ in range(HALVES)]
    again = np.array([[first_order(shares[at, k], means[at]) for k in range(shares.shape[1])] for at in halves])
    return Z * again.std(axis=0, ddof=1) / made_by_factors(y, asked)


def first_order(share: np.ndarray, y: np.ndarray) -> float:
    """The first-order index of one factor by SALib, bias-corrected (Tissot & Prieur, 2012)."""
    from SALib.analyze.rbd_fast import compute_first_order, permute_outputs, unskew_S1  # SALib takes a second to import

    return float(unskew_S1(compute_first_order(permute_outputs(share, y), HARMONICS), HARMONICS, len(y)))


def made_by_factors(y: np.ndarray, asked: Any) -> float:
    """The share of the variance between the means of points that is no luck; 1 with one replicate, NaN where all is luck."""
    if y.shape[1] == 1:
        return 1.0
    between, _, rest = components(pd.DataFrame(y), crossed=asked.luck == "common")
    return ratio(between, between + rest / y.shape[1]) or np.nan


RBD_FAST = Method(named_of_rbd_fast, rbd_fast, reach_of_rbd_fast, floor_of_rbd_fast)
METHODS = {
    "sobol": Method(named_of_sobol, sobol, reach_of_sobol),
    "morris": Method(named_of_morris, morris, reach_of_morris, floor_of_morris),
}
"""How kinds of designs are analysed whose points lie so that indices can be computed; of any other sample RBD-FAST is."""
