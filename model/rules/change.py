"""Change: what gets better, what hurts on the way, and what life does in between."""

from model.maths import INSECURE, MOST_DISTRESS, SECURE, clip, unit


def progress(distress, distress_intake, p):
    """How far things have become better since intake, as the client feels it, -1 to 1; 0 with `results_seen` off.

    What counts is how they are, not what the questionnaire says.

    Mechanism: M27.  Source: Falkenström, Granström & Holmqvist (2013) for early change acting on the alliance; strength assumed.
    """
    return clip(p.results_seen * (distress_intake - distress) / p.progress_scale, -1.0, 1.0)


def hope_after(hope, empathy_felt, collaboration, progress, p):
    """The client's hope after the session, 0 to 1: understood, asked, and seeing first results.

    Mechanism: M15, M26, M27, M10.  Source: theory text; strengths assumed.
    """
    toward = unit(
        p.hope_understood * empathy_felt
        + p.hope_asked * collaboration
        + p.results_encourage * clip(progress, -p.results_enough, p.results_enough)
    )
    return unit(hope + p.hope_rate * (toward - hope))


def self_acceptance_after(self_acceptance, empathy_felt, regard_felt, homework_assigned, homework_done, homework_difficulty, admonished, p):
    """Kindness towards oneself after the session, 0 to 1: being understood and accepted teaches it.

    A task left undone breeds self-criticism, less where the client felt accepted all the same, more under reproach.
    Mechanism: M26, M12, M14, M10.  Source: Rogers (1957); theory text (Sarah); strengths assumed.
    """
    taught = self_acceptance + p.acceptance_rate * ((empathy_felt + regard_felt) / 2.0 - self_acceptance)
    failed = homework_difficulty * (1.0 - regard_felt) if homework_assigned and not homework_done else 0.0
    return unit(taught - p.failure_shames * (failed + admonished))


def relief(work, offer, chronic_distress, client_resting_level, client_responsiveness, client_rating_bias, p):
    """Chronic distress that today's session takes away, OQ points, 0 and up: the client's work times what therapy offers.

    Returns diminish, with what is offered and as distress nears the level that life and temperament leave. In a rival
    theory, whose strength is 0 unless it is asked for, who experiences others generously gets better faster anyway.
    Mechanism: M6, M7, M19.  Source: theory text; strength fitted.
    """
    done = work * offer
    far = clip(chronic_distress - client_resting_level, 0.0, MOST_DISTRESS)
    pace = client_responsiveness * (1.0 + p.trait_confounding * client_rating_bias)
    return unit(p.relief_rate * pace) * far * done / (done + p.relief_half)


def harm(rupture_severity, repair_stage, overwhelm, p):
    """Chronic distress that today's session adds, OQ points, 0 and up: an injury that nobody faced, and feeling that nothing held.

    Mechanism: M17, M22.  Source: theory text (lasting harm); Castonguay et al. (2010) for the idea; strengths assumed.
    """
    injured = rupture_severity if repair_stage < 1.0 else 0.0
    return p.injury_harms * injured + p.overwhelm_harms * overwhelm


def acute_distress_after(acute_distress, disclosure, overwhelm, empathy_felt, modality_evocation, p):
    """Acute distress as the session leaves it, OQ points: painful things were touched, and someone understood.

    To be understood makes less alone with it.
    Mechanism: M4, M14, M22, M10.  Source: theory text (painful, yet productive); strengths assumed.
    """
    stirred = p.processing_pain * modality_evocation * disclosure + p.overwhelm_hurts * overwhelm
    soothed = p.soothing * empathy_felt * clip(acute_distress, 0.0, p.soothable)
    return acute_distress + stirred - soothed


def attachment_anxiety_after(attachment_anxiety, safety, repaired, rupture_severity, repair_stage, p):
    """Attachment anxiety towards the therapist, ECR 1 to 7: it eases with safety, more with safety that was tested.

    A deep rupture that nobody faces proves the old fear right.

    Mechanism: M25, M3, M17.  Source: theory text (corrective emotional experience); strength assumed.
    """
    tested = 1.0 + p.repair_corrects * (1.0 if repaired else 0.0)
    alarmed = p.injury_alarms * rupture_severity * rupture_severity if repair_stage < 1.0 else 0.0
    eased = unit(p.corrective_rate * safety * tested) * (attachment_anxiety - SECURE)
    return clip(attachment_anxiety - eased + alarmed, SECURE, INSECURE)


def attachment_avoidance_after(attachment_avoidance, safety, repaired, rupture_severity, repair_stage, p):
    """Attachment avoidance towards the therapist, ECR 1 to 7: it eases with safety, more with safety that was tested.

    A deep rupture that nobody faces teaches once more to keep away.

    Mechanism: M25, M3, M17.  Source: theory text (corrective emotional experience); strength assumed.
    """
    tested = 1.0 + p.repair_corrects * (1.0 if repaired else 0.0)
    alarmed = p.injury_alarms * rupture_severity * rupture_severity if repair_stage < 1.0 else 0.0
    eased = unit(p.corrective_rate * safety * tested) * (attachment_avoidance - SECURE)
    return clip(attachment_avoidance - eased + alarmed, SECURE, INSECURE)


def chronic_distress_between(chronic_distress, outlook, p):
    """Chronic distress a week later, OQ points, 0 to 180: life outside takes its course, quickly at first.

    Mechanism: M27.  Source: Whiteford et al. (2013) for natural recovery; pace assumed.
    """
    return clip(chronic_distress + p.life_pace * outlook, 0.0, MOST_DISTRESS)


def outlook_after(outlook, p):
    """How far life outside has still to move distress a week later, OQ points.

    Mechanism: M27.  Source: assumed.
    """
    return outlook * (1.0 - p.life_pace)


def life_event_chance(p):
    """Probability that something bad happens this week, 0 to 1.

    Mechanism: M27.  Source: assumed.
    """
    return p.life_event_rate


def acute_distress_between(acute_distress, life_event, noise, p):
    """Acute distress a week later, OQ points: it fades, and new things happen.

    Mechanism: M27.  Source: Posternak & Miller (2001) for the fading; strengths fitted.
    """
    return acute_distress * (1.0 - p.acute_fades) + p.life_sd * noise + p.life_event_hurts * life_event
