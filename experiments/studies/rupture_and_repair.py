"""Is a therapy better without ruptures, or with ruptures that are repaired?

In sessions 2 to 4 of the same therapies there is no rupture, or one in each session that is fully repaired, or one in each
that nobody notices. Twins cannot differ in who gets repaired: in the routine clinic those whose bond is good do. Two more
worlds say what a clinic would gain if every rupture in it were repaired, and lose if none were noticed.

Expectation: clients whose ruptures were repaired fare better than those whose were not, r = .29 (R01: Eubanks, Muran &
Safran 2018, Psychotherapy 55(4):508-519, doi:10.1037/pst0000185); than those without any they fare about as well, the
unrepaired worse (P27, P26: Larsson et al. 2018, doi:10.1080/10503307.2016.1174345); what is recognised is followed by a better
alliance (P21: Chen et al. 2018, doi:10.1080/10503307.2016.1227104). The theory goes further: bond and
outcome are better than without tension.

Command: dyads study rupture-and-repair
"""

from experiments.asking.expectations import FOLLOWS, THEORY, less, more
from experiments.asking.figures import panels
from experiments.asking.laboratory import STANDARD
from experiments.asking.study import OUTCOME, Answer, Laboratory, compared, findings, levels

LARSSON = "Larsson et al. (2018), doi:10.1080/10503307.2016.1174345"
EUBANKS = "Eubanks, Muran & Safran (2018), doi:10.1037/pst0000185"
SHOWN = ("bond", "wai_client_early", "dropout", "fall_at_follow_up")
NONE, REPAIRED, MISSED = "no rupture", "ruptured, repaired", "ruptured, missed"
USUAL, ALL, NOBODY = "as it comes", "every one repaired", "none noticed"
WORLDS = {
    USUAL: STANDARD,
    NONE: STANDARD.but(do=["all from 2 to 4: no rupture"]),
    REPAIRED: STANDARD.but(do=["all from 2 to 4: ruptured; repaired"]),
    MISSED: STANDARD.but(do=["all from 2 to 4: ruptured; unnoticed"]),
    ALL: STANDARD.but(do=["all from 1: repaired"]),
    NOBODY: STANDARD.but(do=["all from 1: unnoticed"]),
}


def run(lab: Laboratory) -> Answer:
    """Three courses of sessions 2 to 4, and three clinics."""
    worlds = lab.live(WORLDS)
    usual, none, repaired, missed = (worlds[name] for name in (USUAL, NONE, REPAIRED, MISSED))
    seen = list(levels(worlds, SHOWN))
    found = (
        *findings(lab, "R01", "P26", "P27", "P21"),
        compared("bond, ruptured and repaired less no rupture", none, repaired, "bond",
                 "After ruptures that were repaired, against none at all, the bond is {better|poorer|the same}", more(THEORY)),
        compared("outcome, ruptured and repaired less no rupture", none, repaired, OUTCOME,
                 "After repaired ruptures, against none at all, outcome is {better|poorer|the same}", more(THEORY, FOLLOWS)),
        compared("outcome, ruptured and missed less no rupture", none, missed, OUTCOME,
                 "After ruptures that nobody noticed, against none at all, outcome is {better|poorer|the same}", less(LARSSON)),
        compared("outcome, every rupture repaired less as it comes", usual, worlds[ALL], OUTCOME,
                 "If every rupture were repaired, outcome would be {better|poorer|the same}", more(EUBANKS)),
        compared("outcome, no rupture noticed less as it comes", usual, worlds[NOBODY], OUTCOME,
                 "If none were noticed, outcome would be {better|poorer|the same}", less(EUBANKS)),
    )  # fmt: skip
    return Answer((*seen, *found), lab.about, {"rupture_and_repair": lambda: panels(seen, "Ruptures: none, repaired, missed")})
