"""How therapy ends: each rule pulls in the direction that the theory says."""

from tests.support import more, says


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
