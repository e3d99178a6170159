"""A small theory of its own: what the two feel with each other moves session by session, and clients leave on it."""

from model.maths import clip
from model.rules.ending import dropout_chance as usual

CARRIES = {
    "valence": (0.0, -1.0, 1.0, "how the two feel with each other, bad to good"),
    "tide": 0.0,
}
PARAMETERS = {"valence_gain": (0.3, 0.0, 1.0, "how far felt empathy moves valence"), "tide_keeps": 0.9}


def valence_begins(client_hostility, therapist_regard, noise):
    """Where valence begins, -1 to 1: by whom one meets, and by luck."""
    return clip(therapist_regard - client_hostility + 0.1 * noise, -1.0, 1.0)


def valence_after(valence, tide, empathy_felt, ruptured, noise, p):
    """Valence as the session leaves it, -1 to 1."""
    moved = p.valence_gain * (empathy_felt - 0.5) - 0.2 * ruptured + 0.1 * tide + 0.05 * noise
    return clip(0.8 * valence + moved, -1.0, 1.0)


def tide_after(tide, valence, p):
    """What valence was, remembered for a while, any number."""
    return p.tide_keeps * tide + (1.0 - p.tide_keeps) * valence


def dropout_chance(alliance_felt, hope, progress, session, valence, p):
    """Probability that the client stays away for good after this session, 0 to 1: as usual, and more where valence is bad."""
    leaves = usual(alliance_felt, hope, progress, session, p)
    return leaves + (1.0 - leaves) * 0.2 * (0.5 - 0.5 * valence)
