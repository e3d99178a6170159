"""Endings: who comes, who stays, and the roads out."""

from model.maths import ORDINARY, gate, logistic, unit


def attendance_chance(alliance_felt, strain, p):
    """Probability that the client keeps the appointment this week, 0 to 1.

    Mechanism: M27, M21.  Source: assumed.
    """
    return logistic(p.attendance_base + p.attendance_alliance * (alliance_felt - ORDINARY) - p.attendance_strain * strain)


def week_off_chance(p):
    """Probability that a holiday or an illness of either makes it a week off, agreed and without harm, 0 to 1.

    Mechanism: M27.  Source: assumed.
    """
    return p.week_off


def lapse_chance(missed, alliance_felt, p):
    """Probability that a client who missed appointments stays away for good, 0 to 1; `missed` counts them in a row.

    Who has agreed to a fixed number of sessions comes back more easily.
    Mechanism: M21, M27.  Source: assumed.
    """
    held = p.dropout_alliance * (alliance_felt - ORDINARY) + p.plan_holds * p.fixed_length
    return logistic(p.lapse_base + p.lapse_grows * (missed - 1.0) - held)


def dropout_chance(alliance_felt, hope, progress, session, p):
    """Probability that the client stays away for good after this session, 0 to 1.

    A weak alliance as felt pushes, hopelessness and want of results do; having come for a while holds, and so does a
    number of sessions agreed on beforehand, with its known end.
    Mechanism: M21, M26, M27.  Source: Sharf, Primavera & Diener (2010); Swift & Greenberg (2012); strengths fitted, a plan's assumed.
    """
    habit = p.dropout_habit * session / (p.habit_half + session)
    worth = p.dropout_hope * (hope - ORDINARY) + p.dropout_progress * progress
    held = habit + p.plan_holds * p.fixed_length
    return logistic(p.dropout_base - p.dropout_alliance * (alliance_felt - ORDINARY) - worth - held)


def good_enough_chance(distress, distress_score, progress, strain, session, p):
    """Probability that both find it good enough and end by agreement, 0 to 1; never where the length is fixed.

    What counts is how the client is, by what they say and by the questionnaire in equal parts, and that it has become
    better; where something between the two is unhealed, they do not part in peace.
    Mechanism: M21.  Source: Baldwin et al. (2009), good-enough level; strengths fitted.
    """
    early = p.good_enough_early / session
    stands = (distress + distress_score) / 2.0
    well = logistic((p.good_enough_level - stands) / p.good_enough_width + p.good_enough_progress * progress - early)
    return p.good_enough_rate * well * gate(p.good_enough_peace, 1.0 - strain) * (1.0 - p.fixed_length)


def practical_chance(session, strain, p):
    """Probability that short plans, life or money end it by agreement, 0 to 1; never where the length is fixed.

    Where something between the two is unhealed, practical reasons are at hand sooner.
    Mechanism: M21.  Source: assumed; fitted to the number of sessions (Baldwin et al. 2009).
    """
    short = p.practical_first if session <= 1.0 else p.practical_rate
    return unit(short * (1.0 + p.practical_pretext * strain)) * (1.0 - p.fixed_length)
