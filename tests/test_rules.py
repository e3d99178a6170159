"""Every rule keeps its contract, and every mechanism pulls in the direction that the theory says."""

import ast
import inspect
import math
import random
import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import maths
from model import session as order
from model.cohort.compiling import fast
from model.fields import BOND, CONFRONTATION, GOAL, TASK, WITHDRAWAL
from model.parameters import ASKED, RULES
from model.rule_files.brought import ORDER
from model.rule_files.contract import NOISY, inputs, known_words, parameters_read
from model.rules import DEFAULT, WEEKLY
from tests.support import corner, questions, says

EVERY_RULE = pytest.mark.parametrize("name", DEFAULT)
LONGEST_BODY = 12
PROMISES = {
    r"of the 0 to 1 range": (-math.inf, math.inf),
    r"-1 to 1\b": (-1.0, 1.0),
    r"0 (\([^)]*\) )?to 1\b": (0.0, 1.0),
    r"0 to 2\b": (0.0, 2.0),
    r"0 and up": (0.0, math.inf),
    r"0 to 180": (0.0, 180.0),
    r"1 \(bond\) to 3": (1.0, 3.0),
    r"ECR 1 to 7": (1.0, 7.0),
    r"OQ points": (-math.inf, math.inf),
}
"""How a rule's docstring words the range of what it says."""
BUILT_IN = {"M18", "M20", "M23"}
"""Shown by scenarios and experiments: no rule may claim to be the Dodo bird."""


def about(name: str) -> str:
    """A rule's docstring."""
    return inspect.getdoc(DEFAULT[name]) or ""


def promised(name: str) -> tuple[float, float]:
    """The range that a rule's docstring promises before it tells the mechanism."""
    said = about(name).partition("Mechanism:")[0]
    return next(limits for words, limits in PROMISES.items() if re.search(words, said))


# --- contracts --------------------------------------------------------------------------------------------------------


@EVERY_RULE
def test_a_rule_tells_its_mechanism_and_its_source(name):
    assert re.search(r"^Mechanism: M\d+(, M\d+)*\.", about(name), re.MULTILINE)
    assert re.search(r"Source: \S.*", about(name))


@EVERY_RULE
def test_a_rule_begins_with_what_comes_back_and_its_range(name):
    assert promised(name)
    assert about(name).splitlines()[0].strip().endswith((".", ":"))


@EVERY_RULE
def test_a_rule_is_at_most_a_dozen_lines(name):
    source = textwrap.dedent(inspect.getsource(DEFAULT[name]))
    first, *rest = ast.parse(source).body[0].body
    assert isinstance(first, ast.Expr)
    assert rest[-1].end_lineno - rest[0].lineno + 1 <= LONGEST_BODY


@EVERY_RULE
def test_a_rule_types_no_number_of_its_own(name):
    """What is strong, ordinary or enough is declared; left are 0, 1, and the 2 and 3 by which means divide."""
    source = ast.parse(textwrap.dedent(inspect.getsource(DEFAULT[name])))
    divisors = {id(n.right) for n in ast.walk(source) if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Div)}
    for n in ast.walk(source):
        if isinstance(n, ast.Constant) and isinstance(n.value, int | float):
            assert n.value in ((0.0, 1.0, 2.0, 3.0) if id(n) in divisors else (0.0, 1.0)), f"line {n.lineno}: {n.value}"


@EVERY_RULE
def test_a_rule_asks_only_for_known_words(name):
    assert set(inputs(DEFAULT[name])) <= set(known_words(name, name in WEEKLY))
    assert set(parameters_read(DEFAULT[name])) <= set(ASKED)


@EVERY_RULE
def test_a_rule_that_may_ask_for_noise_does_and_no_other(name):
    assert ("noise" in inputs(DEFAULT[name])) == (name in NOISY)


@EVERY_RULE
@given(data=st.data())
def test_a_rule_keeps_its_promise_anywhere_in_the_declared_ranges(name, data):
    low, high = promised(name)
    said = DEFAULT[name](**data.draw(questions(name)))
    assert math.isfinite(said)
    assert low - 1e-9 <= said <= high + 1e-9


