"""Figures of merit, checked against libraries and hand-made data."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from experiments import statistics
from model import simulate


@pytest.fixture(scope="module")
def dyads() -> pd.DataFrame:
    return simulate("standard", record=False).dyads


def test_outcome_is_uncorrelated_with_distress_at_intake_and_high_is_good(dyads):
    out = statistics.outcome(dyads)
    assert stats.pearsonr(out, dyads.distress_score_intake).statistic == pytest.approx(0.0, abs=1e-9)
    assert stats.pearsonr(out, dyads.distress_score_last).statistic < -0.3


def test_correlation_is_pearsons_with_an_interval_around_it(dyads):
    known = dyads.assign(out=statistics.outcome(dyads)).dropna(subset=["wai_client_early"])
    found = statistics.correlation(dyads)
    assert found.value == pytest.approx(stats.pearsonr(known.wai_client_early, known.out).statistic)
    assert found.low < found.value < found.high
    assert found.n == len(known)


def test_intervals_cover_the_truth_about_as_often_as_they_say():
    rng, inside = np.random.default_rng(3), 0
    for _ in range(200):
        centre = np.repeat(rng.normal(0, 1, 30), 10)
        values = centre + rng.normal(0, 1, 300)
        moments = np.column_stack([np.ones(300), values])
        low, high = statistics.clustered(moments, np.repeat(np.arange(30), 10), lambda s: s[:, 1] / s[:, 0])
        inside += low < 0 < high
    assert 0.88 <= inside / 200 <= 0.99  # a naive interval that ignores therapists covers about half


def test_vectorised_aalen_johansen_equals_statsmodels(dyads):
    last = int(dyads.sessions_attended.max())
    status = dyads.ending.map({road: k + 1 for k, road in enumerate(statistics.ROADS)}).astype(float).fillna(0).to_numpy(int).copy()
    status[::7] = 0  # censor some
    time = dyads.sessions_attended.to_numpy(int)
    counts = np.zeros((1, last * 4))
    np.add.at(counts[0], (time - 1) * 4 + status, 1.0)
    own = statistics.aalen_johansen(counts, last)[0]
    for k in range(2):
        assert own[:, k] == pytest.approx(statistics.incidence(time, status, k + 1, last))


def test_incidence_without_censoring_is_the_share_that_ended(dyads):
    found = statistics.cumulative_incidence(dyads)
    final = found[found.session == found.session.max()].set_index("ending").share
    assert final["dropout"] == pytest.approx((dyads.ending == "dropout").mean())
    assert final.sum() == pytest.approx(1.0)
    assert (found.low <= found.share + 1e-9).all()
    assert (found.share <= found.high + 1e-9).all()


def test_one_dyad_is_summarised_without_a_warning():
    one = simulate("small", settings={"clinic.dyads": 1}, record=False).dyads
    found = statistics.summary(one)
    assert found["dyads"] == 1
    assert np.isnan(found["alliance_outcome_r"])
