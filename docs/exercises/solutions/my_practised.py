"""A therapist who has once owned her part finds it easier the next time."""


def acknowledge_chance(therapist_practice):
    """Probability that the therapist names the strain, validates it, and owns her part, 0 to 1."""
    return 0.4 + 0.6 * therapist_practice / (0.005 + therapist_practice)
