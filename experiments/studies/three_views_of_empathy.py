"""Whose empathy counts: what the therapist understands, what the client feels, or what she believes of herself?

The same clients meet therapists who understand more accurately, who put it better into words, or both; clients who take
more of it in; and therapists who rate themselves higher and are the same in all else. Beside these twins stands what a
study would see in the routine clinic: how each view of empathy goes with outcome.

Expectation: empathy as clients perceive it predicts outcome, r = .28 (E01: Elliott et al. 2018, Psychotherapy
55(4):399-410, doi:10.1037/pst0000175), and better than the therapist's own rating does (P16: Elliott et al. 2011, sizes from memory).
Empathy heals where it is communicated and received (Rogers 1957, doi:10.1037/h0045357).

Command: dyads study three-views-of-empathy
"""

from experiments.asking.expectations import BUILT_IN, FOLLOWS, alike, more
from experiments.asking.figures import panels
from experiments.asking.laboratory import STANDARD, effect
from experiments.asking.quantities import R
from experiments.asking.study import OUTCOME, Answer, Laboratory, Result, compared, findings, levels
from experiments.counting.statistics import correlation

ROGERS = "Rogers (1957), doi:10.1037/h0045357"
ELLIOTT = "Elliott, Bohart, Watson & Murphy (2018), doi:10.1037/pst0000175"
SHOWN = ("empathy_enacted", "empathy_felt", "empathy_client", "empathy_therapist", "wai_client_early", "fall_at_follow_up")
VIEWS = {"empathy_enacted": "as an observer would code it", "empathy_felt": "as the client feels it",
         "empathy_client": "as the client rates it", "empathy_therapist": "as the therapist rates it"}  # fmt: skip
ACCURATE, SAID = {"therapists.empathic_accuracy.mean": 0.80}, {"therapists.empathic_expression.mean": 0.85}
USUAL, MORE, SAYS, BOTH, OPEN, PROUD = "as it is", "understands more", "says more", "both", "taken in more", "rates herself higher"
WORLDS = {
    USUAL: STANDARD,
    MORE: STANDARD.but(ACCURATE),
    SAYS: STANDARD.but(SAID),
    BOTH: STANDARD.but(ACCURATE | SAID),
    OPEN: STANDARD.but({"clients.receptivity.mean": 0.87}),
    PROUD: STANDARD.but({"therapists.rating_bias.mean": 0.10}),
}


def run(lab: Laboratory) -> Answer:
    """Six worlds, and four correlations in the first."""
    worlds = lab.live(WORLDS)
    usual = worlds[USUAL]
    twice = usual[usual["sessions_attended"] >= 2]
    seen = [*levels(worlds, SHOWN)]
    views = [Result(f"empathy {words}, with outcome", R, correlation(twice, view),
                    f"Empathy {words} {{goes|goes inversely|does not go}} with outcome", more(ELLIOTT, FOLLOWS))
             for view, words in VIEWS.items()]  # fmt: skip
    found = (
        *findings(lab, "E01", "P16"),
        *views,
        *(compared(f"outcome, {name} less {USUAL}", usual, worlds[name], OUTCOME,
                   f"Twins whose empathy differs ({name}) fare {{better|worse|no differently}}", more(ROGERS))
          for name in (MORE, SAYS, BOTH, OPEN)),
        compared(f"outcome, {PROUD} less {USUAL}", usual, worlds[PROUD], OUTCOME,
                 "Where therapists only rate themselves higher, clients fare {better|worse|no differently}", alike(0.02, ROGERS, BUILT_IN)),
        compared(f"empathy as she rates it, {PROUD} less {USUAL}", usual, worlds[PROUD], "empathy_therapist",
                 "Where they rate themselves higher, their ratings of empathy are {higher|lower|the same}"),
    )  # fmt: skip
    told, both, shown = usual["empathy_client"], worlds[BOTH]["empathy_client"], effect(usual, worlds[BOTH])
    r = views[2].estimate.value
    says = (f"If the correlation of {r:.2f} with the client's rating were all cause, therapists who understand and say more would better "
            f"outcome by d = {r * (both.mean() - told.mean()) / told.std():.2f}; twins show {shown.value:.2f}.",)  # fmt: skip
    return Answer(
        (*seen, *found), lab.about, {"three_views_of_empathy": lambda: panels(seen, "Understood, said, taken in, believed")}, says
    )
