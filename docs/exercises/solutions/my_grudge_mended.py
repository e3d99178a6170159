"""What goes unrepaired adds up, and clients leave on the sum; a full repair takes all of it away."""

from model.maths import unit
from model.rules.ending import dropout_chance as usual

CARRIES = {"grudge": (0.0, 0.0, 1.0, "what ruptures that were not repaired have added up to")}


def grudge_after(grudge, rupture_severity, repaired):
    """Grudge as the session leaves it, 0 to 1: nothing after a full repair; else it fades slowly, and grows by every rupture."""
    return 0.0 if repaired else unit(0.9 * grudge + rupture_severity)


def dropout_chance(alliance_felt, hope, progress, session, grudge, p):
    """Probability that the client stays away for good, 0 to 1: as usual, and more the larger the grudge."""
    return unit(usual(alliance_felt, hope, progress, session, p) + 0.3 * grudge)
