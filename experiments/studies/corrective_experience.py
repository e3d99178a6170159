"""Do fears of being left and of closeness ease with a therapist who proves reliable, and does that help?

Clients with insecure attachment come for sixteen sessions to therapists who are the less or the more reliable: the same
clients, therapists and luck, apart from that. In a last world attachment eases with nobody, so that what easing does for
distress can be told from what reliability does by other roads.

Expectation: attachment anxiety eases over therapy (P24: Taylor et al. 2015, doi:10.1080/10503307.2014.886791), and a new
ending of old conflicts heals (Alexander & French 1946, Psychoanalytic Therapy). Insecure clients rate the alliance a little
lower (C03a, C03b: Notsu et al. 2024, doi:10.1080/10503307.2024.2370344); anxiety goes with worse outcome, avoidance
does not (P36, P37: Levy et al. 2011, J Clin Psychol 67:193-203).

Command: dyads study corrective-experience
"""

from experiments.asking.expectations import FOLLOWS, less, more
from experiments.asking.figures import panels
from experiments.asking.study import OUTCOME, Answer, Laboratory, compared, findings, levels
from experiments.evidence.sample import Sample
from model.scenario import scenario

ALEXANDER = "Alexander & French (1946), Psychoanalytic Therapy"
SHOWN = ("safety", "anxiety_eased", "avoidance_eased", "repaired", "dropout", "fall_at_follow_up")
INSECURE = scenario("corrective_experience").but({"clinic.planned_sessions": 16, "clinic.fixed_length": 1.0})
RELIABLE = {f"{mean:.2f}": INSECURE.but({"therapists.reliability.mean": mean}) for mean in (0.35, 0.5, 0.65, 0.8, 0.92)}
LEAST, MOST, STAYS = "0.35", "0.92", "attachment stays"


def eased(sample: Sample) -> dict:
    """How far each insecurity is lower after the last session than at intake."""
    return {
        f"{trait}_eased": sample.of(f"client_attachment_{trait}") - sample.last_of(f"attachment_{trait}")
        for trait in ("anxiety", "avoidance")
    }


def run(lab: Laboratory) -> Answer:
    """Five degrees of reliability, and the highest where attachment stays as it is."""
    stays = RELIABLE[MOST].but({"rules.corrective_rate": 0.0})
    worlds = lab.live(RELIABLE | {STAYS: stays}, eased)
    low, high = worlds[LEAST], worlds[MOST]
    seen = list(levels({name: worlds[name] for name in RELIABLE}, SHOWN))
    found = (
        *findings(lab, "P24", "C03a", "C03b", "P36", "P37"),
        compared("fear of being left eases, most reliable less least", low, high, "anxiety_eased",
                 "With the most reliable therapists fear of being left eases {more|less|no more} than with the least", more(ALEXANDER)),
        compared("fear of closeness eases, most reliable less least", low, high, "avoidance_eased",
                 "With the most reliable therapists fear of closeness eases {more|less|no more} than with the least", more(ALEXANDER)),
        compared("outcome, most reliable less least", low, high, OUTCOME,
                 "Outcome is {better|poorer|the same} with the most reliable therapists", more(ALEXANDER)),
        compared("outcome, attachment stays less eases", high, worlds[STAYS], OUTCOME,
                 "Where attachment does not ease, outcome with reliable therapists is {better|poorer|the same}", less(ALEXANDER, FOLLOWS)),
    )  # fmt: skip
    across = "mean reliability of the therapists (0 to 1)"
    return Answer((*seen, *found), lab.about, {"corrective_experience": lambda: panels(seen, "A secure base", across)})
