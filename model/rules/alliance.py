"""The alliance: bond, tasks, goals, the safety that carries them, and how the client experiences the whole."""

from model.fields import GOAL, TASK
from model.maths import ORDINARY, RENEGOTIATED, gate, insecurity, left_open, unit, weighed


def bond_intake(client_expectation, attachment_anxiety, attachment_avoidance, therapist_regard, p):
    """The bond after intake, 0 to 1: first warmth, hope, and the wariness that old relationships have taught.

    Mechanism: M5, M25, M10, M27.  Source: Notsu, Blansfield, Spina & Levy (2024) for attachment; strengths fitted.
    """
    wary = insecurity(attachment_anxiety) + p.intake_avoidance * insecurity(attachment_avoidance)
    warmth = p.intake_warmth * (therapist_regard - ORDINARY) + p.intake_hope * (client_expectation - ORDINARY)
    return unit(p.bond_start + warmth - p.intake_wary * (wary - 1.0))


def task_intake(client_expectation, therapist_collaboration, p):
    """Agreement on tasks after intake, 0 to 1: a rationale was given, and it was believed.

    Mechanism: M12, M15, M27.  Source: Bordin (1979); strengths assumed.
    """
    explained = p.intake_rationale * (therapist_collaboration - ORDINARY)
    return unit(p.task_start + explained + p.intake_hope * (client_expectation - ORDINARY))


def safety_intake(attachment_anxiety, therapist_reliability, p):
    """Felt safety after intake, 0 to 1.

    Mechanism: M3, M25.  Source: theory text; strengths assumed.
    """
    return unit(p.safety_start * therapist_reliability * gate(p.anxiety_unsettles, 1.0 - insecurity(attachment_anxiety)))


def bond_after(
    bond, empathy_felt, regard_felt, congruence_felt, therapist_reliability, attachment_avoidance, client_fit,
    progress, rupture_severity, taken_up, repair_stage, repaired, p,
):  # fmt: skip
    """The bond after the session, 0 to 1.

    Warmth, acceptance and reliability draw it up, faster at first, and so does getting better; an unrepaired rupture
    costs, less for every step of repair that was taken; a repaired one leaves it stronger than before.
    Mechanism: M1, M5, M10, M11, M17, M25, M27.  Source: Rogers (1957); Safran & Muran (2000); strengths fitted.
    """
    warmth = (empathy_felt + regard_felt + congruence_felt) / 3.0 * gate(p.reliability_carries, therapist_reliability)
    pace = p.bond_gain * gate(p.avoidance_slows, 1.0 - insecurity(attachment_avoidance))
    suits = p.fit_matters * client_fit + p.results_lift * progress
    grown = bond + pace * (unit(p.bond_reach * warmth + suits) - bond)
    stronger = p.repair_bonus * taken_up * (1.0 - bond) if repaired else 0.0
    return unit(grown + stronger - p.rupture_costs * rupture_severity * left_open(p.repair_heals * repair_stage))


def bond_missed(bond, p):
    """The bond after a week without the session that was due, 0 to 1: rapport must be maintained.

    Mechanism: M5.  Source: theory text; strength assumed.
    """
    return bond * (1.0 - p.absence_cools)


def task_after(
    task, collaboration, client_fit, client_receptivity, progress, homework_assigned, homework_done, homework_difficulty,
    rupture_component, rupture_severity, repair_stage, p,
):  # fmt: skip
    """Agreement on tasks after the session, 0 to 1.

    Explained and chosen together it grows, results and a task done prove it, a failed one breeds doubt; a task
    rupture costs it unless the task itself is renegotiated.
    Mechanism: M1, M12, M14, M15, M17, M27.  Source: Bordin (1979); theory text; strengths assumed.
    """
    heard = p.rationale * gate(p.receptivity_matters, client_receptivity / p.ordinary_receptivity) + (1.0 - p.rationale) * collaboration
    suits = p.fit_matters * client_fit + p.results_lift * progress
    grown = task + p.task_rate * (unit(heard + suits) - task)
    if homework_assigned:
        grown += p.task_proves * (1.0 - task) if homework_done else -p.task_discourages * homework_difficulty * task
    if rupture_component == TASK:
        costs = p.rupture_costs * rupture_severity
        if repair_stage >= RENEGOTIATED:
            return unit(grown + weighed(p.repair_heals, p.renegotiation_agrees * (1.0 - task), -costs))
        grown -= costs * left_open(p.repair_heals * repair_stage)
    return unit(grown)


