"""The therapist always owns her part."""


def acknowledge_chance():
    """Probability that the therapist names the strain, validates it, and owns her part, 0 to 1."""
    return 1.0
