"""The encounter: how the two read each other, and how far the client opens."""

from math import sqrt

from model.maths import gate, portion, unit


def countertransference(therapist_vulnerability, therapist_countertransference_management, therapist_fatigue, client_hostility, noise, p):
    """The therapist's own reaction to this client today, 0 (calm) to 1 (caught up in it).

    The client's stance touches the therapist's own unresolved matters; management keeps the reaction in hand,
    fatigue loosens the hold.
    Mechanism: M9.  Source: Hayes, Gelso, Goldberg & Kivlighan (2018); strengths fitted.
    """
    touched = therapist_vulnerability * (1.0 + p.hostility_touches * (client_hostility - 0.3))
    in_hand = gate(p.management_holds, 1.0 - therapist_countertransference_management)
    return unit(touched * in_hand * (1.0 + p.fatigue_loosens * therapist_fatigue) + p.reaction_sd * noise)


def empathy_enacted(therapist_empathic_accuracy, therapist_empathic_expression, countertransference, attachment_avoidance, noise, p):
    """Empathy as an observer would code it, 0 to 1: understood accurately *and* put into words.

    A guarded client is harder to read, and a therapist caught in her own reaction reads less well.
    Mechanism: M10, M14, M24, M9.  Source: Elliott, Bohart, Watson & Murphy (2018); strengths assumed.
    """
    hidden = gate(p.avoidance_hides, 1.0 - portion(attachment_avoidance, 1.0, 7.0))
    clear = gate(p.reaction_blinds, 1.0 - countertransference)
    accuracy = unit(therapist_empathic_accuracy * hidden * clear + p.empathy_sd * noise)
    return sqrt(accuracy * therapist_empathic_expression)


def empathy_felt(empathy_enacted, client_receptivity, attachment_anxiety, bond, noise, p):
    """Empathy as the client feels it, 0 to 1.

    What is offered must be taken in; a good bond lends credit, and the expectation of old relationships
    (transference) takes some away until the bond has proved different.
    Mechanism: M8, M14, M24.  Source: Elliott et al. (2018); strengths assumed.
    """
    taken_in = empathy_enacted * gate(p.receptivity_matters, client_receptivity)
    old_story = p.transference * portion(attachment_anxiety, 1.0, 7.0) * (1.0 - bond)
    return unit(p.empathy_reach * taken_in + p.bond_lends * (bond - 0.5) - old_story + p.felt_sd * noise)


def regard_felt(therapist_regard, countertransference, attachment_anxiety, bond, noise, p):
    """Positive regard as the client feels it, 0 to 1: the therapist's acceptance, less what her own reaction shows.

    Mechanism: M10, M8, M9.  Source: Rogers (1957); Farber, Suzuki & Lynch (2018); strengths assumed.
    """
    offered = therapist_regard * gate(p.reaction_chills, 1.0 - countertransference)
    old_story = p.transference * portion(attachment_anxiety, 1.0, 7.0) * (1.0 - bond)
    return unit(offered + p.bond_lends * (bond - 0.5) - old_story + p.felt_sd * noise)


def congruence_felt(therapist_congruence, countertransference, bond, noise, p):
    """Genuineness as the client feels it, 0 to 1: a reaction that is not owned shows as a false note.

    Mechanism: M10, M9.  Source: Rogers (1957); Kolden et al. (2018); strengths assumed.
    """
    offered = therapist_congruence * gate(p.reaction_chills, 1.0 - countertransference)
    return unit(offered + p.bond_lends * (bond - 0.5) + p.felt_sd * noise)


def collaboration(therapist_collaboration, countertransference, attachment_avoidance, p):
    """How far today's work is a joint endeavour, 0 to 1: the therapist invites, the client joins.

    Mechanism: M15.  Source: Tryon, Birch & Verkuilen (2018); strengths assumed.
    """
    joined = gate(p.avoidance_holds_back, 1.0 - portion(attachment_avoidance, 1.0, 7.0))
    return unit(therapist_collaboration * gate(p.reaction_blinds, 1.0 - countertransference) * joined)


def disclosure(safety, empathy_felt, bond, attachment_avoidance, noise, p):
    """How deep the client goes today, 0 to 1.

    Safety opens the door, a good bond lets more be risked, and feeling understood opens it steeply, not evenly.
    Mechanism: M3, M4, M11, M14.  Source: theory text; Elliott et al. (2018); strengths assumed.
    """
    understood = gate(p.understanding_opens, empathy_felt * empathy_felt / 0.6)
    risked = gate(p.safety_opens, safety) * gate(p.bond_emboldens, 0.4 + bond)
    guarded = gate(p.avoidance_closes, 1.0 - portion(attachment_avoidance, 1.0, 7.0))
    return unit(understood * risked * guarded + p.disclosure_sd * noise)
