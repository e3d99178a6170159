"""The record is read as it stands, measures measure what they say, and formulas agree with well-kept libraries."""

import json

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from scipy.stats import pearsonr

from experiments.evidence import score_tables, worlds
from experiments.evidence.ablation import RESTS_ON_INJURY, Ablation, silent, table
from experiments.evidence.models import NULLS, candidate, free, null_file, nulls
from experiments.evidence.sample import OBSERVED, TRUE, Sample, alpha, d, icc1, r
from experiments.evidence.scorecard import Score, estimate, measure_all, pooled, reproduced, scores
from experiments.evidence.targets import counted, parse, patterns, targets
from experiments.evidence.worlds import WORLDS, Theory, look, measured, worlds_of
from experiments.publishing import document
from model import SettingError
from model.parameters import NUMBERS, SEARCHED

FINDINGS = [*targets().items(), *patterns().items()]
EVERY = pytest.mark.parametrize(("key", "target"), FINDINGS, ids=[k for k, _ in FINDINGS])


def test_forty_two_findings_are_counted_and_at_least_fifteen_patterns():
    assert len(targets()) == 43
    assert len(counted()) == 42
    assert sum(p.counted for p in patterns().values()) >= 15


@EVERY
def test_a_finding_has_a_range_a_source_a_definition_and_worlds(key, target):
    assert target.low <= target.value <= target.high
    assert target.low < target.high
    assert target.source
    assert target.definition.endswith(".")
    assert set(worlds_of(target.measured)) <= set(WORLDS)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            {"measure": "alliance_outcom"},
            "[X] measure: nothing is called alliance_outcom in experiments/evidence/measures/. Did you mean alliance_outcome",
        ),
        ({"measure": "pearsonr"}, "nothing is called pearsonr"),
        ({"low": 0.4, "high": 0.4}, "[X] low must be below high; got 0.4 and 0.4."),
        ({"value": 0.9}, "[X] value must lie in [low, high] = [0.1, 0.4]; got 0.9."),
        ({"seen_before": "true"}, "[X] what was seen before is no test"),
        ({"soruce": "'me'"}, "[X] soruce is no part of a finding. Did you mean source?"),
    ],
)
def test_a_finding_that_cannot_be_one_is_refused_by_file_and_key(change, fault):
    good = {"says": "it", "measure": "alliance_outcome", "statistic": "r", "value": 0.3, "low": 0.1, "high": 0.4, "source": "me"}
    lines = [f"{k} = {v if isinstance(v, str) and v in ('true',) else json.dumps(v)}" for k, v in (good | change).items()]
    with pytest.raises(SettingError) as refused:
        parse("[X]\n" + "\n".join(lines), "mine.toml")
    assert any(line.startswith("mine.toml: ") and fault in line for line in refused.value.faults)


def test_the_error_of_a_finding_is_that_of_its_range_and_a_side_that_is_missing_is_as_wide_as_the_range():
    assert targets()["A01"].error == pytest.approx((0.319 - 0.236) / 3.92)
    assert targets()["D02"].error == pytest.approx(0.04 / 1.96)
    assert [k for k, t in targets().items() if t.one_sided] == ["D02", "O14a"]


def test_a_miss_counts_from_the_published_value_to_the_end_of_the_range():
    target = targets()["A01"]
    assert target.miss(target.value) == 0.0
    assert target.miss(target.high) == pytest.approx(1.0)
    assert target.miss(target.low) == pytest.approx(1.0)
    assert targets()["D02"].miss(0.02) == pytest.approx(0.5)  # the range begins with the published value


def test_a_finding_needs_a_mean_in_range_and_a_narrow_interval():
    target = targets()["A01"]
    assert Score("A01", 0.28, 0.27, 0.29, target).reproduced
    assert not Score("A01", 0.28, 0.23, 0.33, target).reproduced
    assert not Score("A01", 0.33, 0.325, 0.335, target).within


