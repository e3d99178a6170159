"""Do clients pay for their therapist's caseload?

Therapists with queues of sixty clients see 4 to 40 of them in the same weeks. Fatigue grows with sessions and ruptures and
is rested off the slower the less resilient she is; it dulls understanding and loosens her hold on her reactions. The
smallest and the largest caseload are lived once more by therapists of little resilience.

Expectation: clients of therapists who burn out fare worse (Delgadillo, Saxon & Barkham 2018, doi:10.1002/da.22766, 49 therapists, a study
of outcome). That a caseload burns out, that little resilience does, and that more then drop out is our own reading. The theory says
nothing of a caseload; how fast sessions tire is assumed in the model.

Command: dyads study caseload
"""

from experiments.asking.expectations import FOLLOWS, OWN, less, more
from experiments.asking.figures import panels
from experiments.asking.laboratory import STANDARD, gains
from experiments.asking.study import OUTCOME, Answer, Laboratory, compared, levels

DELGADILLO = f"{OWN} of Delgadillo, Saxon & Barkham (2018), doi:10.1002/da.22766"
SHOWN = ("empathy_enacted", "countertransference", "ruptures_a_session", "repaired", "dropout", "fall_at_follow_up")
LONG = STANDARD.but({"clinic.clients_per_therapist": 60})
LOADS = {str(n): LONG.but({"clinic.caseload": n}) for n in (4, 10, 20, 30, 40)}
FEW, MANY, FRAIL = "4", "40", "little resilience, "


def run(lab: Laboratory) -> Answer:
    """Five caseloads, and the ends of the range for therapists of little resilience."""
    frail = {FRAIL + n: LOADS[n].but({"therapists.resilience.mean": 0.3}) for n in (FEW, MANY)}
    worlds = lab.live(LOADS | frail)
    few, many = worlds[FEW], worlds[MANY]
    seen = list(levels({n: worlds[n] for n in LOADS}, SHOWN))
    cost, cost_frail = (gains(worlds[who + FEW], worlds[who + MANY], "fall_at_follow_up") for who in ("", FRAIL))
    found = (
        compared("empathy, forty clients less four", few, many, "empathy_enacted",
                 "With forty clients at a time therapists show {more|less|as much} empathy, against four"),
        compared("reactions acted out, forty clients less four", few, many, "countertransference",
                 "With forty they act out {more|less|no more} of their reactions"),
        compared("dropout, forty clients less four", few, many, "dropout",
                 "With forty {more|fewer|neither more nor fewer} clients drop out", more(OWN, FOLLOWS)),
        compared("outcome, forty clients less four", few, many, OUTCOME,
                 "With forty clients at a time they fare {better|worse|no differently}", less(DELGADILLO, FOLLOWS)),
        *(compared(f"outcome with {n} clients, little resilience less ordinary", worlds[n], worlds[FRAIL + n], OUTCOME,
                   f"With {n} clients at a time, clients of little resilient therapists fare {{better|worse|no differently}}",
                   less(DELGADILLO, FOLLOWS)) for n in (FEW, MANY)),
        compared("cost of the caseload, little resilience less ordinary", cost, cost_frail, "fall_at_follow_up",
                 "With little resilience the caseload costs clients {less|more|neither more nor less} than with the ordinary one",
                 less(DELGADILLO, FOLLOWS)),
    )  # fmt: skip
    across = "clients whom a therapist sees in the same weeks"
    return Answer((*seen, *found), lab.about, {"caseload": lambda: panels(seen, "Too many clients", across)})
