"""The closer the two are, the more readily the therapist owns her part."""


def acknowledge_chance(therapist_regard, bnod, p):
    """Probability that the therapist names the strain, validates it, and owns her part, 0 to 1."""
    return 0.2 + 0.4 * therapist_regard + p.repair_bonds * bnod
