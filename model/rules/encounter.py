"""The encounter: how the two read each other, and how far the client opens."""

from math import sqrt

from model.maths import HALFWAY, ORDINARY, gate, insecurity, unit


def transference(attachment_anxiety, attachment_avoidance, safety, noise, p):
    """How far old relationships colour what the client expects of the therapist today, 0 to 1.

    Who learned to fear rejection expects it here too; felt safety lets the expectation sleep.
    Mechanism: M8, M25, M3.  Source: theory text (transference); strengths assumed.
    """
    learned = p.anxiety_transfers * insecurity(attachment_anxiety) + p.avoidance_transfers * insecurity(attachment_avoidance)
    return unit(learned * gate(p.safety_quiets, 1.0 - safety) + p.transference_sd * noise)


def reaction(
    therapist_vulnerability, therapist_attachment_anxiety, therapist_attachment_avoidance, client_hostility,
    attachment_anxiety, attachment_avoidance, transference, noise, p,
):  # fmt: skip
    """What the client touches in the therapist today, 0 to 1.

    Her own unresolved matters answer to hostility and to the client's old story; an anxious therapist is touched by
    distance, an avoidant one by need.
    Mechanism: M9, M8, M25.  Source: Hayes, Gelso, Goldberg & Kivlighan (2018); strengths assumed.
    """
    met = p.hostility_touches * (client_hostility - p.ordinary_hostility) + p.transference_touches * transference
    distance = insecurity(therapist_attachment_anxiety) * insecurity(attachment_avoidance)
    need = insecurity(therapist_attachment_avoidance) * insecurity(attachment_anxiety)
    return unit(
        therapist_vulnerability * (p.vulnerability_answers + met) + p.own_attachment_touches * (distance + need) + p.reaction_sd * noise
    )


def countertransference(reaction, therapist_countertransference_management, therapist_fatigue, p):
    """The part of her reaction that the therapist acts out, 0 (calm) to 1 (caught up in it).

    Management keeps it in hand, fatigue loosens the hold.
    Mechanism: M9, M27.  Source: Hayes, Gelso, Goldberg & Kivlighan (2018); strengths assumed.
    """
    in_hand = gate(p.management_holds, 1.0 - therapist_countertransference_management)
    return unit(reaction * in_hand * (1.0 + p.fatigue_loosens * therapist_fatigue))


def insight(reaction, therapist_countertransference_management, p):
    """The part of her reaction that tells the therapist something about the client, 0 to 1: the obstacle as a tool.

    Mechanism: M9.  Source: theory text (countertransference used reflectively); strength assumed.
    """
    return unit(p.reaction_informs * reaction * therapist_countertransference_management)


def empathy_enacted(
    therapist_empathic_accuracy, therapist_empathic_expression, therapist_fatigue, countertransference, insight,
    attachment_avoidance, noise, p,
):  # fmt: skip
    """Empathy as an observer would code it, 0 to 1: understood accurately *and* put into words.

    A guarded client is harder to read, a therapist caught in her own reaction, or tired, reads less well, and one
    who learns from it reads better.
    Mechanism: M10, M14, M24, M9, M27, M25.  Source: Elliott, Bohart, Watson & Murphy (2018); strengths assumed.
    """
    hidden = gate(p.avoidance_hides, 1.0 - insecurity(attachment_avoidance))
    clear = gate(p.reaction_blinds, 1.0 - countertransference) * gate(p.fatigue_dulls, 1.0 - therapist_fatigue)
    accuracy = unit(therapist_empathic_accuracy * hidden * clear + insight + p.empathy_sd * noise)
    return sqrt(accuracy * therapist_empathic_expression)


def empathy_felt(empathy_enacted, client_receptivity, client_fit, transference, bond, noise, p):
    """Empathy as the client feels it, 0 to 1.

    What is offered must be taken in; a good bond lends credit, and the expectation of old relationships
    (transference) takes some away until the bond has proved different.
    Mechanism: M8, M14, M24, M11.  Source: Elliott et al. (2018); strengths assumed.
    """
    taken_in = empathy_enacted * gate(p.receptivity_matters, client_receptivity)
    old_story = p.transference_colours * transference * (1.0 - bond)
    suits = p.bond_lends * (bond - HALFWAY) + p.fit_felt * client_fit
    return unit(p.empathy_reach * taken_in + suits - old_story + p.felt_sd * noise)


