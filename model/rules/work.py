"""The work: tasks between the sessions, the client's effort, and what therapy has to offer it."""

from math import sqrt

from model.fields import TASK, WITHDRAWAL
from model.maths import HALFWAY, ORDINARY, RENEGOTIATED, gate, logistic, unit


def assign_chance(modality_homework):
    """Probability that a task for the coming week is agreed on today, 0 to 1: as often as the modality works with tasks.

    Mechanism: M12, M22.  Source: theory text (homework in CBT); shares assumed.
    """
    return modality_homework


def homework_chance(task, homework_difficulty, hope, self_acceptance, engagement, p):
    """Probability that the task due today was done, 0 to 1: bought into, within reach, and hoped to help.

    Who is hard on themselves fears to fail at a hard task, and puts it off.

    Mechanism: M12, M22, M26.  Source: Mausbach et al. (2010) for its use; strengths assumed.
    """
    drawn = p.homework_task * (task - HALFWAY) + p.homework_hope * (hope - HALFWAY) + p.homework_engaged * (engagement - ORDINARY)
    feared = p.homework_fear * homework_difficulty * (1.0 - self_acceptance)
    return logistic(p.homework_base + drawn - p.homework_hard * homework_difficulty - feared)


def admonish_chance(homework_difficulty, countertransference, therapist_sternness, therapist_regard, collaboration, p):
    """Probability that the therapist reproaches the client for a task left undone, 0 to 1.

    A stern therapist who keeps the agenda to herself, and is caught in her own reaction, sees unwillingness where there is fear.
    Mechanism: M12, M9, M15, M10.  Source: theory text (not by admonishing Sarah for non-compliance); strengths assumed.
    """
    patient = p.admonish_regard * (therapist_regard - p.ordinary_regard) + p.admonish_shared * (collaboration - ORDINARY)
    strict = p.admonish_stern * (therapist_sternness - p.ordinary_sternness) + p.admonish_reaction * countertransference
    return logistic(p.admonish_base + strict - patient - homework_difficulty)


def difficulty_after(homework_difficulty, homework_assigned, homework_done, rupture_component, repair_stage, collaboration, p):
    """Difficulty of the next task, 0 to 1: a renegotiated task is much smaller, a mastered one grows a little.

    Where the client sets the pace, a task left undone is made a little smaller without more ado.
    Mechanism: M12, M15, M17.  Source: theory text (Sarah's fifteen minutes); strengths assumed.
    """
    usual = homework_difficulty
    if homework_assigned and homework_done:
        usual = unit(homework_difficulty + p.mastery_stretches * (p.difficulty_ceiling - homework_difficulty))
    elif homework_assigned:
        usual = homework_difficulty * (1.0 - p.pace_shared * collaboration)
    if rupture_component == TASK and repair_stage >= RENEGOTIATED:
        return usual * (1.0 - p.repair_heals * p.renegotiation_shrinks)
    return usual


def engagement(alliance, hope, self_acceptance, strain, rupture_type, rupture_severity, client_expectation, p):
    """How much the client puts into the work today, 0 to 1: a sound alliance, hope and self-acceptance draw the client in.

    Who has withdrawn from a rupture is elsewhere.
    Mechanism: M6, M16, M21, M26, M27.  Source: theory text; Constantino et al. (2018) for expectation; strengths fitted.
    """
    drawn = (
        p.engagement_alliance * (alliance - ORDINARY)
        + p.engagement_hope * (hope - ORDINARY)
        + p.engagement_acceptance * (self_acceptance - HALFWAY)
    )
    expected = p.engagement_expectation * (client_expectation - ORDINARY)
    away = p.engagement_withdrawn * rupture_severity if rupture_type == WITHDRAWAL else 0.0
    return logistic(p.engagement_base + drawn + expected - p.engagement_strain * strain - away)


def work(engagement, disclosure, patterns, homework_done, modality_task_road, modality_depth_road, modality_pattern_road, p):
    """What the client's effort amounts to today, 0 to 1, by the roads that the modality offers.

    Without engagement there is none: the client is the agent of change.
    Mechanism: M6, M12, M4, M22.  Source: theory text; strengths fitted.
    """
    tasks = modality_task_road * (1.0 if homework_done else 0.0)
    depth = modality_depth_road * disclosure + modality_pattern_road * patterns
    return unit(engagement * (p.session_road + tasks + depth))


def offer(bond, task, goal, modality_technique, p):
    """What therapy has to offer today, 0 to 2: technique, carried by the bond and channelled by tasks and goals.

    A bond without agreed tasks and goals is supportive talk; a technique without an alliance does little.
    Mechanism: M7, M19.  Source: Bordin (1979); Wampold & Imel (2015); strengths fitted.
    """
    channelled = gate(p.channel_matters, sqrt(task * goal))
    return modality_technique * channelled * gate(p.bond_carries, bond)
