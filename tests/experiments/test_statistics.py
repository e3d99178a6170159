"""Figures of merit, checked against libraries and hand-made data."""

import itertools
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from experiments.counting import key_numbers, roads, statistics
from experiments.counting.intervals import LOGIT, by_chance, clustered
from experiments.counting.words import clinic, number, spread
from model import Scenario, simulate


@pytest.fixture(scope="module")
def dyads() -> pd.DataFrame:
    return simulate("standard", record=False).dyads


def test_outcome_is_uncorrelated_with_distress_at_intake_and_high_is_good(dyads):
    out = statistics.outcome(dyads)
    assert stats.pearsonr(out, dyads.distress_score_intake).statistic == pytest.approx(0.0, abs=1e-9)
    assert stats.pearsonr(out, dyads.distress_score_last).statistic < -0.3


def test_correlation_is_pearsons_with_an_interval_around_it(dyads):
    known = dyads.dropna(subset=["wai_client_early"])
    found = statistics.correlation(dyads)
    assert found.value == pytest.approx(stats.pearsonr(known.wai_client_early, statistics.outcome(known)).statistic)
    assert found.low < found.value < found.high
    assert found.n == len(known)


def coverage(one: Callable[[np.random.Generator], tuple[float, float]], truth: float, times: int = 400) -> float:
    rng = np.random.default_rng(3)
    return sum(low < truth < high for low, high in (one(rng) for _ in range(times))) / times


CLUSTERS = np.repeat(np.arange(20), 15)


def test_intervals_of_a_mean_cover_the_truth_as_often_as_they_say():
    def one(rng):
        values = np.repeat(rng.normal(0, 1, 20), 15) + rng.normal(0, 1, 300)
        return clustered(np.column_stack([np.ones(300), values]), CLUSTERS, statistics.mean_of_sums)

    assert 0.92 <= coverage(one, 0.0) <= 0.98  # an interval that ignores therapists covers about half


def test_intervals_of_a_correlation_cover_the_truth_as_often_as_they_say():
    def one(rng):
        both = np.repeat(rng.normal(0, 0.5, 20), 15)
        x = both + rng.normal(0, np.sqrt(0.75), 300)
        y = 0.3 * x + np.sqrt(1 - 0.09) * rng.normal(0, 1, 300)
        frame = pd.DataFrame({"wai_client_early": x, "distress_score_intake": rng.normal(80, 20, 300), "therapist_id": CLUSTERS})
        found = statistics.correlation(frame.assign(distress_score_last=frame.distress_score_intake - y))
        return found.low, found.high

    assert 0.92 <= coverage(one, 0.3) <= 0.98


def of_share(events: np.ndarray, size: int) -> tuple[float, float]:
    """The interval of a share from the numbers of events in clusters of one size."""
    sums = np.column_stack([np.full(len(events), float(size)), events])
    low, high = clustered(sums, np.arange(len(events)), statistics.mean_of_sums, LOGIT)
    return float(low), float(high)


@pytest.mark.parametrize(("therapists", "size"), [(4, 15), (12, 5), (20, 5), (100, 30)])
def test_events_of_one_therapist_alone_are_told_as_no_surer_than_none(therapists, size):
    found = [of_share(np.array([k] + [0] * (therapists - 1)), size) for k in range(size + 1)]
    assert found[0] == (0.0, pytest.approx(by_chance(therapists)))
    assert all(low <= k / size / therapists <= high for k, (low, high) in enumerate(found))
    assert all(one[0] <= more[0] and one[1] < more[1] for one, more in itertools.pairwise(found))
    for k, (low, high) in enumerate(found):
        others = of_share(np.array([size - k] + [size] * (therapists - 1)), size)
        assert others == pytest.approx((1.0 - high, 1.0 - low))


