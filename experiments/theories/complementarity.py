"""Complementarity: first the therapist goes along with the client's way of relating, then no longer, and in the end the two fit anew.

Says: People draw others into answers that confirm their way of relating: friendliness asks for friendliness, dominance for submission. A
therapist who gives the expected answer makes for harmony, and for no change. In a successful therapy complementarity is high at first,
so that the client comes to feel safe; low in the middle, when she withholds the answer and there is conflict; and high again, if not as
high as at the beginning, when the client's ways have become less rigid. A therapist who is drawn in cannot withhold it,
and then there is neither conflict nor change.

Source: Tracey (1993), J Couns Psychol 40:396-409; Tracey, Sherry & Albright (1999), J Couns Psychol 46:80-91; Tracey (1986), ERIC ED269694.

Headline: Over time-limited therapies of 20 clients the U of complementarity went with outcome: in successful dyads it was high, fell, and
rose again to less than at first; in others there was no such course (Tracey, Sherry & Albright 1999; abstract, without a size).

Predicts: that course of harmony over sessions, deeper where therapy succeeds. In the model it runs level, whoever gets better.

Replaces: `collaboration`, the harmony of today's moves, which is lower where the expected answer is withheld;
`attachment_anxiety_after` and `attachment_avoidance_after`, since rigid ways, here insecure attachment to the therapist, loosen where it
is; `relief`, which comes of that and of nothing else, so that `harm`, none, and `acute_distress_after` neither injure, nor soothe, nor
stir. All else is as usual, so that less harmony brings more ruptures.

Does not show: complementarity as such, which is of control and affiliation (attack met by recoil is complementary, too, and no harmony):
the model has no such axes, and `collaboration` stands for it. Nor that less successful dyads have no such course: theirs is up to two
thirds as deep. Nor that it is the dyad that is drawn in: of three therapists each had one successful dyad and one that was not (Tracey
1986), while here a reaction that is acted out is the therapist's own by two fifths, as in the model, and since nothing else decides on
change, three times as much of outcome lies between therapists as was found (T01a, about .15).

Chosen: `pace` so that clients change about as much as in routine care (O06c); the others for the course of complementarity,
`drawn_in` and `withholds` so that it is deeper where therapy succeeds, which no counted finding asks for.
"""

from model.maths import MOST_DISTRESS, SECURE, clip, insecurity, portion, unit
from model.rules.encounter import collaboration as usual

PARAMETERS = {
    "pace": (
        8.0,
        0.0,
        60.0,
        "share of the distance to the resting level that a session takes away in which the answer is withheld altogether",
    ),
    "safe": (0.4, 0.0, 0.95, "felt safety above which the expected answer can be withheld"),
    "withholds": (12.0, 0.0, 40.0, "how far a safe client's rigid way, met by a therapist who is not drawn in, goes unanswered"),
    "drawn_in": (0.75, 0.0, 0.99, "freedom from her own reaction at and below which a therapist is drawn in, and withholds nothing"),
    "loosens": (0.25, 0.0, 1.0, "share of insecurity that a session takes away in which the answer is withheld altogether"),
}


def withheld(safety, anxiety, avoidance, caught, p):
    """How far the answer that the client's way of relating asks for is withheld today, 0 to 1; not by who is caught in her own reaction."""
    ready = unit(portion(safety, p.safe, 1.0))
    rigid = (insecurity(anxiety) + insecurity(avoidance)) / 2.0
    free = unit(portion(1.0 - caught, p.drawn_in, 1.0))
    return unit(p.withholds * ready * rigid * free)


def collaboration(therapist_collaboration, countertransference, attachment_avoidance, alert, safety, attachment_anxiety, p):
    """Harmony of today's moves, 0 to 1: what therapist and client otherwise make of it, less what is withheld.

    Source: Tracey (1993); strengths chosen.
    """
    harmony = usual(therapist_collaboration, countertransference, attachment_avoidance, alert, p)
    return harmony * (1.0 - withheld(safety, attachment_anxiety, attachment_avoidance, countertransference, p))


def attachment_anxiety_after(safety, attachment_anxiety, attachment_avoidance, countertransference, p):
    """Attachment anxiety towards the therapist, ECR 1 to 7: it loosens where what it asks for is withheld.

    Source: Tracey (1993) for the idea; strength chosen.
    """
    left = 1.0 - p.loosens * withheld(safety, attachment_anxiety, attachment_avoidance, countertransference, p)
    return SECURE + left * (attachment_anxiety - SECURE)


def attachment_avoidance_after(safety, attachment_anxiety, attachment_avoidance, countertransference, p):
    """Attachment avoidance towards the therapist, ECR 1 to 7: it loosens where what it asks for is withheld.

    Source: Tracey (1993) for the idea; strength chosen.
    """
    left = 1.0 - p.loosens * withheld(safety, attachment_anxiety, attachment_avoidance, countertransference, p)
    return SECURE + left * (attachment_avoidance - SECURE)


def relief(
    safety, attachment_anxiety, attachment_avoidance, countertransference, chronic_distress, client_resting_level,
    client_responsiveness, p,
):  # fmt: skip
    """Chronic distress that today's session takes away, OQ points, 0 and up: in proportion to the answer that is withheld.

    Source: Tracey (1993); pace chosen.
    """
    shaken = withheld(safety, attachment_anxiety, attachment_avoidance, countertransference, p)
    far = clip(chronic_distress - client_resting_level, 0.0, MOST_DISTRESS)
    return unit(p.pace * client_responsiveness * shaken) * far


def harm():
    """Chronic distress that today's session adds, OQ points: none; where the expected answer is given, change only fails to come.

    Source: the theory in its pure form.
    """
    return 0.0


def acute_distress_after(acute_distress):
    """Acute distress as the session leaves it, OQ points: as it came, since harmony feels good and changes nothing.

    Source: the theory in its pure form.
    """
    return acute_distress