def test_the_largest_difference_is_taken_after_averaging():
    noisy = np.array([[0.1, -0.1], [-0.1, 0.1]])
    assert pooled(noisy) == 0.0
    assert pooled(np.array([0.1, 0.3])) == pytest.approx(0.2)


def test_the_interval_of_a_mean_is_the_usual_one():
    values = np.random.default_rng(1).normal(3.0, 1.0, 20)
    found, low, high = estimate(values)
    reach = 2.093024 * values.std(ddof=1) / np.sqrt(20)
    assert (found, low, high) == pytest.approx((values.mean(), values.mean() - reach, values.mean() + reach))


def test_alpha_is_that_of_two_items_by_hand_and_of_spearman_and_brown():
    by_hand = np.array([[1, 1], [2, 3], [3, 2], [4, 4]], float)  # variances 5/3 and 5/3, of the sums 6
    assert alpha(by_hand) == pytest.approx(2.0 * (1.0 - (10.0 / 3.0) / 6.0))
    rng = np.random.default_rng(2)
    parallel = rng.normal(size=(400, 1)) + rng.normal(size=(400, 4))
    assert alpha(parallel) == pytest.approx(0.8, abs=0.04)  # k r / (1 + (k - 1) r) with r = .5


def test_icc1_is_that_of_shrout_and_fleiss():
    """Shrout & Fleiss (1979), table 2: six targets, four judges, ICC(1,1) = .17."""
    judged = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float)
    assert icc1(judged.ravel(), np.repeat(np.arange(6), 4)) == pytest.approx(0.17, abs=0.005)


def test_the_therapist_share_agrees_with_a_random_intercept_model():
    dyads = look(WORLDS["trained"], candidate(), 3, 60).dyads  # any clinic with sessions and scores
    twice = dyads[dyads.sessions_attended >= 2]
    model = smf.mixedlm("distress_score_last ~ distress_score_intake", twice, groups=twice.therapist_id).fit()
    between = float(model.cov_re.iloc[0, 0])
    share = between / (between + model.scale)
    out = Sample(dyads).outcome_of((dyads.sessions_attended >= 2).to_numpy())
    known = np.isfinite(out)
    assert icc1(out[known], dyads.therapist_id.to_numpy()[known]) == pytest.approx(share, abs=0.006)


def test_r_and_d_are_the_usual_ones():
    rng = np.random.default_rng(3)
    x, y = rng.normal(size=50), rng.normal(size=50)
    assert r(x, y) == pytest.approx(pearsonr(x, y).statistic)
    assert d(x + 1.0, y) == pytest.approx((x.mean() + 1.0 - y.mean()) / np.sqrt((x.var(ddof=1) + y.var(ddof=1)) / 2.0))


def small_sample() -> Sample:
    dyads = pd.DataFrame({"client_id": ["1-1", "1-2"], "therapist_id": 1, "sessions_attended": [3, 1],
                          "distress_score_intake": [90.0, 70.0], "distress_score_last": [60.0, 70.0]})  # fmt: skip
    sessions = pd.DataFrame({"session": [1, 2, 3, 1], "wai_client": [3.0, 3.5, 4.0, 2.0]})
    return Sample(dyads, sessions)


def test_a_sample_finds_the_rating_of_a_session_and_means_over_sessions():
    sample = small_sample()
    assert sample.at(3, "wai_client")[0] == 4.0
    assert np.isnan(sample.at(3, "wai_client")[1])
    assert sample.mean_of("wai_client").tolist() == [3.5, 2.0]
    assert sample.mean_of("wai_client", 2).tolist() == [3.25, 2.0]
    assert sample.twice.tolist() == [True, False]


def test_every_finding_can_be_measured_in_a_small_clinic_from_what_is_observed_and_what_is_declared_to_be_true(monkeypatch):
    def narrowed(**tables) -> Sample:
        known = {n: t if n == "items" else t[[c for c in t if c in OBSERVED | TRUE]] for n, t in tables.items()}
        return Sample(**known)

    monkeypatch.setattr(worlds, "Sample", narrowed)
    everything = {key: target.measured for key, target in FINDINGS}
    found = measured(everything, candidate(), 1, 12)
    assert set(found) == set(everything)
    assert all(np.isfinite(v).all() for k, v in found.items() if k not in ("O01a", "P17", "P29")), found


