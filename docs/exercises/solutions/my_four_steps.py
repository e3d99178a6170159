"""Skill in repair is needed for no step: each depends on acceptance, closeness and safety."""


def acknowledge_chance(therapist_regard, bond):
    """Probability that the therapist names the strain, validates it, and owns her part, 0 to 1."""
    return 0.2 + 0.4 * therapist_regard + 0.3 * bond


def explore_chance(empathy_felt, safety):
    """Probability that both find out what the strain was about, 0 to 1."""
    return 0.4 + 0.3 * empathy_felt + 0.3 * safety


def renegotiate_chance(collaboration):
    """Probability that task, goal or way of meeting is changed together, 0 to 1."""
    return 0.5 + 0.5 * collaboration


def reinforce_chance(congruence_felt, regard_felt):
    """Probability that faith in the client is conveyed and believed, 0 to 1."""
    return 0.4 + 0.3 * congruence_felt + 0.3 * regard_felt
