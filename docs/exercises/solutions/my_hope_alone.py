"""Restored hope, and nothing else: no injury adds to distress, and nothing soothes or stirs it for the moment."""

from model.maths import MOST_DISTRESS, clip, unit

PARAMETERS = {"pace": (0.2, 0.0, 5.0, "share of the distance to the resting level that a session of full hope takes away")}


def relief(hope, chronic_distress, client_resting_level, client_responsiveness, p):
    """Chronic distress that today's session takes away, OQ points, 0 and up: in proportion to hope."""
    return unit(p.pace * client_responsiveness * hope) * clip(chronic_distress - client_resting_level, 0.0, MOST_DISTRESS)


def harm():
    """Chronic distress that today's session adds, OQ points: none."""
    return 0.0


def acute_distress_after(acute_distress):
    """Acute distress as the session leaves it, OQ points: as it came."""
    return acute_distress