def test_theories_share_their_luck_and_seeds_have_their_own():
    few = {key: targets()[key] for key in ("S01", "D01")}
    found = measure_all([candidate(), Theory("again")], (1, 2), 10, findings=few)
    assert np.array_equal(found[candidate().name]["D01"], found["again"]["D01"])
    assert found["again"]["S01"][0] != found["again"]["S01"][1]
    assert reproduced(scores(found["again"], few))[1] == 2


def test_nulls_are_files_that_anyone_can_run_and_leave_out_what_they_cut():
    assert {t.name for t in nulls()} >= set(NULLS)
    for name in NULLS:
        scenario = null_file(name)
        bounds, start = free(Theory(name, scenario.settings))
        assert set(bounds) == set(start)
        assert not {n for n, v in scenario.settings.items() if v == 0.0} & set(bounds)
    assert "rules.trait_confounding" in free(Theory("trait", null_file("trait").settings))[0]


def test_the_frozen_set_holds_every_fitted_number_and_trait_confounding_is_off():
    assert all(s.low <= NUMBERS[n].default <= s.high for n, s in SEARCHED.items())
    assert NUMBERS["rules.trait_confounding"].default == 0.0


def scored(**values: float) -> list[Score]:
    """Scores of some patterns without any error."""
    return [Score(key, value, value, value, patterns()[key]) for key, value in values.items()]


FOUND = {
    candidate().name: scored(P05=0.1, P20=0.5, P10=0.5, P28=0.01),
    "noise": scored(P05=0.0, P20=0.0, P10=0.0, P28=0.01),
    "trait_recalibrated": scored(P05=0.0, P20=0.0, P10=0.0, P28=0.01),
}


def test_the_page_counts_apart_what_the_null_of_noise_misses():
    model, noise, trait = score_tables.counts(FOUND).splitlines()[2:]
    assert "| 2 of 3 | 2 of 2 | P10 |" in model
    assert "| 1 of 3 | 0 of 2 | P05 P20 |" in noise
    assert "| 1 of 3 | 0 of 2 | P05 P20 |" in trait


def test_the_page_tells_apart_what_separates_by_construction_and_every_miss():
    assert score_tables.separating(FOUND, by_construction=False).startswith("- **P05**")
    assert score_tables.separating(FOUND, by_construction=True).startswith("- **P20**")
    assert "P20" not in score_tables.separating(FOUND, by_construction=False)
    missed = score_tables.missed(FOUND).splitlines()
    assert [line[2:5] for line in missed] == ["P10", "P28"]
    assert "(not counted) (seen before)" in missed[1]
    assert score_tables.missed({"mine": scored(P05=0.1)}) == "- Nothing."


def test_patterns_that_null_models_miss_by_construction_are_met_by_none_of_those_switched_off():
    marked = {key: p for key, p in patterns().items() if p.by_construction}
    assert set(marked) == {"P07", "P08", "P17", "P18", "P20", "P29"}
    assert not any(p.holds(0.0) for p in marked.values())


def test_a_world_in_which_feedback_keeps_nobody_misses_that_it_does():
    assert not patterns()["P09"].holds(1.0)


def test_switches_that_break_nothing_are_named_and_values_without_injury_stand_beside_the_usual():
    values = dict.fromkeys(RESTS_ON_INJURY, 0.25)
    thrown = [
        Ablation(name, "it", *[0.0] * 6, breaks, (), values, dict.fromkeys(values, 0.125))
        for name, breaks in (("M3", ()), ("M17, injury alone", ("A01",)), ("M7", ()))
    ]
    assert silent(thrown) == "M3; M7"
    assert silent(thrown[1:2]) == "none"
    assert document.injury_table(thrown).count("| 0.250 | 0.125 |") == len(RESTS_ON_INJURY)
    assert table(thrown)["A01"].tolist() == [0.125] * 3
