"""Is the therapist's own reaction an obstacle, a tool, or both?

Hostile clients meet therapists with sore spots who manage their reactions the worse or the better: the same people and
luck apart from that. The same is done with ordinary clients, to see for whom it matters. Two last worlds take from those
who manage best what a managed reaction tells them (the tool), and from those who manage worst what an acted-out one does
(the obstacle).

Expectation: countertransference that is acted out goes with worse outcome, r = -.16, and who manages it acts it out less,
r = -.27 (K01, K02: Hayes, Gelso, Goldberg & Kivlighan 2018, Psychotherapy 55(4):496-507, doi:10.1037/pst0000189). The theory
holds that reactions are obstacles and, used reflectively, valuable tools.

Command: dyads study countertransference
"""

from experiments.asking.expectations import FOLLOWS, THEORY, less, more
from experiments.asking.figures import panels
from experiments.asking.laboratory import STANDARD, gains
from experiments.asking.study import OUTCOME, Answer, Laboratory, compared, findings, levels
from model.mechanisms import none_of

HAYES = "Hayes, Gelso, Goldberg & Kivlighan (2018), doi:10.1037/pst0000189"
SHOWN = ("countertransference", "empathy_felt", "ruptures_a_session", "repaired", "dropout", "fall_at_follow_up")
SORE = STANDARD.but({"therapists.vulnerability.mean": 0.6, "therapists.countertransference_management.sd": 0.05})
HOSTILE = SORE.but({"clients.hostility.mean": 0.6})
MANAGED = {f"{mean:.2f}": {"therapists.countertransference_management.mean": mean} for mean in (0.2, 0.4, 0.6, 0.8, 0.95)}
LEAST, MOST = "0.20", "0.95"
ORDINARY, NO_TOOL, NO_OBSTACLE = "ordinary clients, ", "managed best, tells nothing", "managed worst, reaches nothing"
OBSTACLE = none_of("reaction_blinds", "reaction_chills", "strain_reaction", "admonish_reaction", "repair_reaction", "defence_hurts")


def run(lab: Laboratory) -> Answer:
    """Five degrees of management with hostile clients, two with ordinary ones, and two worlds without a part of it."""
    hostile = {name: HOSTILE.but(managed) for name, managed in MANAGED.items()}
    ordinary = {ORDINARY + name: SORE.but(MANAGED[name]) for name in (LEAST, MOST)}
    without = {NO_TOOL: hostile[MOST].but(none_of("reaction_informs")), NO_OBSTACLE: hostile[LEAST].but(OBSTACLE)}
    worlds = lab.live(hostile | ordinary | without)
    low, high = worlds[LEAST], worlds[MOST]
    seen = list(levels({name: worlds[name] for name in hostile}, SHOWN))
    with_hostile, with_ordinary = (gains(worlds[who + LEAST], worlds[who + MOST], "fall_at_follow_up") for who in ("", ORDINARY))
    found = (
        *findings(lab, "K01", "K02"),
        compared("outcome with hostile clients, managed best less worst", low, high, OUTCOME,
                 "Where reactions are managed well, hostile clients fare {better|worse|no differently}", more(HAYES)),
        compared("dropout of hostile clients, managed best less worst", low, high, "dropout",
                 "Where reactions are managed well, {more|fewer|neither more nor fewer} hostile clients drop out", less(HAYES)),
        compared("gain by management, hostile less ordinary clients", with_ordinary, with_hostile, "fall_at_follow_up",
                 "With hostile clients good management gains {more|less|no more} than with ordinary ones", more(THEORY, FOLLOWS)),
        compared("empathy, managed best, tool less no tool", worlds[NO_TOOL], high, "empathy_enacted",
                 "What managed reactions tell makes empathy {better|worse|no better}", more(THEORY)),
        compared("outcome, managed best, tool less no tool", worlds[NO_TOOL], high, OUTCOME,
                 "What they tell makes outcome {better|worse|no better}: the tool", more(THEORY, FOLLOWS)),
        compared("outcome, managed worst, obstacle less none", worlds[NO_OBSTACLE], low, OUTCOME,
                 "What acted-out reactions do makes outcome {better|worse|no worse}: the obstacle", less(HAYES)),
    )  # fmt: skip
    across = "how well therapists keep their reactions in hand, mean (0 to 1); hostile clients"
    return Answer((*seen, *found), lab.about, {"countertransference": lambda: panels(seen, "Touched on a sore spot", across)})
