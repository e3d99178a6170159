"""Precision: variance components are those of the data, the advice keeps its promise, and intervals cover what they should."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from experiments.analysis.precision import ASSURANCE, OUTCOMES, Components, advise, advised, components, faults_of, pilot_of, therapists_for
from experiments.comparing.compare import OUTCOMES as COMPARED
from experiments.comparing.compare import outcomes
from experiments.counting.intervals import clustered
from experiments.counting.statistics import mean_of_sums, share
from model import Rules, SettingError, scenario, simulate

BETWEEN, WITHIN = 0.2, 0.8


def clinic(therapists, clients, rng):
    """A value for each client, with the variance components above and mean 5; and whose client it is."""
    whose = np.repeat(np.arange(therapists), clients)
    return pd.Series(5.0 + rng.normal(0, BETWEEN**0.5, therapists)[whose] + rng.normal(0, WITHIN**0.5, len(whose))), pd.Series(whose)


def test_variance_components_are_those_of_the_data():
    found = components(*clinic(4000, 10, np.random.default_rng(1)))
    assert found.between == pytest.approx(BETWEEN, rel=0.05)
    assert found.within == pytest.approx(WITHIN, rel=0.02)
    assert found.likeness_interval[0] < BETWEEN < found.likeness_interval[1]


def test_unequal_caseloads_leave_the_components_what_they_are():
    rng = np.random.default_rng(2)
    values, whose = clinic(3000, 12, rng)
    kept = rng.random(len(values)) < np.where(whose % 2, 0.3, 1.0)
    found = components(values[kept], whose[kept])
    assert found.between == pytest.approx(BETWEEN, rel=0.1)
    assert found.per_therapist < 12


def test_so_many_therapists_are_enough_and_one_fewer_is_not():
    n = therapists_for(0.1, 0.3)
    reach = [stats.t.ppf(0.975, t - 1) * (0.3 / t) ** 0.5 for t in (n, n - 1)]
    assert reach[0] <= 0.1 < reach[1]
    assert therapists_for(10.0, 0.3) == 3


def test_more_clients_a_therapist_need_fewer_therapists_but_never_fewer_than_their_differences_ask():
    found = Components(BETWEEN, WITHIN, 100, 1000, 10.0, 5.0, 4.9, 5.1)
    few, many, countless = (advise(found, 0.1, n, 20) for n in (2, 20, 100_000))
    assert few.therapists > many.therapists > countless.therapists
    assert few.clients < many.clients
    assert countless.therapists == therapists_for(0.1, BETWEEN + WITHIN / 100_000)
    assert few.safe_seeds == -(-few.safe_therapists // 20)


@pytest.mark.parametrize(("half_width", "words"), [(0.0, "more than 0"), (-1.0, "more than 0"), (1e-6, "a wider interval")])
def test_a_half_width_that_nobody_can_have_is_refused(half_width, words):
    with pytest.raises(SettingError, match=words):
        advise(Components(BETWEEN, WITHIN, 100, 1000, 10.0, 5.0, 4.9, 5.1), half_width, 10, 20)


def test_a_pilot_that_cannot_tell_therapists_from_clients_is_refused():
    with pytest.raises(SettingError, match="clients who share one"):
        components(pd.Series([1.0, 2.0, 3.0]), pd.Series([1, 2, 3]))


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_a_pilot_whose_clients_are_all_the_same_is_refused(value):
    with pytest.raises(SettingError, match=f"all 12 clients of the pilot have the same value, {value:g}"):
        components(pd.Series(np.full(12, value)), pd.Series(np.repeat(np.arange(4), 3)))


def test_what_happened_to_nobody_may_have_a_chance_and_each_therapist_counts_once():
    whose = pd.Series(np.repeat(np.arange(10), 10))
    none, everybody = (share(pd.Series(np.full(100, flag)), whose) for flag in (False, True))
    assert (none.low, none.high) == (0.0, pytest.approx(stats.binomtest(0, 10).proportion_ci(method="exact").high))
    assert (everybody.low, everybody.high) == (pytest.approx(1.0 - none.high), 1.0)


@pytest.mark.parametrize("dropouts", [1, 2, 4, 11, 14])
@pytest.mark.parametrize("together", [True, False])
def test_the_interval_of_a_share_stays_between_nobody_and_everybody(dropouts, together):
    whose = np.repeat(np.arange(5), 3)
    ended = np.full(15, "agreed", dtype=object)
    ended[:dropouts] = "dropout"
    if not together:
        ended = ended.reshape(3, 5).T.ravel()  # one to each therapist, and then a second
    found = pilot_of(OUTCOMES["dropout"], pd.DataFrame({"ending": ended, "therapist_id": whose}))
    assert found.mean == pytest.approx(dropouts / 15)
    assert 0.0 <= found.low < found.mean < found.high <= 1.0


def tiny(means, name):
    """What is told of an outcome by a pilot of three therapists with these means, each of two clients to either side of hers."""
    values = pd.Series([mean + apart for mean in means for apart in (-0.5, 0.5)])
    return components(values, pd.Series(np.repeat(np.arange(3), 2)), OUTCOMES[name].scale)


@pytest.mark.parametrize(
    ("name", "means", "way", "back"),
    [
        ("sessions_attended", [2.0, 3.0, 7.0], lambda x: np.log(x - 1.0), lambda z: 1.0 + np.exp(z)),
        ("wai_client_early", [2.0, 4.5, 4.5], lambda x: np.log((x - 1.0) / (5.0 - x)), lambda z: 5.0 - 4.0 / (1.0 + np.exp(z))),
    ],
)
def test_the_interval_of_a_mean_in_a_tiny_pilot_stays_where_it_may_be_and_is_what_its_scale_says(name, means, way, back):
    found, m = tiny(means, name), np.array(means)
    without = way((m.sum() - m) / 2.0)
    reach = 4.302653 * np.sqrt(2.0 / 3.0 * ((without - without.mean()) ** 2).sum())  # Student's t of three therapists
    assert (found.low, found.high) == (pytest.approx(back(way(m.mean()) - reach)), pytest.approx(back(way(m.mean()) + reach)))
    assert 1.0 < found.low < found.mean < found.high
    plain = components(pd.Series(np.repeat(m, 2) + np.tile([-0.5, 0.5], 3)), pd.Series(np.repeat(np.arange(3), 2)))
    assert plain.low < 1.0 or plain.high > 5.0  # what it would be without


def test_where_one_therapist_has_all_that_there_is_beyond_the_end_the_interval_ends_there():
    found = components(pd.Series([1.0, 1.0, 1.0, 1.0, 2.0, 6.0]), pd.Series([1, 1, 2, 2, 3, 3]), OUTCOMES["sessions_attended"].scale)
    assert found.low == 1.0
    assert found.high > found.mean == 2.0


def test_a_mean_at_the_end_of_its_scale_may_be_as_far_from_it_as_chance_has_hidden():
    whose = np.repeat(np.arange(10), 3)
    low, high = clustered(np.column_stack([np.ones(30), np.full(30, 5.0)]), whose, mean_of_sums, OUTCOMES["wai_client_early"].scale)
    unseen = stats.binomtest(0, 10).proportion_ci(method="exact").high
    assert (float(low), float(high)) == (pytest.approx(5.0 - 4.0 * unseen), 5.0)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["sessions_attended", "wai_client_early"])
def test_intervals_of_means_in_tiny_pilots_cover_the_mean_of_all_and_stay_where_it_may_be(name):
    rng, whose, n = np.random.default_rng(6), pd.Series(np.repeat(np.arange(6), 4)), 1500
    lasting = 5.0 * np.exp(rng.normal(-0.045, 0.3, (n, 6, 1)))  # sessions after the first that clients of a therapist come to, 5 on average
    made = {
        "sessions_attended": (rng.geometric(1.0 / (1.0 + lasting), (n, 6, 4)).astype(float), 6.0),
        "wai_client_early": (1.0 + 4.0 * rng.beta(4.0, 1.0, (n, 6, 4)), 4.2),
    }
    values, true = made[name]
    found = [components(pd.Series(each.ravel()), whose, OUTCOMES[name].scale) for each in values]
    covered = np.mean([each.low <= true <= each.high for each in found])
    plain = [components(pd.Series(each.ravel()), whose) for each in values]
    print(f"covered {covered:.3f}, without a scale {np.mean([each.low <= true <= each.high for each in plain]):.3f}")
    assert covered >= 0.93
    assert all(each.low >= 1.0 and (name == "sessions_attended" or each.high <= 5.0) for each in found)


@pytest.mark.slow
@pytest.mark.parametrize(("therapists", "clients", "chance"), [(10, 10, 0.02), (5, 4, 0.1)])
def test_intervals_of_rare_events_in_small_clinics_cover_their_chance(therapists, clients, chance):
    rng, whose = np.random.default_rng(4), pd.Series(np.repeat(np.arange(therapists), clients))
    found = [share(pd.Series(rng.random(len(whose)) < chance), whose) for _ in range(1500)]
    covered = np.mean([each.low <= chance <= each.high for each in found])
    print(f"covered {covered:.4f}")
    assert covered >= 0.95


def test_a_name_that_compare_has_too_is_the_same_quantity():
    run = simulate("small")
    compared, shared = outcomes(run), set(OUTCOMES) & set(COMPARED)
    assert shared == {"dropout", "wai_client_early", "sessions_attended"}
    for name in shared:
        assert OUTCOMES[name].of(run.dyads).to_numpy() == pytest.approx(compared[name].to_numpy(), nan_ok=True)


@pytest.mark.parametrize("name", OUTCOMES)
def test_every_outcome_has_its_components_in_a_clinic(name):
    dyads = simulate("small", settings={"clinic.dyads": 120}, record=False).dyads
    found = pilot_of(OUTCOMES[name], dyads)
    assert found.low < found.mean < found.high
    assert found.within > 0.0


def interval(values, whose):
    low, high = clustered(np.column_stack([np.ones(len(values)), values]), whose.to_numpy(), mean_of_sums)
    return float(low), float(high)


@pytest.mark.slow
def test_intervals_of_the_advised_size_cover_the_known_mean_and_are_as_narrow_as_promised():
    rng, wanted, n = np.random.default_rng(3), 0.1, 8
    ends, narrow = [], []
    for _ in range(3000):
        advice = advise(components(*clinic(40, n, rng)), wanted, n, 20)
        ends.append(interval(*clinic(advice.safe_therapists, n, rng)))
        variance = BETWEEN + WITHIN / n
        narrow.append(stats.t.ppf(0.975, advice.safe_therapists - 1) * (variance / advice.safe_therapists) ** 0.5 <= wanted)
    low, high = np.array(ends).T
    covered = ((low <= 5.0) & (high >= 5.0)).mean()
    print(f"covered {covered:.4f}, as narrow as promised {np.mean(narrow):.4f}")
    assert 0.93 <= covered <= 0.97
    assert ASSURANCE - 0.03 <= np.mean(narrow) <= ASSURANCE + 0.05


@pytest.mark.slow
def test_intervals_of_small_clinics_cover_the_mean_of_all_of_them():
    found = []
    for seed in range(1, 601):
        dyads = simulate("standard", settings={"clinic.dyads": 400}, seed=seed, record=False, engine="cohort").dyads
        each = [pilot_of(outcome, dyads) for outcome in OUTCOMES.values()]
        found.append([(c.mean, c.low, c.high) for c in each])
    mean, low, high = np.array(found).transpose(2, 0, 1)
    covered = ((low <= mean.mean(axis=0)) & (high >= mean.mean(axis=0))).mean(axis=0)
    print(dict(zip(OUTCOMES, covered.round(4), strict=True)))
    assert ((covered >= 0.925) & (covered <= 0.975)).all()  # 600 clinics tell to within 0.9 of a per cent


def test_more_clients_a_therapist_than_in_the_pilot_never_take_more_therapists():
    rng = np.random.default_rng(1)
    whose = np.repeat(np.arange(4), 15)
    found = components(pd.Series((rng.random(60) < 0.25).astype(float)), pd.Series(whose))
    bounds = [found.at_most(n) for n in (5, 10, 15, 15.001, 30, 100, 1000)]
    assert bounds[3:] == sorted(bounds[3:], reverse=True)
    assert bounds[2] == pytest.approx(bounds[3], rel=1e-3)
    assert advise(found, 0.5, 100, 4).safe_therapists <= 10


def test_a_half_width_next_to_nothing_is_refused_in_a_sentence():
    found = components(pd.Series([0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0]), pd.Series([0, 0, 1, 1, 2, 2, 3, 3]))
    with pytest.raises(SettingError, match="takes more than 10,000,000 therapists"):
        advise(found, 1e-300, 5, 4)


@pytest.mark.parametrize("half_width", ["0.02", None, True, 0.0, float("inf"), float("nan"), 10**400])
def test_a_half_width_that_is_none_is_refused(half_width):
    (fault,) = faults_of("dropout", half_width)
    assert fault.startswith("half-width must be a number of more than 0")


def test_a_pilot_that_no_memory_holds_is_refused_before_it_is_lived():
    asked = scenario("standard").but({"clinic.dyads": 100_000_000})
    with pytest.raises(SettingError, match="at most 1,000,000"):
        advised("dropout", 0.02, asked, Rules(), lambda i, n: None)
