"""Technique only: what helps is the procedures that are carried out, and the relationship only gets them carried out.

Says: A treatment works by its specific procedures. What is done in the session and, above all, by the client between sessions
changes symptoms; a good relationship is of use where it makes people come and do their tasks, and for nothing else.

Source: DeRubeis & Feeley (1990), Cogn Ther Res 14:469-482, doi:10.1007/BF01172968; Strunk, Brotman & DeRubeis (2010), Behav Res Ther
48:599-606, doi:10.1016/j.brat.2010.03.011; Strunk, Cooper, Ryan, DeRubeis & Hollon (2012), J Consult Clin Psychol 80:730-738 (pages from
memory); Kazantzis, Whittington & Dattilio (2010), Clin Psychol Sci Pract 17:144-156.

Headline: Early in cognitive therapy, though not later, concrete methods foretold the change that followed; the alliance never did, and
later was foretold by change (DeRubeis & Feeley 1990, 25 patients). The same therapy does better with homework than without, d = .48
(Kazantzis et al. 2010). What came since is mixed. Of 60 patients, cognitive methods foretold change, behavioural methods with homework
and the alliance did not, and change foretold the alliance (Strunk, Brotman & DeRubeis 2010). With medication, 176 patients, behavioural
methods with homework and the alliance both foretold change, and only the former did once medication and earlier change were held
(Strunk et al. 2012).

Predicts: that the same therapy does better with homework than without it (Kazantzis, Whittington & Dattilio 2010, d = .48). Here d is
about .4, `in_session` having been chosen on how doing it goes with outcome; in the model it is nothing.

Replaces: `relief`, which asks for the modality's technique and the task done, and for nothing between the two; `harm`, none;
`acute_distress_after`, which neither soothes nor stirs; `client_occasion_after`, so that change by itself lifts the
alliance as it is felt and rated. All else is as usual: who does the tasks, who comes, and who stays away.

Does not show: that methods foretell early change only; that cognitive methods in the session do more than homework (Strunk, Brotman
& DeRubeis 2010), since a session's methods are one number for each modality. That bona fide treatments do unequally well here
hangs on `in_session`: at .1, therapies that give no tasks carry out a tenth of their technique, which is nobody's theory of them; at .5
and a pace that fits they do equally well, and homework adds next to nothing. Nor that the alliance foretells nothing at all: within
clients a little is left, since what follows true change tells more of it than a questionnaire with its error.

Chosen: `pace` so that clients change about as much as in routine care (O06c); `in_session` for the size of what homework adds (E07a,
P19), and O14a with it; `follows` so that change foretells the alliance (P02).
"""

from model.maths import MOST_DISTRESS, clip, unit
from model.rules.alliance import client_occasion_after as usual
from model.rules.change import progress

PARAMETERS = {
    "pace": (1.3, 0.0, 5.0, "share of the distance to the resting level that technique of potency 1 takes away where the task was done"),
    "in_session": (0.1, 0.0, 1.0, "how much of that the session gives to one who had no task, or left it undone"),
    "follows": (0.15, 0.0, 2.0, "how far getting better by itself lifts the alliance as it is felt and rated, per unit of progress"),
}


def relief(modality_technique, homework_done, chronic_distress, client_resting_level, client_responsiveness, p):
    """Chronic distress that today's session takes away, OQ points, 0 and up: the technique, most of it carried out by the client.

    Source: Kazantzis, Whittington & Dattilio (2010) for the direction; pace and share chosen.
    """
    carried_out = modality_technique * (p.in_session + (1.0 - p.in_session) * homework_done)
    far = clip(chronic_distress - client_resting_level, 0.0, MOST_DISTRESS)
    return unit(p.pace * client_responsiveness * carried_out) * far


def harm():
    """Chronic distress that today's session adds, OQ points: none; a strained relationship only keeps tasks from being done.

    Source: the theory in its pure form.
    """
    return 0.0


def acute_distress_after(acute_distress):
    """Acute distress as the session leaves it, OQ points: as it came, since nobody's understanding soothes it.

    Source: the theory in its pure form.
    """
    return acute_distress


def client_occasion_after(client_occasion, distress, distress_intake, noise, p):
    """The client's passing tint on how the relationship seems today, of the 0 to 1 range: as usual, and the better, the better they are.

    Source: DeRubeis & Feeley (1990) for the direction; strength chosen.
    """
    better = progress(distress, distress_intake, p)
    return usual(client_occasion, noise, p) + (1.0 - p.occasion_stays) * p.follows * better
