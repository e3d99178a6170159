"""What the laboratory finds of cause and by-product, for lessons that tell of it: found by the study itself, typed nowhere."""

from collections.abc import Mapping
from functools import cache

import numpy as np

from experiments.counting.statistics import Estimate
from experiments.evidence.scorecard import estimate as mean_over
from experiments.evidence.worlds import QUEUE, THERAPISTS
from experiments.studies.causal_alliance import Estimates, estimate

SEEDS = range(1, 7)
"""Clinics that are lived: fewer than the study's own, so that a class need not wait, and as large."""
LABORATORY = "laboratory"
"""The condition under which lessons name it, as in `{naive_r.laboratory}`."""
ESTIMATED = {"naive_r": "naive", "caused_r": "true"}
"""What may be named there, and which estimate of the study it is."""
TOLD_AS = "alliance_r"
"""The measure by which both are told: they are on its scale."""


@cache
def laboratory() -> Mapping[str, Estimate]:
    """The naive correlation, and the part of it that lifting the alliance causes, by the default rules: means over clinics."""
    found = np.array([estimate({}, seed, THERAPISTS) for seed in SEEDS])
    return {
        name: Estimate(*mean_over(found[:, Estimates._fields.index(of)]), len(SEEDS) * THERAPISTS * QUEUE) for name, of in ESTIMATED.items()
    }
