"""Which parameters the findings pin down, and which they do not: the shape of the loss around a fit.

The posterior is Gaussian around the fit, cut off where the searched range ends: published ranges are taken as 95 %
intervals of independent errors, to which the error of the simulation is added, searched ranges as 95 % intervals of what
was plausible beforehand, and findings as linear in the parameters nearby, by central differences under common luck, in
the few clinics that candidates were tried on. All assumed numbers and the structure of the model are held: what is left
open is less than what is unknown. Findings whose range ends with the published value (the largest of several differences)
are left out, since they have a kink where the differences vanish, and no slope. Source: Gelman et al. (2013), Bayesian
Data Analysis, ch. 4; Transtrum et al. (2015) on parameters that data leave loose.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import expm1, log1p, sqrt

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from scipy.special import log_ndtr, ndtri_exp

from experiments.calibrating.calibration import Problem
from experiments.evidence.scorecard import Done
from experiments.evidence.targets import Z
from model.errors import SettingError

STEP = 0.1
"""Size of a difference, as a share of the searched range: large, since findings of a finite clinic move in small jumps."""
PRIOR = 1.0 / (2.0 * Z)
"""SD of what was plausible beforehand, as a share of the searched range."""
PINNED, LOOSE = 0.5, 0.9
"""Shares of the prior SD below which a parameter is pinned down, and above which it is loose."""
LUCKS = 10
"""Clinics at the fit itself, by which the error of the simulation is estimated."""
SWEEPS = 50
"""Sweeps of the Gibbs sampler from one draw to the next; as many times ten before the first."""


@dataclass(frozen=True)
class Posterior:
    """What the findings say of the parameters near a fit, in the unit cube: slopes (`told_by` x parameters), errors, precision."""

    problem: Problem
    x: np.ndarray
    told_by: tuple[str, ...]
    slopes: np.ndarray
    errors: np.ndarray

    @cached_property
    def precision(self) -> np.ndarray:
        """The inverse of the covariance (parameters x parameters)."""
        told = self.slopes / self.errors[:, None]
        return told.T @ told + np.eye(len(self.x)) / PRIOR**2

    @property
    def sd(self) -> np.ndarray:
        """Posterior SD of each parameter, as a share of its searched range, not cut off."""
        return np.sqrt(np.diag(np.linalg.inv(self.precision)))

    def table(self) -> pd.DataFrame:
        """Each parameter with its value, 95 % interval, how far it is pinned down, and by which finding most."""
        most = np.abs(self.slopes / self.errors[:, None]).argmax(axis=0)
        at = [self.problem.settings(np.clip(self.x + side * Z * self.sd, 0.0, 1.0)) for side in (0.0, -1.0, 1.0)]
        ratio = self.sd / PRIOR
        return pd.DataFrame(
            {
                "parameter": self.problem.names,
                "value": at[0].values(), "low": at[1].values(), "high": at[2].values(),
                "left_of_prior_sd": ratio,
                "verdict": np.select([ratio < PINNED, ratio > LOOSE], ["pinned", "loose"], "informed"),
                "told_most_by": [self.told_by[i] for i in most],
            }
        )  # fmt: skip

    def draws(self, n: int, seed: int = 1) -> Iterator[np.ndarray]:
        """`n` points drawn from the posterior within the unit cube, by Gibbs sampling of one parameter after the other.

        Source: Geweke (1991), Efficient simulation from the multivariate normal distribution subject to linear constraints.
        """
        rng = np.random.default_rng(seed)
        z = np.clip(self.x, 0.0, 1.0)
        for sweep in range(1, SWEEPS * (n + 9) + 1):
            for j, u in enumerate(rng.random(len(z))):
                row, own = self.precision[j], self.precision[j, j]
                mean = z[j] - row @ (z - self.x) / own
                z[j] = between(mean, 1.0 / sqrt(own), u)
            if sweep >= 10 * SWEEPS and sweep % SWEEPS == 0:
                yield z.copy()


def between(mean: float, sd: float, u: float) -> float:
    """The quantile `u` of a normal distribution that is cut off at 0 and 1."""
    if mean > 1.0:  # on the side where the tail is small, and known to all digits
        return 1.0 - between(1.0 - mean, sd, 1.0 - u)
    low, high = log_ndtr(mean / sd), log_ndtr((mean - 1.0) / sd)  # chances of lying above 0, and above 1
    above = low + log1p(u * expm1(high - low))
    return min(max(mean - sd * float(ndtri_exp(above)), 0.0), 1.0)


def identify(problem: Problem, x: np.ndarray, done: Done = lambda i, n: None) -> Posterior:
    """The posterior around `x`: two candidates are tried for each parameter, under the problem's luck, and `x` under several.

    Raises SettingError when a finding cannot be measured in clinics of this size.
    """
    told_by = tuple(key for key, target in problem.targets.items() if not target.one_sided)
    wanted = [key in told_by for key in problem.targets]
    sides = [(j, np.clip(x[j] + side * STEP, 0.0, 1.0)) for j in range(len(x)) for side in (-1.0, 1.0)]
    lucks = range(problem.seeds[0], problem.seeds[0] + LUCKS)
    work = [delayed(problem.values)(np.where(np.arange(len(x)) == j, u, x)) for j, u in sides]
    work += [delayed(replace(problem, seeds=(seed,)).values)(x) for seed in lucks]
    values = []
    for i, found in enumerate(Parallel(n_jobs=-1, return_as="generator")(work), 1):
        values.append(found)
        done(i, len(work))
    known = finite(np.array(values)[:, wanted], told_by)
    ends, noise = known[: len(sides)].reshape(len(x), 2, -1), known[len(sides) :].var(axis=0, ddof=1)
    widths = np.array([high - low for (_, low), (_, high) in zip(sides[::2], sides[1::2], strict=True)])
    slopes = ((ends[:, 1] - ends[:, 0]) / widths[:, None]).T
    published = np.array([problem.targets[key].error for key in told_by])
    return Posterior(problem, x, told_by, slopes, np.sqrt(published**2 + noise / len(problem.seeds)))


def finite(values: np.ndarray, names: Sequence[str]) -> np.ndarray:
    """The values (candidates x findings), if all are known; else SettingError names the findings that are not."""
    unknown = [name for name, known in zip(names, np.isfinite(values).all(axis=0), strict=True) if not known]
    if unknown:
        raise SettingError(f"{', '.join(unknown)}: cannot be measured near the fit in clinics of this size. Give more --therapists.")
    return values
