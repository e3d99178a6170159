"""What happens between two people in a session: each rule pulls in the direction that the theory says."""

from tests.support import more, says


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
