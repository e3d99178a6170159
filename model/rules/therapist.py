"""The therapist: what a week of sessions leaves in her. These rules are asked at the end of the week."""

from model.maths import unit


def fatigue_after(therapist_fatigue, therapist_resilience, sessions_held, ruptures_met, p):
    """The therapist's tiredness as the next week begins, 0 to 1: sessions and ruptures tire, rest restores.

    Mechanism: M27.  Source: assumed.
    """
    rested = therapist_fatigue * (1.0 - p.rest * therapist_resilience)
    return unit(rested + p.session_tires * sessions_held + p.rupture_tires * ruptures_met)


def practice_after(therapist_practice, ruptures_met, p):
    """Skill in repair gained on the job, 0 to 1: every rupture that was met teaches a little.

    Mechanism: M27.  Source: assumed.
    """
    left_to_learn = unit(p.practice_ceiling - therapist_practice)
    return therapist_practice + unit(p.practice_rate * ruptures_met) * left_to_learn
