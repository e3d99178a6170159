"""Avoidant clients hide that they are hurt, so that the therapist notices less."""

from model.maths import insecurity
from model.rules.rupture import notice_chance as usual


def notice_chance(empathy_enacted, collaboration, rupture_severity, rupture_type, attachment_avoidance, p):
    """Probability that the therapist notices the rupture, 0 to 1: as usual, less the more avoidant the client is with her."""
    return usual(empathy_enacted, collaboration, rupture_severity, rupture_type, p) * (1.0 - insecurity(attachment_avoidance))
