"""What changes in a client: each rule pulls in the direction that the theory says."""

from tests.support import more, says


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
