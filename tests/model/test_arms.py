"""Arms of a trial: allocation by luck of its own, assessments at the same weeks for those who come, wait, or have left."""

import numpy as np
import pandas as pd
import pytest

from experiments.counting import statistics
from experiments.counting.words import arms
from model import Scenario, SettingError, simulate
from model.deeds.interventions import Arm, interventions

HALF = {"clinic.wait_list": 0.5, "clinic.dyads": 400, "clinic.clients_per_therapist": 20}


@pytest.fixture(scope="module")
def trial():
    return simulate("wait_list")


def test_about_the_share_that_was_asked_for_waits_and_nobody_of_them_is_treated(trial):
    arms = trial.assessments.drop_duplicates("client_id").arm.value_counts()
    assert abs(arms["wait-list"] / arms.sum() - 0.5) < 0.1
    waiting = set(trial.assessments.query("arm == 'wait-list'").client_id)
    assert not waiting & set(trial.sessions.client_id)
    assert not waiting & set(trial.dyads.client_id)


def test_everybody_is_assessed_at_the_same_weeks(trial):
    weeks = trial.assessments.groupby("client_id").week.apply(tuple)
    assert set(weeks) == {(0, 8, 16)}


def test_who_left_is_assessed_as_gone_and_who_waits_as_waiting(trial):
    rows = trial.assessments
    assert set(rows.query("arm == 'wait-list'").state) == {"waiting"}
    left = trial.dyads.query("ending == 'dropout' and weeks < 8").client_id
    assert set(rows[rows.client_id.isin(left) & (rows.week >= 8)].state) == {"gone"}


def test_therapy_helps_more_than_waiting_and_waiting_helps_some(trial):
    at = trial.assessments.groupby(["arm", "week"], observed=True).distress_score.mean()
    assert at["therapy", 16] < at["wait-list", 16] - 3
    assert at["wait-list", 16] < at["wait-list", 0]


def test_the_difference_of_arms_is_cohens_d_on_outcome(trial):
    found = statistics.arms(trial.assessments).set_index("week")
    wide = trial.assessments.pivot_table(index=["client_id", "arm"], columns="week", values="distress_score", observed=True).reset_index(
        "arm"
    )
    frame = pd.DataFrame({"distress_score_intake": wide[0], "distress_score_last": wide[16]})
    out = statistics.outcome(frame)
    one, other = (out[wide.arm == arm] for arm in ("therapy", "wait-list"))
    pooled = np.sqrt(((len(one) - 1) * one.var() + (len(other) - 1) * other.var()) / (len(one) + len(other) - 2))
    assert found.d[16] == pytest.approx((one.mean() - other.mean()) / pooled)
    assert found.low[16] < found.d[16] < found.high[16]


def test_allocation_moves_no_other_luck():
    usual, half = (simulate("standard", settings=HALF | {"clinic.wait_list": share}, engine="cohort") for share in (0.0, 0.5))
    treated = half.dyads.set_index("client_id")
    same = usual.dyads.set_index("client_id").loc[treated.index]
    assert (treated.distress_score_intake == same.distress_score_intake).all()
    assert 100 < len(treated) < 300


def test_a_run_that_records_nothing_assesses_nobody():
    assert simulate("small", record=False).assessments.empty


SCHOOLS = tuple(Arm(name, 0.5, interventions([f": practises {name}"])) for name in ("cbt", "psychodynamic"))


def test_without_waiting_or_usual_therapy_each_arm_is_set_against_the_first():
    run = simulate(Scenario(settings={"clinic.dyads": 400}, arms=SCHOOLS))
    found = statistics.arms(run.assessments)
    assert set(found.arm) == {"psychodynamic"}
    assert set(found.against) == {"cbt"}
    assert np.isfinite(found.d).all()


def test_usual_therapy_is_the_reference_where_nobody_waits():
    run = simulate(Scenario(settings={"clinic.dyads": 300}, arms=(Arm("feedback", 0.5, interventions([": feedback"])),)))
    assert set(statistics.arms(run.assessments).against) == {"therapy"}


@pytest.mark.parametrize("name", ["feedback", "CBT 2", "as-usual_1", "Übung", "a" * 40])
def test_arms_have_plain_names(name):
    assert Scenario(arms=(Arm(name, 0.5, ()),)).arms[0].name == name


@pytest.mark.parametrize("name", ["", " ", " a", "a\n", "a\tb", "a\x1b[31m", "'a'", '"', "a,b", "a" * 41, 3, None])
def test_arms_with_other_names_are_refused_on_one_line(name):
    with pytest.raises(SettingError, match="a name has 1 to 40 letters, digits, spaces, - and _") as caught:
        Scenario(arms=(Arm(name, 0.5, ()),))
    (said,) = caught.value.faults
    assert said.isprintable()


@pytest.mark.parametrize("share", [0, -0.1, 1.1, float("nan"), "0.5", True, None])
def test_arms_have_a_share_of_all_clients(share):
    with pytest.raises(SettingError, match="arm a: share must be a number above 0 and at most 1") as caught:
        Scenario(arms=(Arm("a", share, ()),))
    assert len(caught.value.faults) == 1


def test_faults_of_arms_are_told_together_with_those_of_settings():
    arms = (Arm("a", 0.7, interventions(["1-1: repaired"])), Arm("a", 0.7, ()))
    with pytest.raises(SettingError) as caught:
        Scenario(seed=-1, settings={"clinic.dyads": 0, "clinic.wait_list": 2.0}, arms=arms)
    assert len(caught.value.faults) == 6


def test_a_trial_is_reported_with_its_arms_units_and_sign(trial):
    began = statistics.allocated(trial.assessments, trial.dyads)
    assert began.n.sum() == trial.assessments.client_id.nunique()
    assert began.set_index("arm").dropout["therapy"] == (trial.dyads.ending == "dropout").mean()
    told = arms(began, statistics.arms(trial.assessments))
    for words in (
        "wait-list (waits)",
        "OQ-45 points",
        "adjusted for distress at intake",
        "positive where the arm named first",
        "dropped out",
    ):
        assert words in told
    assert "nan" not in told