@EVERY_RULE
def test_a_rule_keeps_its_promise_where_everything_is_extreme(name):
    low, high = promised(name)
    coin = random.Random(name)
    for _ in range(500):
        given = corner(name, coin)
        said = DEFAULT[name](**given)
        assert low - 1e-9 <= said <= high + 1e-9, f"{said} for {given}"


@pytest.mark.parametrize("name", [n for n in DEFAULT if n.endswith("_chance")])
def test_a_chance_is_promised_to_be_a_probability(name):
    assert promised(name) == (0.0, 1.0)


@EVERY_RULE
def test_a_rule_calls_no_other_rule(name):
    called = {n.func.id for n in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(DEFAULT[name])))) if isinstance(n, ast.Call)}
    assert called.isdisjoint(DEFAULT)


def test_the_session_calls_every_rule():
    called = {
        n.func.attr
        for n in ast.walk(ast.parse(inspect.getsource(order)))
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and getattr(n.func.value, "id", "") == "rules"
    }
    assert called == {*DEFAULT, *ORDER.values()}


def test_every_strength_is_read_by_somebody():
    read = {a for rule in DEFAULT.values() for a in parameters_read(rule)}
    tree = ast.parse(inspect.getsource(order))
    read |= {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute) and getattr(n.value, "id", "") == "p"}
    assert {n.short for n in RULES} <= read


def test_every_mechanism_of_the_theory_has_a_rule():
    claimed = {m for name in DEFAULT for m in re.findall(r"\bM\d+\b", about(name))}
    assert claimed == {f"M{i}" for i in range(1, 28)} - BUILT_IN


def test_compiled_helpers_give_the_same_bits():
    for x in (-800.0, -40.0, -1.5, -0.0, 0.0, 0.3, 1.0, 37.0, 800.0):
        assert fast(maths.logistic)(x) == maths.logistic(x)
        assert fast(maths.unit)(x) == maths.unit(x)
        assert fast(maths.gate)(0.3, x) == maths.gate(0.3, x)
        assert fast(maths.weighed)(0.3, x, 0.6) == maths.weighed(0.3, x, 0.6)
        assert maths.weighed(1.0, x, 0.6) == x
        assert fast(maths.portion)(x, 1.0, 7.0) == maths.portion(x, 1.0, 7.0)
        assert fast(maths.clip)(x, -1.0, 1.0) == maths.clip(x, -1.0, 1.0)


# --- the encounter ----------------------------------------------------------------------------------------------------


def more(name: str, word: str, low: float = 0.3, high: float = 0.8, **rest) -> float:
    """How much more the rule says when `word` is high than when it is low, all else alike."""
    return says(name, **{word: high}, **rest) - says(name, **{word: low}, **rest)


def test_a_hostile_client_touches_a_vulnerable_therapist():
    assert more("reaction", "client_hostility") > 0.0
    assert more("reaction", "therapist_vulnerability") > 0.0
    assert more("reaction", "transference") > 0.0


def test_an_anxious_therapist_is_touched_by_distance_and_an_avoidant_one_by_need():
    assert more("reaction", "therapist_attachment_anxiety", 1.0, 7.0, attachment_avoidance=7.0, attachment_anxiety=1.0) > 0.0
    assert more("reaction", "therapist_attachment_avoidance", 1.0, 7.0, attachment_avoidance=1.0, attachment_anxiety=7.0) > 0.0
    assert more("reaction", "therapist_attachment_anxiety", 1.0, 7.0, p={"own_attachment_touches": 0.0}) == 0.0


def test_a_managed_reaction_is_a_tool():
    assert more("insight", "therapist_countertransference_management", reaction=0.5) > 0.0
    assert more("empathy_enacted", "insight", 0.0, 0.2) > 0.0
    assert says("insight", reaction=0.5, p={"reaction_informs": 0.0}) == 0.0


def test_insecure_attachment_wakes_transference_and_safety_lets_it_sleep():
    assert more("transference", "attachment_anxiety", 1.0, 7.0) > 0.0
    assert more("transference", "attachment_avoidance", 1.0, 7.0) > 0.0
    assert more("transference", "safety") < 0.0