def regard_felt(therapist_regard, countertransference, transference, admonished, bond, noise, p):
    """Positive regard as the client feels it, 0 to 1: the therapist's acceptance, less what her own reaction shows.

    A reproach is heard as judgment; the old story hears judgment in neutral words.
    Mechanism: M10, M8, M9, M12, M11.  Source: Rogers (1957); Farber, Suzuki & Lynch (2018); strengths assumed.
    """
    offered = therapist_regard * gate(p.reaction_chills, 1.0 - countertransference) - p.admonition_stings * admonished
    old_story = p.transference_colours * transference * (1.0 - bond)
    return unit(offered + p.bond_lends * (bond - HALFWAY) - old_story + p.felt_sd * noise)


def congruence_felt(therapist_congruence, countertransference, bond, noise, p):
    """Genuineness as the client feels it, 0 to 1: a reaction that is not owned shows as a false note.

    Mechanism: M10, M9, M11.  Source: Rogers (1957); Kolden et al. (2018); strengths assumed.
    """
    offered = therapist_congruence * gate(p.reaction_chills, 1.0 - countertransference)
    return unit(offered + p.bond_lends * (bond - HALFWAY) + p.felt_sd * noise)


def alert(distress_score, distress_score_intake, session, p):
    """Whether feedback is in use and says that the client is not on track, 0 to 1: off or on track is 0.

    Mechanism: M15.  Source: Lambert & Harmon (2018) for the procedure; thresholds assumed.
    """
    late = session > p.alert_from
    return p.feedback * (1.0 if late and distress_score > distress_score_intake - p.alert_expects else 0.0)


def collaboration(therapist_collaboration, countertransference, attachment_avoidance, alert, p):
    """How far today's work is a joint endeavour, 0 to 1: the therapist invites, the client joins.

    Feedback makes the invitation a procedure, most of all where it gives the alarm.
    Mechanism: M15, M9, M25.  Source: Tryon, Birch & Verkuilen (2018); strengths assumed.
    """
    joined = gate(p.avoidance_holds_back, 1.0 - insecurity(attachment_avoidance))
    invited = therapist_collaboration + p.feedback_invites * p.feedback + p.alert_adjusts * alert
    return unit(invited * gate(p.reaction_blinds, 1.0 - countertransference) * joined)


def disclosure(safety, empathy_felt, bond, attachment_avoidance, noise, p):
    """How deep the client goes today, 0 to 1.

    Safety opens the door, a good bond lets more be risked, and feeling understood opens it steeply, not evenly.
    Mechanism: M3, M4, M11, M14, M10, M25.  Source: theory text; Elliott et al. (2018); strengths assumed.
    """
    understood = gate(p.understanding_opens, empathy_felt * empathy_felt / ORDINARY)
    risked = gate(p.safety_opens, safety) * gate(p.bond_emboldens, 1.0 - ORDINARY + bond)
    guarded = gate(p.avoidance_closes, 1.0 - insecurity(attachment_avoidance))
    return unit(understood * risked * guarded + p.disclosure_sd * noise)


def overwhelm(disclosure, safety, modality_evocation, p):
    """Painful feeling beyond what the safety of the relationship can hold, 0 to 1.

    Mechanism: M22, M3, M4.  Source: theory text (trauma-focused work needs safety); strength assumed.
    """
    return unit(p.overwhelms * modality_evocation * disclosure * (1.0 - safety))


def patterns(transference, insight, disclosure, safety, modality_pattern_road, p):
    """How far the old relationship is looked at in the new one, 0 to 1: it must be awake, and safe enough to be looked at.

    Only a modality that works with it takes it up.

    Mechanism: M22, M8, M9, M3, M4.  Source: theory text (the secure base to explore transference); strength assumed.
    """
    awake = p.patterns_reach * transference * (p.patterns_unaided + insight) * disclosure
    return unit(awake * gate(p.secure_base, safety)) * unit(modality_pattern_road)
