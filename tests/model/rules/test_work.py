"""What the work of a session takes and gives: each rule pulls in the direction that the theory says."""

from model.fields import TASK
from tests.support import more, says


def test_difficult_homework_is_done_less():
    assert more("homework_chance", "homework_difficulty") < 0.0


def test_homework_that_was_bought_into_is_done_more():
    assert more("homework_chance", "task") > 0.0
    assert more("homework_chance", "hope") > 0.0


def test_self_criticism_keeps_difficult_homework_undone_but_not_easy_homework():
    assert more("homework_chance", "self_acceptance", homework_difficulty=0.8) > 0.0
    assert more("homework_chance", "self_acceptance", homework_difficulty=0.0) == 0.0


def test_reproach_comes_from_a_therapist_who_is_caught_up_and_keeps_the_agenda_to_herself():
    assert more("admonish_chance", "countertransference") > 0.0
    assert more("admonish_chance", "collaboration") < 0.0
    assert more("admonish_chance", "therapist_regard") < 0.0
    assert more("regard_felt", "admonished", 0.0, 1.0) < 0.0
    assert more("task_strain", "admonished", 0.0, 1.0) > 0.0


def test_self_acceptance_is_taught_by_acceptance_and_lost_by_failing_and_by_reproach():
    assert more("self_acceptance_after", "regard_felt") > 0.0
    failed = {"homework_assigned": 1.0, "homework_done": 0.0, "homework_difficulty": 0.8}
    assert says("self_acceptance_after", **failed, regard_felt=0.3) < says("self_acceptance_after", regard_felt=0.3)
    assert more("self_acceptance_after", "admonished", 0.0, 1.0) < 0.0
    assert more("engagement", "self_acceptance") > 0.0


def test_an_injury_that_nobody_faces_and_flooding_do_lasting_harm():
    assert says("harm", rupture_severity=0.8, repair_stage=0.0) > says("harm", rupture_severity=0.8, repair_stage=1.0)
    assert more("harm", "overwhelm") > 0.0
    assert says("harm") == 0.0


def test_getting_better_lifts_bond_and_tasks_unless_it_is_switched_off():
    for name in ("bond_after", "task_after"):
        assert more(name, "progress", -0.5, 0.5) > 0.0
        assert more(name, "progress", -0.5, 0.5, p={"results_lift": 0.0}) == 0.0
    assert says("progress", distress=60.0, distress_intake=80.0) == 0.5
    assert says("progress", distress=60.0, distress_intake=80.0, p={"results_seen": 0.0}) == 0.0


def test_a_renegotiated_task_is_smaller_and_a_mastered_one_grows():
    before = 0.5
    mended = says("difficulty_after", homework_difficulty=before, rupture_component=TASK, repair_stage=3.0)
    assert mended < before
    assert says("difficulty_after", homework_difficulty=before, rupture_component=TASK, repair_stage=2.0) == before
    assert says("difficulty_after", homework_difficulty=before, homework_assigned=1.0, homework_done=1.0) > before
    assert says("difficulty_after", homework_difficulty=before, homework_assigned=1.0, homework_done=0.0, collaboration=0.0) == before
    assert says("difficulty_after", homework_difficulty=before, homework_assigned=1.0, homework_done=0.0, collaboration=0.8) < before


def test_a_sound_alliance_and_hope_draw_the_client_into_the_work_and_strain_keeps_out():
    assert more("engagement", "alliance") > 0.0
    assert more("engagement", "hope") > 0.0
    assert more("engagement", "client_expectation") > 0.0
    assert more("engagement", "strain") < 0.0


def test_without_engagement_there_is_no_work_and_without_work_no_relief():
    assert says("work", engagement=0.0, disclosure=1.0, homework_done=1.0) == 0.0
    assert says("relief", work=0.0) == 0.0
    assert says("relief", work=0.5) > 0.0


def test_disclosure_and_done_tasks_feed_the_work_by_the_modalitys_roads():
    assert more("work", "disclosure", engagement=0.4) > 0.0
    assert more("work", "homework_done", 0.0, 1.0, engagement=0.4) > 0.0
    assert more("work", "disclosure", engagement=0.4, modality_depth_road=0.0) == 0.0
    assert more("work", "homework_done", 0.0, 1.0, engagement=0.4, modality_task_road=0.0) == 0.0


def test_a_bond_without_tasks_and_goals_is_little_help():
    supportive_talk = says("offer", bond=0.9, task=0.05, goal=0.05)
    assert supportive_talk < 0.5 * says("offer", bond=0.9, task=0.8, goal=0.8)
    assert says("relief", offer=supportive_talk) < says("relief", offer=says("offer", bond=0.9, task=0.8, goal=0.8))


def test_a_technique_without_an_alliance_does_little():
    best = says("offer", modality_technique=1.0, bond=0.9, task=0.9, goal=0.9)
    assert says("offer", modality_technique=1.0, bond=0.0, task=0.0, goal=0.0) < 0.25 * best
    assert says("offer", modality_technique=0.0, bond=1.0, task=1.0, goal=1.0) == 0.0


def test_goals_matter_to_the_offer_whatever_the_bond():
    assert more("offer", "goal", bond=1.0) > 0.0
