"""How much therapy is enough, and why do long therapies look no better than short ones?

Everybody is given the same number of sessions, from 2 to 32, and is assessed a year after intake, whoever has left: what
differs between these worlds is the dose. Beside them stands the routine clinic, where therapies end when the two find it good enough.

Expectation: among agreed endings longer therapies have not changed more than shorter ones (P10: Barkham et al. 2006,
doi:10.1037/0022-006X.74.1.160; Stiles et al. 2008), and do not recover more often (P32); who comes longer changes more slowly
(P11: Baldwin et al. 2009, doi:10.1037/a0015235); change is quick at first and slows (P12: Howard et al. 1986,
doi:10.1037/0003-066X.41.2.159). Fewer drop out of a fixed number of sessions (P30: Swift & Greenberg 2012, doi:10.1037/a0028226).

Command: dyads study dose
"""

from experiments.asking.expectations import FOLLOWS, less, more
from experiments.asking.figures import panels
from experiments.asking.laboratory import STANDARD, gains
from experiments.asking.study import OUTCOME, Answer, Laboratory, Result, compared, findings, levels

HOWARD = "Howard, Kopta, Krause & Orlinsky (1986), doi:10.1037/0003-066X.41.2.159"
SHOWN = ("sessions_attended", "dropout", "fall_at_follow_up", "reliable_improvement")
YEAR = STANDARD.but({"clinic.assessment_weeks": 52, "clinic.assessments": 1})
DOSES = {str(n): YEAR.but({"clinic.planned_sessions": n, "clinic.fixed_length": 1.0}) for n in (2, 4, 8, 16, 24, 32)}


def both(dose: Result, looks: Result) -> str:
    """What eight sessions do instead of two, beside how the number of sessions goes with change, in words that the intervals choose."""
    does = dose.chosen("does good", "does harm", "makes no difference that can be told")
    goes = looks.chosen("goes with more change", "goes with less change", "goes with no more and no less change that can be told")
    why = ": who is well leaves" if dose.estimate.low > 0.0 and not looks.estimate.low > 0.0 else ""
    return (
        f"A dose of eight sessions instead of two {does} ({dose.number}); among agreed endings a longer therapy {goes} "
        f"({looks.number}){why}."
    )


def run(lab: Laboratory) -> Answer:
    """Six doses, and two where ruptures leave no lasting harm."""
    healed = {f"{n}, no injuries": DOSES[n].but({"rules.injury_harms": 0.0}) for n in ("16", "32")}
    worlds = lab.live(DOSES | healed)
    seen = list(levels({n: worlds[n] for n in DOSES}, SHOWN))
    early, late = (gains(worlds[a], worlds[b], "fall_at_follow_up") for a, b in (("2", "8"), ("16", "32")))
    soon, later = (of.assign(fall_at_follow_up=of["fall_at_follow_up"] / n) for of, n in ((early, 6), (late, 16)))
    unhurt, unhurt_long = (worlds[name] for name in healed)
    found = (
        *findings(lab, "P10", "P11", "P12", "P32", "P30"),
        compared("outcome, eight sessions less two", worlds["2"], worlds["8"], OUTCOME,
                 "Given eight sessions instead of two, the same clients fare {better|worse|no differently}", more(HOWARD)),
        compared("outcome, thirty-two sessions less sixteen", worlds["16"], worlds["32"], OUTCOME,
                 "Given thirty-two instead of sixteen they fare {better|worse|no differently}", more(HOWARD, FOLLOWS)),
        compared("outcome, thirty-two less sixteen, where injuries leave no harm", unhurt, unhurt_long, OUTCOME,
                 "The same, where ruptures that nobody faces leave no lasting harm: they fare {better|worse|no differently}"),
        compared("gain for each session offered, late less early", soon, later, "fall_at_follow_up",
                 "A session offered late gains {more|less|neither more nor less} than one offered early", less(HOWARD, FOLLOWS)),
    )  # fmt: skip
    says = (both(found[5], found[0]),)
    across = "sessions that everybody is given"
    return Answer((*seen, *found), lab.about, {"dose": lambda: panels(seen, "How much is enough", across)}, says)