@pytest.mark.parametrize(("therapists", "size", "share"), [(4, 15, 0.07), (12, 5, 0.07), (8, 8, 0.03), (20, 5, 0.01), (20, 30, 0.2)])
def test_intervals_of_rare_shares_in_few_therapists_cover_the_truth_as_often_as_they_say(therapists, size, share):
    """Shares vary between therapists by a beta distribution with an intraclass correlation of .05."""

    def one(rng):
        return of_share(rng.binomial(size, rng.beta(19.0 * share, 19.0 * (1.0 - share), therapists)).astype(float), size)

    assert 0.935 <= coverage(one, share, 1500) <= 0.995


def test_vectorised_aalen_johansen_equals_statsmodels(dyads):
    last = int(dyads.sessions_attended.max())
    status = statistics.status_of(dyads).copy()
    status[::7] = 0  # censor some
    time = dyads.sessions_attended.to_numpy(int)
    counts = np.zeros((1, last * 5))
    np.add.at(counts[0], (time - 1) * 5 + status, 1.0)
    own = statistics.aalen_johansen(counts, last)[0]
    for k in range(3):
        assert own[:, k] == pytest.approx(statistics.incidence(time, status, k + 1, last))


def test_an_agreed_ending_is_for_practical_reasons_or_good_enough(dyads):
    told = roads.roads(dyads)
    assert ((told == "practical") == dyads.ended_for_practical_reasons).all()
    assert (told.isin(["practical", "good_enough"]) == (dyads.ending == "agreed")).all()
    assert (told == "practical").any()
    assert (told == "good_enough").any()
    others = dyads.ending != "agreed"
    assert (told[others].astype(str) == dyads.ending[others].astype(str)).all()
    found = statistics.cumulative_incidence(dyads)
    final = found[found.session == found.session.max()].set_index("ending").share
    assert final["practical"] == pytest.approx(dyads.ended_for_practical_reasons.mean())


def test_outcome_is_found_among_those_who_are_analysed(dyads):
    both = statistics.analysed(dyads)
    assert both.outcome.mean() == pytest.approx(0.0, abs=1e-9)
    assert both.wai_client_early.corr(both.outcome) == pytest.approx(statistics.correlation(dyads).value)


def test_incidence_without_censoring_is_the_share_that_ended(dyads):
    found = statistics.cumulative_incidence(dyads)
    final = found[found.session == found.session.max()].set_index("ending").share
    assert final["dropout"] == pytest.approx((dyads.ending == "dropout").mean())
    assert final.sum() == pytest.approx(1.0)
    assert (found.low <= found.share + 1e-9).all()
    assert (found.share <= found.high + 1e-9).all()


def test_a_summary_tells_what_it_is_said_to_tell(dyads):
    assert tuple(statistics.summary(dyads)) == statistics.SUMMARY


def test_one_dyad_is_summarised_without_a_warning():
    one = simulate("small", settings={"clinic.dyads": 1}, record=False).dyads
    found = key_numbers.summary(one)
    assert found["dyads"] == 1
    assert np.isnan(found["alliance_outcome_r"])


def test_what_has_no_interval_has_no_brackets():
    one = simulate("small", settings={"clinic.dyads": 15}, record=False).dyads
    told = clinic(Scenario(), "agents", key_numbers.summary(one), 0.0)
    assert "with outcome r = " in told
    assert "[" not in told
    assert (number(-0.004), number(0.26, 1, "+"), spread(float("nan"), 1.0)) == ("0.00", "+0.3", "")


def test_a_difference_of_two_shares_that_happened_to_be_zero_is_not_certain_unless_the_dyads_are_the_same():
    one = simulate("standard", settings={"clinic.dyads": 60, "clinic.clients_per_therapist": 10}, record=False).dyads
    one = one.assign(reliable_deterioration=False)
    other = one.assign(distress_score_last=one.distress_score_last - 1.0)
    sums, others = key_numbers.sums(one), key_numbers.sums(other)
    same, apart = (key_numbers.differences(sums, of)["reliable_deterioration"] for of in (sums, others))
    assert same[:3] == (0.0, 0.0, 0.0)
    reach = by_chance(apart.n)
    assert apart[:3] == (0.0, -reach, reach)
    assert apart.n == 6
