"""An uncalibrated routine clinic is plausible, not by the luck of one seed."""

import pytest

from experiments.counting.statistics import summary
from model import simulate

RANGES = {"dropout": (0.10, 0.35), "alliance_outcome_r": (0.1, 0.5), "pre_post_d": (0.5, 1.5), "rupture_share": (1 / 3, 4 / 5)}


def clinic(seed: int) -> dict:
    dyads = simulate("standard", settings={"clinic.dyads": 3000}, seed=seed, engine="cohort", record=False).dyads
    return summary(dyads)


def test_the_first_seed_is_plausible():
    found = clinic(1)
    for name, (low, high) in RANGES.items():
        assert low <= found[name] <= high, name


@pytest.mark.slow
def test_every_one_of_two_hundred_seeds_is_plausible():
    for seed in range(200):
        found = clinic(seed)
        for name, (low, high) in RANGES.items():
            assert low <= found[name] <= high, (seed, name, found[name])
