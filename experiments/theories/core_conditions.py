"""Core conditions: to be understood, accepted, and met by someone genuine is all that it takes, and nothing else will do.

Says: Six conditions are necessary and sufficient for change: two in contact, a client in distress, a therapist who is genuine,
who accepts the client without conditions, who understands from within, and that some of this reaches the client. The more of
them there is, the more marked the change. Techniques, tasks and agreed goals are no part of it.

Source: Rogers (1957), The necessary and sufficient conditions of therapeutic personality change, J Consult Psychol 21:95-103,
doi:10.1037/h0045357.

Headline: The greater the degree of the conditions, the more marked the change (Rogers 1957, a hypothesis without a figure). Later
figures, of ratings by clients: empathy r = .28 (Elliott et al. 2018), regard g = .28 (Farber et al. 2018), congruence r = .23 (Kolden et
al. 2018). Take one condition away, and most change must stop; take technique away, and for those who stay nothing may differ; take tasks
and goals away, and what differs may only come of ruptures over them, which change how the conditions are felt.

Replaces: `relief`, which is a product of the three as they are felt, since each is necessary; `harm`, which is nothing, since what is
sufficient leaves no room for it; `acute_distress_after`, which the three soothe and no technique stirs. All else is as usual: how the
three come to be felt, the alliance, dropout, and endings, so that tasks and goals decide with it who stays.

Does not show: that without one condition change stops altogether. A therapist without it is still felt to have a little of it, by
credit of the bond, and life outside goes on; a fifth to a third of the usual change is left. Nor that the conditions as therapists
differ in them do more than as clients of one therapist do (Zuroff et al. 2010, 27 therapists; abstract, without a size): per point of the
ratings both go with about as much outcome. In the model the former go with about three fifths.

Chosen: `pace` so that clients change about as much as in routine care (O06c).
"""

from model.maths import MOST_DISTRESS, clip, unit

PARAMETERS = {
    "pace": (1.0, 0.0, 5.0, "share of the distance to the resting level that a session of full conditions takes away"),
}


def relief(empathy_felt, regard_felt, congruence_felt, chronic_distress, client_resting_level, client_responsiveness, p):
    """Chronic distress that today's session takes away, OQ points, 0 and up: in proportion to all three conditions as they are felt.

    Source: Rogers (1957); the product and its pace chosen.
    """
    conditions = empathy_felt * regard_felt * congruence_felt
    far = clip(chronic_distress - client_resting_level, 0.0, MOST_DISTRESS)
    return unit(p.pace * client_responsiveness * conditions) * far


def harm():
    """Chronic distress that today's session adds, OQ points: none; where the conditions are wanting, change only fails to come.

    Source: Rogers (1957).
    """
    return 0.0


def acute_distress_after(acute_distress, empathy_felt, regard_felt, congruence_felt, p):
    """Acute distress as the session leaves it, OQ points: soothed by all three conditions as they are felt, and stirred by no technique.

    Source: Rogers (1957); strength as in the model, where empathy alone soothes.
    """
    return acute_distress - p.soothing * empathy_felt * regard_felt * congruence_felt * clip(acute_distress, 0.0, p.soothable)
