"""The closer the two are, the more readily the therapist owns her part."""

from model.maths import ORDINARY, logistic


def acknowledge_chance(therapist_regard, bond, p):
    """Probability that the therapist names the strain, validates it, and owns her part, 0 to 1."""
    return logistic(p.repair_bond * (bond - ORDINARY) + 2.0 * (therapist_regard - ORDINARY))