def goal_talk(session, rupture_component, repair_stage, collaboration, p):
    """How much of today goes into agreeing on aims, 0 to 1: all of it when goals are reviewed or renegotiated.

    Intake, which is session 0, counts as a review.
    Mechanism: M13, M15, M17.  Source: theory text; strength assumed.
    """
    shared = gate(p.talk_shared, collaboration)
    if session % p.review_every == 0.0:
        return shared
    if rupture_component == GOAL and repair_stage >= RENEGOTIATED:
        return weighed(p.repair_heals, 1.0, p.goals_in_passing) * shared
    return p.goals_in_passing * shared


def goal_wish_after(goal_wish, goal_aim, goal_talk, p):
    """What the client works for after today's talk, 0 (symptom relief) to 1 (change of personality).

    Mechanism: M13.  Source: theory text; strength assumed.
    """
    return goal_wish + p.client_yields * goal_talk * (goal_aim - goal_wish)


def goal_aim_after(goal_aim, goal_wish, goal_talk, p):
    """What the therapist works for with this client after today's talk, 0 to 1, same axis.

    Mechanism: M13, M2.  Source: theory text (the patient's goals lead); strength assumed.
    """
    return goal_aim + p.therapist_yields * goal_talk * (goal_wish - goal_aim)


def alliance(bond, task, goal, p):
    """Bond, task and goal taken together, 0 to 1, each with the same weight.

    Mechanism: M1.  Source: Bordin (1979); Horvath & Greenberg (1989).
    """
    return (bond + task + goal) / 3.0


def client_occasion_after(client_occasion, noise, p):
    """The client's passing tint on how the relationship seems today, of the 0 to 1 range: it lingers a little.

    Mechanism: M1.  Source: Crits-Christoph et al. (2011) on dependability; size fitted.
    """
    return p.occasion_stays * client_occasion + p.occasion_sd * noise


def therapist_occasion_after(therapist_occasion, noise, p):
    """The therapist's passing tint on how the relationship seems today, of the 0 to 1 range.

    Mechanism: M1.  Source: Tryon, Blackwell & Hammel (2007) on how little the two agree; size fitted.
    """
    return p.occasion_stays * therapist_occasion + p.occasion_sd * noise


def alliance_felt(alliance, strain, client_rating_bias, client_occasion, p):
    """The alliance as the client experiences it today, 0 to 1: what they act on, and what a questionnaire asks about.

    Mechanism: M1, M21.  Source: theory text (the client's perception counts); strength assumed.
    """
    return unit(alliance + client_rating_bias + client_occasion - p.strain_felt * strain)


def safety_after(safety, therapist_reliability, regard_felt, rupture_severity, repair_stage, overwhelm, p):
    """Felt safety after the session, 0 to 1: predictability and acceptance build it.

    What hurts it is a rupture that nobody faces, and being flooded with feeling.
    Mechanism: M3, M17, M22, M10.  Source: theory text (secure base); strengths assumed.
    """
    toward = unit(gate(p.reliability_secures, therapist_reliability) * (p.safety_unearned + p.safety_accepted * regard_felt))
    hurt = p.safety_flooded * overwhelm + (p.safety_hurt * rupture_severity if repair_stage < 1.0 else 0.0)
    return unit(safety + p.safety_rate * (toward - safety) - hurt)
