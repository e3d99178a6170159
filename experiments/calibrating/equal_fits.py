"""Equally good fits: other settings that show the published findings about as well, and how far their predictions spread.

Settings are drawn from the posterior around a fit and kept where they show about as many findings as the fit does. What
all of them say holds near this fit, given everything that is assumed; where they disagree, it follows from which fit was frozen.
"""

from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from joblib import Parallel, delayed

from experiments.calibrating.calibration import Problem, Tried
from experiments.calibrating.identifiability import Posterior
from experiments.evidence.scorecard import Done
from experiments.evidence.worlds import Theory
from model.parameters import FROZEN

FILE = f"{FROZEN}-fits.csv"
"""Where those of the frozen set are kept."""
DRAWS = 60
"""How many settings are drawn."""
MAY_MISS = 2
"""How many findings fewer than the fit a draw may show and count as about as good."""

LOOKED_AT = 12
"""How many of those that are kept the evidence looks at."""


class Fit(NamedTuple):
    """Settings, what they show of each finding, and whether that is about as good as what the fit shows."""

    settings: Mapping[str, float]
    values: Sequence[float]
    good: bool


def equal_fits(posterior: Posterior, best: Tried, done: Done = lambda i, n: None) -> list[Fit]:
    """Draws from the posterior, each tried under the problem's luck."""
    problem = posterior.problem
    drawn = [problem.rounded(x) for x in posterior.draws(DRAWS)]
    work = (delayed(problem.values)(problem.point(settings)) for settings in drawn)
    least = problem.in_range(best.values) - MAY_MISS
    found = []
    for settings, values in zip(drawn, Parallel(n_jobs=-1, return_as="generator")(work), strict=True):
        found.append(Fit(settings, values, problem.in_range(values) >= least))
        done(len(found), DRAWS)
    return found


def spread(problem: Problem, best: Tried, fits: Sequence[Fit]) -> pd.DataFrame:
    """What the fit shows of each finding, and the least and most over the fits that are about as good."""
    values = np.array([best.values, *(fit.values for fit in fits if fit.good)])
    published = {"published_low": [t.low for t in problem.targets.values()], "published_high": [t.high for t in problem.targets.values()]}
    return pd.DataFrame(
        {"finding": list(problem.targets), **published, "fit": values[0], "least": values.min(axis=0), "most": values.max(axis=0)}
    )


def write(problem: Problem, fits: Sequence[Fit], path: Path) -> None:
    """Write the settings of the fits that are about as good, a row each; where there are none, their names."""
    pd.DataFrame([fit.settings for fit in fits if fit.good], columns=problem.names).to_csv(path, index=False)


def frozen() -> list[Theory]:
    """The first of the fits that were found to be about as good as the frozen set, each as a theory; none where none were drawn."""
    drawn = files("experiments.calibrating").joinpath(FILE)
    if not drawn.is_file():
        return []
    with drawn.open("rb") as file:
        table = pd.read_csv(file).head(LOOKED_AT)
    return [Theory(f"fit {i}", {str(n): v for n, v in row.items()}) for i, row in enumerate(table.to_dict("records"), 1)]
