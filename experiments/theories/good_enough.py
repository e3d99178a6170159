"""The good-enough level: people stop coming when they are well enough, and those who need less come less often.

Says: People get better at paces of their own, whoever treats them. The two watch how it goes and end when the client has reached a
level that is good enough; the longer it takes, the less is settled for, since going on has its price. So the number of sessions is no
dose: who comes often needed it, and fares no better than who came a few times. Of the alliance it says nothing.

Source: Barkham, Connell, Stiles, Miles, Margison, Evans & Mellor-Clark (2006), J Consult Clin Psychol 74:160-167,
doi:10.1037/0022-006X.74.1.160; Stiles, Barkham, Connell & Mellor-Clark (2008), J Consult Clin Psychol 76:298-305,
doi:10.1037/0022-006X.76.2.298; Stiles, Barkham & Wheeler (2015), Br J Psychiatry 207:115-122, doi:10.1192/bjp.bp.114.145565;
the name of the idea, from memory: Barkham et al. (1996), J Consult Clin Psychol 64:927-935.

Headline: Among clients with planned endings who began above the cut-off (1,472), 88 % of those who came once recovered reliably and 62 %
of those who came twelve times, r = -.91 over numbers of sessions (Barkham et al. 2006); of 9,703, the change was about the same after
any number of sessions up to 20, and the share that recovered fell only slightly (Stiles et al. 2008); of 26,430, rates were similar
after any number (Stiles, Barkham & Wheeler 2015). Such an r is of some twelve group rates, not of persons.

Predicts: among agreed endings, who comes longer began worse and still is worse at the end (modest correlations of both scores with the
number of sessions in two earlier studies, as Stiles, Barkham & Wheeler 2015 say). Here they are about .5 and .35, more than modest; in
the model .07 and -.07.

Replaces: `relief`, which nothing but the client's own pace decides; `harm` and `acute_distress_after`, since whoever treats them neither
injures, nor soothes, nor stirs; `good_enough_chance`, the one road to an agreed ending; `practical_chance`, since endings that are agreed
for other reasons have no place in it. All else is as usual, dropout included.

Does not show: the decline as a result of self-selection alone. "Recovered" is the very criterion by which the rule lets people end, and
most of the decline is put in by `price`: with a price of 0, r falls from about -.8 to about -.2. Nor that a fifth drop out (D01): 27 %
do. The papers took in planned endings alone and say nothing of others. From session to session no more stay away than in the model, but
therapies that nothing ends except that it is good enough have more sessions to stay away from; with the model's practical endings 17 %
do, and therapies are too short.

Chosen: `pace` so that clients change about as much as in routine care (O06c); the others for the shape of its own headline (P32).
"""

from model.maths import MOST_DISTRESS, clip, logistic
from model.ratings import CUT_OFF, RELIABLE_CHANGE

PARAMETERS = {
    "pace": (5.0, 0.0, 60.0, "OQ points that an ordinary client gains in a session"),
    "price": (0.5, 0.0, 10.0, "OQ points by which less is settled for with every session"),
    "doubt": (3.0, 0.5, 40.0, "OQ points over which well enough is told from not yet"),
    "stops": (0.8, 0.0, 1.0, "chance of ending for one who is clearly well enough"),
}


def relief(chronic_distress, client_resting_level, client_responsiveness, p):
    """Chronic distress that today's session takes away, OQ points, 0 and up: as much as this client always gains, until it is gone.

    A straight line for each: that the mean over all slows is who is left, not what therapy does.
    Source: Barkham et al. (2006); Baldwin et al. (2009), doi:10.1037/a0015235, for lines of different slopes; pace chosen.
    """
    far = clip(chronic_distress - client_resting_level, 0.0, MOST_DISTRESS)
    return min(p.pace * client_responsiveness, far)


def good_enough_chance(distress_score, distress_score_intake, session, p):
    """Probability that both find it good enough and end by agreement, 0 to 1; never where the length is fixed.

    Good enough is what a study would call recovered, reliably better and below the cut-off by the questionnaire that both have seen, and
    less of both as sessions go by.
    Source: Barkham et al. (2006); the price of going on: Stiles et al. (2008), from memory; strengths chosen.
    """
    wanted = RELIABLE_CHANGE if distress_score_intake >= CUT_OFF else 0.0
    well, better = CUT_OFF - distress_score, distress_score_intake - distress_score - wanted
    return p.stops * logistic((min(well, better) + p.price * (session - 1.0)) / p.doubt) * (1.0 - p.fixed_length)


def practical_chance():
    """Probability that anything else ends it by agreement: 0, since what is agreed on is that it is good enough.

    Source: Barkham et al. (2006), whose clients all had planned endings.
    """
    return 0.0


def harm():
    """Chronic distress that today's session adds, OQ points: none; people get better whoever treats them.

    Source: the theory in its pure form.
    """
    return 0.0


def acute_distress_after(acute_distress):
    """Acute distress as the session leaves it, OQ points: as it came, whoever treats them.

    Source: the theory in its pure form.
    """
    return acute_distress
