"""What equally good fits say of the cause: where they disagree, it follows from which fit was frozen."""

from collections.abc import Sequence

import numpy as np

from experiments.calibrating.equal_fits import frozen
from experiments.evidence.scorecard import Done
from experiments.studies.causal_alliance import Estimates, estimate


def causal(seeds: Sequence[int], therapists: int, done: Done = lambda i, n: None) -> dict[str, Estimates]:
    """How the alliance correlates with outcome under each of these fits, and how much of it is causal; means over seeds."""
    found = {}
    theories = frozen()
    for i, theory in enumerate(theories, 1):
        by_seed = [estimate(dict(theory.settings), seed, therapists) for seed in seeds]
        found[theory.name] = Estimates(*np.mean(by_seed, axis=0))
        done(i, len(theories))
    return found
