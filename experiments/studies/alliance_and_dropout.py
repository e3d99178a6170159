"""Does a weak alliance drive clients away, or do those who leave anyway rate it low?

The first impression is lifted or lowered by one and the same amount for everybody, before the first session and never
again: bond and agreement on tasks, by up to .3 of their range. Who then leaves and would not have left, leaves because of
it. In a last world the alliance as felt no longer holds anybody (neither after a session nor after a missed one): what is
still told by the first rating there is told of something else.

Expectation: those who drop out had rated the alliance lower, d = .55 (D05: Sharf, Primavera & Diener 2010, Psychotherapy
47(4):637-645, doi:10.1037/a0021175); they recover far less often than those who end by agreement (P14: Cahill et al.
2003, doi:10.1348/014466503321903553), and a good part of them leaves at once (P25: Simon et al. 2012,
doi:10.1176/appi.ps.201100309). The theory holds that a weak alliance makes premature termination far more likely.
That some of the difference is left where the alliance holds nobody, since what lowers it drives away by other roads too, is our own
reading.

Command: dyads study alliance-and-dropout
"""

import pandas as pd

from experiments.asking.expectations import FOLLOWS, OWN, less, more
from experiments.asking.figures import panels
from experiments.asking.laboratory import STANDARD, columns, resampled
from experiments.asking.quantities import Quantity
from experiments.asking.study import Answer, Laboratory, Result, compared, findings, levels
from experiments.evidence.sample import Sample, d

SHARF = "Sharf, Primavera & Diener (2010), doi:10.1037/a0021175"
SHIFTS = {
    f"{by:+.1f}".replace("-", "−"): STANDARD.but(do=[f"all in 1: dyad.bond += {by}; dyad.task += {by}"])
    for by in (-0.3, -0.2, -0.1, 0.1, 0.2, 0.3)
}
AS_IS, HOLDS_NOBODY = "0", "the alliance holds nobody"
GAP = Quantity("first rating, stayers less dropouts", "d", statistic=True)
SHOWN = ("alliance_felt", "dropout", "sessions_attended")


def first_rating(sample: Sample) -> dict:
    """The client's rating after the first session."""
    return {"first_rating": sample.at(1, "wai_client")}


def gap(lived: pd.DataFrame) -> float:
    """First rating of those who stayed less that of those who dropped out, in pooled SDs."""
    left = lived["dropout"] == 1.0
    return d(lived["first_rating"][~left].to_numpy(), lived["first_rating"][left].to_numpy())


def run(lab: Laboratory) -> Answer:
    """Seven first impressions, and a world in which the alliance holds nobody."""
    inert = STANDARD.but({"rules.dropout_alliance": 0.0, "rules.attendance_alliance": 0.0})
    worlds = lab.live({AS_IS: STANDARD, **SHIFTS, HOLDS_NOBODY: inert}, first_rating)
    order = sorted((AS_IS, *SHIFTS), key=lambda name: float(name.replace("−", "-")))
    seen, usual = list(levels({name: worlds[name] for name in order}, SHOWN, AS_IS)), worlds[AS_IS]
    found = (
        *findings(lab, "D05", "P14", "P25"),
        compared("dropout, first impression .2 lower", usual, worlds["−0.2"], "dropout",
                 "A first impression that is lower by .2 for everybody drives {away|fewer away|nobody away}", more(SHARF)),
        compared("dropout, first impression .2 higher", usual, worlds["+0.2"], "dropout",
                 "One that is higher by .2 {drives away|keeps|keeps nobody}", less(SHARF)),
        Result("first rating, stayers less dropouts, where the alliance holds nobody", GAP,
               resampled(gap, columns(worlds[HOLDS_NOBODY], ("dropout", "first_rating"))),
               "Where the alliance as felt holds nobody, stayers' first ratings are {still higher|lower|not told apart}",
               more(OWN, FOLLOWS)),
    )  # fmt: skip
    across = "first impression (bond and agreement on tasks) shifted for everybody, before the first session"
    return Answer((*seen, *found), lab.about, {"alliance_and_dropout": lambda: panels(seen, "First impressions, and who stays", across)})
