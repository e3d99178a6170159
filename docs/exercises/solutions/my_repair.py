"""Who accepts the client, and is close to them, can own her part in a strain, whatever her skill in repair."""


def acknowledge_chance(therapist_regard, bond):
    """Probability that the therapist names the strain, validates it, and owns her part, 0 to 1."""
    return 0.2 + 0.4 * therapist_regard + 0.3 * bond
