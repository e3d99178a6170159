"""What goes unrepaired adds up, and clients leave on the sum; hostile clients come with some of it."""

from model.maths import unit
from model.rules.ending import dropout_chance as usual

CARRIES = {"grudge": (0.0, 0.0, 1.0, "what ruptures that were not repaired have added up to")}


def grudge_begins(client_hostility):
    """Grudge at intake, 0 to 1: as hostile as the client is."""
    return client_hostility


def grudge_after(grudge, rupture_severity, repaired):
    """Grudge as the session leaves it, 0 to 1: it fades slowly, and grows by every rupture that was not repaired."""
    return unit(0.9 * grudge + (0.0 if repaired else rupture_severity))


def dropout_chance(alliance_felt, hope, progress, session, grudge, p):
    """Probability that the client stays away for good, 0 to 1: as usual, and more the larger the grudge."""
    return unit(usual(alliance_felt, hope, progress, session, p) + 0.3 * grudge)
