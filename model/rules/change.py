"""Change: what gets better, what hurts on the way, and what life does in between."""

from model.maths import clip, unit


def hope_after(hope, empathy_felt, collaboration, distress, distress_intake, p):
    """The client's hope after the session, 0 to 1: understood, asked, and seeing first results.

    Mechanism: M15, M26.  Source: theory text; strengths assumed.
    """
    results = clip((distress_intake - distress) / 40.0, -0.5, 0.5)
    toward = unit(0.5 * empathy_felt + 0.5 * collaboration + p.results_encourage * results)
    return unit(hope + p.hope_rate * (toward - hope))


def relief(work, offer, chronic_distress, p):
    """Chronic distress that today's session takes away, OQ points: the client's work times what therapy offers.

    Returns diminish, with what is offered and as distress nears the level of the community.
    Mechanism: M6, M7, M19.  Source: theory text; Baldwin et al. (2009) for the shape; strength fitted.
    """
    done = work * offer
    far = clip(chronic_distress - p.community_level, 0.0, 180.0)
    return p.relief_rate * far * done / (done + p.relief_half)


def acute_distress_after(acute_distress, disclosure, safety, empathy_felt, modality_evocation, p):
    """Acute distress as the session leaves it, OQ points: painful things were touched, and someone understood.

    Mechanism: M4, M14.  Source: theory text (painful, yet productive); strengths assumed.
    """
    stirred = p.processing_pain * modality_evocation * disclosure * (1.0 - p.safety_holds * safety)
    soothed = p.soothing * empathy_felt * clip(acute_distress, 0.0, 60.0)
    return acute_distress + stirred - soothed


def attachment_anxiety_after(attachment_anxiety, safety, repaired, p):
    """Attachment anxiety towards the therapist, ECR 1 to 7: it eases with safety, more with safety that was tested.

    Mechanism: M25.  Source: theory text (corrective emotional experience); strength assumed.
    """
    tested = 1.0 + p.repair_corrects * (1.0 if repaired else 0.0)
    return attachment_anxiety - unit(p.corrective_rate * safety * tested) * (attachment_anxiety - 1.0)


def attachment_avoidance_after(attachment_avoidance, safety, repaired, p):
    """Attachment avoidance towards the therapist, ECR 1 to 7: it eases with safety, more with safety that was tested.

    Mechanism: M25.  Source: theory text (corrective emotional experience); strength assumed.
    """
    tested = 1.0 + p.repair_corrects * (1.0 if repaired else 0.0)
    return attachment_avoidance - unit(p.corrective_rate * safety * tested) * (attachment_avoidance - 1.0)


def chronic_distress_between(chronic_distress, client_drift, p):
    """Chronic distress a week later, OQ points: where life outside is taking the client.

    Mechanism: M27.  Source: assumed; spread fitted.
    """
    return clip(chronic_distress + client_drift, 0.0, 180.0)


def acute_distress_between(acute_distress, noise, p):
    """Acute distress a week later, OQ points: it fades, and new things happen.

    Mechanism: M27.  Source: Posternak & Miller (2001) for the fading; strengths fitted.
    """
    return acute_distress * (1.0 - p.acute_fades) + p.life_sd * noise
