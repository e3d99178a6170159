"""What does it do for clients to train therapists in the relationship, and which part of the training does it?

The therapists of the same clinics are trained: a share of the gap to full skill is closed in putting understanding into
words, in resilience, in managing countertransference and in repair. In four more worlds half of the gap that an average
therapist has is closed in one of them only.

Expectation: training in resolving ruptures helps outcome a little, if at all, r = .11 [-.09, .30] (P06: Eubanks, Muran &
Safran 2018, Psychotherapy 55(4):508-519, doi:10.1037/pst0000185), which is d = .22 [-.18, .62]; a range from 0 is our own. They
say nothing of dropout: that fewer leave is our own reading. The theory names all four skills as what can be taught.

Command: dyads study training
"""

from experiments.asking.expectations import FOLLOWS, OWN, THEORY, as_large_as, less, more
from experiments.asking.figures import panels
from experiments.asking.laboratory import STANDARD, gains
from experiments.asking.study import OUTCOME, Answer, Laboratory, compared, findings, levels
from model.fields import TRAINED
from model.parameters import NUMBERS

SHOWN = ("empathy_felt", "countertransference", "ruptures_a_session", "repaired", "dropout", "fall_at_follow_up")
TRAINING = {f"{share:g}": STANDARD.but({"clinic.training": share}) for share in (0.0, 0.25, 0.5, 0.75, 1.0)}
NONE, HALF, FULL = "0", "0.5", "1"


def halved(skill: str) -> dict[str, float]:
    """Settings that close half of the gap which the average therapist has in one skill."""
    name = f"therapists.{skill}.mean"
    return {name: 0.5 + 0.5 * NUMBERS[name].default}


def run(lab: Laboratory) -> Answer:
    """Five degrees of training, and each skill alone."""
    alone = {f"{skill.replace('_', ' ')} alone": STANDARD.but(halved(skill)) for skill in TRAINED}
    worlds = lab.live(TRAINING | alone)
    usual, half, full = worlds[NONE], worlds[HALF], worlds[FULL]
    first, second = gains(usual, half, "fall_at_follow_up"), gains(half, full, "fall_at_follow_up")
    seen = list(levels({name: worlds[name] for name in TRAINING}, SHOWN))
    found = (
        *findings(lab, "P06"),
        compared("outcome, half trained less untrained", usual, half, OUTCOME,
                 "At follow-up, leavers counted, clients of therapists trained half-way fare {better|worse|no differently}",
                 as_large_as("P06")),
        compared("dropout, half trained less untrained", usual, half, "dropout",
                 "Of therapists trained half-way {more|fewer|neither more nor fewer} clients drop out", less(OWN, FOLLOWS)),
        compared("gain, second half of training less first", first, second, "fall_at_follow_up",
                 "The second half of training gains {more|less|neither more nor less} than the first"),
        *(compared(f"outcome, {name} less untrained", usual, worlds[name], OUTCOME,
                   f"Trained in {name}, therapists have clients who fare {{better|worse|no differently}}", more(THEORY)) for name in alone),
    )  # fmt: skip
    across = "share of the gap to full skill that training closes"
    return Answer((*seen, *found), lab.about, {"training": lambda: panels(seen, "Trained in the relationship", across)})
