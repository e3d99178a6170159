"""The closer the two are, the more readily the therapist owns her part."""

from model.maths import unit


def acknowledge_chance(therapist_regard, bond, p):
    """Probability that the therapist names the strain, validates it, and owns her part, 0 to 1."""
    return unit(0.2 + 0.4 * therapist_regard + p.repair_bond * bond)
