"""Valence: what the two feel with each other moves both, and where it settles decides what therapy does.

Says: Therapist and client each have an emotional state, bad to good. Left alone it would go, with some inertia, to where that person
always returns; the other's state moves it from there, by influence functions with thresholds. So a dyad has end states of its own, some
good and some bad, and how the two begin, and how far each lets the other move them, decides in which it ends. What makes therapy work
is where the client's valence settles, whatever is talked about.

Source: Liebovitch, Peluso, Norman, Su & Gottman (2011), Cogn Neurodyn 5:265-275, doi:10.1007/s11571-011-9157-x; Peluso, Liebovitch,
Gottman, Norman & Su (2012), Psychother Res 22:40-55, doi:10.1080/10503307.2011.622314. Inertia, uninfluenced states and influence
with thresholds are theirs; the shapes of the influence functions are chosen here, theirs not being at hand.

Headline: In the equations by themselves (Peluso et al. 2012): therapy is least successful where the therapist begins in a bad state, and
who is more responsive to the other reaches the better state. (That the client's state swings on the way is not shown here.)

Replaces: `relief`, which comes of the client's valence alone; `bond_after`, since the bond is how one feels with the other; it brings the
two valences. All else is as usual: agreement on tasks and goals, ruptures, dropout and endings.

Chosen: `valence_pace` so that clients change about as much as in routine care (O06c); the others by hand, so that there are good and
bad end states.
"""

from model.maths import MOST_DISTRESS, clip, insecurity, unit

CARRIES = {
    "valence": (0.0, -1.0, 1.0, "how the client feels with the therapist, bad to good"),
    "valence_of_therapist": (0.0, -1.0, 1.0, "how the therapist feels with the client, bad to good"),
}
PARAMETERS = {
    "inertia_of_client": (0.6, 0.0, 1.0, "share of the way from where the client would always return that is kept to the next session"),
    "inertia_of_therapist": (
        0.5,
        0.0,
        1.0,
        "share of the way from where the therapist would always return that is kept to the next session",
    ),
    "moves_client": (0.6, 0.0, 3.0, "how far the therapist's valence moves the client's"),
    "moves_therapist": (0.3, 0.0, 3.0, "how far the client's valence moves the therapist's"),
    "valence_threshold": (0.1, 0.0, 1.0, "valence, good or bad, below which the other is not moved"),
    "valence_harsh": (1.5, 0.0, 5.0, "how much further a bad state moves the other than a good one"),
    "valence_spread": (0.25, 0.0, 1.0, "spread of first impressions, and half of that from session to session"),
    "valence_pace": (1.0, 0.0, 3.0, "share of the distance to the resting level that a session in the best state takes away"),
}


def influence(valence, threshold, harsh):
    """How far a state moves the other person: not at all within the threshold, beyond it in proportion, more so if it is bad."""
    if valence > threshold:
        return valence - threshold
    return harsh * (valence + threshold) if valence < -threshold else 0.0


def alone(attachment_anxiety, hostility):
    """Where the client's valence would settle without the other: below the middle, the more so for the anxious and hostile."""
    return -0.5 * (insecurity(attachment_anxiety) + hostility)


def valence_begins(client_attachment_anxiety, client_hostility, noise, p):
    """How the client feels with the therapist at first, -1 to 1: about as always, and by luck."""
    return clip(alone(client_attachment_anxiety, client_hostility) + p.valence_spread * noise, -1.0, 1.0)


def valence_of_therapist_begins(therapist_regard, noise, p):
    """How the therapist feels with the client at first, -1 to 1: by her regard, and by luck."""
    return clip(2.0 * therapist_regard - 1.0 + p.valence_spread * noise, -1.0, 1.0)


def valence_after(valence, valence_of_therapist, client_attachment_anxiety, client_hostility, noise, p):
    """How the client feels with the therapist after the session, -1 to 1.

    Source: Liebovitch et al. (2011) for the form, a session being a step; strengths chosen.
    """
    own = alone(client_attachment_anxiety, client_hostility)
    moved = p.moves_client * influence(valence_of_therapist, p.valence_threshold, p.valence_harsh)
    return clip(own + p.inertia_of_client * (valence - own) + moved + 0.5 * p.valence_spread * noise, -1.0, 1.0)


def valence_of_therapist_after(valence, valence_of_therapist, therapist_regard, noise, p):
    """How the therapist feels with the client after the session, -1 to 1.

    Source: Liebovitch et al. (2011) for the form, a session being a step; strengths chosen.
    """
    own = 2.0 * therapist_regard - 1.0
    moved = p.moves_therapist * influence(valence, p.valence_threshold, p.valence_harsh)
    return clip(own + p.inertia_of_therapist * (valence_of_therapist - own) + moved + 0.5 * p.valence_spread * noise, -1.0, 1.0)


def bond_after(bond, valence, p):
    """The bond after the session, 0 to 1: it follows how the client feels with the therapist.

    Source: Liebovitch et al. (2011) for the idea; pace as in the model.
    """
    return bond + p.bond_gain * (unit(0.5 + 0.5 * valence) - bond)


def relief(valence, chronic_distress, client_resting_level, client_responsiveness, p):
    """Chronic distress that today's session takes away, OQ points, 0 and up: the better the client feels with the therapist, the more.

    Source: Liebovitch et al. (2011) for the idea; pace chosen.
    """
    far = clip(chronic_distress - client_resting_level, 0.0, MOST_DISTRESS)
    return unit(p.valence_pace * client_responsiveness * unit(0.5 + 0.5 * valence)) * far
