"""Ruptures: when the alliance is strained, how it shows, and how it mends step by step."""

from model.fields import BOND, CONFRONTATION, GOAL, TASK, WITHDRAWAL
from model.maths import HALFWAY, ORDINARY, insecurity, left_open, logistic, unit, weighed


def bond_strain(empathy_felt, regard_felt, countertransference, transference, overwhelm, p):
    """How hard today pulls at the bond, 0 and up: misread, judged, flooded, met by the therapist's own reaction.

    To the old story even a neutral act may mean rejection.

    Mechanism: M16, M9, M8, M22, M10.  Source: Safran & Muran (2000); strengths assumed.
    """
    misread = p.strain_misread * (1.0 - empathy_felt)
    judged = p.strain_judged * (1.0 - regard_felt)
    flooded = p.strain_overwhelmed * overwhelm
    return misread + judged + flooded + p.strain_reaction * countertransference + p.strain_neutral * transference


def task_strain(task, homework_assigned, homework_done, homework_difficulty, admonished, p):
    """How hard today pulls at the agreement on tasks, 0 and up: not convinced, too hard, left undone, reproached for it.

    Mechanism: M16, M12.  Source: Safran & Muran (2000); theory text (Sarah); strengths assumed.
    """
    failed = homework_difficulty if homework_assigned and not homework_done else 0.0
    return p.strain_unconvinced * (1.0 - task) + p.strain_failed * failed + p.strain_admonished * admonished


def goal_strain(goal, p):
    """How hard today pulls at the agreement on goals, 0 and up; no bond makes up for different aims.

    Mechanism: M13, M16.  Source: Bordin (1979); strength assumed.
    """
    return p.strain_goals * (1.0 - goal)


def rupture_chance(bond_strain, task_strain, goal_strain, attachment_anxiety, strain, collaboration, p):
    """Probability that an observer would code a rupture in this session, minor ones included, 0 to 1.

    Every strain adds; anxious clients feel it sooner, old injuries reopen, shared steering prevents some.
    Mechanism: M16, M15, M25.  Source: Safran & Muran (2000); Eubanks-Carter, Muran & Safran (2010); strengths fitted.
    """
    pull = p.rupture_strain * (bond_strain + task_strain + goal_strain)
    prone = p.rupture_anxiety * (insecurity(attachment_anxiety) - HALFWAY) + p.rupture_lingers * strain
    return logistic(p.rupture_base + pull + prone - p.rupture_shared * (collaboration - ORDINARY))


def rupture_component(bond_strain, task_strain, goal_strain, noise, p):
    """Which component gives, 1 (bond) to 3 (goal), in proportion to the strains on the three.

    Mechanism: M16, M1.  Source: Safran & Muran (2000), Bordin (1979); proportions assumed.
    """
    bond, task = weighed(p.strains_locate, bond_strain, 1.0), weighed(p.strains_locate, task_strain, 1.0)
    pull = noise * (bond + task + weighed(p.strains_locate, goal_strain, 1.0))
    if pull < bond:
        return BOND
    return TASK if pull < bond + task else GOAL


def rupture_severity(bond_strain, task_strain, goal_strain, noise, p):
    """How badly the alliance was strained, 0 to 1: enough to be seen, mostly little, and more where the pulls are strong.

    Mechanism: M16.  Source: Safran & Muran (2000); shape assumed.
    """
    pull = bond_strain + task_strain + goal_strain
    return unit(p.severity_least + noise * noise * noise * (p.severity_base + p.severity_strain * pull))


def confrontation_chance(attachment_anxiety, attachment_avoidance, client_hostility, overwhelm, p):
    """Probability that a ruptured client confronts rather than withdraws, 0 to 1.

    Anxiety and hostility lead to complaint, avoidance and being flooded to silence.
    Mechanism: M16, M22, M25.  Source: Safran & Muran (2000); Eubanks, Muran & Safran (2018); strengths assumed.
    """
    loud = p.confrontation_anxiety * insecurity(attachment_anxiety) + p.confrontation_hostility * client_hostility
    quiet = p.withdrawal_avoidance * insecurity(attachment_avoidance) + p.withdrawal_overwhelm * overwhelm
    return logistic(p.confrontation_base + loud - quiet)


