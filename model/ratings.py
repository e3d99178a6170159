"""Windows: what questionnaires show of a dyad.

Rules read none of them but the distress score, which feedback is about, and which both have seen before the session.
What is filled in after it (`rate`) has luck of its own: a run that keeps no ratings draws none.
"""

from math import floor

from model.maths import MOST_DISTRESS, clip

RELIABLE_CHANGE, CUT_OFF = 14.0, 64.0
"""OQ-45: points of reliable change, and the lowest clinical score (cut-off 63/64), from memory of Lambert et al. (2004)."""


def whole_points(x, low, high):
    """`x` as an answer on a scale of whole points from `low` to `high`."""
    return clip(float(floor(x + 0.5)), low, high)


def measured(m, noise):
    """The distress questionnaire, OQ-45 metric, 0 to 180 in whole points."""
    return whole_points(m.dyad.distress + m.p.score_sd * noise, 0.0, MOST_DISTRESS)


def scored(m):
    """The distress questionnaire as it is filled in before the session."""
    return measured(m, m.luck.distress_score)


def assessed(m):
    """The distress questionnaire as it is, or would be, filled in at the end of a week."""
    return measured(m, m.luck.assessment_score)


def subscale(items, first, noise, level, sd):
    """Fill four WAI-SR items with answers around `level` (0 to 1); their mean, 1 to 5."""
    answers = 0.0
    for i in range(first, first + 4):
        items[i] = whole_points(1.0 + 4.0 * level + sd * noise[i], 1.0, 5.0)
        answers += items[i]
    return answers / 4.0


def rate_alliance(m):
    """The WAI-SR of both, after the session: each subscale with a halo of the whole, the rater's bias and tint.

    Source: Hatcher & Gillaspy (2006), 12 items of 1 to 5 points, four a subscale; biases and noise fitted by hand.
    """
    d, luck, shown, p = m.dyad, m.luck, m.ratings, m.p
    whole = p.halo * d.alliance
    own = 1.0 - p.halo
    bond, task, goal = whole + own * d.bond, whole + own * d.task, whole + own * d.goal
    tint = m.client.rating_bias + d.client_occasion - p.strain_felt * d.strain
    items, z, tints = shown.wai_client_items, luck.wai_client_items, luck.wai_client_parts
    shown.wai_client_bond = subscale(items, 0, z, bond + tint + p.part_sd * tints[0], p.item_sd)
    shown.wai_client_task = subscale(items, 4, z, task + tint + p.part_sd * tints[1], p.item_sd)
    shown.wai_client_goal = subscale(items, 8, z, goal + tint + p.part_sd * tints[2], p.item_sd)
    shown.wai_client = (shown.wai_client_bond + shown.wai_client_task + shown.wai_client_goal) / 3.0
    tint = m.therapist.rating_bias + d.therapist_occasion
    items, z, tints = shown.wai_therapist_items, luck.wai_therapist_items, luck.wai_therapist_parts
    shown.wai_therapist_bond = subscale(items, 0, z, bond + tint + p.part_sd * tints[0], p.item_sd)
    shown.wai_therapist_task = subscale(items, 4, z, task + tint + p.part_sd * tints[1], p.item_sd)
    shown.wai_therapist_goal = subscale(items, 8, z, goal + tint + p.part_sd * tints[2], p.item_sd)
    shown.wai_therapist = (shown.wai_therapist_bond + shown.wai_therapist_task + shown.wai_therapist_goal) / 3.0


def rate_conditions(m):
    """Rogers' conditions as rated, 1 to 5: the client's ratings share the alliance as felt, the therapist's her bias."""
    d, luck, shown, p = m.dyad, m.luck, m.ratings, m.p
    halo, own, sd = p.condition_halo * d.alliance_felt, 1.0 - p.condition_halo, p.condition_sd
    shown.empathy_client = clip(1.0 + 4.0 * (halo + own * d.empathy_felt) + sd * luck.empathy_client, 1.0, 5.0)
    shown.regard_client = clip(1.0 + 4.0 * (halo + own * d.regard_felt) + sd * luck.regard_client, 1.0, 5.0)
    shown.congruence_client = clip(1.0 + 4.0 * (halo + own * d.congruence_felt) + sd * luck.congruence_client, 1.0, 5.0)
    believed = d.empathy_enacted + m.therapist.rating_bias + d.therapist_occasion
    shown.empathy_therapist = clip(1.0 + 4.0 * believed + sd * luck.empathy_therapist, 1.0, 5.0)


def report_tension(m):
    """Whether each reports tension after the session: the client what hurt, the therapist what she noticed and felt herself."""
    d, luck, shown, p = m.dyad, m.luck, m.ratings, m.p
    client = d.rupture_severity + p.tension_strain * d.strain + p.tension_sd * luck.rupture_reported_client
    noticed = d.rupture_severity if d.noticed else 0.0
    therapist = noticed + p.tension_own * d.countertransference + p.tension_sd * luck.rupture_reported_therapist
    shown.rupture_reported_client = client > p.tension_client
    shown.rupture_reported_therapist = therapist > p.tension_therapist


def rate(m):
    """Everything that both fill in after the session."""
    rate_alliance(m)
    rate_conditions(m)
    report_tension(m)
