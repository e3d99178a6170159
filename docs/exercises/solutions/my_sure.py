"""A therapist with high regard nearly always owns her part."""


def acknowledge_chance(therapist_regard, bond):
    """Probability that the therapist names the strain, validates it, and owns her part, 0 to 1."""
    return 0.3 + 0.4 * therapist_regard + 0.3 * bond
