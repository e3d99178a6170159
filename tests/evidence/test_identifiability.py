"""What the findings pin down is what theory says of a world in which everything is linear and normal."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from scipy.stats import truncnorm

from experiments.calibrating import equal_fits
from experiments.calibrating.calibration import Problem
from experiments.calibrating.identifiability import LUCKS, PRIOR, Posterior, between, identify
from experiments.evidence.targets import Z, targets
from experiments.evidence.worlds import Theory
from model import SettingError

BOUNDS = {"rules.dropout_base": (-4.0, -1.0), "ratings.item_sd": (0.4, 1.0)}
SLOPES = np.array([[2.0, 0.0], [1.0, -1.0], [0.5, 3.0]])
LUCK = 0.01
TOLD_BY = {key: targets()[key] for key in ("A01", "D01", "D05", "D02")}


@dataclass(frozen=True)
class Linear(Problem):
    """Findings that are linear in the parameters, and move by as much from each seed to the next; the last has a kink."""

    def values(self, x):
        linear = SLOPES @ x + LUCK * float(np.mean(self.seeds))
        return [*linear, float(np.abs(x - 0.5).max())]


def linear() -> Linear:
    return Linear(Theory("linear"), BOUNDS, {n: low for n, (low, _) in BOUNDS.items()}, TOLD_BY)


def test_the_posterior_of_a_linear_world_is_the_one_in_closed_form_and_leaves_the_kink_out():
    found = identify(linear(), np.array([0.5, 0.4]))
    noise = LUCK**2 * np.var(np.arange(LUCKS), ddof=1) / 2.0  # two clinics
    errors = np.array([((t.high - t.low) / (2.0 * Z)) ** 2 + noise for t in TOLD_BY.values() if t.value > t.low])
    covariance = np.linalg.inv(SLOPES.T @ (SLOPES / errors[:, None]) + np.eye(2) / PRIOR**2)
    assert found.told_by == ("A01", "D01", "D05")
    assert found.sd == pytest.approx(np.sqrt(np.diag(covariance)))


def test_a_finding_that_cannot_be_measured_is_named():
    @dataclass(frozen=True)
    class Unknown(Linear):
        def values(self, x):
            return [0.3, np.nan, 0.3, 0.0]

    asked = Unknown(Theory("unknown"), BOUNDS, {}, TOLD_BY)
    with pytest.raises(SettingError, match="D01: cannot be measured"):
        identify(asked, np.array([0.5, 0.5]))


@pytest.mark.parametrize(("mean", "sd"), [(0.4, 0.2), (-0.5, 0.1), (1.5, 0.1), (0.02, 0.3), (-3.0, 0.05)])
def test_a_normal_distribution_is_cut_off_and_not_pushed_onto_the_ends(mean, sd):
    cut = truncnorm((0.0 - mean) / sd, (1.0 - mean) / sd, mean, sd)
    for u in (0.01, 0.3, 0.5, 0.99):
        assert between(mean, sd, u) == pytest.approx(cut.ppf(u), abs=1e-9)


def test_draws_have_the_moments_of_the_posterior_within_the_cube():
    posterior = Posterior(linear(), np.array([0.5, 0.5]), ("A01", "D01", "D05"), SLOPES, np.full(3, 0.2))
    drawn = np.array(list(posterior.draws(1500)))
    covariance = np.linalg.inv(posterior.precision)
    assert drawn.mean(axis=0) == pytest.approx([0.5, 0.5], abs=0.01)
    assert np.cov(drawn.T) == pytest.approx(covariance, abs=0.001)
    edge = Posterior(linear(), np.array([0.0, 1.0]), ("A01", "D01", "D05"), SLOPES, np.full(3, 0.2))
    drawn = np.array(list(edge.draws(50)))
    assert ((drawn > 0.0) & (drawn < 1.0)).all()


def test_where_no_fit_is_as_good_the_file_has_the_names_and_no_rows(tmp_path):
    equal_fits.write(linear(), [], tmp_path / "fits.csv")
    assert pd.read_csv(tmp_path / "fits.csv").columns.tolist() == list(BOUNDS)
