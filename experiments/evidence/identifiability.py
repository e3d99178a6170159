"""Which parameters the findings pin down, and which they do not: the shape of the loss around a fit.

The posterior is Gaussian around the fit: published ranges are taken as 95 % intervals of independent errors, searched
ranges as 95 % intervals of what was plausible beforehand, and findings as linear in the parameters nearby, by central
differences under common luck. Source: Gelman et al. (2013), Bayesian Data Analysis, ch. 4; Transtrum et al. (2015) on
parameters that data leave loose.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from joblib import Parallel, delayed

from experiments.evidence.calibration import Problem
from experiments.evidence.scorecard import Done

STEP = 0.1
"""Size of a difference, as a share of the searched range: large, since findings of a finite clinic move in small jumps."""
PRIOR = 1.0 / 3.92
"""SD of what was plausible beforehand, as a share of the searched range."""
PINNED, LOOSE = 0.5, 0.9
"""Shares of the prior SD below which a parameter is pinned down, and above which it is loose."""
Z = 1.96


@dataclass(frozen=True)
class Posterior:
    """What the findings say of the parameters near a fit: slopes (findings x parameters), and the covariance in the unit cube."""

    problem: Problem
    x: np.ndarray
    slopes: np.ndarray
    errors: np.ndarray
    covariance: np.ndarray

    @property
    def sd(self) -> np.ndarray:
        """Posterior SD of each parameter, as a share of its searched range."""
        return np.sqrt(np.diag(self.covariance))

    def table(self) -> pd.DataFrame:
        """Each parameter with its value, 95 % interval, how far it is pinned down, and by which finding most."""
        told = self.slopes / self.errors[:, None]
        most = np.abs(told).argmax(axis=0)
        at = [self.problem.settings(np.clip(self.x + side * Z * self.sd, 0.0, 1.0)) for side in (0.0, -1.0, 1.0)]
        ratio = self.sd / PRIOR
        return pd.DataFrame(
            {
                "parameter": self.problem.names,
                "value": at[0].values(), "low": at[1].values(), "high": at[2].values(),
                "left_of_prior_sd": ratio,
                "verdict": np.select([ratio < PINNED, ratio > LOOSE], ["pinned", "loose"], "informed"),
                "told_most_by": [list(self.problem.targets)[i] for i in most],
            }
        )  # fmt: skip

    def draws(self, n: int, seed: int = 1) -> Iterator[np.ndarray]:
        """`n` points drawn from the posterior, within the unit cube."""
        rng = np.random.default_rng(seed)
        for x in rng.multivariate_normal(self.x, self.covariance, n):
            yield np.clip(x, 0.0, 1.0)


def identify(problem: Problem, x: np.ndarray, done: Done = lambda i, n: None) -> Posterior:
    """The posterior around `x`; two candidates are tried for each parameter, all under the problem's luck."""
    sides = [(j, np.clip(x[j] + side * STEP, 0.0, 1.0)) for j in range(len(x)) for side in (-1.0, 1.0)]
    work = (delayed(problem.values)(np.where(np.arange(len(x)) == j, u, x)) for j, u in sides)
    values = []
    for i, found in enumerate(Parallel(n_jobs=-1, return_as="generator")(work), 1):
        values.append(found)
        done(i, len(sides))
    ends = np.array(values).reshape(len(x), 2, -1)
    widths = np.array([high - low for (_, low), (_, high) in zip(sides[::2], sides[1::2], strict=True)])
    slopes = ((ends[:, 1] - ends[:, 0]) / widths[:, None]).T
    errors = np.array([(t.high - t.low) / (2.0 * Z) for t in problem.targets.values()])
    told = slopes / errors[:, None]
    covariance = np.linalg.inv(told.T @ told + np.eye(len(x)) / PRIOR**2)
    return Posterior(problem, x, slopes, errors, covariance)
