"""Valence: what the two feel with each other moves both, and where it settles decides what therapy does.

Says: Therapist and client each have an emotional state, bad to good. Left alone it would go, with some inertia, to where that person
always returns; the other's state moves it from there, by influence functions with thresholds. So a dyad has end states of its own, some
good and some bad, and how the two begin, and how far each lets the other move them, decides in which it ends. What makes therapy work
is where the client's valence settles, whatever is talked about.

Source: Liebovitch, Peluso, Norman, Su & Gottman (2011), Cogn Neurodyn 5:265-275, doi:10.1007/s11571-011-9157-x; Peluso, Liebovitch,
Gottman, Norman & Su (2012), Psychother Res 22:40-55, doi:10.1080/10503307.2011.622314. Theirs are inertia, uninfluenced states, and
that each is moved by a function of the other's state. The shape of that function is assumed here, and is not that of their Figures 1
and 2: nothing within a threshold, a straight line beyond it, steeper where the state is bad, and the same for both.

Headline: In the equations by themselves (Peluso et al. 2012; abstract): therapy is least successful where the therapist begins in a bad
state, and who is more responsive to the other reaches the better state.

Replaces: `relief`, which comes of the client's valence alone; `harm` and `acute_distress_after`, which nothing but the valence would
bring, so that nothing injures, soothes or stirs; `bond_after`, since the bond is how one feels with the other. It brings the two
valences. All else is as usual: agreement on tasks and goals, ruptures, dropout and endings.

Does not show: that the client's state swings before it settles, which two states that only follow each other under these shapes do
not; that a change of inertia undoes a change of influence (both Peluso et al. 2012). A session is a few moments, not an hour, and many
therapies end before the two have settled.

Chosen: `valence_pace` so that clients change about as much as in routine care (O06c); the others by hand, so that there are good and
bad end states.
"""

from model.maths import MOST_DISTRESS, clip, insecurity, unit

CARRIES = {
    "valence": (0.0, -1.0, 1.0, "how the client feels with the therapist, bad to good"),
    "valence_of_therapist": (0.0, -1.0, 1.0, "how the therapist feels with the client, bad to good"),
}
PARAMETERS = {
    "inertia_of_client": (0.95, 0.0, 1.0, "share of the way from where the client would settle that is kept from moment to moment"),
    "inertia_of_therapist": (0.93, 0.0, 1.0, "share of the way from where the therapist would settle that is kept from moment to moment"),
    "moves_client": (1.5, 0.0, 8.0, "how far the therapist's valence moves where the client would settle"),
    "moves_therapist": (0.6, 0.0, 8.0, "how far the client's valence moves where the therapist would settle"),
    "valence_threshold": (0.1, 0.0, 1.0, "valence, good or bad, below which the other is not moved"),
    "valence_harsh": (1.5, 0.0, 5.0, "how much further a bad state moves the other than a good one"),
    "valence_spread": (0.25, 0.0, 1.0, "spread of first impressions, and half of that from session to session"),
    "valence_pace": (0.7, 0.0, 3.0, "share of the distance to the resting level that a session in the best state takes away"),
}
MOMENTS = 20
"""In a session: the theory's equations are of moments."""


def influence(valence, threshold, harsh):
    """How far a state moves the other person: not at all within the threshold, beyond it in proportion, more so if it is bad."""
    if valence > threshold:
        return valence - threshold
    return harsh * (valence + threshold) if valence < -threshold else 0.0


def alone(attachment_anxiety, hostility):
    """Where the client's valence would settle without the other: below the middle, the more so for the anxious and hostile."""
    return -0.5 * (insecurity(attachment_anxiety) + hostility)


def alone_therapist(regard):
    """Where the therapist's valence would settle without the other: as good as her regard is high."""
    return 2.0 * regard - 1.0


def together(client, therapist, own, own_therapist, p):
    """The two valences, client and therapist, after the moments of a session in which each moves the other."""
    for _ in range(MOMENTS):
        led = own + p.moves_client * influence(therapist, p.valence_threshold, p.valence_harsh)
        led_therapist = own_therapist + p.moves_therapist * influence(client, p.valence_threshold, p.valence_harsh)
        client = clip(led + p.inertia_of_client * (client - led), -1.0, 1.0)
        therapist = clip(led_therapist + p.inertia_of_therapist * (therapist - led_therapist), -1.0, 1.0)
    return client, therapist


def valence_begins(client_attachment_anxiety, client_hostility, noise, p):
    """How the client feels with the therapist at first, -1 to 1: about as always, and by luck."""
    return clip(alone(client_attachment_anxiety, client_hostility) + p.valence_spread * noise, -1.0, 1.0)


def valence_of_therapist_begins(therapist_regard, noise, p):
    """How the therapist feels with the client at first, -1 to 1: by her regard, and by luck."""
    return clip(alone_therapist(therapist_regard) + p.valence_spread * noise, -1.0, 1.0)


def valence_after(valence, valence_of_therapist, client_attachment_anxiety, client_hostility, therapist_regard, noise, p):
    """How the client feels with the therapist after the session, -1 to 1.

    Source: Liebovitch et al. (2011) for the form; shapes and strengths chosen.
    """
    own = alone(client_attachment_anxiety, client_hostility)
    settled, _ = together(valence, valence_of_therapist, own, alone_therapist(therapist_regard), p)
    return clip(settled + 0.5 * p.valence_spread * noise, -1.0, 1.0)


def valence_of_therapist_after(valence, valence_of_therapist, client_attachment_anxiety, client_hostility, therapist_regard, noise, p):
    """How the therapist feels with the client after the session, -1 to 1.

    Source: Liebovitch et al. (2011) for the form; shapes and strengths chosen.
    """
    own = alone(client_attachment_anxiety, client_hostility)
    _, settled = together(valence, valence_of_therapist, own, alone_therapist(therapist_regard), p)
    return clip(settled + 0.5 * p.valence_spread * noise, -1.0, 1.0)


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


def harm():
    """Chronic distress that today's session adds, OQ points: none; in a bad state change only fails to come.

    Source: the theory in its pure form.
    """
    return 0.0


def acute_distress_after(acute_distress):
    """Acute distress as the session leaves it, OQ points: as it came, whatever is talked about.

    Source: the theory in its pure form.
    """
    return acute_distress
