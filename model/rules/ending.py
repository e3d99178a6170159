"""Endings: who comes, who stays, and the roads out."""

from model.maths import logistic


def attendance_chance(alliance_felt, strain, p):
    """Probability that the client keeps the appointment this week, 0 to 1.

    Mechanism: M27, M21.  Source: assumed.
    """
    return logistic(p.attendance_base + p.attendance_alliance * (alliance_felt - 0.6) - p.attendance_strain * strain)


def dropout_chance(alliance_felt, strain, session, p):
    """Probability that the client stays away for good after this session, 0 to 1.

    A weak alliance as felt and unhealed ruptures push; having come for a while holds.
    Mechanism: M21.  Source: Sharf, Primavera & Diener (2010); Swift & Greenberg (2012); strengths fitted.
    """
    habit = p.dropout_habit * session / (p.habit_half + session)
    return logistic(p.dropout_base - p.dropout_alliance * (alliance_felt - 0.6) + p.dropout_strain * strain - habit)


def good_enough_chance(distress, session, p):
    """Probability that both find it good enough and end by agreement, 0 to 1; never where the length is fixed.

    Mechanism: M21.  Source: Baldwin et al. (2009), good-enough level; strengths fitted.
    """
    early = p.good_enough_early / session
    well = logistic((p.good_enough_level - distress) / p.good_enough_width - early)
    return p.good_enough_rate * well * (1.0 - p.fixed_length)


def practical_chance(session, p):
    """Probability that short plans, life or money end it by agreement, 0 to 1; never where the length is fixed.

    Mechanism: M21.  Source: assumed; fitted to the number of sessions (Baldwin et al. 2009).
    """
    short = p.practical_first if session < 2.0 else p.practical_rate
    return short * (1.0 - p.fixed_length)
