"""Does it help that clients say on a form how they are, for whom, and by which road?

The same clinics are lived with and without progress feedback: clients fill in a form at every session and the therapist
reads it. In the model it does three things: it invites collaboration, it raises an alarm where a client is not on track,
and it shows ruptures. In three more worlds it does only one of these.

Expectation: feedback betters outcome a little, d = .15, more or less alike among clients not on track, d = .17, and keeps a
few more clients in therapy, odds ratio 1.19 (P07, P08, P09: de Jong et al. 2021, Clin Psychol Rev 85:102002,
doi:10.1016/j.cpr.2021.102002). Its use is to tell who is about to fail (Lambert & Harmon 2018, doi:10.1111/cpsp.12268);
that each of its three roads helps by itself is our own reading.

Command: dyads study feedback
"""

from experiments.asking.expectations import FOLLOWS, OWN, as_large_as, less, more
from experiments.asking.figures import panels
from experiments.asking.laboratory import STANDARD, gains, mean
from experiments.asking.quantities import EFFECT
from experiments.asking.study import OUTCOME, Answer, Laboratory, Result, compared, findings, levels
from experiments.evidence.measures.compared import off_track
from experiments.evidence.sample import Sample
from model.mechanisms import none_of

JONG = "de Jong et al. (2021), doi:10.1016/j.cpr.2021.102002"
SHOWN = ("collaboration", "noticed_share", "repaired", "dropout", "sessions_attended", "fall_at_follow_up")
PARTS = {"invites": "feedback_invites", "raises the alarm": "alert_adjusts", "shows ruptures": "feedback_shows"}
USUAL, WHOLE = "no feedback", "feedback"
ON = STANDARD.but({"clinic.feedback": 1.0})
WORLDS = {USUAL: STANDARD, WHOLE: ON} | {
    f"only {words}": ON.but(none_of(*(other for other in PARTS.values() if other != part))) for words, part in PARTS.items()
}


def not_on_track(sample: Sample) -> dict:
    """Whom feedback flags, or would flag, when it first may."""
    return {"off_track": off_track(sample)}


def run(lab: Laboratory) -> Answer:
    """Without, with, and with each part of feedback alone."""
    worlds = lab.live(WORLDS, not_on_track)
    usual, whole = worlds[USUAL], worlds[WHOLE]
    seen = list(levels(worlds, SHOWN))
    gained = gains(usual, whole, "fall_at_follow_up").assign(off_track=usual["off_track"])
    off, on = gained[gained["off_track"]], gained[~gained["off_track"] & (usual["sessions_attended"] >= 3)]
    sd = float(usual["distress_score_intake"].std())
    found = (
        *findings(lab, "P07", "P08", "P09"),
        compared("outcome, feedback less none", usual, whole, OUTCOME,
                 "At follow-up, leavers counted, clients fare {better|worse|no differently} with feedback", as_large_as("P07")),
        compared("dropout, feedback less none", usual, whole, "dropout",
                 "With feedback {more|fewer|neither more nor fewer} clients drop out", less(JONG)),
        *(compared(f"outcome, {name} less no feedback", usual, worlds[name], OUTCOME,
                   f"Where it {name}, clients fare {{better|worse|no differently}}", more(OWN))
          for name in WORLDS if name.startswith("only")),
        Result("gain of those not on track", EFFECT, mean(off, "fall_at_follow_up", sd),
               "Those who are not on track, and would be flagged, {gain|lose|neither gain nor lose} by it", as_large_as("P08", FOLLOWS)),
        Result("gain of those on track", EFFECT, mean(on, "fall_at_follow_up", sd),
               "Those on track {gain|lose|neither gain nor lose} by it"),
    )  # fmt: skip
    return Answer((*seen, *found), lab.about, {"feedback": lambda: panels(seen, "Feedback, whole and in parts")})
