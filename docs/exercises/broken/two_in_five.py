"""The therapist owns her part in two of five ruptures that she has noticed."""


def acknowledge_chance():
    """Probability that the therapist names the strain, validates it, and owns her part, 0 to 1."""
    return 0.4
