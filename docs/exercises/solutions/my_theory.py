"""Restored hope: the demoralised are healed by hope, whoever restores it and by whatever procedure (Frank & Frank 1991)."""

from model.maths import MOST_DISTRESS, clip, unit

PARAMETERS = {"pace": (0.5, 0.0, 5.0, "share of the distance to the resting level that a session of full hope takes away")}


def relief(hope, chronic_distress, client_resting_level, client_responsiveness, p):
    """Chronic distress that today's session takes away, OQ points, 0 and up: in proportion to hope."""
    return unit(p.pace * client_responsiveness * hope) * clip(chronic_distress - client_resting_level, 0.0, MOST_DISTRESS)