def test_feeling_floods_where_safety_is_wanting():
    assert more("overwhelm", "safety") < 0.0
    assert more("overwhelm", "disclosure") > 0.0
    assert says("overwhelm", safety=1.0) == 0.0


def test_patterns_are_looked_at_from_a_secure_base():
    assert more("patterns", "safety", transference=0.4) > 0.0
    assert more("patterns", "insight", 0.0, 0.3, transference=0.4) > 0.0
    assert says("patterns", transference=0.0) == 0.0


def test_feedback_gives_the_alarm_where_nothing_has_become_better_and_makes_collaboration_a_procedure():
    late = {"session": 5.0, "distress_score_intake": 80.0, "p": {"feedback": 1.0}}
    assert says("alert", distress_score=85.0, **late) == 1.0
    assert says("alert", distress_score=50.0, **late) == 0.0
    assert says("alert", distress_score=85.0, **(late | {"p": {"feedback": 0.0}})) == 0.0
    assert more("collaboration", "alert", 0.0, 1.0) > 0.0
    assert says("collaboration", p={"feedback": 1.0}) > says("collaboration")
    assert says("notice_chance", p={"feedback": 1.0}) > says("notice_chance")


def test_management_keeps_reactions_in_hand_and_fatigue_loosens_the_hold():
    assert more("countertransference", "therapist_countertransference_management") < 0.0
    assert more("countertransference", "therapist_fatigue") > 0.0


def test_empathy_takes_both_accuracy_and_expression():
    assert more("empathy_enacted", "therapist_empathic_accuracy") > 0.0
    assert more("empathy_enacted", "therapist_empathic_expression") > 0.0
    assert says("empathy_enacted", therapist_empathic_accuracy=0.0) == 0.0
    assert says("empathy_enacted", therapist_empathic_expression=0.0) == 0.0


def test_a_therapist_caught_in_her_own_reaction_understands_less_and_seems_colder():
    for name in ("empathy_enacted", "regard_felt", "congruence_felt", "collaboration"):
        assert more(name, "countertransference") < 0.0, name


def test_an_avoidant_client_is_harder_to_read_opens_less_and_joins_less():
    for name in ("empathy_enacted", "disclosure", "collaboration"):
        assert more(name, "attachment_avoidance", 2.0, 6.0) < 0.0, name


def test_understanding_that_is_not_taken_in_is_not_felt():
    assert more("empathy_felt", "client_receptivity") > 0.0
    assert more("empathy_felt", "empathy_enacted") > 0.0


def test_old_relationships_colour_empathy_until_the_bond_has_proved_different():
    for name in ("empathy_felt", "regard_felt"):
        distrusted = more(name, "transference", 0.0, 1.0, bond=0.2)
        assert distrusted < more(name, "transference", 0.0, 1.0, bond=0.9) < 0.0
        assert more(name, "transference", 0.0, 1.0, p={"transference_colours": 0.0}) == 0.0
    assert more("bond_strain", "transference") > 0.0


def test_feeling_understood_opens_the_client_steeply_not_evenly():
    poor, middling, good = (says("disclosure", empathy_felt=e) for e in (0.2, 0.5, 0.8))
    assert good - middling > middling - poor > 0.0


def test_without_safety_there_is_little_disclosure():
    assert more("disclosure", "safety") > 0.0
    assert more("disclosure", "bond") > 0.0


# --- the work ---------------------------------------------------------------------------------------------------------


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


# --- ruptures and their repair ----------------------------------------------------------------------------------------


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


# --- the alliance -----------------------------------------------------------------------------------------------------


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


# --- change -----------------------------------------------------------------------------------------------------------


def test_relief_is_work_times_offer_with_diminishing_returns():
    assert more("relief", "work") > 0.0
    assert more("relief", "offer") > 0.0
    assert more("relief", "offer", work=0.0) == 0.0
    assert more("relief", "work", 0.2, 0.4) > more("relief", "work", 0.6, 0.8)


