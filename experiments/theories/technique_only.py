"""Technique only: what helps is the procedures that are carried out, and the relationship only gets them carried out.

Says: A treatment works by its specific procedures. What is done in the session and, above all, by the client between sessions
changes symptoms; a good relationship is of use where it makes people come and do their tasks, and for nothing else.

Source: DeRubeis & Feeley (1990), Cogn Ther Res 14:469-482, doi:10.1007/BF01172968; Strunk, Cooper, Ryan, DeRubeis & Hollon (2012),
J Consult Clin Psychol 80:730-738 (pages from memory); Kazantzis, Whittington & Dattilio (2010), Clin Psychol Sci Pract 17:144-156.

Headline: Concrete methods predict the change that follows, and the alliance does not; instead the alliance follows change that has been
(DeRubeis & Feeley 1990, 25 patients; the first half again in Strunk et al. 2012, 176 patients). The same therapy does better with
homework than without, d = .48 (Kazantzis et al. 2010).

Replaces: `relief`, which asks for the modality's technique and the task done, and for nothing between the two; `harm`, none;
`acute_distress_after`, which neither soothes nor stirs. All else is as usual: who does the tasks, who comes, and who stays away.

Chosen: `pace` so that clients change about as much as in routine care (O06c); `in_session` for the size of what homework adds.
"""

from model.maths import MOST_DISTRESS, clip, unit

PARAMETERS = {
    "pace": (1.0, 0.0, 5.0, "share of the distance to the resting level that technique of potency 1 takes away where the task was done"),
    "in_session": (0.1, 0.0, 1.0, "how much of that the session gives to one who had no task, or left it undone"),
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
