"""Bond, tasks and goals: each rule pulls in the direction that the theory says."""

import pytest

from model.fields import BOND, GOAL, TASK
from tests.support import more, says


def test_an_unrepaired_rupture_costs_the_bond():
    assert says("bond_after", rupture_severity=0.6) < says("bond_after")


def test_a_repaired_rupture_leaves_the_bond_stronger_than_before():
    mended = says("bond_after", bond=0.5, rupture_severity=0.6, repair_stage=4.0, repaired=1.0)
    assert mended > says("bond_after", bond=0.5) > 0.5


def test_warmth_acceptance_genuineness_and_reliability_build_the_bond():
    for word in ("empathy_felt", "regard_felt", "congruence_felt", "therapist_reliability"):
        assert more("bond_after", word) > 0.0, word


def test_rapport_grows_fastest_at_first_and_more_slowly_with_an_avoidant_client():
    assert says("bond_after", bond=0.2) - 0.2 > says("bond_after", bond=0.5) - 0.5
    assert more("bond_after", "attachment_avoidance", 2.0, 6.0, bond=0.3) < 0.0


def test_rapport_that_is_not_maintained_cools():
    assert says("bond_missed", bond=0.6) < 0.6


def test_first_impressions_come_from_warmth_hope_and_old_wariness():
    assert more("bond_intake", "therapist_regard") > 0.0
    assert more("bond_intake", "client_expectation") > 0.0
    assert more("bond_intake", "attachment_avoidance", 2.0, 6.0) < 0.0
    assert more("task_intake", "therapist_collaboration") > 0.0
    assert more("safety_intake", "therapist_reliability") > 0.0
    assert more("safety_intake", "attachment_anxiety", 2.0, 6.0) < 0.0


def test_a_task_done_wins_agreement_and_a_hard_one_left_undone_loses_it():
    due = {"homework_assigned": 1.0, "homework_difficulty": 0.7}
    assert says("task_after", homework_done=1.0, **due) > says("task_after") > says("task_after", homework_done=0.0, **due)


def test_a_task_rupture_costs_agreement_on_tasks_unless_the_task_is_renegotiated():
    torn = {"rupture_component": TASK, "rupture_severity": 0.6}
    assert says("task_after", **torn) < says("task_after") < says("task_after", repair_stage=3.0, **torn)


def test_a_rupture_of_the_bond_leaves_the_tasks_alone():
    assert says("task_after", rupture_component=BOND, rupture_severity=0.6) == says("task_after")


def test_collaboration_wins_agreement_on_tasks():
    assert more("task_after", "collaboration") > 0.0


def test_goals_are_talked_about_when_due_or_torn_and_hardly_else():
    review = says("goal_talk", session=12.0, p={"review_every": 6.0})
    assert review == says("goal_talk", session=0.0), "intake is a review"
    assert review == says("goal_talk", session=7.0, rupture_component=GOAL, repair_stage=3.0)
    assert says("goal_talk", session=7.0, p={"review_every": 6.0}) < review


def test_goal_talk_brings_the_two_together_and_neither_past_the_other():
    wish, aim = (says(f"goal_{who}_after", goal_wish=0.2, goal_aim=0.8, goal_talk=1.0) for who in ("wish", "aim"))
    assert 0.2 < wish <= 0.8
    assert 0.2 <= aim < 0.8
    assert says("goal_wish_after", goal_wish=0.2, goal_aim=0.8, goal_talk=0.0) == 0.2


def test_bond_tasks_and_goals_make_up_the_alliance_alike():
    gains = [more("alliance", word) for word in ("bond", "task", "goal")]
    assert gains == pytest.approx([gains[0]] * 3)
    assert gains[0] > 0.0


def test_unhealed_ruptures_and_a_dark_day_darken_the_alliance_as_felt():
    assert more("alliance_felt", "strain") < 0.0
    assert more("alliance_felt", "client_occasion", -0.1, 0.1) > 0.0
    assert more("alliance_felt", "client_rating_bias", -0.1, 0.1) > 0.0


def test_a_passing_tint_lingers_a_little_and_fades():
    for who in ("client", "therapist"):
        left = says(f"{who}_occasion_after", **{f"{who}_occasion": 0.2})
        assert 0.0 < left < 0.2


def test_predictability_and_acceptance_build_safety_and_unmended_ruptures_hurt_it():
    assert more("safety_after", "therapist_reliability") > 0.0
    assert more("safety_after", "regard_felt") > 0.0
    assert more("safety_after", "rupture_severity") < 0.0
