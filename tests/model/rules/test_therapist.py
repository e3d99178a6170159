"""The therapist's week: each rule pulls in the direction that the theory says."""

from tests.support import more, says


def test_sessions_and_ruptures_tire_and_resilience_restores():
    assert more("fatigue_after", "sessions_held", 2.0, 20.0) > 0.0
    assert more("fatigue_after", "ruptures_met", 0.0, 5.0) > 0.0
    assert more("fatigue_after", "therapist_resilience", therapist_fatigue=0.5) < 0.0


def test_ruptures_that_were_met_teach_repair_up_to_a_ceiling():
    assert more("practice_after", "ruptures_met", 0.0, 5.0) > 0.0
    assert says("practice_after", therapist_practice=0.15, ruptures_met=5.0, p={"practice_ceiling": 0.15}) == 0.15
