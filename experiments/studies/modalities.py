"""Do all therapies have prizes because nothing specific works, or because different roads lead to the same place?

Everybody has sixteen sessions, of one modality in each world: the same therapists, clients and luck. In four more worlds
each modality loses the road that is most its own (tasks, patterns, depth). If nothing specific worked, that would cost nothing.

Expectation: bona fide treatments differ by no more than chance, in outcome (O14a: Wampold et al. 1997, Psychol Bull
122(3):203-215, doi:10.1037/0033-2909.122.3.203) and in dropout (D02: Swift & Greenberg 2012, doi:10.1037/a0028226), and
the alliance predicts outcome alike in all (P15: Flückiger et al. 2018, doi:10.1037/pst0000172). The theory text has it that
relational factors overshadow specific ingredients; it does not say that these do nothing.

Command: dyads study modalities
"""

from experiments.asking.expectations import FITTED, THEORY, alike, less
from experiments.asking.figures import panels
from experiments.asking.laboratory import STANDARD
from experiments.asking.study import OUTCOME, Answer, Laboratory, compared, findings, levels
from experiments.evidence.worlds import SIXTEEN, only

WAMPOLD = "Wampold et al. (1997), doi:10.1037/0033-2909.122.3.203"
SHOWN = ("homework_done", "patterns", "disclosure", "alliance_last", "dropout", "fall_at_follow_up")
ROADS = {"cbt": ("task_road", "tasks"), "psychodynamic": ("pattern_road", "patterns"), "humanistic": ("depth_road", "depth"),
         "trauma_focused": ("depth_road", "depth")}  # fmt: skip
WORDS = {name: name.replace("_", "-") for name in ROADS} | {"cbt": "CBT"}
ALL = {WORDS[name]: STANDARD.but(SIXTEEN | only(name)) for name in ROADS}
LOST = {f"{WORDS[name]} without {words}": ALL[WORDS[name]].but({f"modalities.{name}.{road}": 0.0}) for name, (road, words) in ROADS.items()}


def run(lab: Laboratory) -> Answer:
    """Four modalities, and each without the road that is most its own."""
    worlds = lab.live(ALL | LOST)
    seen = list(levels(worlds, SHOWN))
    first, *others = ALL
    found = (
        *findings(lab, "O14a", "D02", "P15"),
        *(compared(f"outcome, {other} less {first}", worlds[first], worlds[other], OUTCOME,
                   f"With {other} the same clients fare {{better|worse|no differently}} than with {first}", alike(0.2, WAMPOLD, FITTED))
          for other in others),
        *(compared(f"outcome, {lost}, less the whole of it", worlds[whole], worlds[lost], OUTCOME,
                   f"In {lost}, clients fare {{better|worse|no differently}}, against the whole of it", less(THEORY))
          for whole, lost in zip(ALL, LOST, strict=True)),
    )  # fmt: skip
    return Answer((*seen, *found), lab.about, {"modalities": lambda: panels(seen, "Different roads")})