def notice_chance(empathy_enacted, collaboration, rupture_severity, rupture_type, p):
    """Probability that the therapist notices the rupture, 0 to 1: silence is easily missed, invited feedback shows it.

    Mechanism: M16, M15, M24, M10.  Source: Safran & Muran (2000); strengths assumed.
    """
    seen = p.notice_empathy * (empathy_enacted - ORDINARY) + p.notice_feedback * (collaboration - ORDINARY) + p.feedback_shows * p.feedback
    quiet = p.notice_quiet if rupture_type == WITHDRAWAL else 0.0
    return logistic(p.notice_base + seen + p.notice_severity * rupture_severity - quiet)


def raise_chance(open_severity, collaboration, safety, p):
    """Probability that a rupture that nobody has faced is taken up in a later session, by either, 0 to 1.

    A deep one is not forgotten; where both steer and it is safe, it can be spoken of.
    Mechanism: M17, M15, M3.  Source: Safran & Muran (2000), withdrawal today and naming it next time; strengths assumed.
    """
    easy = p.raise_shared * (collaboration - ORDINARY) + p.raise_safe * (safety - ORDINARY)
    return logistic(p.raise_base + easy + p.raise_depth * open_severity)


def open_severity_after(open_severity, rupture_severity, repair_stage, p):
    """Severity of what nobody has faced when the session is over, 0 to 1: the worst stays, fades, and is gone once acknowledged.

    Mechanism: M17.  Source: Safran & Muran (2000); strength assumed.
    """
    worst = rupture_severity if rupture_severity > open_severity else open_severity * (1.0 - p.strain_fades)
    return worst if repair_stage < 1.0 else worst * (1.0 - p.repair_heals)


def acknowledge_chance(therapist_repair_skill, therapist_practice, countertransference, bond, taken_up, rupture_type, p):
    """Probability that the therapist names the strain, validates it, and owns her part, 0 to 1.

    A therapist caught in her own reaction defends herself instead; a deep hurt, and an attack, are harder to face.
    Mechanism: M17, M9, M11, M16.  Source: Safran & Muran (2000); Eubanks, Muran & Safran (2018); strengths assumed.
    """
    skill = therapist_repair_skill + therapist_practice
    ready = p.repair_skill * (skill - HALFWAY) + p.repair_bond * (bond - ORDINARY) - p.repair_depth * taken_up
    attacked = p.repair_attacked if rupture_type == CONFRONTATION else 0.0
    return logistic(p.repair_base + ready - p.repair_reaction * countertransference - attacked)


def explore_chance(therapist_repair_skill, therapist_practice, empathy_felt, safety, taken_up, p):
    """Probability that both find out what the strain was about, 0 to 1: it takes safety and being understood.

    Mechanism: M17, M3, M10.  Source: Safran & Muran (2000); strengths assumed.
    """
    skill = therapist_repair_skill + therapist_practice
    open_enough = p.repair_understood * (empathy_felt - ORDINARY) + p.repair_safety * (safety - ORDINARY)
    return logistic(p.repair_base + p.repair_skill * (skill - HALFWAY) + open_enough - p.repair_depth * taken_up)


def renegotiate_chance(therapist_repair_skill, therapist_practice, collaboration, p):
    """Probability that task, goal or way of meeting is changed together, 0 to 1: it takes a therapist who shares power.

    Mechanism: M17, M15.  Source: Safran & Muran (2000); strengths assumed.
    """
    skill = therapist_repair_skill + therapist_practice
    return logistic(p.repair_base + p.repair_skill * (skill - HALFWAY) + p.repair_shared * (collaboration - ORDINARY))


def reinforce_chance(therapist_repair_skill, therapist_practice, congruence_felt, regard_felt, p):
    """Probability that faith in the client is conveyed and believed, 0 to 1: it must ring true.

    Mechanism: M17, M10.  Source: theory text; Safran & Muran (2000); strengths assumed.
    """
    skill = therapist_repair_skill + therapist_practice
    rings_true = p.repair_true * ((congruence_felt + regard_felt) / 2.0 - ORDINARY)
    return logistic(p.repair_base + p.repair_skill * (skill - HALFWAY) + rings_true)


def strain_after(strain, rupture_severity, taken_up, noticed, repair_stage, repaired, countertransference, p):
    """What unrepaired ruptures have left behind, 0 to 1: it fades, and a full repair clears as much as was torn.

    Where the therapist sees it and defends herself, she adds to it.
    Mechanism: M17, M9, M21.  Source: Safran & Muran (2000); strengths assumed.
    """
    left = unit(strain * (1.0 - p.strain_fades) - (p.repair_clears * taken_up if repaired else 0.0))
    defended = p.defence_hurts * countertransference if noticed and repair_stage < 1.0 else 0.0
    return unit(left + rupture_severity * (left_open(p.repair_heals * repair_stage) + defended))
