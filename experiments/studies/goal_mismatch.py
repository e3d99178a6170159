"""What does it do to a therapy that the two like each other, and work for different things?

The same clients meet the same therapists in five worlds. Before the first session what the two work for is put apart by
0 to .8 of the axis from symptom relief to a change of personality, whatever was agreed at intake; a sixth world reviews
goals in every third session where the distance is greatest. What differs is what the distance does.

Expectation: early agreement on goals predicts outcome, r = .24 (E05a: Tryon, Birch & Verkuilen 2018, Psychotherapy
55(4):372-383, doi:10.1037/pst0000170). Goals are a part of the alliance of its own: different ones strain it and
cost clients whatever the bond (Bordin 1979, doi:10.1037/h0085885), and reviewing them helps.

Command: dyads study goal-mismatch
"""

from experiments.asking.expectations import alike, less, more
from experiments.asking.figures import panels
from experiments.asking.laboratory import STANDARD
from experiments.asking.study import Answer, Laboratory, compared, findings, levels

BORDIN = "Bordin (1979), doi:10.1037/h0085885"
SHOWN = ("goal", "bond", "ruptures_a_session", "goal_ruptures", "dropout", "fall_at_follow_up")
GAPS = {f"{gap:.1f}": STANDARD.but(do=[f"all in 1: dyad.goal_wish = {0.5 - gap / 2:g}; dyad.goal_aim = {0.5 + gap / 2:g}"])
        for gap in (0.0, 0.2, 0.4, 0.6, 0.8)}  # fmt: skip
REVIEWED = "0.8, reviewed"
NEAR, FAR = "0.0", "0.8"


def run(lab: Laboratory) -> Answer:
    """Five distances, and the greatest with reviews."""
    worlds = lab.live(GAPS | {REVIEWED: GAPS[FAR].but({"clinic.review_every": 3})})
    near, far, reviewed = worlds[NEAR], worlds[FAR], worlds[REVIEWED]
    seen = list(levels({gap: worlds[gap] for gap in GAPS}, SHOWN))
    found = (
        *findings(lab, "E05a"),
        compared("dropout, goals far apart less near", near, far, "dropout",
                 "Where goals are far apart {more|fewer|neither more nor fewer} clients drop out", more(BORDIN)),
        compared("fall in the score, goals far apart less near", near, far, "fall_at_follow_up",
                 "By week 24 the score has fallen {further|less far|no differently} where goals are far apart", less(BORDIN)),
        compared("bond, goals far apart less near", near, far, "bond",
                 "Where goals are far apart the bond is {better|poorer|the same}, though nobody's warmth differs", alike(0.05, BORDIN)),
        compared("dropout, far apart with reviews less without", far, reviewed, "dropout",
                 "Reviewing goals every third session instead of every sixth {adds|saves|saves no} dropout", less(BORDIN)),
        compared("fall in the score, far apart with reviews less without", far, reviewed, "fall_at_follow_up",
                 "With such reviews the score falls {further|less far|no differently}", more(BORDIN)),
    )  # fmt: skip
    across = "distance between what client and therapist work for, before the first session (0 to 1)"
    return Answer((*seen, *found), lab.about, {"goal_mismatch": lambda: panels(seen, "Working for different things", across)})
