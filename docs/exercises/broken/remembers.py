"""A therapist who has once owned her part finds it easier the next time."""

OWNED = []


def acknowledge_chance(therapist_regard, hope_tomorrow):
    """Probability that the therapist names the strain, validates it, and owns her part, 0 to 1."""
    OWNED.append(therapist_regard)
    return min(1.0, 0.4 + 0.1 * len(OWNED))