def test_those_who_suffer_little_have_little_to_gain():
    assert more("relief", "chronic_distress", 50.0, 120.0) > 0.0
    assert says("relief", chronic_distress=20.0) == 0.0


def test_touching_painful_things_hurts_and_safety_and_understanding_hold_it():
    assert more("acute_distress_after", "disclosure", modality_evocation=1.0) > 0.0
    assert more("acute_distress_after", "overwhelm") > 0.0
    assert more("acute_distress_after", "empathy_felt", acute_distress=10.0) < 0.0
    assert more("acute_distress_after", "disclosure", modality_evocation=0.0) == 0.0


def test_attachment_eases_with_safety_and_more_with_safety_that_was_tested():
    for kind in ("anxiety", "avoidance"):
        name, word = f"attachment_{kind}_after", f"attachment_{kind}"
        eased, tested = says(name, **{word: 5.0}), says(name, **{word: 5.0}, repaired=1.0)
        assert tested < eased < 5.0
        assert says(name, **{word: 5.0}, safety=0.0) == 5.0


def test_hope_grows_by_being_understood_asked_and_seeing_first_results():
    assert more("hope_after", "empathy_felt") > 0.0
    assert more("hope_after", "collaboration") > 0.0
    assert more("hope_after", "progress", -0.5, 0.5) > 0.0
    assert more("hope_after", "progress", -0.5, 0.5, p={"results_encourage": 0.0}) == 0.0


def test_life_outside_goes_on_between_sessions():
    assert says("chronic_distress_between", chronic_distress=80.0, outlook=5.0) > 80.0
    assert 0.0 < says("outlook_after", outlook=5.0) < 5.0
    assert more("acute_distress_between", "life_event", 0.0, 1.0) > 0.0
    assert 0.0 < says("acute_distress_between", acute_distress=10.0) < 10.0
    assert more("acute_distress_between", "noise", -1.0, 1.0) > 0.0


# --- endings ----------------------------------------------------------------------------------------------------------


def test_a_weak_alliance_hopelessness_and_want_of_results_end_therapy_early():
    assert more("dropout_chance", "alliance_felt") < 0.0
    assert more("dropout_chance", "hope") < 0.0
    assert more("dropout_chance", "progress", -0.5, 0.5) < 0.0
    assert more("alliance_felt", "strain") < 0.0


def test_missed_appointments_make_it_likelier_that_nobody_comes_back():
    assert more("lapse_chance", "missed", 1.0, 3.0) > 0.0
    assert more("lapse_chance", "alliance_felt") < 0.0


def test_having_come_for_a_while_holds():
    assert more("dropout_chance", "session", 1.0, 10.0) < 0.0


def test_a_sound_alliance_brings_the_client_and_strain_keeps_away():
    assert more("attendance_chance", "alliance_felt") > 0.0
    assert more("attendance_chance", "strain") < 0.0


def test_those_who_are_well_end_by_agreement_though_not_at_once():
    assert more("good_enough_chance", "distress_score", 40.0, 90.0) < 0.0
    assert more("good_enough_chance", "progress", 0.0, 0.5) > 0.0
    assert more("good_enough_chance", "session", 1.0, 10.0) > 0.0


def test_where_the_length_is_fixed_nobody_ends_by_agreement_before_the_plan():
    for name in ("good_enough_chance", "practical_chance"):
        assert says(name) > 0.0
        assert says(name, p={"fixed_length": 1.0}) == 0.0


# --- the therapist's week ---------------------------------------------------------------------------------------------


def test_sessions_and_ruptures_tire_and_resilience_restores():
    assert more("fatigue_after", "sessions_held", 2.0, 20.0) > 0.0
    assert more("fatigue_after", "ruptures_met", 0.0, 5.0) > 0.0
    assert more("fatigue_after", "therapist_resilience", therapist_fatigue=0.5) < 0.0


def test_ruptures_that_were_met_teach_repair_up_to_a_ceiling():
    assert more("practice_after", "ruptures_met", 0.0, 5.0) > 0.0
    assert says("practice_after", therapist_practice=0.15, ruptures_met=5.0, p={"practice_ceiling": 0.15}) == 0.15
