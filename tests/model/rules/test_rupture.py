"""Ruptures, and their repair: each rule pulls in the direction that the theory says."""

import pytest

from model.fields import CONFRONTATION, WITHDRAWAL
from tests.support import more, says


def test_misunderstood_judged_and_reacted_to_strains_the_bond():
    assert more("bond_strain", "empathy_felt") < 0.0
    assert more("bond_strain", "regard_felt") < 0.0
    assert more("bond_strain", "countertransference") > 0.0


def test_a_task_left_undone_strains_the_tasks_the_more_the_harder_it_was():
    undone = {"homework_assigned": 1.0, "homework_done": 0.0}
    assert says("task_strain", **undone) > says("task_strain", homework_assigned=1.0, homework_done=1.0)
    assert more("task_strain", "homework_difficulty", **undone) > 0.0
    assert more("task_strain", "task") < 0.0


def test_working_for_different_things_strains_the_goals():
    assert more("goal_strain", "goal") < 0.0
    assert says("goal_strain", goal=1.0) == 0.0


def test_every_strain_makes_ruptures_likelier_and_worse():
    for strained in ("bond_strain", "task_strain", "goal_strain"):
        assert more("rupture_chance", strained) > 0.0
        assert more("rupture_severity", strained, noise=0.5) > 0.0


def test_anxious_clients_and_old_injuries_rupture_sooner_and_shared_steering_prevents_some():
    assert more("rupture_chance", "attachment_anxiety", 2.0, 6.0) > 0.0
    assert more("rupture_chance", "strain") > 0.0
    assert more("rupture_chance", "collaboration") < 0.0


def test_most_ruptures_are_small():
    mild = {"bond_strain": 0.2, "task_strain": 0.2, "goal_strain": 0.2}
    assert says("rupture_severity", noise=0.5, **mild) < 0.5 * says("rupture_severity", noise=1.0, **mild)


def test_avoidance_withdraws_and_hostility_and_anxiety_confront():
    assert more("confrontation_chance", "attachment_avoidance", 2.0, 6.0) < 0.0
    assert more("confrontation_chance", "client_hostility") > 0.0
    assert more("confrontation_chance", "attachment_anxiety", 2.0, 6.0) > 0.0


def test_silence_is_missed_more_easily_than_complaint():
    assert says("notice_chance", rupture_type=WITHDRAWAL) < says("notice_chance", rupture_type=CONFRONTATION)


def test_empathy_feedback_and_severity_make_ruptures_seen():
    for word in ("empathy_enacted", "collaboration", "rupture_severity"):
        assert more("notice_chance", word) > 0.0


@pytest.mark.parametrize("step", ["acknowledge", "explore", "renegotiate", "reinforce"])
def test_skill_and_practice_make_every_step_of_repair_likelier(step):
    assert more(f"{step}_chance", "therapist_repair_skill") > 0.0
    assert more(f"{step}_chance", "therapist_practice", 0.0, 0.1) > 0.0


def test_each_step_of_repair_takes_something_of_its_own():
    assert more("acknowledge_chance", "bond") > 0.0
    assert more("acknowledge_chance", "countertransference") < 0.0, "a therapist in her own reaction defends herself"
    assert more("explore_chance", "safety") > 0.0
    assert more("explore_chance", "empathy_felt") > 0.0
    assert more("renegotiate_chance", "collaboration") > 0.0
    assert more("reinforce_chance", "congruence_felt") > 0.0
    assert more("reinforce_chance", "regard_felt") > 0.0


def test_an_unrepaired_rupture_leaves_strain_and_a_full_repair_clears_old_strain():
    assert says("strain_after", strain=0.0, rupture_severity=0.6) > 0.0
    assert says("strain_after", strain=0.5) < 0.5, "strain fades"
    mended = says("strain_after", strain=0.5, rupture_severity=0.6, repair_stage=4.0, repaired=1.0)
    assert mended < says("strain_after", strain=0.5)


def test_every_step_of_repair_that_was_taken_limits_the_damage():
    for name in ("bond_after", "safety_after"):
        left = [says(name, rupture_severity=0.6, repair_stage=float(stage)) for stage in range(4)]
        assert left == sorted(left), name
        assert left[0] < left[3], name
    strains = [says("strain_after", rupture_severity=0.6, repair_stage=float(stage)) for stage in range(4)]
    assert strains == sorted(strains, reverse=True)
